"""Why an answer is what it is: the reference evaluator, one person at a time, with reasons.

Every node is given its value, the values of its parts, and what it would become under each single change of one fact, worked
out from the parts: if a change touches only some parts, the others stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from amparo.rules.conditions import (
    DAY,
    All,
    Among,
    Any,
    Belonging,
    Between,
    Condition,
    Derived,
    Includes,
    Leaf,
    Open,
    Reason,
    Unless,
    Within,
    World,
    belonging,
    leaf_value,
    test_value,
)
from amparo.rules.facts import Facts, Known
from amparo.rules.truth import NO, NOT, UNKNOWN, YES, Truth


class Change(NamedTuple):
    """One thing that could be otherwise: a fact with another value, or a State in a group."""

    subject: str
    value: Known


ELSEWHERE: frozenset[str] = frozenset({"another State"})  # a supposed list of States, not saying which
Candidates = Mapping[str, Sequence[Change]]  # for each fact, the changes that suppose each of its values


def changes(fact: str, values: Sequence[Known]) -> tuple[Change, ...]:
    """The changes that suppose each of these values of a fact."""
    return tuple(Change(fact, value) for value in values)


@dataclass(frozen=True, slots=True)
class Explained:
    """A condition with its value, its explained parts, and its value under each single change that touches it."""

    condition: Condition
    value: Truth
    parts: tuple["Explained", ...] = ()
    supposing: Mapping[Change, Truth] = field(default_factory=dict)
    belonging: Belonging | None = None


@dataclass(slots=True)
class Explainer:
    """Explains conditions in one world; `candidates` are the values that a fact could be supposed to have.

    Remembers leaves and derived facts, which stand in hundreds of provisions.
    """

    world: World
    candidates: Candidates
    remembered: dict[Leaf | Derived, Explained] = field(default_factory=dict)

    def explain(self, condition: Condition) -> Explained:
        """The condition with its value and reasons."""
        if isinstance(condition, All | Any):
            return self._joined(condition)
        if isinstance(condition, Unless):
            part = self.explain(condition.part)
            turned = {change: NOT[value] for change, value in part.supposing.items()}
            return Explained(condition, NOT[part.value], (part,), turned)
        if condition not in self.remembered:
            if isinstance(condition, Derived):
                meaning = self.explain(condition.meaning)
                self.remembered[condition] = Explained(condition, meaning.value, (meaning,), meaning.supposing)
            else:
                self.remembered[condition] = self._leaf(condition)
        return self.remembered[condition]

    def _joined(self, condition: All | Any) -> Explained:
        """A change that touches one part leaves the others as they are, so it meets only the joint value of the rest."""
        join, alone = (min, YES) if isinstance(condition, All) else (max, NO)
        parts = tuple(map(self.explain, condition.parts))
        values = [part.value for part in parts]
        supposing: dict[Change, Truth] = {}
        shared: set[Change] = set()
        for at, part in enumerate(parts):
            rest = join(values[:at] + values[at + 1 :], default=alone)
            for change, changed in part.supposing.items():
                if change in supposing:
                    shared.add(change)
                else:
                    supposing[change] = join(changed, rest)
        for change in shared:
            supposing[change] = join(part.supposing.get(change, part.value) for part in parts)
        return Explained(condition, join(values, default=alone), parts, supposing)

    def _leaf(self, leaf: Leaf) -> Explained:
        if isinstance(leaf, Open):
            return Explained(leaf, UNKNOWN)
        if isinstance(leaf, Within):
            return self._within(leaf)
        supposing = {
            change: test_value(leaf, change.value, self.world.facts) for change in self.candidates.get(leaf.fact, ())
        }
        if isinstance(leaf, Includes) and not leaf.by_fact:  # another State may be the one that it names
            supposing |= {change: UNKNOWN for change in supposing if change.value == ELSEWHERE}
        return Explained(leaf, leaf_value(leaf, self.world), (), supposing)

    def _within(self, leaf: Within) -> Explained:
        """A State itself cannot be supposed another, but it could join the group; a list of States could be another list."""
        found = belonging(leaf, self.world)
        supposing = {Change(leaf.key, True): YES, Change(leaf.key, False): NO}
        for change in self.candidates.get(leaf.fact, ()):
            other = World({**self.world.facts, leaf.fact: change.value}, self.world.groups)
            supposing[change] = UNKNOWN if change.value == ELSEWHERE else belonging(leaf, other).value
        return Explained(leaf, found.value, (), supposing, found)


def deciding(explained: Explained) -> Iterator[Explained]:
    """The leaves and derived facts that make the answer what it is, in reading order."""
    if isinstance(explained.condition, All | Any):
        for part in explained.parts:
            if part.value is explained.value:
                yield from deciding(part)
    elif isinstance(explained.condition, Unless):
        yield from deciding(explained.parts[0])
    else:
        yield explained


def deciding_leaves(explained: Explained) -> Iterator[Explained]:
    """The leaves that make the answer what it is, also those inside derived facts."""
    for found in deciding(explained):
        if isinstance(found.condition, Derived):
            yield from deciding_leaves(found.parts[0])
        else:
            yield found


def missing(explained: Explained, facts: Facts) -> tuple[str, ...]:
    """The facts whose absence, or vagueness, leaves the answer open, each once; `facts` are those known."""
    if explained.value is not UNKNOWN:
        return ()
    names: dict[str, None] = {}
    for leaf in deciding_leaves(explained):
        found = leaf.condition
        if isinstance(found, Among | Between | Includes):
            names[found.fact] = None
        elif isinstance(found, Within) and leaf.belonging and leaf.belonging.reason is Reason.FACT_MISSING:
            names[DAY if found.fact in facts else found.fact] = None  # the State is known, so the day is too vague
    return tuple(names)


def why_unknown(explained: Explained) -> Reason | None:
    """The one reason of the closed list for which the answer is unknown; None where it is known.

    `Reason` lists them in this order: what was not collected, or is held back, which nobody can be asked about; then what the
    person could still tell; then what the law leaves open.
    """
    if explained.value is not UNKNOWN:
        return None
    found = set()
    for leaf in deciding_leaves(explained):
        if isinstance(leaf.condition, Open):
            found.add(leaf.condition.reason)
        elif isinstance(leaf.condition, Within) and leaf.belonging and leaf.belonging.reason:
            found.add(leaf.belonging.reason)
        else:
            found.add(Reason.FACT_MISSING)
    return next(reason for reason in Reason if reason in found)


def turning(explained: Explained, wanted: Truth) -> list[Change]:
    """The single changes that would give the wanted answer."""
    return [change for change, value in explained.supposing.items() if value is wanted]
