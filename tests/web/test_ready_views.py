"""Ready views of the inbox: by links that name nobody, each with its number, their further pages looking for the same."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, opened, report

from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import closing, planning, working
from amparo.web.casework.actions.by_receipt import ask_for_deletion
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.forms.deeds import VIEWS
from amparo.web.casework.lists import tables
from amparo.web.casework.models import Case
from amparo.web.casework.views import inbox

At = Callable[[str], Client]
INBOX = "/en/work/"
EXPECTED = {
    "mine": ["late", "mine"],
    "nobody": ["danger", "erase"],
    "danger": ["danger"],
    "waiting": ["danger", "erase", "late"],
    "overdue": ["late"],
    "erase": ["erase"],
    "unpaid": ["unpaid"],
}


@pytest.fixture
def cases(work: At) -> dict[str, Case]:
    """One of each sort, in the hands of Ana or of nobody."""
    ana, receipt, today = work("ana"), Receipt.new(), timezone.localdate()
    found = {name: report() for name in ("mine", "late", "paid", "unpaid")}
    found |= {"danger": report(is_danger=True), "erase": report(receipt=receipt)}
    for name in ("mine", "late", "paid", "unpaid"):
        opened(ana, found[name])
        working.take(at_work(ana), found[name])
    for name in ("mine", "paid", "unpaid"):
        working.answer(at_work(ana), found[name], "Where are you?")
    planning.add_task(at_work(ana), found["late"], "Call.", today - timedelta(days=1))
    planning.add_task(at_work(ana), found["mine"], "Call.", today)
    ask_for_deletion(receipt, found["erase"], access_by_receipt(receipt)[1])
    for name, how in (
        ("paid", Closing(Why.RECEIVED, Remedy.FULL)),
        ("unpaid", Closing(Why.NO_WAY, Remedy.NONE, "", "All.")),
    ):
        closing.close(at_work(ana), found[name], how, left_open=())
    return found


def _seen(page: str, cases: dict[str, Case]) -> list[str]:
    return sorted(name for name, case in cases.items() if case.number in page)


def test_there_is_an_expectation_for_each():
    assert EXPECTED.keys() == VIEWS.keys()


@pytest.mark.parametrize(("view", "expected"), EXPECTED.items())
def test_each_view_shows_what_it_says_and_its_number_stands_on_every_list(
    view: str, expected: list[str], cases: dict[str, Case], work: At
):
    ana = work("ana")
    page = ana.get(INBOX, {"view": view}).content.decode()
    assert _seen(page, cases) == expected
    for shown in (page, ana.get(INBOX).content.decode()):
        (number,) = re.findall(rf'\?view={view}"[^>]*>[^<]*\((\d+)\)<', shown)
        assert int(number) == len(expected)
    assert re.search(rf'\?view={view}" aria-current="page"', page)


def test_the_further_pages_of_a_view_look_for_the_same(
    cases: dict[str, Case], work: At, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tables, "PAGE", 2)
    monkeypatch.setattr(inbox, "PAGE", 2)
    ana = work("ana")
    page = ana.get(INBOX, {"view": "waiting"}).content.decode()
    ticked = re.findall(r'name="(states|only)" value="(\w+)"[^>]* checked', page)
    assert sorted(ticked) == [("only", "waiting"), ("states", "open"), ("states", "received")]
    told = {"states": ["received", "open"], "only": ["waiting"], "page": "2"}
    second = ana.post(INBOX, told).content.decode()
    assert len(_seen(page, cases)) == 2 and len(_seen(second, cases)) == 1
    assert sorted(_seen(page, cases) + _seen(second, cases)) == EXPECTED["waiting"]


def test_a_view_that_there_is_not_is_the_list_of_every_day(cases: dict[str, Case], work: At):
    ana = work("ana")
    for view in ("", "nothing", "<b>", "mine%00"):
        page = ana.get(INBOX, {"view": view}).content.decode()
        assert _seen(page, cases) == ["danger", "erase", "late", "mine"]


@pytest.mark.parametrize(("name", "count"), [("basir", "0"), ("sofia", "2")])
def test_numbers_are_those_of_the_members_own_offices(name: str, count: str, cases: dict[str, Case], work: At):
    page = work(name).get(INBOX).content.decode()
    assert re.findall(r'\?view=nobody"[^>]*>[^<]*\((\d+)\)<', page) == [count]
