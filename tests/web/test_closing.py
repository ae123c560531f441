"""The end of work on a case: why, what was received and what remains; then only the person writes, until it is reopened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report

from amparo.errors import BadInput
from amparo.vault.receipts import Receipt
from amparo.web.casework import access
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import closing, planning, working
from amparo.web.casework.actions.by_receipt import ask_for_deletion, tell_more
from amparo.web.casework.actions.gathering import gather
from amparo.web.casework.actions.merging import merge
from amparo.web.casework.closing_together import Together
from amparo.web.casework.closings import Closing, Remedy, Why, closing_of
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, Opening, State
from amparo.web.casework.plans import NeedKind, Plan
from amparo.web.people.models import Member, Signal
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
INBOX = "/en/work/"
ENDED = Closing(Why.WITHDREW, Remedy.NOT_SOUGHT)
OWED = Closing(Why.NO_WAY, Remedy.PARTIAL, remains="800 euros of wages.")


def _path(case: Case, act: str = "") -> str:
    return f"/en/work/case/{case.id}/{act}"


def _closed(client: Client, case: Case, how: Closing = ENDED) -> Case:
    opened(client, case)
    closing.close(at_work(client), case, how, left_open=())
    return Case.objects.get(id=case.id)


def _receipt_page(receipt: Receipt, language: str = "en") -> str:
    return Client().post(f"/{language}/receipt/", {"typed": receipt.words}).content.decode()


def _tell(receipt: Receipt, case: Case, words: str) -> None:
    tell_more(receipt, case, access_by_receipt(receipt)[1], words, form=b"f" * 16)


def _actions() -> list[str]:
    return [line.split(" ")[4] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]


def test_it_is_closed_with_a_reason_and_what_remains_and_the_list_knows(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    working.say_next(at_work(ana), case, "We call.", timezone.localdate())
    told = {"why": "no-way-forward-now", "remedy": "partial", "remains": "800 euros of wages."}
    assert ana.post(_path(case, "close/"), told).status_code == 302
    found = Case.objects.get(id=case.id)
    assert (found.state, found.due_on) == (State.CLOSED, None)
    assert closing_of(dossier(ana, case)) == OWED
    line = access.access_line(at_work(ana), found)
    assert line is not None
    assert (line.state, line.due_on, line.waits_since, line.is_unpaid) == ("closed", None, None, True)
    page = opened(ana, found)
    assert "800 euros of wages." in page and "Received in part" in page
    assert _actions().count("case.close") == 1


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"why": "", "remedy": "full"}, "required"),
        ({"why": "withdrew", "remedy": ""}, "required"),
        ({"why": "other", "remedy": "unknown", "words": ""}, "Say in words why"),
        ({"why": "withdrew", "remedy": "none"}, "Name what remains"),
        ({"why": "withdrew", "remedy": "full", "remains": "Half of it."}, "not received in full"),
        ({"why": "remedy-received", "remedy": "unknown"}, "in full or in part"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_in_the_form(told: dict[str, str], wrong: str, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    told = {"words": "Marked words.", **told}
    answer = ana.post(_path(case, "close/"), told)
    page = answer.content.decode()
    assert answer.status_code == 400 and wrong in page
    assert all(value in page for value in told.values())
    assert Case.objects.get(id=case.id).state == State.RECEIVED


def test_open_tasks_are_shown_and_each_must_be_confirmed(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    for words in ("Ask for the payslips.", "Call the shelter."):
        planning.add_task(at_work(ana), case, words)
    first, second = (task.id for task in Plan.of(dossier(ana, case).entries).open_tasks)
    page = ana.get(_path(case, "close/")).content.decode()
    assert "Ask for the payslips." in page and "Call the shelter." in page
    told = {"why": "withdrew", "remedy": "not-sought"}
    for ticked in ([], [first]):
        answer = ana.post(_path(case, "close/"), {**told, "left_open": ticked})
        assert answer.status_code == 400 and "still to be done" in answer.content.decode()
    # A colleague adds one while this page is open: it was not seen.
    planning.add_task(at_work(ana), case, "Look after the dog.")
    assert ana.post(_path(case, "close/"), {**told, "left_open": [first, second]}).status_code == 400
    every = [task.id for task in Plan.of(dossier(ana, case).entries).open_tasks]
    assert ana.post(_path(case, "close/"), {**told, "left_open": every}).status_code == 302


ACTS = [
    ("answer/", {"message-words": "Marked words."}),
    ("next/", {"next-words": "Marked words."}),
    ("note/", {"note-words": "Marked words."}),
    ("write-down/", {"said-words": "Marked words."}),
    ("facts/", {"fact-age": "17"}),
    ("plan/need/", {"need-kind": "shelter", "need-words": "Marked words."}),
    ("plan/task/", {"task-words": "Marked words."}),
    ("close/", {"why": "withdrew", "remedy": "not-sought", "words": "Marked words."}),
    ("take/", {}),
    ("join/", {"sure": "yes"}),
]


@pytest.mark.parametrize(("act", "told"), ACTS, ids=[act for act, _ in ACTS])
def test_nothing_is_written_to_a_closed_case_and_what_was_typed_stays_on_the_page(
    act: str, told: dict[str, str], work: At
):
    ana, other = work("ana"), report()
    case = _closed(ana, report())
    opened(ana, other)
    before = len(dossier(ana, case).entries)
    answer = ana.post(_path(case, act), {**told, "double-number": other.number})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Work on this case has ended. Reopen it" in page
    assert all(value in page for value in told.values() if value != "yes")
    assert len(dossier(ana, case).entries) == before
    found = Case.objects.get(id=case.id)
    assert (found.state, found.writes) == (State.CLOSED, case.writes)


def test_the_page_of_a_closed_case_leads_to_reopening_and_offers_nothing_else_to_write(work: At):
    ana = work("ana")
    case = _closed(ana, report())
    page = ana.get(_path(case)).content.decode()
    assert _path(case, "reopen/") in page
    assert "Send to the person" not in page and _path(case, "take/") not in page
    assert "<textarea" not in ana.get(_path(case, "plan/")).content.decode()


def test_a_double_is_not_joined_to_a_closed_case(work: At):
    ana, case = work("ana"), report()
    into = _closed(ana, report())
    opened(ana, case)
    with pytest.raises(BadInput, match="Reopen"):
        merge(at_work(ana), case, into)
    assert not list(dossier(ana, case).of(EntryKind.MERGED))


def test_a_closed_case_neither_joins_a_collective_case_nor_gathers_one(work: At):
    ana, case = work("ana"), report()
    ended = _closed(ana, report())
    opened(ana, case)
    for collective, member in ((case, ended), (ended, case)):
        with pytest.raises(BadInput, match="Reopen"), transaction.atomic():
            gather(at_work(ana), collective, [member])
        assert not list(dossier(ana, case).of(EntryKind.GROUP))


def test_closing_a_collective_case_says_of_every_person_what_becomes_of_their_report(work: At, cast: dict[str, Member]):
    ana, collective = work("ana"), report()
    paid, unpaid, unread, theirs = people = [report(f"Worker {at}") for at in range(4)]
    for one in (paid, unpaid, theirs, collective):
        opened(ana, one)
    working.assign(at_work(ana), theirs, cast["iris"].id)
    gather(at_work(ana), collective, people)
    page = ana.get(_path(collective, "close/")).content.decode()
    assert page.count("Never read") == 1 and page.index(unread.number) < page.index("Never read")
    assert f'name="ends-{paid.id}"' in page
    assert f"ends-{unread.id}" not in page and f"ends-{theirs.id}" not in page
    told = {"why": "no-way-forward-now", "remedy": "partial", "remains": "A wage.", "to": cast["ana"].id}
    told |= {f"ends-{paid.id}": "full", f"ends-{unpaid.id}": "none"}
    answer = ana.post(_path(collective, "close/"), told)
    assert answer.status_code == 400 and "Name what remains" in answer.content.decode()
    assert {one.state for one in Case.objects.all()} == {State.RECEIVED}
    assert ana.post(_path(collective, "close/"), {**told, f"remains-{unpaid.id}": "500 euros."}).status_code == 302
    ended = {one: closing_of(dossier(ana, one)) for one in people}
    assert ended[paid] == Closing(Why.NO_WAY, Remedy.FULL)
    assert ended[unpaid] == Closing(Why.NO_WAY, Remedy.NONE, remains="500 euros.")
    assert ended[unread] is None and ended[theirs] is None
    worker = {one: dossier(ana, one).assigned_to for one in people}
    assert worker[unread] == cast["ana"].id and worker[theirs] == cast["iris"].id
    assert unread.number in ana.get(f"{INBOX}?view=mine").content.decode()


@pytest.mark.parametrize("reason", ["nobody saw it", "unread", "a task", "nobody takes it"])
def test_no_report_is_closed_with_a_collective_case_unseen_or_left_with_nobody(reason: str, work: At):
    ana, collective, member = work("ana"), report(), report()
    opened(ana, collective)
    gather(at_work(ana), collective, [member])
    told = {
        "nobody saw it": Together(),
        "unread": Together(closed={member.id: ENDED}),
        "a task": Together(closed={member.id: ENDED}),
        "nobody takes it": Together(stays=frozenset({member.id})),
    }
    if reason == "a task":
        opened(ana, member)
        planning.add_task(at_work(ana), member, "Call.")
    with pytest.raises(BadInput):
        closing.close(at_work(ana), collective, ENDED, left_open=(), together=told[reason])
    assert {one.state for one in Case.objects.all()} == {State.RECEIVED}


def test_it_is_reopened_with_a_reason_and_its_plan_stands_as_before(work: At):
    case, ana, day = report(), work("ana"), timezone.localdate() + timedelta(days=4)
    opened(ana, case)
    planning.add_task(at_work(ana), case, "Call.", day)
    (task,) = Plan.of(dossier(ana, case).entries).tasks
    closing.close(at_work(ana), case, OWED, left_open=[task])
    assert ana.post(_path(case, "reopen/"), {"why": " "}).status_code == 400
    assert ana.post(_path(case, "reopen/"), {"why": "The employer pays."}).status_code == 302
    found = Case.objects.get(id=case.id)
    line = access.access_line(at_work(ana), found)
    assert line is not None
    assert (found.state, found.due_on) == (State.OPEN, day)
    assert (line.state, line.due_on, line.is_unpaid) == ("open", day, False)
    assert closing_of(dossier(ana, case)) is None
    assert dossier(ana, case).newest(EntryKind.REOPENED) == {"why": "The employer pays."}
    assert "case.reopen" in _actions()
    planning.name_need(at_work(ana), case, NeedKind.SHELTER)
    with pytest.raises(BadInput):
        closing.reopen(at_work(ana), case, "Again.")


def test_whoever_opens_a_closed_case_is_asked_why(cast: dict[str, Member], work: At):
    ana = work("ana")
    case = _closed(ana, report())
    Opening.objects.all().delete()
    assert "Why do you open" in ana.post(_path(case, "open/")).content.decode()
    assert ana.post(_path(case, "open/"), {"reason": "She called."}).status_code == 302
    assert Signal.objects.filter(member=cast["ana"]).count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We could not reach you."),
        ("es", "No pudimos contactar con usted."),
        ("fr", "Nous n'avons pas pu vous joindre."),
        ("ar", "لم نتمكن من الوصول إليك."),
    ],
)
def test_the_person_is_told_that_work_has_ended_why_and_that_they_can_still_write(
    language: str, sentence: str, work: At
):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    working.say_next(at_work(ana), case, "Marked promise.", None)
    _closed(ana, case, Closing(Why.NO_CONTACT, Remedy.NONE, "Staff words.", "Rest of staff."))
    page = _receipt_page(receipt, language).replace("&#x27;", "'")
    assert sentence in page and 'name="message"' in page
    for hidden in ("Staff words", "Rest of staff", "Marked promise"):
        assert hidden not in page
    closing.reopen(at_work(ana), case, "Found.")
    assert sentence not in _receipt_page(receipt, language).replace("&#x27;", "'")


def test_a_message_on_a_closed_case_stands_in_the_list_and_with_whoever_had_it(work: At):
    receipt = Receipt.new()
    case, other, ana = report(receipt=receipt), report(), work("ana")
    opened(ana, case)
    working.take(at_work(ana), case)
    _closed(ana, case)
    _closed(ana, other)
    assert case.number not in ana.get(INBOX).content.decode()
    _tell(receipt, case, "They have come back.")
    for wanted in ({"states": ["received", "open"]}, {"states": ["open"], "whose": "mine", "only": ["waiting"]}):
        page = ana.post(INBOX, wanted).content.decode()
        assert case.number in page and "Not read" in page
        assert other.number not in page
    assert case.number in ana.get(INBOX).content.decode()
    assert case.number not in ana.post(INBOX, {"states": ["received"]}).content.decode()
    line = access.access_line(at_work(ana), case)
    # They wait since they wrote again, not since before it was closed.
    assert line is not None and line.waits_since is not None
    assert timezone.now() - line.waits_since < timedelta(minutes=2)


def test_who_asks_for_erasure_after_the_end_is_seen_too(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    _closed(ana, case)
    ask_for_deletion(receipt, case, access_by_receipt(receipt)[1])
    assert case.number in ana.get(INBOX).content.decode()


def test_what_was_not_answered_before_a_reopening_still_counts(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    _closed(ana, case)
    _tell(receipt, case, "They have come back.")
    closing.reopen(at_work(ana), case, "She wrote.")
    line = access.access_line(at_work(ana), case)
    assert line is not None and line.waits_since is not None


@pytest.mark.parametrize("name", ["iris", "sofia", "basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_only_caseworkers_of_the_office_close_and_reopen(name: str, work: At):
    case, client = report(), work(name)
    if name in ("iris", "sofia"):
        opened(client, case)
    for act in ("close/", "reopen/"):
        for ask in (client.get, client.post):
            assert ask(_path(case, act)).status_code == 404
    if name in ("iris", "sofia"):
        with pytest.raises(NotAllowed):
            closing.close(at_work(client), case, ENDED, left_open=())
        with pytest.raises(NotAllowed):
            closing.reopen(at_work(client), case, "So.")
    assert Case.objects.get(id=case.id).state == State.RECEIVED


def test_neither_page_shows_before_the_case_is_opened(work: At):
    case, ana, iris = report(), work("ana"), work("iris")
    opened(iris, case)
    planning.add_task(at_work(iris), case, "Call the shelter.")
    assert ana.get(_path(case, "close/")).status_code == 302
    answer = ana.post(_path(case, "close/"), {"why": "withdrew", "remedy": "not-sought", "words": "Marked words."})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Marked words." in page
    assert Case.objects.get(id=case.id).state == State.RECEIVED
