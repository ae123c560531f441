"""Some rows of a table that is ready to be asked, and the readings of its columns that several sources share.

A ready table has one column per fact, named as the fact: booleans, enumerations of the fact's values, lists of them. A number or a
date has one column where all are exact, else two: `age.least` and `age.most`, `date.first` and `date.last`. A null, or a column
that is not there, is unknown.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

Kind = type[pl.DataType]
OTHER = "other"
_ENDS = (("least", "most"), ("first", "last"))


def filled(number: pl.Expr, code: int, column: pl.Series) -> pl.Expr:
    """The number, with this code where the column knows nothing."""
    return number.fill_null(code) if column.null_count() else number


@dataclass
class Listed:
    """A column of lists of States: the first State of each row, and the further ones of the few rows that have more.

    Where no State is listed, the first is a code that no State has: `unknown` for an unknown list, `nobody` (the next) for an empty one.
    """

    column: pl.Series
    unknown: int

    @property
    def nobody(self) -> int:
        return self.unknown + 1

    @cached_property
    def lengths(self) -> pl.Series:
        return self.column.list.len()

    @cached_property
    def heads(self) -> pl.Series:
        first = filled(pl.lit(self.column).list.first().to_physical().cast(pl.UInt16), self.unknown, self.column)
        if self.lengths.min() == 0:
            first = pl.when(pl.lit(self.lengths) == 0).then(pl.lit(self.nobody, dtype=pl.UInt16)).otherwise(first)
        return pl.select(first.alias("head")).to_series()

    @cached_property
    def others(self) -> list[tuple[pl.Series, pl.Series]]:
        """The rows that list a second State, with it; then those that list a third; and so on."""
        found = []
        for place in range(1, int(self.lengths.max() or 0)):  # type: ignore[arg-type]
            rows = (self.lengths > place).arg_true()
            other = pl.col(self.column.name).list.get(place).to_physical().cast(pl.UInt16)
            found.append((rows, self.column[rows].to_frame().select(other.alias(OTHER)).to_series()))
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

    def listed(self, fact: str, states: int) -> Listed | None:
        """The lists of a column, if it is there; so many States have a code."""
        column = self.column(fact)
        return None if column is None else self._listed.setdefault(fact, Listed(column, states))

    def constant(self, code: int, kind: Kind = pl.UInt32) -> pl.Expr:
        """The same code for every row."""
        return pl.repeat(code, self.frame.height, dtype=kind)
