"""Sealed sections: a closed door, opened on purpose and for one answer, each time with a line in the record."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report

from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import closing, unsealing
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, Opening
from amparo.web.casework.sealed import Sealed
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine
from amparo.web.safekeeping.recording import about_case

At = Callable[[str], Client]
NAMES = [one.value for one in Sealed]
WORDS = "Zarzamora, in the fifth month."


def _path(case: Case, name: str, act: str = "") -> str:
    return f"/en/work/case/{case.id}/section/{name}/{act}"


def _written(client: Client, name: str = "health") -> Case:
    case = report()
    opened(client, case)
    assert client.post(_path(case, name, "note/"), {"words": WORDS}).status_code == 302
    return case


def _lines() -> list[list[str]]:
    return [line.split(" ") for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]


def _actions() -> list[str]:
    return [line[4] for line in _lines()]


def _about(action: str) -> list[str]:
    return [line[5] for line in _lines() if line[4] == action]


@pytest.mark.parametrize("name", NAMES)
def test_the_door_shows_nothing_and_opening_shows_it_for_one_answer_and_is_recorded(name: str, work: At):
    ana = work("ana")
    case = _written(ana, name)
    for page in (opened(ana, case), ana.get(_path(case, name)).content.decode()):
        assert WORDS not in page
    assert "section.read" not in _actions()
    for times in (1, 2):
        answer = ana.post(_path(case, name, "open/"))
        assert answer.status_code == 200 and WORDS in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert _about("section.read") == [about_case(f"{case.id}/{name}", at_work(ana).member.id)] * times
    assert WORDS not in ana.get(_path(case, name)).content.decode()
    assert "section.note" in _actions()


def test_whether_anything_lies_there_does_not_show_at_the_door(work: At):
    ana, empty = work("ana"), report()
    full = _written(ana)
    opened(ana, empty)
    full_page, empty_page = (
        re.sub(r'value="\w{64}"', "", ana.get(_path(case, "health")).content.decode())
        .replace(case.id, "")
        .replace(case.number, "")
        for case in (full, empty)
    )
    assert full_page == empty_page


def test_one_section_does_not_open_another(work: At):
    ana = work("ana")
    case = _written(ana, "asylum")
    for name in ("health", "child"):
        assert WORDS not in ana.post(_path(case, name, "open/")).content.decode()
    assert ana.post(_path(case, "identity", "open/")).status_code == 404


def test_it_opens_only_by_a_form_that_somebody_sends_and_while_the_case_is_open(work: At):
    ana = work("ana")
    case = _written(ana)
    assert ana.get(_path(case, "health", "open/")).status_code == 405
    Opening.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert ana.get(_path(case, "health")).status_code == 302
    answer = ana.post(_path(case, "health", "open/"))
    assert answer.status_code == 302
    assert "section.read" not in _actions()
    kept = ana.post(_path(case, "health", "note/"), {"words": ""})
    assert kept.status_code == 400 and WORDS not in kept.content.decode()


@pytest.mark.parametrize("name", ["iris", "sofia", "basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_nobody_but_caseworkers_of_the_office_comes_to_it(name: str, work: At):
    case, client = _written(work("ana")), work(name)
    if name in ("iris", "sofia"):
        client.post(f"/en/work/case/{case.id}/open/", {"reason": "So."})
    for act in ("", "open/", "note/"):
        for ask in (client.get, client.post):
            answer = ask(_path(case, "health", act), {"words": "x"})
            assert answer.status_code in (404, 405) and WORDS not in answer.content.decode()
    if name in ("iris", "sofia"):
        with pytest.raises(NotAllowed):
            unsealing.read_section(at_work(client), case, Sealed.HEALTH)
        with pytest.raises(NotAllowed):
            unsealing.write_section(at_work(client), case, Sealed.HEALTH, "x")
    assert "section.read" not in _actions()


def test_the_keys_hold_what_the_door_promises(work: At):
    receipt = Receipt.new()
    case, ana, iris = report(receipt=receipt), work("ana"), work("iris")
    opened(ana, case)
    opened(iris, case)
    unsealing.write_section(at_work(ana), case, Sealed.HEALTH, WORDS)
    assert [one.data["words"] for one in dossier(ana, case).of(EntryKind.HEALTH)] == [WORDS]
    for seen in (dossier(iris, case), access_by_receipt(receipt)[1]):
        assert not list(seen.of(EntryKind.HEALTH))
    # Even if somebody wrote the post into the database.
    signed_in = at_work(iris)
    signed_in.__dict__["posts"] = frozenset({("north", Role.CASEWORKER)})
    with pytest.raises(CannotOpen):
        unsealing.read_section(signed_in, case, Sealed.HEALTH)
    assert "section.read" not in _actions()


def test_a_closed_case_is_read_and_not_written_to(work: At):
    ana = work("ana")
    case = _written(ana)
    closing.close(at_work(ana), case, Closing(Why.WITHDREW, Remedy.NOT_SOUGHT), left_open=())
    assert WORDS in ana.post(_path(case, "health", "open/")).content.decode()
    assert "<textarea" not in ana.get(_path(case, "health")).content.decode()
    answer = ana.post(_path(case, "health", "note/"), {"words": "Marked words."})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Marked words." in page and "Reopen it" in page
    assert len(list(dossier(ana, case).of(EntryKind.HEALTH))) == 1
