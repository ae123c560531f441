"""The plan of a case: needs followed, tasks ticked off and never erased, and its next day in clear beside it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import WORDS, at_work, dossier, opened, report

from amparo.errors import BadInput
from amparo.vault.receipts import Receipt
from amparo.web.casework import access
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import planning, working
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, State
from amparo.web.casework.plans import NeedKind, NeedState, Plan
from amparo.web.people.models import Member
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
NOWHERE = "0" * 32


def _path(case: Case, act: str = "") -> str:
    return f"/en/work/case/{case.id}/plan/{act}"


def _plan(client: Client, case: Case) -> Plan:
    return Plan.of(dossier(client, case).entries)


def _need(client: Client, case: Case, **told: str) -> None:
    answer = client.post(_path(case, "need/"), {f"need-{name}": value for name, value in told.items()})
    assert answer.status_code == 302


def _task(client: Client, case: Case, **told: object) -> None:
    answer = client.post(_path(case, "task/"), {f"task-{name}": value for name, value in told.items()})
    assert answer.status_code == 302


def test_a_need_is_named_before_anybody_makes_a_case_of_the_report(work: At):
    case, iris = report(), work("iris")
    opened(iris, case)
    _need(iris, case, kind="shelter", words="For two, tonight.")
    (need,) = _plan(iris, case).needs.values()
    assert (need.kind, need.state, need.words) == (NeedKind.SHELTER, NeedState.NAMED, "For two, tonight.")
    assert Case.objects.get(id=case.id).state == State.RECEIVED
    assert "A safe place to stay" in opened(iris, case)


def test_what_comes_of_a_need_is_followed_and_what_stood_before_stays(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    _need(ana, case, kind="legal-aid")
    (need,) = _plan(ana, case).needs.values()
    for state, words in (("offered", ""), ("declined", ""), ("accepted", "She thought about it.")):
        told = {f"need-{need.id}-state": state, f"need-{need.id}-words": words}
        assert ana.post(_path(case, f"need/{need.id}/"), told).status_code == 302
    (now,) = _plan(ana, case).needs.values()
    assert (now.state, now.words) == (NeedState.ACCEPTED, "She thought about it.")
    assert [one.data["state"] for one in dossier(ana, case).of(EntryKind.NEED)] == [
        "named",
        "offered",
        "declined",
        "accepted",
    ]
    page = ana.get(_path(case)).content.decode()
    assert page.index("Accepted") < page.rindex("Declined") < page.rindex("Offered")


def test_to_decline_one_need_touches_no_other(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    for kind in ("shelter", "wage-recovery"):
        _need(ana, case, kind=kind)
    shelter, wages = _plan(ana, case).needs.values()
    planning.change_need(at_work(ana), case, shelter.id, NeedState.DECLINED, "")
    assert _plan(ana, case).needs[wages.id] == wages
    assert _plan(ana, case).open_needs == [wages]


def test_what_cannot_be_met_says_why(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    _need(ana, case, kind="shelter")
    (need,) = _plan(ana, case).needs.values()
    told = {f"need-{need.id}-state": "cannot-be-met", f"need-{need.id}-words": "  "}
    answer = ana.post(_path(case, f"need/{need.id}/"), told)
    assert answer.status_code == 400 and "Say why" in answer.content.decode()
    assert _plan(ana, case).needs[need.id].state is NeedState.NAMED


def test_the_next_day_is_the_earliest_of_open_tasks_and_of_what_was_promised(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    signed_in, today = at_work(ana), timezone.localdate()
    soon, later, last = (today + timedelta(days=days) for days in (2, 9, 30))

    def due() -> set[object]:
        line = access.access_line(at_work(ana), case)
        return {Case.objects.get(id=case.id).due_on, line and line.due_on}

    _task(ana, case, words="Write to the inspectorate.", due_on=later.isoformat())
    assert due() == {later}
    working.say_next(signed_in, case, "We call you.", soon)
    assert due() == {soon}
    working.say_next(signed_in, case, "We have called; next month again.", last)
    assert due() == {later}
    (task,) = _plan(ana, case).tasks.values()
    planning.change_task(signed_in, case, task.id, task.words, task.due_on, "", is_done=True)
    assert due() == {last}
    planning.change_task(signed_in, case, task.id, task.words, soon, "", is_done=False)
    assert due() == {soon}
    working.say_next(signed_in, case, "That is all.", None)
    planning.change_task(signed_in, case, task.id, task.words, soon, "", is_done=True)
    assert due() == {None}


def test_a_task_is_ticked_off_and_taken_up_again_and_nothing_of_it_is_lost(cast: dict[str, Member], work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    _task(ana, case, words="Ask for the payslips.", who=cast["iris"].id)
    (task,) = _plan(ana, case).tasks.values()
    told = {f"task-{task.id}-words": "Ask for the payslips.", f"task-{task.id}-who": cast["iris"].id}
    address = _path(case, f"task/{task.id}/")
    assert ana.post(address, {**told, f"task-{task.id}-is_done": "on"}).status_code == 302
    assert _plan(ana, case).open_tasks == []
    assert ana.post(address, told).status_code == 302
    assert _plan(ana, case).open_tasks == [task]
    assert [one.data["done"] for one in dossier(ana, case).of(EntryKind.TASK)] == [False, True, False]
    lines = [line.split(" ")[4] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]
    assert lines[-3:] == ["task.add", "task.change", "task.change"]


def test_a_task_keeps_the_name_of_who_has_left(cast: dict[str, Member], work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    _task(ana, case, words="Ask for the payslips.", who=cast["iris"].id)
    work("adam").post(f"/en/work/people/{cast['iris'].id}/leave/")
    (task,) = _plan(ana, case).tasks.values()
    assert "Iris" in ana.get(_path(case)).content.decode()
    told = {f"task-{task.id}-words": "Ask again.", f"task-{task.id}-who": cast["iris"].id}
    assert ana.post(_path(case, f"task/{task.id}/"), told).status_code == 302
    assert ana.post(_path(case, "task/"), {"task-words": "New.", "task-who": cast["iris"].id}).status_code == 400


@pytest.mark.parametrize(
    ("act", "told", "wrong"),
    [
        ("need/", {"need-kind": "a horse", "need-words": "Marked words"}, "not one of the available"),
        ("task/", {"task-words": "", "task-due_on": "2027-01-01"}, "required"),
        ("task/", {"task-words": "Marked words", "task-due_on": "soon"}, "valid date"),
        ("task/", {"task-words": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_taken_stays_in_its_form(act: str, told: dict[str, str], wrong: str, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    answer = ana.post(_path(case, act), told)
    page = answer.content.decode()
    assert answer.status_code == 400 and wrong in page
    assert all(word in page for word in told.values() if word != "a horse")
    assert not _plan(ana, case).history


def test_an_item_that_is_not_there_is_refused(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    assert ana.post(_path(case, f"need/{NOWHERE}/"), {f"need-{NOWHERE}-state": "met"}).status_code == 400
    assert ana.post(_path(case, f"task/{NOWHERE}/"), {f"task-{NOWHERE}-words": "x"}).status_code == 404
    with pytest.raises(BadInput):
        planning.change_task(at_work(ana), case, NOWHERE, "x", None, "", is_done=True)


def test_nothing_of_it_shows_or_is_written_before_the_case_is_opened(work: At):
    case, ana, iris = report(), work("ana"), work("iris")
    opened(iris, case)
    _need(iris, case, kind="shelter", words="For two.")
    assert ana.get(_path(case)).status_code == 302
    answer = ana.post(_path(case, "task/"), {"task-words": "Call the shelter."})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Open the report first" in page
    assert "Call the shelter." in page and "For two." not in page
    assert not _plan(ana, case).tasks


def test_a_supervisor_reads_the_plan_and_writes_nothing(work: At):
    case, ana, sofia = report(), work("ana"), work("sofia")
    opened(ana, case)
    _need(ana, case, kind="medical", words="A dentist.")
    opened(sofia, case)
    page = sofia.get(_path(case)).content.decode()
    assert "A dentist." in page and WORDS not in page
    assert "<textarea" not in page and 'name="need-kind"' not in page
    (need,) = _plan(ana, case).needs
    for act in ("need/", f"need/{need}/", "task/", f"task/{NOWHERE}/"):
        assert sofia.post(_path(case, act), {"need-kind": "shelter", "task-words": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        planning.name_need(at_work(sofia), case, NeedKind.SHELTER)


def test_the_person_with_the_receipt_does_not_read_it(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    _need(ana, case, kind="medical", words="A dentist.")
    _task(ana, case, words="Call one.")
    _, seen = access_by_receipt(receipt)
    assert not list(seen.of(EntryKind.NEED, EntryKind.TASK))


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_others_are_refused_as_if_it_did_not_exist(name: str, work: At):
    case, client = report(), work(name)
    for act in ("", "need/", f"need/{NOWHERE}/", "task/", f"task/{NOWHERE}/"):
        for ask in (client.get, client.post):
            assert ask(_path(case, act)).status_code in (404, 405)


def test_intake_leaves_the_plan_of_a_case_to_caseworkers(work: At):
    case, ana, iris = report(), work("ana"), work("iris")
    opened(ana, case)
    ana.post(f"/en/work/case/{case.id}/make/")
    assert iris.get(_path(case)).status_code == 404
    assert iris.post(_path(case, "need/"), {"need-kind": "shelter"}).status_code == 404
