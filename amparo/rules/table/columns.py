"""How a column of a table becomes small numbers (codes), and what each test says of each code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, reduce
from operator import add
from typing import Protocol

import polars as pl

from amparo.rules.conditions import Among, Between, Leaf, test_value
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.table.batches import OTHER, Batch, Kind, filled
from amparo.rules.truth import NO, UNKNOWN, YES, Truth


class Source(Protocol):
    """Something that gives each row one of `size` codes, of which the tests that read it say the same."""

    @property
    def size(self) -> int: ...

    def codes(self, batch: Batch, stride: int = 1, kind: Kind = pl.UInt32) -> pl.Expr:
        """The codes times the stride, as numbers of this kind."""
        ...

    def truths(self, leaf: Leaf) -> list[Truth]: ...


def where(condition: pl.Expr, code: int, kind: Kind) -> pl.Expr:
    """This code where the condition is so, else none. For a boolean this is three times as fast as a cast."""
    return pl.when(condition).then(_number(code, kind)).otherwise(_number(0, kind))


@cache
def _number(code: int, kind: Kind) -> pl.Expr:
    return pl.lit(code, dtype=kind)  # which takes longer to write down than to work out


@dataclass(frozen=True)
class Choices:
    """A boolean or a choice: its values in order, then unknown."""

    fact: str
    values: tuple[bool | str, ...]

    @property
    def size(self) -> int:
        return len(self.values) + 1

    def codes(self, batch: Batch, stride: int = 1, kind: Kind = pl.UInt32) -> pl.Expr:
        column, unknown = batch.column(self.fact), len(self.values)
        if column is None:
            return batch.constant(unknown * stride, kind)
        told = pl.col(self.fact)
        if self.values == (False, True):
            says = where(told, stride, kind)
            return says + where(told.is_null(), unknown * stride, kind) if column.null_count() else says
        return filled(told.to_physical(), unknown, column).cast(kind) * stride

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

    def codes(self, batch: Batch, stride: int = 1, kind: Kind = pl.UInt32) -> pl.Expr:
        ends, most = batch.ends(self.fact), len(self.limits)
        if ends is None:
            return batch.constant(most * stride, kind)
        if ends[0] is ends[1]:
            return self._zones(ends[0], stride * (most + 2), stride * most, kind)
        first = self._zones(ends[0], stride * (most + 1), 0, kind)
        return first + self._zones(ends[1], stride, stride * most, kind)

    def _zones(self, column: pl.Series, stride: int, unknown: int, kind: Kind) -> pl.Expr:
        """How many limits the value has reached, times the stride."""
        told = pl.col(column.name)
        reached = [where(told >= limit, stride, kind) for limit in self.limits]
        return reduce(add, [*reached, where(told.is_null(), unknown, kind)] if column.null_count() else reached)

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
    states: int
    size: int = 3

    def codes(self, batch: Batch, stride: int = 1, kind: Kind = pl.UInt32) -> pl.Expr:
        """No State is named by an empty list, and an unknown one may be named by any other."""
        listed, sought = batch.listed(self.listed, self.states), batch.column(self.sought)
        if listed is None:
            return batch.constant(2 * stride, kind)
        heads = pl.lit(listed.heads)
        if sought is None:
            return where(heads != listed.nobody, 2 * stride, kind)
        state = pl.col(self.sought).to_physical().cast(pl.UInt16)
        has, unknown = heads == state, heads == listed.unknown
        if listed.others:
            found = batch.frame.select(has.alias("has")).to_series()
            for rows, others in listed.others:
                few = pl.DataFrame([others, sought[rows]])
                found = found.scatter(rows, few.select(pl.lit(found[rows]) | (pl.col(OTHER) == state)).to_series())
            has = pl.lit(found)
        if sought.null_count():
            unknown |= pl.col(self.sought).is_null() & (heads != listed.nobody)
        return where(has, stride, kind) + where(unknown, 2 * stride, kind)

    def truths(self, leaf: Leaf) -> list[Truth]:
        return [NO, YES, UNKNOWN]


def limits_of(fact: str, leaves: Iterable[Leaf]) -> tuple[int, ...] | tuple[date, ...]:
    """Every limit that the tests set to a fact, in order."""
    found = {
        end for leaf in leaves if isinstance(leaf, Between) and leaf.fact == fact for end in (leaf.at_least, leaf.below)
    }
    return tuple(sorted(end for end in found if end is not None))  # type: ignore[return-value]
