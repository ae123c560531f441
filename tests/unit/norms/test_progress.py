"""Progress is told where somebody watches, after two seconds, with the rate and the time left."""

import pytest

from amparo.cli import progress


@pytest.fixture
def at(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])

    def set_to(seconds):
        now[0] = seconds

    return set_to


def watch(monkeypatch):
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)


def test_it_says_rows_rate_and_time_left(at, monkeypatch, capsys):
    watch(monkeypatch)
    tell = progress.rows_done()
    at(1.9)
    tell(1_000, 100_000)
    assert capsys.readouterr().err == ""
    at(4.0)
    tell(40_000, 100_000)
    assert "40,000 rows of 100,000, 6 s left at 10,000 a second" in capsys.readouterr().err
    at(4.1)
    tell(41_000, 100_000)
    assert capsys.readouterr().err == ""
    tell(100_000, 100_000)
    assert capsys.readouterr().err.endswith("\n")


def test_without_a_total_it_says_no_time_left(at, monkeypatch, capsys):
    watch(monkeypatch)
    tell = progress.rows_done()
    at(5.0)
    tell(10_000, None)
    told = capsys.readouterr().err
    assert "10,000 rows at 2,000 a second" in told and "left" not in told


def test_nobody_is_told_where_nobody_watches(at, capsys):
    tell = progress.rows_done()
    at(5.0)
    tell(10_000, None)
    assert capsys.readouterr().err == ""
