"""Reads tables of counts: how many people of one origin live in one destination, by year and sex."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from amparo.errors import BadInput, Problems
from amparo.norms.coverage.cells import COLUMNS, EVERY_ORIGIN, complaints
from amparo.norms.coverage.sums import each_once
from amparo.situation.states import State

_SEPARATORS = {";": "semicolons", "\t": "tabs"}


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

    def refuse_other_years(self, year: int | None) -> None:
        """Raises BadInput if a year is chosen that the table does not have."""
        if year is not None and year not in self.years:
            years = ", ".join(map(str, self.years))
            raise BadInput("no-such-year", f"{self.name} has no year {year}. It has {years}.")


def read_population(path: Path, states: dict[str, State]) -> Population:
    """The population in a CSV (also .gz) or Parquet file; raises Problems naming column, row and value for every bad cell."""
    frame = _as_text(_renamed(_read(path), path.name), path.name)
    problems = list(complaints(frame, path.name, states))
    if problems:
        raise Problems(problems)
    frame = each_once(frame.with_columns(pl.col("year").cast(pl.Int32), pl.col("people").cast(pl.Int64)))
    if frame.is_empty():
        raise BadInput("empty-table", f"{path.name} counts nobody. It needs a row for each group of people.")
    return Population(path.name, frame)


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
        _refuse_separators(path)
        return pl.read_csv(path, infer_schema=False, null_values=[""])
    except (pl.exceptions.PolarsError, OSError, ValueError):
        sentence = f"{path} is not readable as a table. It may be damaged, or be something else than its name says."
        raise BadInput("unreadable-table", sentence) from None


def _refuse_separators(path: Path) -> None:
    """Raises BadInput if the header is separated by something else than commas."""
    header = pl.read_csv(path, n_rows=0, infer_schema=False).columns
    for mark, name in _SEPARATORS.items():
        if len(header) == 1 and mark in header[0]:
            sentence = f"{path.name} separates its columns by {name}. Save it as CSV with commas."
            raise BadInput("wrong-separator", sentence)


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


def _as_text(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The cells as a CSV file would hold them, so that both kinds of file are checked alike; 2019.0 is the whole number."""
    for column, kind in frame.schema.items():
        if kind.is_nested() or kind in (pl.Object, pl.Binary):
            raise BadInput("bad-column", f"{name} holds in the column {column} something else than text or numbers.")
    return frame.select(_text(column, kind) for column, kind in frame.schema.items())


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if not kind.is_numeric() or kind.is_integer():
        return cell.cast(pl.String)
    number = cell.cast(pl.Float64)
    whole = number.cast(pl.Int64, strict=False)
    return pl.when(number == whole).then(whole.cast(pl.String)).otherwise(cell.cast(pl.String)).alias(column)
