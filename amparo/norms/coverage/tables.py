"""Reads tables of counts: how many people of one origin live in one destination, by year and sex."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from amparo.errors import BadInput, Place, Problem, Problems
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


@dataclass(frozen=True, slots=True)
class Population:
    """Counted people: a frame with the columns origin, destination, year, sex and people; sums left out; every person once."""

    name: str
    frame: pl.DataFrame

    @property
    def years(self) -> list[int]:
        return sorted(self.frame["year"].unique().to_list())

    def year_for(self, on: date) -> int:
        """The latest year of the table that is not after the day; never interpolated. Raises BadInput if there is none."""
        years = [year for year in self.years if year <= on.year]
        if not years:
            raise BadInput(
                "no-such-year", f"{self.name} begins in {self.years[0]}. Ask about a later day, or name --stock-year."
            )
        return years[-1]


def read_population(path: Path, states: dict[str, State]) -> Population:
    """The population in a CSV (also .gz) or Parquet file; raises Problems naming column, row and value for every bad cell."""
    frame = _read(path)
    frame = _renamed(frame, path.name)
    problems = list(_complaints(frame, path.name, states))
    if problems:
        raise Problems(problems)
    frame = frame.with_columns(pl.col("year").cast(pl.Int32), pl.col("people").cast(pl.Int64))
    return Population(path.name, _each_once(frame))


def _read(path: Path) -> pl.DataFrame:
    if path.is_dir():
        raise BadInput("is-a-directory", f"{path} is a directory. Name a table: .csv, .csv.gz or .parquet.")
    if not path.is_file():
        raise BadInput("no-such-file", f"There is no file {path}.")
    if path.stat().st_size == 0:
        raise BadInput("empty-file", f"{path} is empty.")
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False, null_values=[""])
    except (pl.exceptions.PolarsError, OSError, ValueError):
        sentence = f"{path} is not readable as a table. It may be damaged, or be something else than its name says."
        raise BadInput("unreadable-table", sentence) from None


def _renamed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The frame with our names for its columns; a table without sex counts both together."""
    found = {
        ours: next((theirs for theirs in names if theirs in frame.columns), None) for ours, names in COLUMNS.items()
    }
    missing = [ours for ours, theirs in found.items() if theirs is None and ours not in ("origin", "sex")]
    if missing:
        raise BadInput(
            "missing-column", f"{name} has no column {', '.join(missing)}. It needs destination, year and people."
        )
    frame = frame.select(pl.col(theirs).alias(ours) for ours, theirs in found.items() if theirs)
    if found["origin"] is None:
        frame = frame.with_columns(pl.lit(EVERY_ORIGIN).alias("origin"))
    if found["sex"] is None:
        frame = frame.with_columns(pl.lit("not-recorded").alias("sex"))
    return frame.select(*COLUMNS)


def _complaints(frame: pl.DataFrame, name: str, states: dict[str, State]) -> Iterator[Problem]:
    """Each cell that cannot be used, by row (the header is row 1)."""
    places = [*states, *OTHER_PLACES]
    allowed = {
        "origin": [*places, *UNKNOWN_ORIGINS],
        "destination": [*places, WORLD],
        "sex": [*SEXES, "both"],
    }
    bad = {column: pl.col(column).is_in(values).fill_null(False).not_() for column, values in allowed.items()}
    bad |= {column: pl.col(column).cast(pl.Int64, strict=False).fill_null(-1) < 0 for column in ("year", "people")}
    for column, test in bad.items():
        rows = frame.with_row_index("row", 2).filter(test).select("row", column)
        for row, value in rows.head(MOST_COMPLAINTS).iter_rows():
            yield Problem(Place(name, row), f"{column} is {value!r}, which is not {_EXPECTED[column]}.")
        if len(rows) > MOST_COMPLAINTS:
            yield Problem(Place(name), f"{column} is wrong in {len(rows) - MOST_COMPLAINTS} more rows.")


_EXPECTED = {
    "origin": "a State's code, XON, XOS or ALL",
    "destination": "a State's code",
    "sex": "female, male, both or not-recorded",
    "year": "a year",
    "people": "a count",
}


def _each_once(frame: pl.DataFrame) -> pl.DataFrame:
    """Every person once: no world totals, no totals over origins beside the origins, no `both` beside women and men.

    Where `both` exceeds women and men, the difference is kept as `not-recorded`.
    """
    frame = frame.filter(pl.col("destination") != WORLD)
    if (frame["origin"] != EVERY_ORIGIN).any():
        frame = frame.filter(pl.col("origin") != EVERY_ORIGIN)
    keys = ["origin", "destination", "year"]
    both = frame.filter(pl.col("sex") == "both").select(*keys, "people")
    split = frame.filter(pl.col("sex") != "both")
    told = split.group_by(keys).agg(pl.col("people").sum().alias("told"))
    rest = both.join(told, on=keys, how="left").with_columns(pl.col("people") - pl.col("told").fill_null(0))
    unsexed = rest.filter(pl.col("people") > 0).select(*keys, pl.lit("not-recorded").alias("sex"), "people")
    return pl.concat([split.select(*COLUMNS), unsexed.select(*COLUMNS)]).sort(*keys, "sex")
