"""The record says what each member did, and tells a thief neither who works on which case nor when somebody came."""

from collections.abc import Callable

from django.test import Client
from made_reports import report

from amparo.vault.audit import verify_chain
from amparo.web.casework.models import Case
from amparo.web.people.models import Member
from amparo.web.safekeeping.recording import about_case
from amparo.web.safekeeping.store import store


def _lines() -> list[list[str]]:
    return [line.split() for line in store().audit_lines()]


def test_no_case_is_named_and_no_two_members_name_one_alike(cast: dict[str, Member], work: Callable[[str], Client]):
    case = report()
    for name in ("ana", "iris"):
        work(name).post(f"/en/work/case/{case.id}/open/")
    read = {who: about for _, _, _, who, action, about, _ in _lines() if action == "account.read"}
    assert set(read) == {cast["ana"].id, cast["iris"].id}
    assert len(set(read.values())) == 2
    text = "\n".join(store().audit_lines())
    assert case.id not in text and case.number not in text
    assert read[cast["ana"].id] == about_case(case.id, cast["ana"].id)
    verify_chain(store().audit_lines())


def test_who_comes_from_outside_leaves_no_line(cast: dict[str, Member]):
    before = _lines()
    report()
    assert Case.objects.count() == 1
    assert _lines() == before
