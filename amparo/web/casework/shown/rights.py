"""The rights of a case as its page shows them: the days of events and today, side by side for each State, and one day in full."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from amparo.case.chronicle import Chronicle
from amparo.case.owed import Owed, owed_each, rests_on
from amparo.case.wording import state_label
from amparo.norms.answers.by_theme import themed
from amparo.norms.answers.pages import Standing, Theme
from amparo.norms.answers.phrases import day_name
from amparo.norms.answers.questions import first_questions
from amparo.norms.answers.rights import Answers, may_be_settled, rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.situation.clock import today
from amparo.web.casework.coded import MOST_STATES, vocabulary
from amparo.web.casework.shown.facts import Wording

MOST_DAYS = 20  # of events, the newest; the others are a page away
_MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that would settle something, and on how many norms it bears."""

    text: str
    touches: int
    is_dangerous: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one State owed on one day, in short: the labels of the rights engaged, and how many more may be."""

    owed: Owed
    rights: tuple[str, ...]
    perhaps: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the table: its name, what happened, and what each State owed."""

    day: Period
    label: str
    acts: tuple[str, ...]
    cells: tuple[Cell, ...]
    is_today: bool

    @property
    def owed(self) -> tuple[Owed, ...]:
        return tuple(cell.owed for cell in self.cells)


@dataclass(frozen=True)
class Towards:
    """What one State owed on one day, in full.

    `because` has for each norm the labels of the facts behind it, and what each of them rests on, in words.
    """

    state: str
    now: tuple[Theme, ...]
    perhaps: tuple[Theme, ...]
    others: int
    questions: tuple[Asking, ...]
    because: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(repr=False)


def this_day() -> Period:
    """Today, by the clock that situations go by: another may be a day ahead of it."""
    return Period(today(), today())


def days_of(chronicle: Chronicle) -> list[Period]:
    """The newest days on which something happened, and today."""
    past = [day for day in chronicle.days if day.first < this_day().first]
    return [*past[-MOST_DAYS:], this_day()]


def side_by_side(chronicle: Chronicle, days: Iterable[Period], language: str) -> list[Column]:
    """Each day with what every State of the case owed then."""
    days, states = list(days), chronicle.states[:MOST_STATES]
    found = owed_each(chronicle, ((state, day) for day in days for state in states), load_catalogue())
    return [
        Column(
            day,
            day_name(str(day), language),
            tuple(one.kind.label[language] for one in chronicle.begun_on(day)),
            tuple(_cell(one, language) for one in islice(found, len(states))),
            day == this_day(),
        )
        for day in days
    ]


def _cell(found: Owed, language: str) -> Cell:
    catalogue = load_catalogue()
    named = {catalogue.provisions[name].right for name in found.engaged}
    perhaps = {catalogue.provisions[name].right for name in found.perhaps} - named
    ordered = sorted(named, key=lambda right: catalogue.rights[right].rank)
    return Cell(found, tuple(catalogue.rights[right].label[language] for right in ordered), len(perhaps))


def in_full(chronicle: Chronicle, column: Column, wording: Wording, language: str) -> Iterator[Towards]:
    """What each State owed on that day, with the reasons."""
    for one in column.owed:
        if one.situation is not None:
            yield _towards(chronicle, one, wording, language)


def engaged_by_key(columns: Iterable[Column]) -> dict[str, list[str]]:
    """The provisions engaged, by State and day, as an entry keeps what was read; of days on which nothing can be said, none."""
    return {"/".join(one.key): sorted(one.engaged) for column in columns for one in column.owed if one.situation}


@dataclass(frozen=True, slots=True)
class Changed:
    """What is engaged now and was not when somebody last read it, and the reverse; and whether the knowledge is another."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    is_other_knowledge: bool


def changed_since(kept: Mapping[str, object], columns: Iterable[Column]) -> Changed | None:
    """What changed since the rights were last read; None if nobody read them, or nothing changed."""
    before = kept.get("engaged")
    if not isinstance(before, Mapping):
        return None
    catalogue = load_catalogue()
    came: dict[str, None] = {}
    went: dict[str, None] = {}
    for key, names in engaged_by_key(columns).items():
        known = set(before.get(key, ()))
        if key in before:
            came |= dict.fromkeys(name for name in names if name not in known)
            went |= dict.fromkeys(name for name in known if name not in names)
    is_other = kept.get("digest") != catalogue.digest
    if not came and not went and not is_other:
        return None
    return Changed(_citations(came), _citations(went), is_other)


def _citations(names: Iterable[str]) -> tuple[str, ...]:
    provisions = load_catalogue().provisions
    return tuple(provisions[name].citation if name in provisions else name for name in names)


def _towards(chronicle: Chronicle, one: Owed, wording: Wording, language: str) -> Towards:
    assert one.situation is not None
    urgent, catalogue = one.engaged | one.perhaps, load_catalogue()
    # Reasons take long, and the page gives them for what is urgent and for what a question could settle.
    asked = {name for name in one.unsettled if may_be_settled(catalogue.provisions[name], one.situation, catalogue)}
    answers = rights(one.situation, among=urgent | asked, before=one.before)
    shown = Answers(answers.situation, answers.catalogue, tuple(r for r in answers if r.provision.id in urgent))
    themes = themed(shown, language)
    sources = chronicle.sources(one.state, one.day)
    because = {
        right.provision.id: tuple(
            (_fact_label(name, language), tuple(dict.fromkeys(map(wording.source, found))))
            for name, found in rests_on(right, sources)
        )
        for right in shown
    }
    questions = tuple(
        Asking(asked.asked.wording.question[language], len(asked.provisions), asked.asked.dangerous)
        for asked in first_questions(answers, _MOST_QUESTIONS, near=_near(chronicle, one.day), known=one.before)
    )
    now, perhaps = _standing(themes, Standing.NOW), _standing(themes, Standing.MAY_BE)
    return Towards(state_label(one.state, language), now, perhaps, one.others, questions, because)


def _near(chronicle: Chronicle, day: Period) -> set[str]:
    """The facts near to what happened until that day: those that an act leaves open, and those of the same topic as what it shows."""
    facts = vocabulary().facts
    there = [event.kind for event in chronicle.happened if event.when.first <= day.last and not event.target]
    topics = {facts[name].topic for act in there for name in act.shows}
    left_open = {name for act in there for name in act.leaves_open}
    return left_open | {name for name, asked in facts.items() if asked.topic in topics}


def _fact_label(name: str, language: str) -> str:
    return vocabulary().facts[name].wording.label[language]


def _standing(themes: tuple[Theme, ...], how: Standing) -> tuple[Theme, ...]:
    parts = ((theme, tuple(right for right in theme.rights if right.standing is how)) for theme in themes)
    return tuple(Theme(theme.id, theme.heading, rights, theme.steps) for theme, rights in parts if rights)
