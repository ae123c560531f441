"""Some rows of a table that is ready to be asked, and the readings of its columns that several sources share.

A ready table has one column per fact, named as the fact: booleans, enumerations of the fact's values, lists of them. A number or a
date has one column where all are exact, else two: `age.least` and `age.most`, `date.first` and `date.last`. A null, or a column
that is not there, is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

_ENDS = (("least", "most"), ("first", "last"))


def filled(column: pl.Series, code: int) -> pl.Series:
    """The column's own numbers, with this code where nothing is known."""
    return column.fill_null(code) if column.null_count() else column


@dataclass
class Listed:
    """A column of lists of States: their codes one behind the other, and where each row's begin."""

    column: pl.Series

    @cached_property
    def lengths(self) -> pl.Series:
        return self.column.list.len()

    @cached_property
    def is_single(self) -> bool:
        """Whether every list has exactly one State."""
        return not self.lengths.null_count() and self.lengths.min() == self.lengths.max() == 1

    @cached_property
    def members(self) -> pl.Series:
        return self.column.explode(empty_as_null=False, keep_nulls=False).to_physical().cast(pl.UInt32)

    @cached_property
    def starts(self) -> pl.Series:
        lengths = filled(self.lengths, 0)
        return lengths.cum_sum() - lengths

    def heads(self, unknown: int = 2**16, nobody: int = 2**16) -> pl.Series:
        """The first State of each row's list, or these codes where nothing is known or nobody listed."""
        if self.is_single:
            return self.members
        coded = pl.concat([self.members, pl.Series([nobody, unknown], dtype=pl.UInt32)])
        return coded.gather(self._places(pl.lit(self.starts), len(coded) - 2))

    def coded(self, known: pl.Expr, nobody: int = 0, unknown: int = 2) -> pl.Series:
        """The codes that are known, and these where nobody is listed or nothing known."""
        empty, silent = pl.lit(self.lengths) == 0, pl.lit(self.lengths).is_null()
        code = pl.when(silent).then(unknown).when(empty).then(nobody).otherwise(known)
        return pl.select(code.cast(pl.UInt32).alias("code")).to_series()

    def _places(self, known: pl.Expr, count: int) -> pl.Series:
        return self.coded(known, count, count + 1)

    def others(self) -> Iterator[tuple[pl.Series, pl.Series]]:
        """The rows that list a second State, with it; then those that list a third; and so on."""
        for place in range(1, int(self.lengths.max() or 0)):  # type: ignore[call-overload]
            rows = filled(self.lengths > place, False).arg_true()
            yield rows, self.members.gather(self.starts.gather(rows) + place)


class Batch:
    """Some rows; each column is opened once, however many sources read it."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._listed: dict[str, Listed] = {}

    def column(self, fact: str) -> pl.Series | None:
        return self.frame.get_column(fact) if fact in self.frame.columns else None

    def ends(self, fact: str) -> tuple[pl.Series, pl.Series] | None:
        """The least and the greatest that a number or a date may be; the same column twice where all are exact."""
        for least, most in _ENDS:
            if f"{fact}.{least}" in self.frame.columns:
                return self.frame.get_column(f"{fact}.{least}"), self.frame.get_column(f"{fact}.{most}")
        column = self.column(fact)
        return None if column is None else (column, column)

    def listed(self, fact: str) -> Listed | None:
        column = self.column(fact)
        return None if column is None else self._listed.setdefault(fact, Listed(column))

    def constant(self, code: int) -> pl.Series:
        """The same code for every row."""
        return pl.repeat(code, self.frame.height, dtype=pl.UInt32, eager=True)
