"""What is asked of the factors at once: few forms of few words tell fewer rows apart, so classes are made anew, and factors joined.

Two factors that narrow the same lanes are joined where their classes taken together are few: one gather then does for both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from math import prod
from operator import and_

import polars as pl

from amparo.rules.table.factors import Factor, Growing, classed
from amparo.rules.table.packing import Lanes

MOST_JOINED = 2**14  # classes together: 128 KiB for each word


@dataclass(frozen=True, eq=False)
class Part:
    """A factor: the class of each of its numbers (or the numbers themselves), and the words of each class, by lane and form."""

    factor: str
    classes: pl.Series | None
    words: pl.DataFrame


@dataclass(frozen=True, eq=False)
class Joined:
    """Factors that are looked up together, by the classes of each in mixed radix."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return prod(part.words.height for part in self.parts)

    @property
    def strides(self) -> Iterator[tuple[Part, int]]:
        return ((part, prod(one.words.height for one in self.parts[:place])) for place, part in enumerate(self.parts))

    @cached_property
    def words(self) -> Mapping[str, pl.Series]:
        """The words of each number, by lane and form."""
        row, found = pl.int_range(self.size, dtype=pl.UInt32, eager=True), dict[str, list[pl.Series]]()
        for part, stride in self.strides:
            for word in part.words.iter_columns():
                spread = word if len(self.parts) == 1 else word.gather(row // stride % part.words.height)
                found.setdefault(word.name, []).append(spread)
        return {name: reduce(and_, several) for name, several in found.items()}


def join(factors: Mapping[str, Factor], lanes: Lanes, forms: Sequence[str]) -> list[Joined]:
    """The factors as they are looked up for these forms of these lanes."""
    groups = [Joined((_part(name, factor, lanes, forms),)) for name, factor in factors.items()]
    while pairs := [pair for pair in combinations(groups, 2) if pair[0].size * pair[1].size <= MOST_JOINED]:
        one, other = max(pairs, key=lambda pair: (_common(*pair), -pair[0].size * pair[1].size))
        if not _common(one, other):
            break
        groups = [group for group in groups if group not in (one, other)] + [Joined(one.parts + other.parts)]
    return groups


def _part(name: str, factor: Factor, lanes: Lanes, forms: Sequence[str]) -> Part:
    asked = [f"{one.name}.{form}" for few in lanes.values() for one in few if name in one.factors for form in forms]
    known = factor.words() or dict.fromkeys(asked, pl.Series([], dtype=pl.UInt64))  # when nothing has been met yet
    words = pl.DataFrame({lane: known[lane] for lane in asked})
    if factor.classes is None:
        return Part(name, None, words)
    few, classes = classed(words)
    return Part(name, classes.gather(factor.classes), few)


def _common(one: Joined, other: Joined) -> int:
    """How many gathers are saved by joining."""
    return len(_lanes(one) & _lanes(other))


def _lanes(joined: Joined) -> set[str]:
    return {name for part in joined.parts for name in part.words.columns}


def version(factors: Iterable[Factor]) -> tuple[int, ...]:
    """What grows whenever a profile is met that was not met before."""
    return tuple(len(one.source.ledger) for one in factors if isinstance(one, Growing))
