"""Which row holds the headings, and what each heading is taken to mean. Only exact names are proposed; a person confirms them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from amparo.exchange.lists.sheet import Row
from amparo.exchange.lists.states import folded
from amparo.situation.vocabulary import Vocabulary

SAID, DENIED = "circumstances", "circumstances_false"
FREE = ("account", "name", "contact", "reference", "received_on")
_LOOKED_AT = 20  # rows
# What survey programs add of themselves (Kobo Toolbox, ODK); about the interviewer and the device, not the person.
_ADDED = re.compile(
    r"_(id|uuid|index|parent_\w+|submission_\w+|submitted_by|validation_status|notes|status|tags|attachments|geolocation|xform_\w+|bamboo\w*)"
    r"|__version__|start|end|today|deviceid|device_id|username|simserial|subscriberid|phonenumber|audit|(meta|formhub)/.*|.*/?instance(id|name)",
    re.IGNORECASE,
)
_NAMES: Mapping[str, str] = {
    "account": "account; story; narrative; what happened; description; statement; testimony; relato; testimonio; "
    "descripción; qué pasó; qué ocurrió; récit; témoignage; que s'est-il passé; الرواية; الشهادة; ماذا حدث; الوصف",
    "name": "name; full name; first name; last name; given name; surname; family name; nombre; nombres; apellido; apellidos;"
    "nombre completo; nom; prénom; nom complet; nom de famille; الاسم; الاسم الكامل; اسم العائلة; الاسم الأول",
    "contact": "contact; phone; phone number; telephone; mobile; email; e-mail; whatsapp; contacto; teléfono; celular; móvil; correo;"
    "correo electrónico; téléphone; portable; courriel; الهاتف; رقم الهاتف; الجوال; البريد الإلكتروني; وسيلة الاتصال",
    "reference": "reference; ref; case number; case no; case id; file number; referencia; número de caso; expediente; "
    "número de expediente; référence; numéro de dossier; n° de dossier; رقم الملف; الرقم المرجعي; رقم الحالة",
    "received_on": "received on; date received; date of report; intake date; fecha de recepción; fecha del reporte; "
    "date de réception; reçu le; date du signalement; تاريخ الاستلام; تاريخ البلاغ",
    "age": "edad; âge; العمر; السن",
    "sex": "gender; sexo; género; sexe; genre; الجنس",
    "nationality": "nationalities; citizenship; nacionalidad; nacionalidades; ciudadanía; nationalité; nationalités; citoyenneté;"
    "الجنسية; جنسية",
    "date": "date of incident; incident date; fecha de los hechos; fecha del incidente; date des faits; date de l'incident; تاريخ الحادث",
}


def targets(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Everything that a column may be mapped to."""
    return (*vocabulary.facts, SAID, DENIED, *FREE)


def is_added(heading: str) -> bool:
    """Whether a survey program added the column."""
    return bool(_ADDED.fullmatch(heading.strip()))


def ticks_only(heading: str, target: str, vocabulary: Vocabulary) -> bool:
    """Whether the column is one answer of several that could be ticked: not ticked is not no."""
    return "/" in heading and target in vocabulary.flags


class Headings:
    """The names under which the vocabulary may stand in a heading, and what follows from them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        found: dict[str, set[str]] = {}
        for name, asked in vocabulary.facts.items():
            for said in (name, *asked.wording.label.values(), *asked.wording.question.values()):
                found.setdefault(folded(said), set()).add(name)
        for name, list_of_names in _NAMES.items():
            for said in (name, *list_of_names.split(";")):
                found.setdefault(folded(said), set()).add(name)
        for name in (SAID, DENIED):
            found.setdefault(folded(name), set()).add(name)
        self.names = {said: next(iter(meant)) for said, meant in found.items() if len(meant) == 1}

    def meaning(self, heading: str) -> str | None:
        """What the heading names, whole or after its last group (`group/question`); None if it names nothing of ours."""
        if is_added(heading):
            return None
        last = heading.rpartition("/")[2]
        return self.names.get(folded(heading)) or self.names.get(folded(last))

    def find_row(self, rows: Sequence[Row]) -> int:
        """The index of the row with the headings: the first that names most, two at least, or the first as wide as the list."""
        looked_at = [index for index, row in enumerate(rows) if not row.is_blank and not row.problem][:_LOOKED_AT]

        def named(index: int) -> int:
            return sum(
                bool(self.meaning(cell)) or is_added(cell)
                for cell in rows[index].cells
                if isinstance(cell, str) and cell
            )

        best = max(looked_at, key=named, default=0)
        if looked_at and named(best) > 1:  # one name may be an answer further down
            return best
        width = max((_filled(rows[index]) for index in looked_at), default=0)
        return next((index for index in looked_at if 2 * _filled(rows[index]) > width), 0)

    def propose(self, columns: Sequence[str], rows: Sequence[Row]) -> dict[str, str]:
        """A target for each column whose heading or values are ours. One column for each, but names and contacts may have several."""
        found: dict[str, str] = {}
        for index, column in enumerate(columns):
            target = self.meaning(column) or (None if is_added(column) else self._by_values(index, rows))
            if target and (target not in found.values() or target in ("name", "contact")):
                found[column] = target
        return found

    def _by_values(self, index: int, rows: Sequence[Row]) -> str | None:
        """The column of circumstances, if all it holds are their identifiers: several answers to one question of a survey."""
        cells = [row.cells[index] for row in rows[:200] if len(row.cells) > index and row.cells[index]]
        words = {word for cell in cells for word in (cell.split() if isinstance(cell, str) else ["?"])}
        return SAID if words and words <= set(self.vocabulary.flags) else None


def _filled(row: Row) -> int:
    return sum(bool(cell) for cell in row.cells)


def name_columns(cells: Sequence[object], width: int) -> tuple[str, ...]:
    """A heading for each column, each once: one without a heading goes by its letter, a second of the same name gets a number.

    >>> name_columns(["age", "age", ""], 3)
    ('age', 'age (2)', 'C')
    """
    said = [" ".join(str(cell).split()) for cell in cells] + [""] * (width - len(cells))
    seen: Counter[str] = Counter()
    found: list[str] = []
    for index, name in enumerate(said[:width]):
        name = name or letters(index)  # noqa: PLW2901 - the name it goes by
        seen[name] += 1
        while (given := name if seen[name] == 1 else f"{name} ({seen[name]})") in found:
            seen[name] += 1
        found.append(given)
    return tuple(found)


def letters(index: int) -> str:
    """The letters that a spreadsheet shows above the column, counted from 0.

    >>> letters(27)
    'AB'
    """
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
