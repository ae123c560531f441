"""A history: all facts ever stated of a person, and what they add up to towards one State on one day.

What is uncertain stays unknown: two statements that differ, neither in place of the other; or a day that may lie before or after a
change. Both are kept and shown, and a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from amparo.case.ages import age_on, born_between
from amparo.case.facts import StatedFact
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Known

_AGE = "age"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one fact: the value, None where it is unknown, and the statements it comes from."""

    value: Known | None
    facts: tuple[StatedFact, ...]


@dataclass(frozen=True)
class History:
    """Stated facts, in the order in which they were written down."""

    facts: tuple[StatedFact, ...] = ()

    @cached_property
    def standing(self) -> tuple[StatedFact, ...]:
        """The facts that no later one stands instead of."""
        replaced = {name for one in self.facts for name in one.instead_of}
        return tuple(one for one in self.facts if one.id not in replaced)

    @cached_property
    def contradictions(self) -> tuple[tuple[StatedFact, ...], ...]:
        """Statements of the same that differ, of which nobody has decided yet which one stands."""
        same: defaultdict[object, list[StatedFact]] = defaultdict(list)
        for one in self.standing:
            same[one.scope].append(one)
        return tuple(tuple(several) for several in same.values() if len({one.value for one in several}) > 1)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The States that the facts speak of, in the order in which they were named, without those taken out again."""
        named = dict.fromkeys(one.state for one in self.standing if one.state)
        gone = {one.state for one in self.standing if one.name == "state" and one.value is None}
        return tuple(code for code in named if code not in gone)

    def before(self, count: int) -> "History":
        """The history as it was when only so many facts had been written down."""
        return History(self.facts[:count])

    def told(self, state: str, day: Period) -> Mapping[str, Told]:
        """What is told of every fact towards the State that day; what nobody spoke of is not in it."""
        found: dict[str, Told] = {}
        for name, facts in self._by_name.items():
            if name not in ("state", "date"):
                told = _age(facts, day) if name == _AGE else _on(facts, state, day)
                if told.facts:
                    found[name] = told
        return found

    def is_unborn(self, day: Period) -> bool:
        """Whether by every age that was told the person was not born yet that day."""
        return day.last < self._born_from

    @cached_property
    def _born_from(self) -> date:
        """The first day on which the person can have been born."""
        ages = ((one.value, one.as_of) for one in self._by_name.get(_AGE, ()))
        return min((born_between(age, on).first for age, on in ages if isinstance(age, Interval)), default=date.min)

    @cached_property
    def _by_name(self) -> Mapping[str, list[StatedFact]]:
        by_name: defaultdict[str, list[StatedFact]] = defaultdict(list)
        for one in self.standing:
            by_name[one.name].append(one)
        return by_name


def _on(facts: Iterable[StatedFact], state: str, day: Period) -> Told:
    """What is so of one fact: what was said of this State goes before what was said of all."""
    facts = list(facts)
    own, general = ([one for one in facts if one.state == towards] for towards in (state, ""))
    possible, is_certain = _latest(own, day)
    if not is_certain:
        possible = [*possible, *_latest(general, day)[0]] if state else possible
    values = {one.value for one in possible}
    # Where one possibility is that nothing was said yet, the value is not certain either.
    begun = is_certain or any(_certainly(one, day) for one in possible)
    return Told(values.pop() if len(values) == 1 and begun else None, tuple(possible))


def _latest(facts: list[StatedFact], day: Period) -> tuple[list[StatedFact], bool]:
    """The statements of which one holds that day, and whether one of them certainly does."""
    certain = [one for one in facts if _certainly(one, day)]
    perhaps = [one for one in facts if one.since and one.since.first <= day.last and not _certainly(one, day)]
    if not certain:
        return perhaps, False
    newest = max(_first(one) for one in certain)
    return [*(one for one in certain if _first(one) == newest), *perhaps], True


def _certainly(one: StatedFact, day: Period) -> bool:
    return one.since is None or one.since.last <= day.first or one.since == day


def _first(one: StatedFact) -> int:
    return one.since.first.toordinal() if one.since else 0


def _age(facts: Iterable[StatedFact], day: Period) -> Told:
    """The age that day: who was 17 then is 18 or 19 a year later. Ages that differ give the span of both."""
    stated = [(one, one.value) for one in facts if isinstance(one.value, Interval)]
    if not stated:
        return Told(None, tuple(facts))
    spans = [age_on(day, born_between(age, one.as_of)) for one, age in stated]
    least, most = min(span.least or 0 for span in spans), max(span.most or 0 for span in spans)
    return Told(Interval(least, most), tuple(one for one, _ in stated))


def known_of(told: Mapping[str, Told]) -> Iterator[tuple[str, Known]]:
    """The facts that are known, with their values."""
    return ((name, one.value) for name, one in told.items() if one.value is not None)
