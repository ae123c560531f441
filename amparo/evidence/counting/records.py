"""Reads a table of people, one row each, as codes of the declared domain. Nothing is guessed: an unlisted code is refused."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.evidence.counting.domain import SEPARATOR, Attribute, Domain

Codes = npt.NDArray[np.int32]
MOST_COMPLAINTS = 20  # shown for one attribute; the rest are counted
LARGEST_TABLE = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Records:
    """People as codes: one row each, one column for each column of the domain; 0 is the blank, *not recorded*."""

    domain: Domain
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)


def read_frame(path: Path) -> pl.DataFrame:
    """The table as text, blank where nothing stands; `NA` is Namibia and stays. Raises BadInput for what is no table."""
    if not path.is_file():
        raise BadInput("no-such-file", f"There is no file {path.name}.", file=path.name)
    if path.stat().st_size > LARGEST_TABLE:
        raise BadInput("file-too-large", f"{path.name} is larger than {LARGEST_TABLE // 2**30} GiB.", file=path.name)
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
        return frame.select(pl.all().cast(pl.String).fill_null("").str.strip_chars())
    except (pl.exceptions.PolarsError, OSError):
        sentence = f"{path.name} cannot be read as a table: it is UTF-8 CSV with a header, or Parquet."
        raise BadInput("not-a-table", sentence, file=path.name) from None


def read_records(path: Path, domain: Domain, *, contributor: str = "") -> Records:
    """The people of a table; raises Problems naming column and row for every value that the domain does not list.

    A column that names who brought each person is no attribute, and is passed over here: see `read_contributors`.
    """
    frame = read_frame(path)
    frame = frame.drop(contributor) if contributor in frame.columns else frame
    place = Place(path.name)
    problems = [Problem(place, f"There is no column {name}.") for name in domain.names if name not in frame.columns]
    problems += [
        Problem(place, f"The domain does not declare the column {name}. Declare it, or leave it out of the table.")
        for name in frame.columns
        if name not in domain.names
    ]
    if problems:
        raise Problems(problems)
    parts = [_codes(frame[one.name], one, path.name, problems) for one in domain.attributes]
    if problems:
        raise Problems(problems)
    return Records(domain, np.concatenate(parts, axis=1).astype(np.int32))


def read_contributors(path: Path, column: str) -> Codes:
    """For each person, a number that stands for whoever brought that person; raises Problems where nobody is named."""
    frame = read_frame(path)
    if column not in frame.columns:
        raise Problems([Problem(Place(path.name), f"There is no column {column}.")])
    if nameless := (frame[column] == "").arg_true().to_list():
        rows = [
            Problem(Place(path.name, row + 2), f"Row {row + 1} has no {column}.") for row in nameless[:MOST_COMPLAINTS]
        ]
        raise Problems(rows)
    return frame[column].rank("dense").to_numpy().astype(np.int32)


def write_records(records: Records) -> str:
    """The people as CSV, in the columns of the declared attributes."""
    columns, at = {}, 0
    for one in records.domain.attributes:
        width = len(one.values) if one.several else 1
        columns[one.name] = _texts(records.codes[:, at : at + width], one)
        at += width
    written = io.StringIO()
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame.select(pl.all().replace("", None)).write_csv(written)
    return written.getvalue()


def _codes(cells: pl.Series, attribute: Attribute, file: str, problems: list[Problem]) -> Codes:
    if not attribute.several:
        _complain(cells, attribute, file, problems)
        codes = {"": 0} | {value: code for code, value in enumerate(attribute.values, 1)}
        found = cells.replace_strict(codes, default=-1, return_dtype=pl.Int32)
        return found.to_numpy().reshape(-1, 1)
    lists = cells.str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    flat = pl.DataFrame({"row": np.arange(len(cells)), "value": lists}).explode("value", empty_as_null=True)
    _complain(flat["value"].fill_null(""), attribute, file, problems, flat["row"])
    return np.stack([lists.list.contains(value).to_numpy() for value in attribute.values], axis=1).astype(np.int32)


def _complain(
    cells: pl.Series, attribute: Attribute, file: str, problems: list[Problem], rows: pl.Series | None = None
) -> None:
    """Says where a value stands that is not listed, never what it is: it may be what a person told."""
    known = pl.Series(["", *attribute.values], dtype=pl.String)
    wrong = (~cells.is_in(known.implode())).arg_true()
    lines = (rows.gather(wrong) if rows is not None else wrong).unique().sort()
    for row in lines.head(MOST_COMPLAINTS):
        sentence = (
            f"Row {row + 1}: this value of {attribute.name} is not in the domain. Correct it, or declare the value."
        )
        problems.append(Problem(Place(file, row + 2), sentence, "unlisted-code"))
    if len(lines) > MOST_COMPLAINTS:
        more = f"{len(lines) - MOST_COMPLAINTS:,} more rows have values of {attribute.name} that are not in the domain."
        problems.append(Problem(Place(file), more, "unlisted-code"))


def _texts(codes: Codes, attribute: Attribute) -> list[str]:
    if not attribute.several:
        return np.array(["", *attribute.values])[codes[:, 0]].tolist() if len(codes) else []
    values = np.array(attribute.values)
    return [SEPARATOR.join(values[row > 0]) for row in codes]
