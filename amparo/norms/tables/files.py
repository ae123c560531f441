"""Evaluates files: streamed in batches, so that memory stays bounded, and written beside the output until it is whole."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, Protocol

import polars as pl

from amparo.errors import BadInput, Problem, Problems
from amparo.norms.tables.counting import Counting
from amparo.norms.tables.evaluating import Evaluation
from amparo.norms.tables.rights import BATCH
from amparo.situation.headers import Schema
from amparo.situation.rows import situation_at
from amparo.situation.situations import Situation
from amparo.situation.tables import TableReader

Progress = Callable[[int, int | None], None]
_ROW, _NOTHING = "row number of ours", "nothing"
_FULL = ("no space", "os error", "disk", "file too large")
_SOME = 2**22  # bytes: more than the footer of any of our files
LEVEL = 1  # of zstd: words hardly get smaller by more, and take twice as long to write
_NOT_PARQUET = "is not a whole Parquet file, or is none"


def open_table(path: Path) -> tuple[pl.LazyFrame, Schema, int | None]:
    """The table in a file as it can be streamed, its columns with their types, and how many rows it has where that is quickly known.

    Raises BadInput if there is no such file, or if it is damaged.
    """
    if not path.is_file():
        raise BadInput("no-such-file", f"There is no file {path}.", file=str(path))
    try:
        if path.suffix.lower() == ".csv":
            table = pl.scan_csv(path, infer_schema=False)
            return table, table.collect_schema(), None
        table = pl.scan_parquet(path)
        return table, table.collect_schema(), int(table.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        what = "is not a table of comma-separated values" if path.suffix.lower() == ".csv" else _NOT_PARQUET
        raise BadInput("unreadable-table", f"{path} {what}.", file=str(path)) from None


def evaluate_file(table: pl.LazyFrame, total: int | None, out: Path, evaluation: Evaluation, tell: Progress) -> int:
    """Writes the answers of every row into a Parquet file, which appears only when it is whole; returns the number of rows.

    Raises Problems where rows cannot be read, and BadInput where the file cannot be written; what stood there before stays.
    """
    return evaluate_part(table, 0, total, out, evaluation, tell)


def evaluate_part(
    table: pl.LazyFrame, before: int, total: int | None, out: Path, evaluation: Evaluation, tell: Progress
) -> int:
    """The same for a part of a table, before which so many rows stand."""
    run = _Run(evaluation, tell, total, before)
    with beside(out) as part, _in_words(run, out, part):
        run.over(table).sink_parquet(part, metadata=metadata(evaluation), row_group_size=BATCH, compression_level=LEVEL)
    return run.done - before


def put_together(pieces: Sequence[Path], out: Path, evaluation: Evaluation) -> None:
    """Writes the rows of several Parquet files into one, which appears when it is whole. Raises BadInput if it cannot be written."""
    with beside(out) as part:
        try:
            pl.scan_parquet(list(pieces)).sink_parquet(
                part, metadata=metadata(evaluation), row_group_size=BATCH, compression_level=LEVEL
            )
        except (pl.exceptions.PolarsError, OSError):
            raise _cannot_write(out) from None


def count_file(table: pl.LazyFrame, total: int | None, counting: Counting[Any], tell: Progress) -> int:
    """Counts every row; returns the number of rows. Raises Problems where rows cannot be read, and BadInput where the file cannot."""
    run = _Run(counting, tell, total)
    with _in_words(run):
        run.over(table).collect(engine="streaming")
    return run.done


def situation_in(table: pl.LazyFrame, row: int, reader: TableReader) -> Situation:
    """The situation that one row tells, counted from 1. Raises Problems if it cannot be read, and BadInput if there is none."""
    try:
        raw = table.slice(row - 1, 1).collect()
    except (pl.exceptions.PolarsError, OSError):
        raise BadInput(
            "unreadable-table", f"{reader.file} cannot be read as far as row {row}: it is damaged."
        ) from None
    if not raw.height:
        raise BadInput("no-such-row", f"{reader.file} has no row {row}.")
    frame, bad = reader.ready(raw, row)
    if bad.any():
        raise Problems(reader.problems)
    return situation_at(frame, 0)


def metadata(evaluation: Evaluation) -> dict[str, str]:
    """What a reader of the file has to know: which bit is which provision, and the knowledge that answered."""
    rights = evaluation.rights
    bits = json.dumps([one.id for one in rights.provisions])
    told = {"amparo.provisions": bits, "amparo.knowledge": rights.catalogue.digest}
    return told | ({"amparo.supposed": json.dumps(evaluation.supposed)} if evaluation.supposed else {})


def write_table(found: pl.DataFrame, out: Path) -> None:
    """Writes a small table as .csv or .parquet, which appears when it is whole. Raises BadInput if it cannot be written."""
    with beside(out) as part:
        try:
            found.write_parquet(part) if out.suffix.lower() == ".parquet" else found.write_csv(part)
        except (pl.exceptions.PolarsError, OSError):
            raise _cannot_write(out) from None


@contextmanager
def reporting(path: Path, readers: Sequence[TableReader]) -> Iterator[None]:
    """Problems of these readers go into a file, a line for each, by batch and row; it appears when all is done."""
    lock = Lock()
    with beside(path) as part, part.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["row", "problem"])

        def report(problems: Sequence[Problem]) -> None:
            with lock:
                writer.writerows((one.place.line, one.sentence) for one in problems)

        for reader in readers:
            reader.report = report
        yield
        opened.flush()


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A path beside the output, which takes its place if all goes well and is removed if not."""
    try:
        folder = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as wrong:
        raise BadInput("cannot-write", f"{out} cannot be written: {wrong.strerror}.", file=str(out)) from None
    part = folder / "part"
    try:
        yield part
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
        folder.rmdir()


class Work(Protocol):
    """What is done with each batch of a table, and the columns of what comes of it."""

    @property
    def reader(self) -> TableReader: ...

    def batch(self, raw: pl.DataFrame, first_row: int) -> pl.DataFrame: ...

    def schema(self) -> dict[str, Any]: ...


class _Run:
    """Works batch by batch, in any order, and tells how far it is."""

    def __init__(self, work: Work, tell: Progress, total: int | None, before: int = 0) -> None:
        self.work, self.tell, self.total = work, tell, total
        self.before = self.done = before
        self.failed: Exception | None = None
        self._lock = Lock()

    def over(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """What comes of the table, once it is collected or written."""
        schema = self.work.schema() or {_NOTHING: pl.Null}
        read = table.select(self.work.reader.columns(table.collect_schema()))
        return read.with_row_index(_ROW, self.before).map_batches(
            self.batch, schema=schema, validate_output_schema=False, streamable=True
        )

    def batch(self, raw: pl.DataFrame) -> pl.DataFrame:
        schema = self.work.schema()
        if not raw.height or self.failed:
            return pl.DataFrame(schema=schema or {_NOTHING: pl.Null})
        first = int(raw.get_column(_ROW)[0]) + 1
        try:
            answers = self.work.batch(raw.drop(_ROW), first)
        except Exception as wrong:
            self.failed = wrong
            raise
        with self._lock:
            self.done += raw.height
            self.tell(self.done, self.total)
        return answers if schema else pl.DataFrame(schema={_NOTHING: pl.Null})


@contextmanager
def _in_words(run: _Run, out: Path | None = None, part: Path | None = None) -> Iterator[None]:
    """Raises what went wrong with a row, or else the message for a file that could not be read to its end, or not be written."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as wrong:
        if run.failed:
            raise run.failed from None
        if out and (any(word in str(wrong).casefold() for word in _FULL) or (part and not _takes_more(part))):
            raise _cannot_write(out) from None
        name = run.work.reader.file
        sentence = f"{name} could not be read to its end: it is damaged."
        raise BadInput("unreadable-table", sentence, file=name) from None


def _takes_more(part: Path) -> bool:
    """Whether more can be written; what failed to be written does not always say so."""
    try:
        with part.open("ab") as opened:
            opened.write(bytes(_SOME))
        return True
    except OSError:
        return False


def _cannot_write(out: Path) -> BadInput:
    return BadInput("cannot-write", f"{out} could not be written: the disk may be full.", file=str(out))
