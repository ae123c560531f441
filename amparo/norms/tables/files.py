"""Evaluates files: streamed in batches, so that memory stays bounded, and written beside the output until it is whole."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock

import polars as pl

from amparo.errors import AmparoError, BadInput
from amparo.norms.tables.evaluating import Evaluation
from amparo.norms.tables.rights import BATCH

Progress = Callable[[int, int | None], None]
_ROW = "row number of ours"
_NOT_PARQUET = "is not a whole Parquet file, or is none"


def open_table(path: Path) -> tuple[pl.LazyFrame, list[str], int | None]:
    """The table in a file as it can be streamed, its columns, and how many rows it has where that is quickly known.

    Raises BadInput if there is no such file, or if it is damaged.
    """
    if not path.is_file():
        raise BadInput("no-such-file", f"There is no file {path}.", file=str(path))
    try:
        if path.suffix.lower() == ".csv":
            table = pl.scan_csv(path, infer_schema=False)
            return table, table.collect_schema().names(), None
        table = pl.scan_parquet(path)
        return table, table.collect_schema().names(), int(table.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        what = "is not a table of comma-separated values" if path.suffix.lower() == ".csv" else _NOT_PARQUET
        raise BadInput("unreadable-table", f"{path} {what}.", file=str(path)) from None


def evaluate_file(table: pl.LazyFrame, total: int | None, out: Path, evaluation: Evaluation, tell: Progress) -> int:
    """Writes the answers of every row into a Parquet file, which appears only when it is whole; returns the number of rows.

    Raises Problems where rows cannot be read, and BadInput where the file cannot be written; what stood there before stays.
    """
    run = _Run(evaluation, tell, total)
    answers = table.with_row_index(_ROW).map_batches(
        run.batch, schema=evaluation.schema(), validate_output_schema=False, streamable=True
    )
    with beside(out) as part:
        try:
            answers.sink_parquet(part, metadata=metadata(evaluation), row_group_size=BATCH)
        except (pl.exceptions.PolarsError, OSError) as wrong:
            if run.failed:
                raise run.failed from None
            raise _told(wrong, out, evaluation) from None
    return run.done


def metadata(evaluation: Evaluation) -> dict[str, str]:
    """What a reader of the file has to know: which bit is which provision, and the knowledge that answered."""
    rights = evaluation.rights
    bits = json.dumps([one.id for one in rights.provisions])
    return {"amparo.provisions": bits, "amparo.knowledge": rights.catalogue.digest}


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


class _Run:
    """Evaluates batch by batch, in any order, and tells how far it is."""

    def __init__(self, evaluation: Evaluation, tell: Progress, total: int | None) -> None:
        self.evaluation, self.tell, self.total = evaluation, tell, total
        self.done = 0
        self.failed: AmparoError | None = None
        self._lock = Lock()

    def batch(self, raw: pl.DataFrame) -> pl.DataFrame:
        if not raw.height:
            return pl.DataFrame(schema=self.evaluation.schema())
        first = int(raw.get_column(_ROW)[0]) + 1
        try:
            answers = self.evaluation.batch(raw.drop(_ROW), first)
        except AmparoError as wrong:
            self.failed = wrong
            raise
        with self._lock:
            self.done += raw.height
            self.tell(self.done, self.total)
        return answers


def _told(wrong: Exception, out: Path, evaluation: Evaluation) -> BadInput:
    """The message for a file that could not be read to its end, or could not be written."""
    text = str(wrong).casefold()
    if any(word in text for word in ("no space", "os error", "disk", "file too large")):
        return BadInput("cannot-write", f"{out} could not be written: the disk may be full.", file=str(out))
    name = evaluation.reader.file
    return BadInput("unreadable-table", f"{name} could not be read to its end: it is damaged.", file=name)
