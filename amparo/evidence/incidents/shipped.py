"""The figures that are shipped: what IOM's incidents add up to by year, and by region and year as the one gate lets it through.

`rows_to_ship` makes them of the incident file, which is not shipped; `shipped` reads them back. Their source: `data/SOURCE.md`.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from amparo.evidence.incidents.figures import Total, figures
from amparo.evidence.incidents.reading import MEASURES, Incidents
from amparo.evidence.release.releases import Release

HEADER = ("region", "year", "measure", "number", "recorded_in")
UNTIL = date(2024, 11, 15)  # the last day of which the shipped figures tell
ASKED = (("region", "year"),)
_ALL, _INCIDENTS = "", "incidents"


@dataclass(frozen=True, slots=True)
class Shipped:
    """The figures: by year, each measure; by region, and by region and year, the dead or missing, where that is told."""

    years: Mapping[str, Mapping[str, Total]]
    incidents: int
    regions: Mapping[str, int | None]
    cells: Mapping[tuple[str, str], int]

    @property
    def dead_or_missing(self) -> int:
        return sum(one["dead-or-missing"].number or 0 for one in self.years.values())

    def of(self, region: str, year: str) -> int | None:
        """The dead or missing of a region in a year; None where that is hidden, which is never none."""
        return self.cells.get((region, year))


@functools.cache
def shipped() -> Shipped:
    """The figures of this project's own data."""
    text = (files("amparo.evidence.incidents") / "data" / "missing-migrants.csv").read_text("utf-8")
    years: dict[str, dict[str, Total]] = {}
    regions: dict[str, int | None] = {}
    cells: dict[tuple[str, str], int] = {}
    incidents = 0
    for row in csv.DictReader(text.splitlines()):
        number = int(row["number"]) if row["number"] else None
        if row["measure"] == _INCIDENTS:
            incidents += number or 0
        elif row["region"] == _ALL:
            years.setdefault(row["year"], {})[row["measure"]] = Total(number, int(row["recorded_in"]))
        elif row["year"] == _ALL:
            regions[row["region"]] = number
        elif number is not None:
            cells[row["region"], row["year"]] = number
    return Shipped(years, incidents, regions, cells)


def rows_to_ship(incidents: Incidents, release: Release) -> list[tuple[str, ...]]:
    """The rows of the shipped file: sums by year of the incidents, and by region what a release of them tells."""
    rows: list[tuple[str, ...]] = []
    for one in figures(incidents, ["year"]):
        rows.append((_ALL, *one.values, _INCIDENTS, str(one.incidents), ""))
        for measure in MEASURES:
            total = one.of(measure)
            number = "" if total.number is None else str(total.number)
            rows.append((_ALL, *one.values, measure, number, str(total.recorded_in)))
    counts = dict(release.tables)
    regions, years = (
        next(one.values for one in release.domain.attributes if one.name == name) for name in ("region", "year")
    )
    for region in regions:
        for year in (_ALL, *years):
            told = counts.get(f"region:{region};year:{year}" if year else f"region:{region}", "")
            rows.append((region, year, "dead-or-missing", str(told), ""))
    return rows
