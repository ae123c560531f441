"""Evaluates a table that outgrows one machine: each of Spark's workers gets the compiled tables once, and runs this very evaluator.

Needs the extra `amparo[spark]`, and Java 17. No answer depends on another row, so rows are answered where they lie.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.catalogue.supposing import read_deposits, supposing
from amparo.norms.tables.evaluating import Evaluation, chosen
from amparo.norms.tables.rights import BATCH, RightsTable
from amparo.situation.clock import today
from amparo.situation.tables import TableReader

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

BAD = "bad"


def evaluate_spark(
    table: "DataFrame",
    *,
    keep: Sequence[str] = (),
    instrument: Collection[str] = (),
    theme: Collection[str] = (),
    provision: Collection[str] = (),
    on: date | None = None,
    suppose: Collection[str] = (),
    catalogue: Catalogue | None = None,
) -> "DataFrame":
    """The words of every row behind the columns to keep: `holds_yes_0` and so on, as signed numbers, for Spark has no others.

    The column `bad` is true where a row could not be read; its words are null. Raises BadInput or Problems if a column cannot be.
    """
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import BooleanType, LongType, StructField, StructType

    catalogue = catalogue or load_catalogue()
    catalogue = supposing(catalogue, read_deposits(suppose, catalogue))
    rights = RightsTable(catalogue, chosen(catalogue, instrument, theme, provision))
    reader = TableReader(catalogue.vocabulary, rights.facts, "table", max(today(), on or today()), on)
    columns = pl.DataFrame(to_arrow_schema(table.schema).empty_table()).schema
    reader.check_header(columns)
    if missing := set(keep) - set(columns):
        raise BadInput("missing-column", f"The table has no column {min(missing)}.", column=min(missing))
    work = _Work(Evaluation(rights, reader, goes_on=True), tuple(keep))
    sent = table.sparkSession.sparkContext.broadcast(work)

    def answers(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        for several in _together(batches):
            yield from sent.value.answers(several)

    words = [StructField(name, LongType()) for name in work.evaluation.schema()]
    kept = [table.schema[name] for name in keep]
    read = dict.fromkeys([*keep, *reader.columns(columns)])
    return table.select(*read).mapInArrow(answers, StructType([*kept, *words, StructField(BAD, BooleanType())]))


@dataclass(frozen=True)
class _Work:
    """What each worker is sent."""

    evaluation: Evaluation
    keep: tuple[str, ...]

    def answers(self, raw: "pa.Table") -> "list[pa.RecordBatch]":
        """The columns that are kept, and the words."""
        words = self.evaluation.batch(pl.DataFrame(raw), 1)
        self.evaluation.reader.problems.clear()
        found = raw.select(self.keep)
        for word in words.iter_columns():
            found = found.append_column(word.name, word.reinterpret(signed=True).to_arrow())
        bad: Any = words.to_series(0).is_null().to_arrow()
        return list(found.append_column(BAD, bad).combine_chunks().to_batches())


def _together(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.Table]":
    """Batches of ours out of Spark's, which are small."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= BATCH:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
