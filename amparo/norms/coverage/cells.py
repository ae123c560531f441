"""The cells of a table of counts: what each column may hold, and a complaint of every cell and row that cannot be used."""

import re
from collections.abc import Iterator

import polars as pl

from amparo.errors import Place, Problem
from amparo.situation.states import State

# our column: the names that published tables use for it
COLUMNS = {
    "origin": ("origin", "iso3_origin"),
    "destination": ("destination", "iso3_destination"),
    "year": ("year",),
    "sex": ("sex",),
    "people": ("people", "stock"),
}
WORLD, EVERY_ORIGIN = "WLD", "ALL"  # rows that are sums of others
UNKNOWN_ORIGINS = ("XON", "XOS", EVERY_ORIGIN)
OTHER_PLACES = ("XCI",)  # the Channel Islands
SEXES = ("female", "male", "not-recorded")
MOST_COMPLAINTS = 20
MOST_PEOPLE = 10**10  # more than there are on earth

_EXPECTED = {
    "origin": "a State's code, XON, XOS or ALL",
    "destination": "a State's code",
    "sex": "female, male, both or not-recorded",
    "year": "a year",
    "people": "a count",
}
_SHOWN = re.compile(r"-?[\d.,]{1,16}|\w{1,16}")


def complaints(frame: pl.DataFrame, name: str, states: dict[str, State]) -> Iterator[Problem]:
    """Each cell that cannot be used, and each row that counts people twice, by row (the header is row 1); all cells are texts."""
    places = [*states, *OTHER_PLACES]
    allowed = {
        "origin": [*places, *UNKNOWN_ORIGINS],
        "destination": [*places, WORLD],
        "sex": [*SEXES, "both"],
    }
    good = {column: pl.col(column).is_in(values).fill_null(False) for column, values in allowed.items()}
    good |= {"year": _is_whole("year", 1000, 9999), "people": _is_whole("people", 0, MOST_PEOPLE)}
    numbered = frame.with_row_index("row", 2)
    for column, test in good.items():
        rows = numbered.filter(~test).select("row", column)
        for row, value in rows.head(MOST_COMPLAINTS).iter_rows():
            yield Problem(Place(name, row), _told(column, value))
        if len(rows) > MOST_COMPLAINTS:
            yield Problem(Place(name), f"{column} is wrong in {len(rows) - MOST_COMPLAINTS} more rows.")
    yield from _repeats(numbered.filter(pl.all_horizontal(good.values())), name)


def _is_whole(column: str, least: int, most: int) -> pl.Expr:
    return pl.col(column).cast(pl.Int64, strict=False).is_between(least, most).fill_null(False)


def _told(column: str, value: str | None) -> str:
    """The complaint of one cell; it repeats the value only if that can be a code or a number, for it might name a person."""
    if value is None:
        return f"{column} is empty. It is {_EXPECTED[column]}."
    shown = f"{value!r}, which is not" if _SHOWN.fullmatch(value) else "not"
    return f"{column} is {shown} {_EXPECTED[column]}."


def _repeats(numbered: pl.DataFrame, name: str) -> Iterator[Problem]:
    keys = [pl.col("origin"), pl.col("destination"), pl.col("year").cast(pl.Int64), pl.col("sex")]
    rows = numbered.with_columns(pl.col("row").min().over(keys).alias("first")).filter(pl.col("row") > pl.col("first"))
    for row, first in rows.head(MOST_COMPLAINTS).select("row", "first").iter_rows():
        sentence = f"The row counts people whom row {first} has counted: same origin, destination, year and sex."
        yield Problem(Place(name, row), sentence)
    if len(rows) > MOST_COMPLAINTS:
        yield Problem(Place(name), f"People are counted again in {len(rows) - MOST_COMPLAINTS} more rows.")
