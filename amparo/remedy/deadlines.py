"""Until when one may file by which route, from the days of a case. Months are counted by the one arithmetic of `rules.dates`.

A day known to the month gives the earliest deadline it may mean: who keeps to that is in time in any case.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources import files

from amparo.errors import Defect, Problem
from amparo.rules.dates import Period, Wait
from amparo.rules.forms import Form
from amparo.rules.reading import read_document


class Event(Enum):
    """The days in a case from which a time limit runs."""

    FINAL_DECISION = "final-decision"
    FINAL_DECISION_NOTIFIED = "final-decision-notified"
    NATIONAL_BODY_DECISION = "national-body-decision"
    EXHAUSTION = "exhaustion"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit of one route, and what says so; `wait` None where no time is fixed.

    It counts for events from `since` on and before `until`. Where it is not strict, a later filing may still be heard.
    """

    route: str
    after: Event
    wait: Wait | None
    basis: str
    verified: bool
    note: str = ""
    is_strict: bool = True
    since: date | None = None
    until: date | None = None

    def may_count_for(self, day: Period) -> bool:
        """Whether this may be the limit for an event on that day."""
        return (self.since is None or self.since <= day.last) and (self.until is None or day.first < self.until)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for a route. None: no time is fixed, or the event is `missing` and the day cannot be said yet.

    `runs_from` is the day of the event, as it is known.
    """

    limit: Limit
    last_day: date | None
    days_left: int | None
    missing: Event | None
    runs_from: Period | None = None

    @property
    def is_past(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@functools.cache
def limits() -> tuple[Limit, ...]:
    """All time limits that are known here."""
    problems: list[Problem] = []
    text = files("amparo.remedy").joinpath("data/deadlines.yaml").read_text("utf-8")
    node = read_document(text, "deadlines.yaml", problems)
    form = Form(node, problems, "The deadlines")
    found = tuple(_limit(part) for part in form.forms("routes", "A route"))
    form.done()
    if problems:
        raise Defect("broken-deadlines", f"The deadlines cannot be read: {problems[0]}")
    return found


def deadlines(events: Mapping[Event, Period], *, on: date) -> tuple[Deadline, ...]:
    """The deadline of every route as seen on a day: the nearest first, those past, then those without a day."""
    found = [_deadline(limit, events.get(limit.after), on) for limit in limits() if _counts(limit, events)]
    return tuple(
        sorted(found, key=lambda one: (one.days_left is None, one.is_past, one.last_day or on, one.limit.route))
    )


def _counts(limit: Limit, events: Mapping[Event, Period]) -> bool:
    day = events.get(limit.after)
    return limit.until is None if day is None else limit.may_count_for(day)


def _deadline(limit: Limit, day: Period | None, on: date) -> Deadline:
    if day is None or limit.wait is None:
        return Deadline(limit, None, None, limit.after if day is None else None, day)
    last = limit.wait.after(max(day.first, limit.since or day.first))
    return Deadline(limit, last, (last - on).days, None, day)


def _limit(form: Form) -> Limit:
    found = Limit(
        route=form.text("id"),
        after=Event(form.one_of("after", [event.value for event in Event])),
        wait=form.wait("limit") if form.has("limit") else None,
        basis=form.text("basis"),
        verified=form.flag("verified"),
        note=form.text("note", required=False),
        is_strict=form.flag("is_strict", True),
        since=form.day("since"),
        until=form.day("until"),
    )
    form.get("limit", required=False)
    form.done()
    return found
