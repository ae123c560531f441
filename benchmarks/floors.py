"""The floor: a plain scan that reads the same columns and writes as many words as the evaluator, and works nothing out.

`python -m benchmarks.floors WORDS IN OUT` scans a Parquet file and writes another.
"""

import sys
from collections.abc import Callable, Sequence

import polars as pl


def floors(frame: pl.DataFrame, facts: Sequence[str], words: int) -> dict[str, Callable[[], object]]:
    """The scans that can be run here, by name: Polars by both of its engines, and DuckDB where it is installed."""
    plan = scan(frame.lazy().select(facts), words)
    found: dict[str, Callable[[], object]] = {
        "Polars": lambda: plan.collect(engine="in-memory"),
        "Polars, streaming": lambda: plan.collect(engine="streaming"),
    }
    return found | _duckdb(frame, facts, words)


def scan(table: pl.LazyFrame, words: int) -> pl.LazyFrame:
    """So many words for each row, out of all its columns."""
    return table.select(_sums([_number(name, kind) for name, kind in table.collect_schema().items()], words))


def _number(name: str, kind: pl.DataType) -> pl.Expr:
    """The column's own numbers; of a list its length, the least that one can read of it."""
    column = pl.col(name)
    if isinstance(kind, pl.List):
        column = column.list.len()
    elif kind != pl.Boolean:
        column = column.to_physical()
    return column.cast(pl.UInt64)


def _sums(numbers: list[pl.Expr], words: int) -> list[pl.Expr]:
    total = sum(numbers[1:], numbers[0])
    return [(total + place).alias(f"word {place}") for place in range(words)]


def _duckdb(frame: pl.DataFrame, facts: Sequence[str], words: int) -> dict[str, Callable[[], object]]:
    """A scan by DuckDB of a table of its own, into another; nothing where it is not installed."""
    try:
        import duckdb  # noqa: PLC0415
    except ImportError:
        return {}
    numbers = [_number(name, frame.schema[name]).alias(f"c{place}") for place, name in enumerate(facts)]
    plain = frame.select(
        column.cast(pl.UInt16) if isinstance(frame.schema[name], pl.List | pl.Date) else column.cast(pl.UInt8)
        for name, column in zip(facts, numbers, strict=True)
    )
    base = duckdb.connect()
    base.register("given", plain.to_arrow())
    base.execute("create table people as select * from given")
    total = " + ".join(f"c{place}::ubigint" for place in range(len(facts)))
    query = ", ".join(f"{total} + {place} as w{place}" for place in range(words))
    return {"DuckDB": lambda: base.execute(f"create or replace table answers as select {query} from people")}


if __name__ == "__main__":
    scan(pl.scan_parquet(sys.argv[2]), int(sys.argv[1])).sink_parquet(sys.argv[3])
