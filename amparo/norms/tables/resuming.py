"""Evaluates a file piece by piece, so that an interrupted run is taken up where it stopped; the pieces stand beside the output.

Each piece appears when it is whole. A note says what they are of; if anything of it has changed, they are thrown away.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import polars as pl

from amparo.errors import BadInput
from amparo.norms.tables.evaluating import Evaluation
from amparo.norms.tables.files import Progress, evaluate_part, metadata, put_together
from amparo.norms.tables.rights import BATCH

PIECE = 16 * BATCH  # rows: about four million


def evaluate_in_pieces(
    source: Path, table: pl.LazyFrame, total: int | None, out: Path, evaluation: Evaluation, tell: Progress
) -> tuple[int, int]:
    """Writes the answers of every row into a Parquet file; returns how many rows, and how many of them an earlier run had done.

    Raises Problems where rows cannot be read, and BadInput where a file cannot be written; pieces that are whole stay for the next run.
    """
    rows = total if total is not None else int(table.select(pl.len()).collect(engine="streaming").item())
    folder, kept, pieces = _folder(source, out, evaluation), 0, []
    for begin in range(0, rows or 1, PIECE):
        piece = folder / f"{begin // PIECE:06}.parquet"
        if piece.exists():
            kept += min(PIECE, rows - begin)
        else:
            evaluate_part(table.slice(begin, PIECE), begin, rows, piece, evaluation, tell)
        pieces.append(piece)
    put_together(pieces, out, evaluation)
    shutil.rmtree(folder, ignore_errors=True)
    return rows, kept


def _folder(source: Path, out: Path, evaluation: Evaluation) -> Path:
    """The folder of pieces: empty, or with those of the same input, question and knowledge."""
    state, reader = source.stat(), evaluation.reader
    asked = {
        **metadata(evaluation),
        "input": [str(source.resolve()), state.st_size, state.st_mtime_ns],
        "form": evaluation.form,
        "day": [str(reader.on), reader.day_column, str(reader.today)],
        "piece": PIECE,
    }
    digest = sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    folder = out.with_name(f".{out.name}.pieces")
    note = folder / "digest"
    try:
        if not note.is_file() or note.read_text(encoding="utf-8") != digest:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            note.write_text(digest, encoding="utf-8")
    except OSError as wrong:
        raise BadInput("cannot-write", f"{out} cannot be written: {wrong.strerror}.", file=str(out)) from None
    return folder
