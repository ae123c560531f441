"""Tables as text, and the complaint about values that a domain does not list. Needs Polars alone."""

import gzip
from pathlib import Path

import polars as pl

from amparo.errors import BadInput, Place, Problem
from amparo.evidence.counting.domain import Attribute

MOST_COMPLAINTS = 20  # shown for one attribute; the rest are counted
LARGEST_TABLE = 4 * 1024**3


def read_frame(path: Path) -> pl.DataFrame:
    """The table as text, blank where nothing stands; `NA` is Namibia and stays. Raises BadInput for what is no table."""
    if not path.is_file():
        raise BadInput("no-such-file", f"There is no file {path.name}.", file=path.name)
    if path.stat().st_size > LARGEST_TABLE:
        raise BadInput("file-too-large", f"{path.name} is larger than {LARGEST_TABLE // 2**30} GiB.", file=path.name)
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
        return frame.select(pl.all().cast(pl.String).fill_null("").str.strip_chars())
    except (pl.exceptions.PolarsError, OSError):
        sentence = f"{path.name} cannot be read as a table: it is UTF-8 CSV with a header, or Parquet."
        raise BadInput("not-a-table", sentence, file=path.name) from None


def _read_csv(path: Path) -> pl.DataFrame:
    """Cells apart by commas, or by semicolons, as surveys and many spreadsheets write them: whichever the header has more of."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
        header = opened.readline(2**20)
    separator = ";" if header.count(b";") > header.count(b",") else ","
    return pl.read_csv(path, infer_schema=False, separator=separator)


def complain_of_unlisted(
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
