"""Filings, and the check-ins that follow each: whoever complains is often punished for it, so somebody asks.

When to ask is our own choice and no law; the days are in `data/check_ins.yaml`.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from importlib.resources import files

from amparo.errors import BadInput, Defect, Problem
from amparo.remedy.bases import opaque
from amparo.remedy.forms import Statement, read
from amparo.rules.forms import plain
from amparo.rules.nodes import Node
from amparo.rules.reading import read_document


class Happening(Enum):
    """What a person tells of the time since the filing."""

    NOTHING = "nothing"
    THREAT = "threat"
    DISMISSAL = "dismissal"
    SHIFT_CUT = "shift-cut"
    EVICTION = "eviction"
    IMMIGRATION_POLICE = "immigration-police"
    FAMILY_THREATENED = "family-threatened"
    OTHER = "other"
    NOT_REACHED = "not-reached"  # which is no "nothing": the question stays due


_ALONE = (Happening.NOTHING, Happening.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Filing:
    """Something that was filed: by which route, with whom, on which day, under which reference."""

    id: str
    route: str
    to: str
    on: date
    reference: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        opaque(self.id)
        if not self.route.strip() or not self.to.strip():
            raise BadInput("bad-filing", "A filing says by which route and with whom it was filed.")

    def to_data(self) -> dict[str, object]:
        """The filing as JSON can hold it."""
        found: dict[str, object] = {"id": self.id, "route": self.route, "to": self.to, "on": self.on.isoformat()}
        return found | ({"reference": self.reference} if self.reference else {})


@dataclass(frozen=True, slots=True)
class CheckIn:
    """That somebody asked the person after a filing, on which day, and what had happened."""

    filing: str
    asked_on: date
    happened: frozenset[Happening]
    told: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        opaque(self.filing)
        if not self.happened:
            raise BadInput(
                "bad-check-in", "A check-in says what happened, or that nothing did, or that nobody was reached."
            )
        if len(self.happened) > 1 and self.happened & set(_ALONE):
            raise BadInput("bad-check-in", "Either something happened, or nothing did, or nobody was reached.")

    @property
    def is_answered(self) -> bool:
        return Happening.NOT_REACHED not in self.happened

    @property
    def is_retaliation(self) -> bool:
        """Whether something happened that may be a punishment for the filing."""
        return not self.happened & set(_ALONE)

    def to_data(self) -> dict[str, object]:
        """The check-in as JSON can hold it."""
        happened = [one.value for one in Happening if one in self.happened]
        found: dict[str, object] = {"filing": self.filing, "asked_on": self.asked_on.isoformat(), "happened": happened}
        return found | ({"told": self.told} if self.told else {})


@dataclass(frozen=True, order=True, slots=True)
class DueCheckIn:
    """A check-in that is to be made: the day, the filing, and how many days after it that is."""

    on: date
    filing: str
    days_after: int


def days_to_ask() -> tuple[int, ...]:
    """After how many days from a filing somebody asks."""
    found = _chosen()["days_after_filing"]
    assert isinstance(found, list)
    return tuple(found)


def days_to_ask_again() -> int:
    """Within how many days somebody asks again who was told of a punishment."""
    found = _chosen()["days_after_retaliation"]
    assert isinstance(found, int)
    return found


@functools.cache
def _chosen() -> Mapping[str, object]:
    problems: list[Problem] = []
    text = files("amparo.remedy").joinpath("data/check_ins.yaml").read_text("utf-8")
    if (node := read_document(text, "check_ins.yaml", problems)) is None:
        raise Defect("broken-check-ins", f"The days of check-ins cannot be read: {problems[0]}")
    found = plain(node)
    assert isinstance(found, dict)
    return found


def last_answers(made: Iterable[CheckIn]) -> dict[str, CheckIn]:
    """What the person told last after each filing; of the same day, what was written down last."""
    return {one.filing: one for one in sorted(made, key=lambda one: one.asked_on) if one.is_answered}


def due_check_ins(filings: Iterable[Filing], made: Iterable[CheckIn]) -> tuple[DueCheckIn, ...]:
    """The check-ins that nobody has made yet, by day. One that was answered on the day or later settles all that were due by then.

    Whoever told of a punishment is asked again within a week, whatever days the filing has.
    """
    answers, found = last_answers(made), set[DueCheckIn]()
    for filing in filings:
        last = answers.get(filing.id)
        days = [filing.on + timedelta(days=days) for days in days_to_ask()]
        if last and last.is_retaliation:
            days.append(last.asked_on + timedelta(days=days_to_ask_again()))
        found |= {DueCheckIn(on, filing.id, (on - filing.on).days) for on in days if not last or last.asked_on < on}
    return tuple(sorted(found))


def overdue(filings: Iterable[Filing], made: Iterable[CheckIn], *, on: date) -> tuple[DueCheckIn, ...]:
    """The check-ins that should have been made before this day and were not."""
    return tuple(one for one in due_check_ins(filings, made) if one.on < on)


def check_against(filing: Filing, made: CheckIn) -> None:
    """Raises BadInput where the check-in is not of this filing, or was made before it."""
    if made.filing != filing.id or made.asked_on < filing.on:
        raise BadInput("bad-check-in", "A check-in belongs to a filing and comes after it.")


def read_filing(data: Mapping[str, object] | Node, *, file: str = "filing") -> Filing:
    """The filing that plain data describe; raises Problems with every complaint."""
    return read(data, "A filing", _filing, file)


def read_check_in(data: Mapping[str, object] | Node, *, file: str = "check-in") -> CheckIn:
    """The check-in that plain data describe; raises Problems with every complaint."""
    return read(data, "A check-in", _check_in, file)


def _filing(form: Statement) -> Filing | None:
    name, route, to = (form.text(field) for field in ("id", "route", "to"))
    on, reference = form.day("on", required=True), form.words("reference")
    form.done()
    if form.problems or on is None:
        return None
    return form.make(lambda: Filing(name, route, to, on, reference))


def _check_in(form: Statement) -> CheckIn | None:
    filing, asked_on = form.text("filing"), form.day("asked_on", required=True)
    words, told = form.texts("happened"), form.words("told")
    known = {one.value: one for one in Happening}
    if not set(words) <= set(known):
        form.complain(f"happened lists some of: {', '.join(known)}.", "happened")
    form.done()
    if form.problems or asked_on is None:
        return None
    return form.make(lambda: CheckIn(filing, asked_on, frozenset(known[word] for word in words), told))
