"""A chronicle: the facts and events of a case together, and the situation they make towards a State on a day."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from amparo.case.events import Event
from amparo.case.facts import StatedFact
from amparo.case.histories import History, Told, known_of
from amparo.errors import Problems
from amparo.rules.dates import Period
from amparo.rules.facts import Known
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation, plain_facts
from amparo.situation.vocabulary import Vocabulary

Source = StatedFact | Event


@dataclass(frozen=True)
class Chronicle:
    """What happened to a person, as far as it is told. `events` are all versions, in the order in which they were written."""

    history: History
    events: tuple[Event, ...]
    vocabulary: Vocabulary

    @cached_property
    def happened(self) -> tuple[Event, ...]:
        """The newest version of each event that nobody withdrew, in the order of their days."""
        newest = {one.id: one for one in self.events}
        standing = (one for one in newest.values() if not one.is_withdrawn)
        return tuple(sorted(standing, key=attrgetter("when.first", "when.last")))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The States that facts and events speak of, in the order in which they were named."""
        named = (*self.history.states, *(one.state for one in self.happened))
        return tuple(dict.fromkeys(code for code in named if code in self.vocabulary.states))

    @cached_property
    def days(self) -> tuple[Period, ...]:
        """The days of which somebody asked, and those of events, each once, in order."""
        asked = (one.value for one in self.history.standing if one.name == "date" and isinstance(one.value, Period))
        return tuple(sorted({*asked, *self._begun}))

    def begun_on(self, day: Period) -> tuple[Event, ...]:
        """What happened on that day, or began on it, as exactly as it was told."""
        return tuple(self._begun.get(day, ()))

    def situation(self, state: str, day: Period) -> Situation | None:
        """The situation towards the State that day; None where the facts cannot all be so, or the day has not come."""
        if self.history.is_unborn(day):
            return None
        facts = {name: value for name, value in known_of(self.history.told(state, day))}
        for one in self._on(state, day):
            facts |= dict.fromkeys(one.kind.shows, True)
        return self._checked(facts, state, day)

    def before(self, state: str, day: Period) -> frozenset[str]:
        """What surely happened to the person before that day, in that State or nobody knows where, as circumstances."""
        return frozenset(
            name for (where, name), first in self._first.items() if where in ("", state) and first < day.first
        )

    def sources(self, state: str, day: Period) -> Mapping[str, tuple[Source, ...]]:
        """On what each known fact of that situation rests: what was stated, and the events that show it."""
        told = self.history.told(state, day)
        found: dict[str, tuple[Source, ...]] = {name: one.facts for name, one in told.items() if one.value is not None}
        for one in self._on(state, day):
            for name in one.kind.shows:
                found[name] = (*found.get(name, ()), one)
        return found

    def told(self, state: str, day: Period) -> Mapping[str, Told]:
        """What was stated of each fact towards that State that day, also what stays unknown for being stated twice."""
        return self.history.told(state, day)

    def _on(self, state: str, day: Period) -> list[Event]:
        """What happened to the person on that day, in that State or nobody knows where."""
        brief = (one for one in self.begun_on(day) if not one.goes_on)
        here = (*brief, *(one for one in self._longer if one.is_on(day)))
        return [one for one in here if one.state in ("", state) and not one.target]

    @cached_property
    def _begun(self) -> Mapping[Period, list[Event]]:
        """What happened, by the day on which it began: a case of years has thousands of events."""
        found: defaultdict[Period, list[Event]] = defaultdict(list)
        for one in self.happened:
            found[one.when].append(one)
        return found

    @cached_property
    def _first(self) -> Mapping[tuple[str, str], date]:
        """By State and circumstance, the first day by the end of which it had surely happened."""
        found: dict[tuple[str, str], date] = {}
        for one in self.happened:
            for name in () if one.target else one.kind.shows:
                found[one.state, name] = min(found.get((one.state, name), one.when.last), one.when.last)
        return found

    @cached_property
    def _longer(self) -> list[Event]:
        return [one for one in self.happened if one.goes_on]

    def _checked(self, facts: Mapping[str, Known], state: str, day: Period) -> Situation | None:
        given = {**plain_facts(facts), "state": state, "date": str(day)}
        # Of nationality and statelessness only one can be so; which is not ours to say.
        rest = {name: value for name, value in given.items() if name not in ("nationality", "stateless")}
        with suppress(Problems):
            return read_situation(rest if has_and_has_none(facts) else given, self.vocabulary)
        try:
            return read_situation(rest, self.vocabulary)
        except Problems:
            return None


def has_and_has_none(facts: Mapping[str, Known]) -> bool:
    """Whether somebody is said to have a nationality and to have none."""
    return bool(facts.get("nationality")) and facts.get("stateless") is True
