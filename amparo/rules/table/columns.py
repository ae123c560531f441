"""How a column of a table becomes small numbers (codes), and what each test says of each code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

import polars as pl

from amparo.rules.conditions import Among, Between, Leaf, test_value
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.table.batches import Batch, Listed, filled
from amparo.rules.truth import NO, UNKNOWN, YES, Truth


class Source(Protocol):
    """Something that gives each row one of `size` codes, of which the tests that read it say the same."""

    @property
    def size(self) -> int: ...

    def codes(self, batch: Batch) -> pl.Expr: ...

    def truths(self, leaf: Leaf) -> list[Truth]: ...


@dataclass(frozen=True)
class Choices:
    """A boolean or a choice: its values in order, then unknown."""

    fact: str
    values: tuple[bool | str, ...]

    @property
    def size(self) -> int:
        return len(self.values) + 1

    def codes(self, batch: Batch) -> pl.Expr:
        column = batch.column(self.fact)
        if column is None:
            return batch.constant(len(self.values))
        number = pl.col(self.fact).cast(pl.UInt8) if column.dtype == pl.Boolean else pl.col(self.fact).to_physical()
        return filled(number, len(self.values), column).cast(pl.UInt32)

    def truths(self, leaf: Leaf) -> list[Truth]:
        assert isinstance(leaf, Among)
        return [test_value(leaf, known, {}) for known in (*self.values, None)]


@dataclass(frozen=True)
class Zones:
    """A number or a date: between which limits its least and its greatest possible value lie. Unknown lies between all."""

    fact: str
    limits: tuple[int, ...] | tuple[date, ...]

    @property
    def size(self) -> int:
        return (len(self.limits) + 1) ** 2

    def codes(self, batch: Batch) -> pl.Expr:
        ends = batch.ends(self.fact)
        if ends is None:
            return batch.constant(len(self.limits))
        least, most = ends
        if least is most and not least.null_count():
            return self._zones(least) * (len(self.limits) + 2)
        first = filled(self._zones(least), 0, least)
        last = filled(self._zones(most), len(self.limits), most)
        return first * (len(self.limits) + 1) + last

    def _zones(self, column: pl.Series) -> pl.Expr:
        """How many limits the value has reached."""
        reached = [(pl.col(column.name) >= limit).cast(pl.UInt8) for limit in self.limits]
        return sum(reached[1:], reached[0]).cast(pl.UInt32)

    @cached_property
    def _typical(self) -> list[int] | list[date]:
        """A value in each zone."""
        first = self.limits[0]
        below = first - timedelta(days=1) if isinstance(first, date) else first - 1
        return [below, *self.limits]

    def truths(self, leaf: Leaf) -> list[Truth]:
        assert isinstance(leaf, Between)
        return [self._truth(leaf, first, last) for first in self._typical for last in self._typical]

    def _truth(self, leaf: Between, first: int | date, last: int | date) -> Truth:
        if first > last:  # type: ignore[operator]
            return UNKNOWN  # no row has this code
        known = Period(first, last) if isinstance(first, date) else Interval(first, last)  # type: ignore[arg-type]
        return test_value(leaf, known, {})


@dataclass(frozen=True)
class Naming:
    """Whether a list of States has the State that another fact names: no, yes, unknown."""

    listed: str
    sought: str
    size: int = 3

    def codes(self, batch: Batch) -> pl.Expr:
        """No State is named by an empty list, and an unknown one may be named by any other."""
        listed, sought = batch.listed(self.listed), batch.column(self.sought)
        if listed is None:
            return batch.constant(2)
        if sought is None:
            return listed.coded(batch.constant(2), nobody=0, unknown=2)
        state = pl.col(self.sought).to_physical().cast(pl.UInt32)
        has = (pl.lit(listed.heads) == state).cast(pl.UInt32)
        if listed.others:
            has = pl.lit(self._with_others(batch.frame.select(has).to_series(), sought, listed))
        return listed.coded(filled(has, 2, sought), nobody=0, unknown=2)

    def _with_others(self, has: pl.Series, sought: pl.Series, listed: Listed) -> pl.Series:
        for rows, others in listed.others:
            also = (others == sought.gather(rows).to_physical().cast(pl.UInt32)).cast(pl.UInt32)
            has = has.scatter(rows, has.gather(rows) | also)
        return has

    def truths(self, leaf: Leaf) -> list[Truth]:
        return [NO, YES, UNKNOWN]


def limits_of(fact: str, leaves: Iterable[Leaf]) -> tuple[int, ...] | tuple[date, ...]:
    """Every limit that the tests set to a fact, in order."""
    found = {
        end for leaf in leaves if isinstance(leaf, Between) and leaf.fact == fact for end in (leaf.at_least, leaf.below)
    }
    return tuple(sorted(end for end in found if end is not None))  # type: ignore[return-value]
