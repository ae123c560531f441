"""Rows that are alike for a condition have its answer for the same reasons, so that the reference need explain but one of them.

Each test gives a row two bits, and an unknown belonging has a reason besides, which groups of our own ask about. Rows with equal bits
have equal reasons; but many tests say nothing that matters, so each conjunct is first explained by itself, once for each combination
of its bits. Rows are alike where each conjunct is so for the same reasons.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import RLock

import polars as pl

from amparo.rules.conditions import (
    EVERYONE,
    All,
    Belonging,
    Condition,
    Derived,
    Leaf,
    Open,
    Reason,
    Within,
    World,
    leaves,
)
from amparo.rules.dates import Period
from amparo.rules.explaining import Explained, Explainer, deciding, deciding_leaves
from amparo.rules.facts import Fact, Facts
from amparo.rules.table.runs import DatedGroups
from amparo.rules.table.words import Table, compile_table
from amparo.rules.truth import Truth

_WHY = "why "
Key = tuple[Hashable, ...]


@dataclass
class Likeness:
    """The kinds of row that a condition tells apart, numbered as they are met; several threads may meet them."""

    conjuncts: Sequence[Condition]
    tests: Table  # a section for each conjunct
    groups: DatedGroups
    _kinds: dict[Key, int] = field(default_factory=dict)
    _reasons: dict[Key, int] = field(default_factory=dict)
    _bits: dict[Key, int] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def kinds(self, frame: pl.DataFrame, facts_at: Callable[[int], Facts]) -> tuple[pl.Series, dict[int, int]]:
        """The number of each row's kind, and one row of each kind that was never met before; `facts_at` tells the facts of a row."""
        words, fresh = self.tests.words(frame), dict[int, int]()

        def number(key: Key, row: int) -> int:
            if key not in self._kinds:
                fresh[len(self._kinds)] = row
            return self._kinds.setdefault(key, len(self._kinds))

        with self._lock:
            reasons = [self._of_conjunct(place, words, facts_at) for place in range(len(self.conjuncts))]
            return _numbered(pl.DataFrame(reasons), number), fresh

    def _of_conjunct(self, place: int, words: pl.DataFrame, facts_at: Callable[[int], Facts]) -> pl.Series:
        """For each row the number of the reasons for which one conjunct is so."""

        def number(key: Key, row: int) -> int:
            bits = (place, *key)
            if bits not in self._bits:
                world = World(facts_at(row), self.groups)
                reasons = (place, *_reasons(Explainer(world, {}).explain(self.conjuncts[place]), world.facts))
                self._bits[bits] = self._reasons.setdefault(reasons, len(self._reasons))
            return self._bits[bits]

        own = [name for name in words.columns if name.partition("_")[0] == str(place)]
        return _numbered(words.select(own), number).alias(str(place))


def compile_likeness(
    condition: Condition, facts: Mapping[str, Fact], states: Sequence[str], groups: DatedGroups
) -> Likeness:
    """The likeness that keeps apart whatever has another answer to the condition, or another reason for it."""
    conjuncts = list(dict.fromkeys(_conjuncts(condition))) or [EVERYONE]
    tests = [dict.fromkeys(test for leaf in leaves(one) for test in _tests(leaf)) for one in conjuncts]
    sections: dict[str, list[Condition]] = {str(place): [*some] or [EVERYONE] for place, some in enumerate(tests)}
    return Likeness(conjuncts, compile_table(sections, facts, states, _Why(groups)), groups)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Derived) and isinstance(condition.meaning, All):
        yield from _conjuncts(condition.meaning)
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _reasons(explained: Explained, facts: Facts) -> Key:
    """All that an account of reasons can tell of a conjunct."""
    clauses = tuple(one.condition for one in deciding(explained))
    tests = tuple(
        (one.condition, one.value, one.belonging.reason if one.belonging else None, _is_told(one.condition, facts))
        for one in deciding_leaves(explained)
    )
    return explained.value, clauses, tests


def _is_told(leaf: Condition, facts: Facts) -> bool:
    return isinstance(leaf, Within) and leaf.fact in facts


def _numbered(frame: pl.DataFrame, number: Callable[[Key, int], int]) -> pl.Series:
    """A number for each row, asked for once for each different row."""
    distinct = frame.with_row_index("row").unique(frame.columns, keep="first").sort("row")
    numbers = [number(tuple(key), row) for row, *key in distinct.iter_rows()]
    numbered = distinct.with_columns(pl.Series("number", numbers, dtype=pl.UInt32)).drop("row")
    return frame.join(numbered, on=frame.columns, how="left", maintain_order="left").get_column("number")


def _tests(leaf: Leaf) -> Iterator[Leaf]:
    if isinstance(leaf, Open):
        return
    yield leaf
    if isinstance(leaf, Within):
        how = "one" if leaf.how == "one" else "some"
        yield from (Within(leaf.fact, f"{_WHY}{reason.value} {leaf.group}", how) for reason in Reason)


@dataclass(frozen=True)
class _Why:
    """Besides the groups, for each reason the States of which it is unknown for that reason whether they belong."""

    groups: DatedGroups

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        if not group.startswith(_WHY):
            return self.groups.belonging(group, state, period)
        reason, _, asked = group.removeprefix(_WHY).partition(" ")
        why = self.groups.belonging(asked, state, period).reason
        return Belonging(Truth.of(why is Reason(reason)))

    def turns(self, group: str, state: str) -> Collection[date]:
        asked = group.removeprefix(_WHY).partition(" ")[2] if group.startswith(_WHY) else group
        return self.groups.turns(asked, state)
