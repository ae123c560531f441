"""Some rows of a table that is ready to be asked, and the readings of its columns that several sources share.

A ready table has one column per fact, named as the fact: booleans, enumerations of the fact's values, lists of them. A number or a
date has one column where all are exact, else two: `age.least` and `age.most`, `date.first` and `date.last`. A null, or a column
that is not there, is unknown.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

_ENDS = (("least", "most"), ("first", "last"))


def filled(number: pl.Expr, code: int, column: pl.Series) -> pl.Expr:
    """The number, with this code where the column knows nothing."""
    return number.fill_null(code) if column.null_count() else number


@dataclass
class Listed:
    """A column of lists of States: the first State of each row, and the further ones of the few rows that have more.

    Where no State is listed, the first is a code that no State has: one for an unknown list, the next for an empty one.
    """

    column: pl.Series

    @cached_property
    def lengths(self) -> pl.Series:
        return self.column.list.len()

    @cached_property
    def heads(self) -> pl.Series:
        if not self.lengths.null_count() and self.lengths.min() == self.lengths.max() == 1:
            return self.column.explode().to_physical().cast(pl.UInt32)
        states = len(self.column.dtype.inner.categories)  # type: ignore[attr-defined]
        first = pl.lit(self.column).list.first().to_physical().cast(pl.UInt32)
        return pl.select(self.coded(first, nobody=states + 1, unknown=states)).to_series()

    def coded(self, known: pl.Expr, *, nobody: int, unknown: int) -> pl.Expr:
        """The codes that are known, and these where nobody is listed or nothing known."""
        length = pl.lit(self.lengths)
        code = pl.when(length > 0).then(known).when(length == 0).then(nobody).otherwise(unknown)
        return code.cast(pl.UInt32)

    @cached_property
    def others(self) -> list[tuple[pl.Series, pl.Series]]:
        """The rows that list a second State, with it; then those that list a third; and so on."""
        found = []
        for place in range(1, int(self.lengths.max() or 0)):  # type: ignore[arg-type]
            rows = (self.lengths > place).arg_true()
            found.append((rows, self.column.gather(rows).list.get(place).to_physical().cast(pl.UInt32)))
        return found


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

    def constant(self, code: int) -> pl.Expr:
        """The same code for every row."""
        return pl.repeat(code, self.frame.height, dtype=pl.UInt32)
