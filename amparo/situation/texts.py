"""Columns of texts, read by their different texts instead of row by row: there are few, and a category has numbered them."""

from collections.abc import Callable, Sequence

import polars as pl

Meaning = Callable[[pl.Series], pl.Series]
MOST_CODES = 2**16  # of a category: beyond, its numbers are not worth a table


def plain_texts(column: pl.Series) -> pl.Series:
    """Texts as plain ones, where an empty text and `unknown` are null."""
    texts = column.cast(pl.String)
    return texts.set(texts.is_in(["", "unknown"]), None)


def read_texts(column: pl.Series, expected: Sequence[str], meaning: Meaning) -> tuple[pl.Series, pl.Series | None]:
    """What each row's text means, and which rows have a text that means nothing; None where no row has.

    `meaning` is asked of the different texts. `expected` are those that plain texts mostly are.
    """
    texts, codes = _numbered(column, expected)
    told = plain_texts(texts)
    meant = meaning(told)
    lost = meant.is_null() & told.is_not_null()
    found = meant.gather(codes).alias(column.name)
    return found, lost.gather(codes).fill_null(False) if lost.any() else None


def _numbered(column: pl.Series, expected: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """The different texts, and for each row which of them it has."""
    if column.dtype == pl.String:
        known = column.cast(pl.Enum(expected), strict=False)
        column = known if known.null_count() == column.null_count() else column
    if isinstance(column.dtype, pl.Enum):
        return column.dtype.categories, column.to_physical()
    distinct = column.unique().drop_nulls()
    if column.dtype == pl.Categorical and len(distinct):
        codes = distinct.to_physical()
        if (most := int(codes.max())) < MOST_CODES:  # type: ignore[arg-type]
            gaps = pl.Series([None], dtype=pl.String).new_from_index(0, most + 1)
            return gaps.scatter(codes, distinct.cast(pl.String)), column.to_physical()
    texts, distinct = column.cast(pl.String), distinct.cast(pl.String)
    places = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
    return distinct, texts.replace_strict(distinct, places, default=None, return_dtype=pl.UInt32)
