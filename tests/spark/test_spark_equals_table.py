"""Spark's workers answer as this machine does, on every row; run by `make test-spark`, which installs Spark."""

import sys

import polars as pl
import pytest

from amparo import evaluate, load_catalogue

pyspark = pytest.importorskip(
    "pyspark", reason="PySpark is not installed, so Spark was NOT tested: `make test-spark` does"
)

INSTRUMENTS = ("icrmw", "refugee-1951")


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master("local[2]").config("spark.ui.enabled", False)
    made = made.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # the workers' Python is ours
        session = made.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def people():
    """Every combination of a few values, some unknown."""
    parts = (
        {"state": ["MEX", "QAT", "DEU", "TUR"]},
        {"date": ["2004-02-29", "2024-05-01", "1999"]},
        {"nationality": [["GTM"], ["MEX", "SYR"], None]},
        {"stay": ["none", "temporary", None, "unknown"]},
        {"work": ["employed", "past", None]},
        {"asylum": ["none", "recognised", None]},
        {"family_member": [True, None]},
    )
    table = pl.DataFrame({"role": ["destination"]})
    for part in parts:
        table = table.join(pl.DataFrame(part), how="cross")
    return table.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))


def of_spark(spark, people, **asked):
    from amparo.norms.tables.spark import evaluate_spark

    rows = spark.createDataFrame([tuple(row) for row in people.iter_rows()], _schema()).repartition(2)
    assert rows.rdd.getNumPartitions() == 2
    found = evaluate_spark(rows, keep=["number"], **asked).collect()
    return sorted((tuple(row) for row in found), key=lambda row: row[0])


def _schema():
    return (
        "number long, role string, state string, date string, nationality array<string>, stay string, work string, "
        "asylum string, family_member boolean"
    )


def test_every_row_is_answered_as_on_this_machine(spark, people):
    found = of_spark(spark, people, instrument=INSTRUMENTS)
    words = evaluate(people.drop("number"), instrument=INSTRUMENTS, form="words", catalogue=load_catalogue())
    signed = words.select(pl.all().reinterpret(signed=True))
    assert [row[1:-1] for row in found] == signed.rows()
    assert not any(row[-1] for row in found)
    assert len(set(signed.rows())) > 10


def test_a_row_that_cannot_be_read_is_marked_and_the_others_are_answered(spark, people):
    some = people.head(40).with_columns(state=pl.when(pl.col("number") == 7).then(pl.lit("Qatar")).otherwise("state"))
    found = of_spark(spark, some, instrument=INSTRUMENTS)
    assert [row[0] for row in found if row[-1]] == [7]
    assert found[7][1:-1] == (None,) * (len(found[7]) - 2)
    assert all(None not in row for row in found if row[0] != 7)


def test_a_column_that_is_missing_is_told_before_any_work(spark):
    from amparo.errors import BadInput
    from amparo.norms.tables.spark import evaluate_spark

    with pytest.raises(BadInput, match="no column state"):
        evaluate_spark(spark.createDataFrame([("2024-05-01",)], "date string"), instrument=INSTRUMENTS)
