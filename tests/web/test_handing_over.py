"""Cases given to a colleague, one or all; and cover: for a week, and not a day longer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import WORDS, at_work, dossier, opened, report

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.actions import closing, working
from amparo.web.casework.actions.handing_over import hand_over
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, Opening
from amparo.web.people.actions.daily import daily
from amparo.web.people.actions.letting_in import let_cover
from amparo.web.people.models import Member
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine
from amparo.web.safekeeping.store import cabinet

At = Callable[[str], Client]
NOTE = "The inspectorate answers on Monday; do not call the shop."
PAGE = "/en/work/hand-over/"


@pytest.fixture
def basir_in_the_north(cast: dict[str, Member], work: At) -> Member:
    """Basir works on cases of the north for a week."""
    ana = at_work(work("ana"))
    let_cover(ana, "north", Role.CASEWORKER, cast["basir"], ana.today + timedelta(days=7))
    return cast["basir"]


def _taken(client: Client, *cases: Case) -> None:
    for case in cases:
        opened(client, case)
        working.take(at_work(client), case)


def _actions() -> list[str]:
    return [line.split(" ")[4] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]


def _open_with_reason(client: Client, case: Case) -> str:
    client.post(f"/en/work/case/{case.id}/open/", {"reason": "I cover for Ana."})
    return client.get(f"/en/work/case/{case.id}/").content.decode()


def test_a_case_is_given_with_a_note_that_the_colleague_sees_first(basir_in_the_north: Member, work: At):
    case, ana, basir = report(), work("ana"), work("basir")
    opened(ana, case)
    told = {"assign-member": basir_in_the_north.id, "assign-words": NOTE}
    assert ana.post(f"/en/work/case/{case.id}/assign/", told).status_code == 302
    page = opened(basir, case)
    assert page.index("Handed over by Ana") < page.index(NOTE) < page.index(WORDS)
    _taken(basir, case)
    assert NOTE not in opened(basir, case)


def test_a_supervisor_is_not_shown_the_note(basir_in_the_north: Member, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    working.assign(at_work(ana), case, basir_in_the_north.id, NOTE)
    assert NOTE not in opened(work("sofia"), case)


def test_what_intake_no_longer_sees_is_not_given_to_intake(cast: dict[str, Member], work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    working.make_case(at_work(ana), case)
    with pytest.raises(BadInput):
        working.assign(at_work(ana), case, cast["iris"].id)


def test_all_cases_of_one_colleague_go_to_another_with_one_note(
    cast: dict[str, Member], basir_in_the_north: Member, work: At
):
    ana, first, second, ended, other = work("ana"), report(), report(), report(), report()
    _taken(ana, first, second, ended)
    closing.close(at_work(ana), ended, Closing(Why.WITHDREW, Remedy.NOT_SOUGHT), left_open=())
    told = {"whose": f"north/{cast['ana'].id}", "to": f"north/{basir_in_the_north.id}", "words": NOTE}
    page = ana.post(PAGE, told).content.decode()
    assert "2 cases are handed over." in page
    assert {dossier(ana, case).assigned_to for case in (first, second)} == {basir_in_the_north.id}
    assert (dossier(ana, ended).assigned_to, dossier(ana, other).assigned_to) == (cast["ana"].id, "")
    line = access.access_line(at_work(ana), first)
    assert line is not None and basir_in_the_north.id.startswith(line.assigned_to)
    assert NOTE in opened(work("basir"), second)
    assert _actions().count("case.hand-over") == 2
    assert "Nobody whose cases" in ana.get(PAGE).content.decode()


def test_a_supervisor_hands_over_what_somebody_left_behind_without_opening_a_word(
    cast: dict[str, Member], basir_in_the_north: Member, work: At
):
    ana, sofia, case = work("ana"), work("sofia"), report()
    _taken(ana, case)
    work("adam").post(f"/en/work/people/{cast['ana'].id}/leave/")
    page = sofia.get(PAGE).content.decode()
    assert "Ana (1)" in page and WORDS not in page
    told = {"whose": f"north/{cast['ana'].id}", "to": f"north/{basir_in_the_north.id}", "words": NOTE}
    assert "1 case is handed over." in sofia.post(PAGE, told).content.decode()
    basir = work("basir")
    assert NOTE in opened(basir, case)
    assert dossier(basir, case).assigned_to == basir_in_the_north.id


def test_nobody_takes_the_cases_of_others_in_one_go(cast: dict[str, Member], basir_in_the_north: Member, work: At):
    ana, case = work("ana"), report()
    _taken(ana, case)
    basir, sofia = at_work(work("basir")), at_work(work("sofia"))
    for signed_in, to in (
        (basir, basir.member.id),
        (at_work(work("iris")), basir.member.id),
        (at_work(work("adam")), basir.member.id),
        (sofia, sofia.member.id),
    ):
        with pytest.raises(NotAllowed):
            hand_over(signed_in, "north", cast["ana"].id, to, NOTE)
    for to in (cast["iris"].id, cast["ana"].id, cast["dana"].id):
        with pytest.raises(BadInput):
            hand_over(at_work(ana), "north", cast["ana"].id, to, NOTE)
    with pytest.raises(BadInput):
        hand_over(at_work(ana), "north", cast["ana"].id, basir.member.id, " ")
    assert dossier(ana, case).assigned_to == cast["ana"].id


@pytest.mark.parametrize(
    "told", [{}, {"whose": "north/none", "to": "x"}, {"whose": "north", "to": "south", "words": "x"}]
)
def test_what_is_chosen_is_among_what_is_shown(told: dict[str, str], work: At):
    ana, case = work("ana"), report()
    _taken(ana, case)
    assert ana.post(PAGE, {"words": "Marked words.", **told}).status_code == 400
    assert "hand-over" not in "".join(_actions())


@pytest.mark.parametrize("name", ["dana", "anton", "carmen", "adam"])
def test_who_works_on_no_cases_hands_none_over(name: str, work: At):
    assert work(name).get(PAGE).status_code == 404


def _in_days(days: int, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=days))


def test_cover_reads_for_a_week_and_then_no_longer(
    cast: dict[str, Member], basir_in_the_north: Member, work: At, monkeypatch: pytest.MonkeyPatch
):
    ana, case, now = work("ana"), report(), timezone.now()
    _taken(ana, case)
    for day in (0, 3, 7):
        _in_days(day, monkeypatch, now)
        Opening.objects.all().delete()
        basir = work("basir")
        assert case.number in basir.get("/en/work/").content.decode()
        assert WORDS in _open_with_reason(basir, case)
    kept = at_work(basir)
    _in_days(8, monkeypatch, now)
    for with_the_days_work in (False, True):
        if with_the_days_work:
            daily(timezone.localdate())
        basir = work("basir")
        assert case.number not in basir.get("/en/work/").content.decode()
        assert WORDS not in _open_with_reason(basir, case)
        assert basir.get(f"/en/work/case/{case.id}/").status_code == 404
        with pytest.raises(CannotOpen):
            dossier(basir, case)
    # What he kept of his keys opens nothing that came after.
    ana = work("ana")
    opened(ana, case)
    working.note(at_work(ana), case, "Zarzamora, after he covered.")
    later = report(words="Told on the ninth day.")
    seen = Dossier.open(cabinet(), kept.ring, case.id, on=kept.today)
    assert seen.told["words"] == WORDS and not list(seen.of(EntryKind.NOTE))
    with pytest.raises(CannotOpen):
        Dossier.open(cabinet(), kept.ring, later.id, on=kept.today)
    assert "Zarzamora, after he covered." in opened(ana, case)


def test_a_colleague_who_left_reads_nothing_and_an_administrator_never_did(
    cast: dict[str, Member], basir_in_the_north: Member, work: At
):
    case, basir, adam = report(), work("basir"), work("adam")
    for act in (adam.get, adam.post):
        assert act(f"/en/work/case/{case.id}/").status_code == 404
    with pytest.raises(CannotOpen):
        dossier(adam, case)
    assert WORDS in _open_with_reason(basir, case)
    adam.post(f"/en/work/people/{basir_in_the_north.id}/leave/")
    answer = basir.get(f"/en/work/case/{case.id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/work/sign-in/")
