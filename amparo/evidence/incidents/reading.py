"""Reads the incident file of IOM's Missing Migrants Project, as it is published: 25 columns, one row for each incident.

Blank is *not recorded* and stays so. Numbers of missing people may be below nought: IOM takes off here who was found and counted there.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.evidence.counting.frames import MOST_COMPLAINTS, read_frame

# The names here, and those in the file.
MEASURES = {
    "dead-or-missing": "Total Number of Dead and Missing",
    "dead": "Number of Dead",
    "missing": "Minimum Estimated Number of Missing",
    "survivors": "Number of Survivors",
    "women": "Number of Females",
    "men": "Number of Males",
    "children": "Number of Children",
}
_ID, _REGION, _YEAR, _MONTH = "Incident ID", "Region of Incident", "Incident Year", "Month"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WHOLE = r"-?\d{1,7}(\.0)?"


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents, without names, places, coordinates or addresses: region, year, quarter, and a column for each measure, blank as null."""

    frame: pl.DataFrame

    def __len__(self) -> int:
        return self.frame.height


def read_incidents(path: Path) -> Incidents:
    """The incidents of a CSV (also .gz) or Parquet file; raises Problems naming column and row for whatever cannot be read."""
    told = read_frame(path)
    if lacking := [name for name in (_ID, _REGION, _YEAR, _MONTH, *MEASURES.values()) if name not in told.columns]:
        sentence = f"{path.name} has no column {', '.join(lacking)}. It is not the incident file of the Missing Migrants Project."
        raise BadInput("missing-column", sentence, file=path.name)
    problems = [*_unreadable(told, path.name), *_twice(told, path.name)]
    if problems:
        raise Problems(problems)
    numbers = [_number(column).alias(name) for name, column in MEASURES.items()]
    quarter = (pl.col(_MONTH).replace_strict(_MONTHS, range(12), return_dtype=pl.Int32) // 3 + 1).cast(pl.String)
    frame = told.select(
        pl.col(_REGION).alias("region"),
        pl.col(_YEAR).alias("year"),
        (pl.lit("Q") + quarter).alias("quarter"),
        *numbers,
    )
    return Incidents(frame)


def _number(column: str) -> pl.Expr:
    """A whole number, as the file or a spreadsheet writes it; null where nothing stands."""
    return pl.when(pl.col(column) != "").then(pl.col(column)).cast(pl.Float64).cast(pl.Int64)


def _unreadable(told: pl.DataFrame, file: str) -> list[Problem]:
    checks = {
        column: (pl.col(column) == "") | pl.col(column).str.contains(f"^{_WHOLE}$") for column in MEASURES.values()
    }
    checks[_YEAR] = pl.col(_YEAR).str.contains(r"^20\d\d$")
    checks[_MONTH] = pl.col(_MONTH).is_in(_MONTHS)
    checks[_REGION] = pl.col(_REGION) != ""
    problems = []
    for column, is_right in checks.items():
        for row in told.select((~is_right).arg_true()).to_series().head(MOST_COMPLAINTS):
            problems.append(Problem(Place(file, row + 2), f"Row {row + 1}: {column} cannot be read."))
    return problems


def _twice(told: pl.DataFrame, file: str) -> list[Problem]:
    """An incident that stands there twice would count twice. Incidents that were split share a Main ID, and no Incident ID."""
    rows = told.select(pl.col(_ID).is_duplicated().arg_true()).to_series().head(MOST_COMPLAINTS)
    return [Problem(Place(file, row + 2), f"Row {row + 1}: this {_ID} is given twice.") for row in rows]
