"""The conditions: a small closed set of nodes, and what each means.

`value` is the meaning, in Kleene's three values, of a condition in a world: plain recursion and nothing clever. Leaves read one
fact each. `explain` (explaining.py) says why; a table evaluator must give the same answers.
"""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Protocol, TypeAlias

from amparo.rules.dates import Period
from amparo.rules.facts import Facts, Interval, Known
from amparo.rules.truth import NO, NOT, UNKNOWN, YES, Truth


class Reason(Enum):
    """Why an answer is unknown: the closed list. Where several hold, the first in this order is told."""

    NOT_COLLECTED = "not-collected"
    NOT_BOUND_WHEN_LAST_CHECKED = "not-bound-when-last-checked"
    PARTIAL_RESERVATION = "partial-reservation"
    FACT_MISSING = "fact-missing"
    LAW_NOT_ENCODED = "law-not-encoded"
    TEXT_SILENT = "text-silent"


_ORDER: Mapping[Reason | None, int] = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whether a State belongs to a group in a period; `reason` where that is unknown, `basis` for people to read."""

    value: Truth
    reason: Reason | None = None
    basis: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.value is UNKNOWN) != (self.reason is not None):
            raise ValueError("an unknown belonging has a reason, and only an unknown one")


class Groups(Protocol):
    """Knows which States belong to which group in which period."""

    def belonging(self, group: str, state: str, period: Period) -> Belonging: ...


@dataclass(frozen=True, slots=True)
class Among:
    """A boolean, a choice or a State is one of these values."""

    fact: str
    values: frozenset[bool] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Between:
    """A number is at least one limit and below another, or a day from one day and before another."""

    fact: str
    at_least: int | date | None
    below: int | date | None

    def __post_init__(self) -> None:
        if self.at_least is None and self.below is None:
            raise ValueError("a limit is missing")


@dataclass(frozen=True, slots=True)
class Includes:
    """A list of States has this code, or the State that another fact names."""

    fact: str
    state: str
    by_fact: bool
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.fact} includes {self.state}")


@dataclass(frozen=True, slots=True)
class Within:
    """A State, some State of a list, or every State of a list (and there is one) belongs to a group."""

    fact: str
    group: str
    how: str  # one, some, every
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        how = "" if self.how == "one" else self.how + " "
        object.__setattr__(self, "key", f"{self.fact} {how}within {self.group}")


@dataclass(frozen=True, slots=True)
class Open:
    """Cannot be decided here, for this reason."""

    reason: Reason
    note: str
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"open {self.reason.value}: {self.note}")


@dataclass(frozen=True, slots=True)
class All:
    """Every part is so; without any part, it is so of everybody."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part is so."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """The part is not so."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Derived:
    """A condition with a name, defined once and used in many."""

    name: str
    meaning: "Condition" = field(compare=False, repr=False)


Leaf: TypeAlias = Among | Between | Includes | Within | Open
Condition: TypeAlias = Leaf | All | Any | Unless | Derived

EVERYONE = All(())
Limit: TypeAlias = typing.Any  # a number or a day: both ends of a comparison are of one kind, as the loader has checked
DAY = "date"  # the fact that holds the day asked about


@dataclass(slots=True)
class World:
    """What conditions are asked about: the known facts and who belongs to which group.

    Remembers the derived facts and belongings that it has worked out.

    `assumed` settles single leaves by their key, for "what if".
    """

    facts: Facts
    groups: Groups
    assumed: Mapping[str, Truth] = field(default_factory=dict)
    remembered: dict[str, Truth] = field(default_factory=dict)


def value(condition: Condition, world: World) -> Truth:
    """Whether the condition is so in this world: yes, no or unknown."""
    if isinstance(condition, All):
        return _least(condition.parts, world)
    if isinstance(condition, Any):
        return _greatest(condition.parts, world)
    if isinstance(condition, Unless):
        return NOT[value(condition.part, world)]
    if isinstance(condition, Derived):
        if condition.name not in world.remembered:
            world.remembered[condition.name] = value(condition.meaning, world)
        return world.remembered[condition.name]
    return leaf_value(condition, world)


def _least(parts: tuple[Condition, ...], world: World) -> Truth:
    """Kleene's *and*; stops at the first no."""
    least = YES
    for part in parts:
        found = value(part, world)
        if found is NO:
            return NO
        if found is UNKNOWN:
            least = UNKNOWN
    return least


def _greatest(parts: tuple[Condition, ...], world: World) -> Truth:
    """Kleene's *or*; stops at the first yes."""
    greatest = NO
    for part in parts:
        found = value(part, world)
        if found is YES:
            return YES
        if found is UNKNOWN:
            greatest = UNKNOWN
    return greatest


def leaf_value(leaf: Leaf, world: World) -> Truth:
    """Whether a single test is so."""
    if isinstance(leaf, Among | Between):
        return test_value(leaf, world.facts.get(leaf.fact), world.facts)
    if leaf.key in world.assumed:
        return world.assumed[leaf.key]
    if isinstance(leaf, Includes):
        return test_value(leaf, world.facts.get(leaf.fact), world.facts)
    if isinstance(leaf, Open):
        return UNKNOWN
    if leaf.key not in world.remembered:
        world.remembered[leaf.key] = belonging(leaf, world).value
    return world.remembered[leaf.key]


def test_value(leaf: Among | Between | Includes, known: Known | None, facts: Facts) -> Truth:
    """Whether the test is so of this value of its fact, or of none; `facts` for the State that it may compare with."""
    if isinstance(leaf, Among):
        return UNKNOWN if known is None else YES if known in leaf.values else NO
    if isinstance(leaf, Between):
        return _between(leaf, known)
    return _includes(leaf, known, facts)


def _between(leaf: Between, known: Known | None) -> Truth:
    if isinstance(known, Interval):
        return _within_limits(known.least, known.most, leaf.at_least, leaf.below)
    if isinstance(known, Period):
        return _within_limits(known.first, known.last, leaf.at_least, leaf.below)
    return UNKNOWN


def _within_limits(first: Limit, last: Limit, at_least: Limit, below: Limit) -> Truth:
    """Whether all (yes), some (unknown) or none (no) of the values from first to last lie between the limits; None is no end."""
    if at_least is not None and last is not None and last < at_least:
        return NO
    if below is not None and first is not None and first >= below:
        return NO
    surely_after = at_least is None or (first is not None and first >= at_least)
    surely_before = below is None or (last is not None and last < below)
    return YES if surely_after and surely_before else UNKNOWN


def _includes(leaf: Includes, states: Known | None, facts: Facts) -> Truth:
    sought = facts.get(leaf.state) if leaf.by_fact else leaf.state
    if not isinstance(states, frozenset):
        return UNKNOWN
    if not states:
        return NO
    return UNKNOWN if sought is None else YES if sought in states else NO


def belonging(leaf: Within, world: World) -> Belonging:
    """Whether the State or States of the leaf's fact belong to its group on the day asked about, with the reason where unknown."""
    found = world.facts.get(leaf.fact)
    period = world.facts.get(DAY)
    if found is None or not isinstance(period, Period):
        return Belonging(UNKNOWN, Reason.FACT_MISSING)
    if isinstance(found, str):
        return world.groups.belonging(leaf.group, found, period)
    each = [world.groups.belonging(leaf.group, state, period) for state in sorted(found)]  # type: ignore[arg-type]
    if not each:
        return Belonging(NO)
    values = [one.value for one in each]
    result = max(values) if leaf.how == "some" else min(values)
    return min((one for one in each if one.value is result), key=lambda one: _ORDER.get(one.reason, 0))


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of the condition, also those inside derived facts, in reading order."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Unless):
        yield from leaves(condition.part)
    elif isinstance(condition, Derived):
        yield from leaves(condition.meaning)
    else:
        yield condition


def own_facts(condition: Condition) -> frozenset[str]:
    """The names of the facts that the condition itself names, not those inside derived facts."""
    if isinstance(condition, All | Any):
        return frozenset().union(*map(own_facts, condition.parts))
    if isinstance(condition, Unless):
        return own_facts(condition.part)
    return frozenset() if isinstance(condition, Derived | Open) else frozenset({condition.fact})


def facts_read(condition: Condition) -> tuple[str, ...]:
    """The names of the facts that the condition reads, each once, in reading order."""
    names: dict[str, None] = {}
    for leaf in leaves(condition):
        if not isinstance(leaf, Open):
            names[leaf.fact] = None
    return tuple(names)
