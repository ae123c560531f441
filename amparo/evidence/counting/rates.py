"""Counts set against how many there are: so many per million migrants of one origin, in one place, by one edition of a table of migrants.

Who was met and recorded depends on who asks for help, so a rate compares how often people come, and is no measure of how often
something happens. Without a number of migrants there is no rate. Editions of a table are revised backwards, so two are never mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from amparo.errors import BadInput

PER = 1_000_000
FEWEST = 1_000  # migrants; of fewer a rate jumps with each person


@dataclass(frozen=True, slots=True)
class Stock:
    """How many migrants lived where and came from where, by one edition of a table, in one of its years."""

    edition: str
    year: int
    people: Mapping[tuple[str, str], int]  # by origin and destination; an empty one of the two stands for all

    def of(self, origin: str = "", destination: str = "") -> int | None:
        """How many there were, or None where the table does not say."""
        return self.people.get((origin, destination))


@dataclass(frozen=True, slots=True)
class Rate:
    """So many per million, with the same part of the likely error; and the table which the number of migrants is from."""

    number: float
    error: float
    migrants: int
    edition: str
    year: int


def stock_of(table: pl.DataFrame, edition: str, year: int) -> Stock:
    """The stock of a year in a table with the columns origin, destination, year and people. Raises BadInput if it has no such year."""
    cells = table.filter((pl.col("year") == year) & (pl.col("origin") != pl.col("destination")))
    if cells.is_empty():
        raise BadInput("no-such-year", f"The edition {edition} has no year {year}. No year is guessed between two.")
    found: dict[tuple[str, str], int] = {}
    for origin, destination, people in cells.group_by("origin", "destination").agg(pl.col("people").sum()).iter_rows():
        for key in ((origin, destination), (origin, ""), ("", destination)):
            found[key] = found.get(key, 0) + people
    return Stock(edition, year, found)


def rate(count: int, stock: Stock, *, origin: str = "", destination: str = "", error: float = 0.0) -> Rate | None:
    """How many of a million migrants were counted; None where the table does not say how many there are, or they are few."""
    migrants = stock.of(origin, destination)
    if migrants is None or migrants < FEWEST:
        return None
    return Rate(count * PER / migrants, error * PER / migrants, migrants, stock.edition, stock.year)


def in_one_series(rates: Iterable[Rate]) -> list[Rate]:
    """The rates, if one edition gave them all; raises BadInput if not, for what differs would be the edition as well."""
    found = list(rates)
    if len(editions := sorted({one.edition for one in found})) > 1:
        sentence = (
            f"These rates are by {' and '.join(editions)}. Editions are revised: take one of them for the whole series."
        )
        raise BadInput("mixed-editions", sentence)
    return found
