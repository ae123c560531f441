"""A run that is stopped harms nothing: what stood there before stays, and with --resume the next run goes on."""

import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from amparo.norms.tables import resuming

STOPPED = 130
ONE = ("--provision", "icrmw/28")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "people.parquet"
    rows = pl.DataFrame({"state": ["MEX", "QAT", "DEU", "MEX", "USA"], "date": ["2019-05-01"] * 5})
    rows.with_columns(date=pl.Series(["2019-05-01", "2002", "2019-05", "1999-01-01", "2020"])).write_parquet(path)
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "answers.parquet"


def stopped_after(pieces, monkeypatch):
    """Runs stop after so many pieces."""
    evaluate, done = resuming.evaluate_part, []

    def part(*arguments):
        if len(done) == pieces:
            raise KeyboardInterrupt
        done.append(evaluate(*arguments))

    monkeypatch.setattr(resuming, "evaluate_part", part)


@pytest.mark.parametrize("form", ("words", "long"))
def test_a_stopped_run_is_taken_up_where_it_stopped(amparo, table, out, monkeypatch, form):
    asked = (*ONE, "--format", form)
    assert amparo("evaluate", table, out, *asked).code == 0
    whole = pl.read_parquet(out)
    out.write_text("before")
    monkeypatch.setattr(resuming, "PIECE", 2)
    with monkeypatch.context() as stopping:
        stopped_after(2, stopping)
        assert amparo("evaluate", table, out, *asked, "--resume").code == STOPPED
    assert out.read_text() == "before"
    ran = amparo("evaluate", table, out, *asked, "--resume")
    assert "4 rows had been done before." in ran.err
    assert pl.read_parquet(out).equals(whole) and pl.read_parquet_metadata(out)["amparo.provisions"] == '["icrmw/28"]'
    assert sorted(one.name for one in out.parent.iterdir()) == ["answers.parquet", "people.parquet"]


@pytest.mark.parametrize("what", ("question", "input"))
def test_pieces_of_something_else_are_thrown_away(amparo, table, out, monkeypatch, what):
    monkeypatch.setattr(resuming, "PIECE", 2)
    with monkeypatch.context() as stopping:
        stopped_after(1, stopping)
        assert amparo("evaluate", table, out, *ONE, "--resume").code == STOPPED
    if what == "input":
        pl.read_parquet(table).reverse().write_parquet(table)
    asked = ONE if what == "input" else ("--provision", "icrmw/64")
    assert "0 rows had been done before." in amparo("evaluate", table, out, *asked, "--resume").err
    resumed = pl.read_parquet(out)
    amparo("evaluate", table, out, *asked)
    assert resumed.equals(pl.read_parquet(out))


def test_a_bad_row_in_a_later_piece_has_the_number_of_its_row(amparo, table, out, monkeypatch):
    monkeypatch.setattr(resuming, "PIECE", 2)
    rows = pl.read_parquet(table)
    rows.with_columns(state=pl.col("state").replace("USA", "Utopia")).write_parquet(table)
    assert "row 5: state is Utopia" in amparo("evaluate", table, out, *ONE, "--resume").err
    assert amparo("evaluate", table, out, "--resume", "--errors", "report", out).code == 2


def test_an_interrupt_leaves_what_was_there_and_nothing_half_written(tmp_path, out):
    many = tmp_path / "many.parquet"
    rows = pl.DataFrame({"state": ["MEX", "QAT", "DEU"] * 700_000}).with_columns(date=pl.lit("2019-05-01"))
    rows.write_parquet(many, row_group_size=100_000)
    out.write_text("before")
    told = "import sys; from amparo.cli import main; sys.argv = ['amparo', *sys.argv[1:]]; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", told, "evaluate", str(many), str(out), "--format", "long"],
        stderr=subprocess.PIPE,
        env=os.environ,
        cwd=os.getcwd(),
    )
    until = time.monotonic() + 120
    while not list(tmp_path.glob(".answers.parquet-*/part")) and time.monotonic() < until and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=180)
    assert running.returncode == STOPPED and b"Stopped." in said
    assert out.read_text() == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answers.parquet", "many.parquet"]
