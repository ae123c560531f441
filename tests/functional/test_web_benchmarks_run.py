"""The measurements of the web run, on sizes that measure nothing: what they check, they check of every answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _from_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.chdir(ROOT)


@pytest.fixture
def installed() -> Iterator[object]:
    from benchmarks.web.server import installation

    with installation("sqlite") as found:
        yield found


def test_reports_are_sent_and_every_receipt_opens(installed, monkeypatch: pytest.MonkeyPatch):
    from benchmarks.web import reports
    from benchmarks.web.server import serving

    monkeypatch.setattr(reports, "SENT_TWICE", 3)
    with serving(installed) as server:
        found = {figure.number: figure for figure in reports.measure(installed, server, 7, 2)}
    for number in ("refused", "lost", "doubled"):
        assert found[number].is_met, found[number].row
    assert found["doubled"].measured.endswith("(2 were sent twice)")


def test_a_receipt_that_opens_nothing_counts_as_lost(installed):
    from amparo.vault.receipts import Receipt
    from benchmarks.web import reports
    from benchmarks.web.server import serving

    with serving(installed) as server:
        never_given = reports.Sent(0, "", Receipt.new().words)
        assert not reports._open(server.port, never_given).is_there


def test_the_inbox_shows_what_was_put_there(installed, monkeypatch: pytest.MonkeyPatch):
    from benchmarks.web import inbox

    for name, small in (("STARTS", 1), ("ASKED", len(inbox.FILTERS) + 3), ("LOOSE", 15)):
        monkeypatch.setattr(inbox, name, small)
    found = list(inbox.measure(installed, 120, 5))
    assert len([figure for figure in found if figure.is_met is not None]) == 6


def test_a_list_that_hides_somebody_fails_the_run(installed, monkeypatch: pytest.MonkeyPatch):
    from benchmarks.web import inbox

    monkeypatch.setattr(inbox, "STARTS", 1)
    people = [inbox.person(at) for at in range(10)]
    installed.seed("inbox", 9, 0)
    with pytest.raises(AssertionError, match=" rows"):
        list(inbox._measure(installed, people, "one is missing", loose=0))


def test_public_pages_are_weighed(installed, monkeypatch: pytest.MonkeyPatch):
    from benchmarks.web import pages
    from benchmarks.web.server import serving

    monkeypatch.setattr(pages, "LANGUAGES", ("ar",))
    monkeypatch.setattr(pages, "ARTICLES", 2)
    with serving(installed) as server:
        found = list(pages.measure(server))
    assert [figure.is_met for figure in found] == [True, None, True, True], [figure.row for figure in found]
