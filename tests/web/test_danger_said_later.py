"""Danger that is said later: by the person with the receipt or by a colleague, each time as an entry of its own. The last one counts."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import at_work, opened, report

from amparo.errors import BadInput
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt, access_line
from amparo.web.casework.actions import working
from amparo.web.casework.entries import REPORTER
from amparo.web.casework.models import Case
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]


def _said(case_or_receipt: Receipt) -> list[tuple[bool, bool]]:
    """Whether it was danger, and whether the person said so; oldest first."""
    found = access_by_receipt(case_or_receipt)[1]
    return [(bool(entry.data["danger"]), entry.by == REPORTER) for entry in found.dangers]


def _say(receipt: Receipt, told: str, *, times: int = 1) -> str:
    client = Client()
    page = client.post("/en/receipt/", {"typed": receipt.words}).content.decode()
    (held,) = set(re.findall(r'name="held" value="([^"]+)"', page))
    for _ in range(times):
        answer = client.post("/en/receipt/danger/", {"held": held, "danger": told})
        assert answer.status_code == 200
    return answer.content.decode()


def _note(client: Client, case: Case, told: str) -> None:
    assert client.post(f"/en/work/case/{case.id}/danger/", {"danger": told}).status_code == 302


def test_the_person_says_it_later_and_the_report_comes_first(work: At):
    receipt = Receipt.new()
    ana, quiet, case = work("ana"), report(), report(receipt=receipt)
    opened(ana, case)
    assert 'urgent">In danger now' not in ana.get("/en/work/").content.decode()
    page = _say(receipt, "now")
    assert "We have noted that you are in danger now." in page
    assert "Call first" in page
    inbox = ana.get("/en/work/").content.decode()
    assert inbox.index(case.number) < inbox.index('urgent">In danger now') < inbox.index(quiet.number)
    assert access_line(at_work(ana), case).is_read is False
    assert "The person says that they are in danger now." in opened(ana, case)


def test_it_has_passed_and_what_was_said_before_stays(work: At):
    receipt = Receipt.new()
    ana, case = work("ana"), report(receipt=receipt, is_danger=True)
    page = _say(receipt, "passed")
    assert "We have noted that the danger has passed." in page
    assert "Call first" not in page
    assert _said(receipt) == [(True, True), (False, True)]
    assert 'urgent">In danger now' not in ana.get("/en/work/").content.decode()
    assert opened(ana, case).count("In danger now") == 1


def test_the_same_page_sent_twice_says_it_once_and_another_page_says_it_anew(work: At):
    receipt = Receipt.new()
    report(receipt=receipt)
    _say(receipt, "now", times=3)
    _say(receipt, "now")
    assert _said(receipt) == [(False, True), (True, True), (True, True)]


@pytest.mark.parametrize("told", ["", "no", "\0", "PASSED"])
def test_what_is_not_clear_counts_as_danger(work: At, told: str):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    _say(receipt, told)
    _note(ana, case, told)
    assert _said(receipt) == [(False, True), (True, True), (True, False)]


@pytest.mark.parametrize("name", ["ana", "iris"])
def test_staff_note_it_and_note_that_it_has_passed(work: At, name: str):
    receipt = Receipt.new()
    client, case = work(name), report(receipt=receipt)
    opened(client, case)
    _note(client, case, "now")
    page = opened(client, case)
    assert f"<bdi>{name.title()}</bdi> noted that the person is in danger now." in page
    assert 'urgent">In danger now' in client.get("/en/work/").content.decode()
    assert AuditLine.objects.filter(line__contains=" case.danger ").count() == 1
    _note(client, case, "passed")
    assert "noted that the person" not in opened(client, case)
    assert _said(receipt) == [(False, True), (True, False), (False, False)]


def test_the_person_sees_what_was_noted_and_gainsays_it(work: At):
    receipt = Receipt.new()
    ana, case = work("ana"), report(receipt=receipt, is_danger=True)
    opened(ana, case)
    _note(ana, case, "passed")
    page = Client().post("/en/receipt/", {"typed": receipt.words}).content.decode()
    assert "that the danger has passed. If that is not so, say it here." in page
    assert "Ana" not in page
    assert "It is noted since" in _say(receipt, "now")
    assert _said(receipt)[-1] == (True, True)


def test_a_report_in_which_nobody_spoke_of_danger_says_nothing_of_it(work: At):
    page = opened(work("ana"), report())
    assert "No danger now" not in page
    assert 'urgent">In danger now' not in page


def test_who_has_not_opened_it_or_only_looks_on_notes_nothing(work: At):
    receipt = Receipt.new()
    case = report(receipt=receipt)
    with pytest.raises(BadInput):
        working.note_danger(at_work(work("ana")), case, is_now=True)
    sofia = work("sofia")
    opened(sofia, case)
    assert sofia.post(f"/en/work/case/{case.id}/danger/", {"danger": "now"}).status_code == 404
    assert _said(receipt) == [(False, True)]
