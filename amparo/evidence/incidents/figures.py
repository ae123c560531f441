"""Totals of incidents by year, quarter and region: of each measure the sum, and in how many incidents it is recorded at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from amparo.errors import BadInput
from amparo.evidence.incidents.reading import MEASURES, Incidents

PLACES_AND_TIMES = ("year", "quarter", "region")


@dataclass(frozen=True, slots=True)
class Total:
    """A measure over some incidents: the sum, None where no incident records it, and how many incidents do."""

    number: int | None
    recorded_in: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: where and when, how many incidents, and the total of each measure."""

    values: tuple[str, ...]
    incidents: int
    totals: tuple[Total, ...]  # in the order of MEASURES

    def of(self, measure: str) -> Total:
        """The total of one measure, by its name."""
        return self.totals[list(MEASURES).index(measure)]


def figures(incidents: Incidents, by: Sequence[str] = ()) -> list[Figure]:
    """A figure for each place and time that occurs, in their order; without `by`, one of all. Raises BadInput for anything finer."""
    if unknown := [name for name in by if name not in PLACES_AND_TIMES]:
        raise BadInput("no-such-name", f"Incidents are told by {', '.join(PLACES_AND_TIMES)}, and not by {unknown[0]}.")
    sums = [pl.col(name).sum().alias(f"{name} sum") for name in MEASURES]
    counts = [pl.col(name).count().alias(f"{name} in") for name in MEASURES]
    frame = incidents.frame.with_columns(pl.lit("").alias("all"))
    found = frame.group_by(*(by or ["all"])).agg(pl.len().alias("incidents"), *sums, *counts).sort(*(by or ["all"]))
    return [_figure(row, by) for row in found.iter_rows(named=True)]


def _figure(row: dict[str, object], by: Sequence[str]) -> Figure:
    def total(name: str) -> Total:
        number, recorded = row[f"{name} sum"], row[f"{name} in"]
        assert isinstance(number, int) and isinstance(recorded, int)
        return Total(number if recorded else None, recorded)

    incidents = row["incidents"]
    assert isinstance(incidents, int)
    return Figure(tuple(str(row[name]) for name in by), incidents, tuple(total(name) for name in MEASURES))
