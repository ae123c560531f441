"""Insider signals: who opens what is not their work, or very much of it, is asked why, and custodians read the answer."""

from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import WORDS, at_work, opened, report

from amparo.web.casework.actions import opening
from amparo.web.casework.models import Case, Opening, State
from amparo.web.people.models import Member, Signal
from amparo.web.people.signals import signals_for

At = Callable[[str], Client]
REASON = "Iris is ill, and the person called."


def _open(client: Client, case: Case, **told: str) -> int:
    return client.post(f"/en/work/case/{case.id}/open/", told).status_code


def _case_of(iris: Client) -> Case:
    case = report()
    opened(iris, case)
    iris.post(f"/en/work/case/{case.id}/take/")
    return case


def test_taking_a_case_unopened_does_not_make_it_ones_own(work: At):
    case, ana = _case_of(work("iris")), work("ana")
    assert ana.post(f"/en/work/case/{case.id}/take/").status_code == 400
    assert "Why do you open this report?" in ana.post(f"/en/work/case/{case.id}/open/").content.decode()


def test_opening_a_case_that_somebody_else_works_on_asks_why(cast: dict[str, Member], work: At):
    ana = work("ana")
    case = _case_of(work("iris"))
    asked = ana.post(f"/en/work/case/{case.id}/open/")
    assert "Why do you open this report?" in asked.content.decode()
    assert WORDS not in asked.content.decode()
    assert not Opening.objects.filter(case=case, member=cast["ana"]).exists()
    assert _open(ana, case, reason="   ") == 400
    assert _open(ana, case, reason="x" * 901) == 400
    assert not Signal.objects.exists()
    assert _open(ana, case, reason=REASON) == 302
    assert WORDS in ana.get(f"/en/work/case/{case.id}/").content.decode()


def test_the_reason_is_read_by_custodians_and_stands_nowhere_in_clear(cast: dict[str, Member], work: At):
    ana = work("ana")
    case = _case_of(work("iris"))
    _open(ana, case, reason=REASON)
    signal = Signal.objects.get()
    assert (signal.member_id, signal.kind, signal.office_id) == (cast["ana"].id, Signal.Kind.OUTSIDE_WORK, "north")
    assert REASON.encode() not in bytes(signal.sealed)
    assert case.number.encode() not in bytes(signal.sealed)
    (told,) = signals_for(at_work(work("carmen")))
    assert (told.reason, told.about) == (REASON, case.number)


def test_who_works_on_it_is_not_asked_nor_is_a_second_opening(cast: dict[str, Member], work: At):
    ana, iris = work("ana"), work("iris")
    case = _case_of(iris)
    assert _open(iris, case) == 302
    assert _open(ana, case, reason=REASON) == 302
    assert _open(ana, case) == 302
    assert Signal.objects.count() == 1


def test_a_supervisor_is_not_asked_about_her_own_work(cast: dict[str, Member], work: At):
    case = _case_of(work("iris"))
    assert _open(work("sofia"), case) == 302


def test_opening_a_closed_case_asks_why(work: At):
    case, ana = report(), work("ana")
    Case.objects.filter(id=case.id).update(state=State.CLOSED)
    assert _open(ana, case) == 200
    assert _open(ana, case, reason=REASON) == 302
    assert Signal.objects.get().kind == Signal.Kind.OUTSIDE_WORK


def test_opening_very_many_within_an_hour_asks_why(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "MOST", 3)
    cases = [report() for _ in range(5)]
    ana = work("ana")
    assert [_open(ana, case) for case in cases[:4]] == [302, 302, 302, 200]
    assert _open(ana, cases[3], reason=REASON) == 302
    assert _open(ana, cases[4]) == 302
    assert Signal.objects.get().kind == Signal.Kind.MANY_OPENED


def test_signing_out_and_in_again_does_not_begin_the_count_anew(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "MOST", 3)
    cases = [report() for _ in range(4)]
    for case in cases[:3]:
        opened(work("ana"), case)
    assert _open(work("ana"), cases[3]) == 200


def test_comparing_a_double_is_opening_it(cast: dict[str, Member], work: At):
    ana = work("ana")
    other = _case_of(work("iris"))
    case = report()
    answer = ana.post(f"/en/work/case/{case.id}/join/", {"double-number": other.number})
    assert answer.status_code == 400
    assert not Opening.objects.filter(case=other, member=cast["ana"]).exists()
