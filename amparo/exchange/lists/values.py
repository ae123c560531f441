"""What one cell says of one fact, as a plain value that `read_situation` accepts. Nothing said is nothing recorded; never no."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from amparo.exchange.lists.days import Ambiguous, DayOrder, digits
from amparo.exchange.lists.headings import DENIED, SAID
from amparo.exchange.lists.sheet import Cell
from amparo.exchange.lists.states import find_state, find_states, folded
from amparo.rules.facts import Kind
from amparo.situation.clock import today
from amparo.situation.reading import OLDEST
from amparo.situation.vocabulary import Asked, Vocabulary

YES = {"yes", "y", "true", "1", "si", "s", "oui", "o", "vrai", "verdadero", "x", "نعم", "صحيح"}
NO = {"no", "n", "false", "0", "non", "faux", "falso", "لا"}
TICKS = {"✓", "✔", "☑"}
_NOT_SAID = {
    folded(said)
    for said in (
        *(
            "unknown",
            "don't know",
            "dont know",
            "do not know",
            "not known",
            "not recorded",
            "not asked",
            "n/a",
            "na",
            "nd",
            "null",
            "none given",
        ),
        *(
            "prefer not to say",
            "refused to answer",
            "no sabe",
            "no se sabe",
            "ns/nr",
            "ns/nc",
            "ns",
            "nr",
            "desconocido",
            "desconocida",
        ),
        *(
            "sin dato",
            "sin datos",
            "no responde",
            "prefiere no responder",
            "inconnu",
            "inconnue",
            "ne sait pas",
            "nsp",
            "non renseigné",
        ),
        *("ne souhaite pas répondre", "لا أعرف", "لا يعرف", "غير معروف", "غير مسجل", "لا يوجد"),
    )
}
_STATELESS = {
    folded(said) for said in ("stateless", "apátrida", "apatride", "عديم الجنسية", "عديمة الجنسية", "sin nacionalidad")
}
_AGE = re.compile(
    r"(\d{1,3})(?:\s*(?:-|–|—|to|a|à|إلى)\s*(\d{1,3}))?\s*(?:years?|yrs?|y|años?|ans?|سنة|عاما|سنوات)?", re.IGNORECASE
)
_SEXES: Mapping[str, str] = {
    **dict.fromkeys(
        map(
            folded,
            (
                "woman",
                "girl",
                "mujer",
                "niña",
                "femenino",
                "femenina",
                "femme",
                "fille",
                "féminin",
                "أنثى",
                "انثى",
                "امرأة",
            ),
        ),
        "female",
    ),
    **dict.fromkeys(
        map(folded, ("man", "boy", "hombre", "niño", "masculino", "homme", "garçon", "masculin", "ذكر", "رجل")), "male"
    ),
}


class Unread(Exception):
    """A cell that cannot be read: a sentence that says what to write, and never what stood there."""

    def __init__(self, sentence: str, code: str = "unread") -> None:
        super().__init__(sentence)
        self.sentence, self.code = sentence, code


def is_said(cell: Cell) -> bool:
    """Whether the cell says anything: blank, a dash, a question mark and "unknown" in our languages do not."""
    if isinstance(cell, date) or cell.strip() in TICKS:
        return True
    word = folded(cell)
    return bool(word) and word not in _NOT_SAID


class ColumnReader:
    """Reads the cells of one column into facts; `cells` is the whole column, which may settle what one cell cannot."""

    def __init__(self, target: str, vocabulary: Vocabulary, cells: Collection[Cell], *, ticks_only: bool) -> None:
        self.target, self.vocabulary, self.ticks_only = target, vocabulary, ticks_only
        self.asked = vocabulary.facts.get(target)
        kind = self.asked.fact.kind if self.asked else None
        self.order = DayOrder.of(cells) if kind is Kind.DATE or target == "received_on" else DayOrder()
        self.choices = _choices(self.asked, cells) if self.asked and kind is Kind.CHOICE else {}
        self.flags = _flags(vocabulary) if target in (SAID, DENIED) else {}

    def facts(self, cell: Cell) -> dict[str, Any]:
        """What the cell says, by fact; nothing if it says nothing. Raises Unread."""
        if not is_said(cell):
            self.check_code(str(cell))
            return {}
        if self.target in (SAID, DENIED):
            return dict.fromkeys(self.circumstances(str(cell)), self.target == SAID)
        assert self.asked
        kind = self.asked.fact.kind
        if kind is Kind.DATE:
            return {self.target: self.day(cell)}
        if isinstance(cell, date):
            raise Unread("This is a date, perhaps made by a spreadsheet out of something else. Write what was meant.")
        if kind is Kind.BOOLEAN:
            truth = self.truth(cell)
            return {} if self.ticks_only and not truth and folded(cell) in ("0", "false") else {self.target: truth}
        if kind is Kind.NUMBER:
            return {self.target: self.number(cell)}
        if kind is Kind.CHOICE:
            return {self.target: self.choice(cell)}
        return self.states(cell)

    def check_code(self, cell: str) -> None:
        """Namibia is NA and Nauru is NR: where a State is asked for, such a cell says too little."""
        if (
            self.asked
            and self.asked.fact.kind in (Kind.STATE, Kind.STATES)
            and find_state(cell, self.vocabulary.states)
        ):
            raise Unread(
                "This is the code of a State and is also written for what is not known. Write three letters, or leave it empty."
            )

    def truth(self, cell: str) -> bool:
        word = folded(digits(cell))
        if word in YES or cell.strip() in TICKS:
            return True
        if word in NO:
            return False
        raise Unread("Write yes or no, or leave it empty if it is not known.")

    def number(self, cell: str) -> int | dict[str, int]:
        found = _AGE.fullmatch(digits(cell).removesuffix(".0"))
        ends = [int(end) for end in found.groups() if end] if found else []
        if not ends or ends[-1] > OLDEST or ends[0] > ends[-1]:
            raise Unread(f"Write a whole number from 0 to {OLDEST}, or two with a dash between, such as 15-18.")
        return ends[0] if len(ends) == 1 else {"min": ends[0], "max": ends[1]}

    def choice(self, cell: str) -> str:
        found = self.choices.get(folded(cell))
        if found is None:
            assert self.asked
            raise Unread(f"Write one of: {', '.join(self.asked.fact.values)}.")
        return found

    def day(self, cell: Cell) -> str:
        """The day, month or year in ISO form, up to today."""
        try:
            period = self.order.period(cell)
        except Ambiguous:
            sentence = "The day and the month may be read either way, and no other day in this column settles it. Write 2024-04-03."
            raise Unread(sentence, "ambiguous-date") from None
        except ValueError:
            raise Unread("Write a day, month or year such as 2024-04-03, 2024-04 or 2024.") from None
        if period.first > today():
            raise Unread(f"This day lies in the future. Write a day up to {today()}.", "future-date")
        return str(period)

    def states(self, cell: str) -> dict[str, Any]:
        if self.target == "nationality" and folded(cell) in _STATELESS:
            return {"stateless": True}
        if self.target == "state":
            found = find_state(cell, self.vocabulary.states)
            if found is None or found.kind == "ended":
                raise Unread(
                    "Write a State's name or its code in ISO 3166, such as MEX; for one that ended, the State that followed it."
                )
            return {self.target: found.code}
        named = find_states(cell, self.vocabulary.states)
        if named is None:
            raise Unread("Write the name of each State or its code in ISO 3166, such as GTM, with semicolons between.")
        return {self.target: sorted({one.code for one in named})}

    def circumstances(self, cell: str) -> list[str]:
        found: list[str] = []
        for part in re.split(r"[;,|\n،؛]", cell):
            if not part.strip():
                continue
            one = self.flags.get(folded(part))
            several = [one] if one else [self.flags.get(folded(word)) for word in part.split()]
            if None in several:
                raise Unread(
                    "A circumstance here is none of the vocabulary. Write their identifiers with semicolons between."
                )
            found += [flag for flag in several if flag]
        return found


def _flags(vocabulary: Vocabulary) -> dict[str, str]:
    names = {folded(said): flag for flag in vocabulary.flags for said in vocabulary.facts[flag].wording.label.values()}
    return names | {folded(flag): flag for flag in vocabulary.flags}


def _choices(asked: Asked, cells: Collection[Cell]) -> dict[str, str]:
    """The values of a choice by identifier and label; for sex also by common words, and by letters where the column settles them."""
    found: dict[str, str] = {}
    for value, label in asked.wording.values.items():
        found |= {folded(said): value for said in label.values()}
    if asked.fact.id == "sex":
        found |= {**_SEXES} | _letters_of_sex({folded(cell) for cell in cells if isinstance(cell, str)})
    return found | {folded(value): value for value in asked.fact.values}


def _letters_of_sex(letters: set[str]) -> dict[str, str]:
    """M is a man beside F, and a woman (mujer) beside H; alone it is neither."""
    if "h" in letters:
        return {} if "f" in letters and "m" in letters else {"h": "male", "m": "female", "f": "female"}
    return {"f": "female", "m": "male"} if "f" in letters else {}
