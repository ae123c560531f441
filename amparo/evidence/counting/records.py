"""Reads a table of people, one row each, as codes of the declared domain. Nothing is guessed: an unlisted code is refused."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from amparo.errors import Place, Problem, Problems
from amparo.evidence.counting.domain import SEPARATOR, Attribute, Domain
from amparo.evidence.counting.frames import MOST_COMPLAINTS, complain_of_unlisted, read_frame

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Records:
    """People as codes: one row each, one column for each column of the domain; 0 is the blank, *not recorded*."""

    domain: Domain
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def to_csv(self) -> str:
        """The people as CSV, as `write_records` gives them."""
        return write_records(self)


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
    return records_of(frame, domain, path.name)


def records_of(frame: pl.DataFrame, domain: Domain, name: str) -> Records:
    """The people of a table of text in the columns of the domain, where nothing stands for a blank; raises Problems likewise."""
    problems: list[Problem] = []
    parts = [_codes(frame[one.name], one, name, problems) for one in domain.attributes]
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
        complain_of_unlisted(cells, attribute, file, problems)
        codes = {"": 0} | {value: code for code, value in enumerate(attribute.values, 1)}
        found = cells.replace_strict(codes, default=-1, return_dtype=pl.Int32)
        return found.to_numpy().reshape(-1, 1)
    lists = cells.str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    flat = pl.DataFrame({"row": np.arange(len(cells)), "value": lists}).explode("value", empty_as_null=True)
    complain_of_unlisted(flat["value"].fill_null(""), attribute, file, problems, flat["row"])
    return np.stack([lists.list.contains(value).to_numpy() for value in attribute.values], axis=1).astype(np.int32)


def _texts(codes: Codes, attribute: Attribute) -> list[str]:
    if not attribute.several:
        return np.array(["", *attribute.values])[codes[:, 0]].tolist() if len(codes) else []
    values = np.array(attribute.values)
    return [SEPARATOR.join(values[row > 0]) for row in codes]
