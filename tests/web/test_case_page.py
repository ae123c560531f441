"""The page of a case: closed until it is opened, what whose keys show, what is done on it, and who never comes to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from made_reports import WORDS, at_work, bare, dossier, opened, report

from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import Attachment
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.vault.keys import Role
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework import access
from amparo.web.casework.actions import erasing, opening, working
from amparo.web.casework.actions.by_receipt import ask_for_deletion, tell_more
from amparo.web.casework.actions.canned import keep_canned
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.actions.merging import merge
from amparo.web.casework.actions.opening import open_case
from amparo.web.casework.actions.opening_here import Heard, open_here
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.coded import countries
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.lists.lines import index_of
from amparo.web.casework.lists.tables import Table
from amparo.web.casework.lists.wanted import folded
from amparo.web.casework.models import CannedAnswer, Case, Opening, State
from amparo.web.people.models import Member
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine
from amparo.web.safekeeping.store import cabinet, store

At = Callable[[str], Client]
NAME = "Rosa Ñandú"
ACTS = ("open", "take", "assign", "answer", "next", "note", "write-down", "danger", "make", "facts", "join", "erase")


def _path(case: Case, act: str = "") -> str:
    return f"/en/work/case/{case.id}/" + (f"{act}/" if act else "")


def _page(client: Client, case: Case) -> str:
    return client.get(_path(case)).content.decode()


def _as_reporter(receipt: Receipt, case: Case) -> Dossier:
    return Dossier.open(cabinet(), KeyRing.of(receipt.pair), case.id, on=timezone.localdate())


def _actions() -> list[str]:
    return [line.split(" ")[4] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]


def test_it_shows_nothing_that_was_told_before_it_is_opened(work: At):
    case = report(NAME)
    page = _page(work("ana"), case)
    assert case.number in page
    assert WORDS not in page
    assert NAME not in page
    assert "Through my cousin" not in page


def test_opening_is_recorded_and_the_reporter_sees_role_and_day_once(work: At):
    receipt = Receipt.new()
    case, ana = report(NAME, receipt=receipt), work("ana")
    for _ in range(2):
        page = opened(ana, case)
        assert WORDS in page
        assert NAME in page
    assert _actions().count("account.read") == 2
    (read,) = _as_reporter(receipt, case).of(EntryKind.READ)
    assert read.data == {"role": "caseworker"}
    opened(work("iris"), case)
    assert [entry.data["role"] for entry in _as_reporter(receipt, case).of(EntryKind.READ)] == ["caseworker", "intake"]


def test_what_the_person_writes_later_counts_as_unread_until_it_is_opened(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    tell_more(receipt, case, _as_reporter(receipt, case), "They came again.", form=b"f" * 16)
    assert "Not read" in ana.get("/en/work/").content.decode()
    assert "They came again." in opened(ana, case)
    assert "Not read" not in ana.get("/en/work/").content.decode()


def test_how_it_is_safe_to_reach_them_stands_before_everything_else(work: At):
    page = opened(work("ana"), report(NAME, is_danger=True))
    assert (
        page.index("in danger now")
        < page.index("Through my cousin")
        < page.index(WORDS)
        < page.index("Send to the person")
    )


def test_it_closes_again_after_a_while_and_in_another_session(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    assert WORDS not in _page(work("ana"), case)
    assert WORDS in _page(ana, case)
    Opening.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert WORDS not in _page(ana, case)


def test_words_written_while_it_closed_are_not_lost(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    Opening.objects.update(at=timezone.now() - timedelta(minutes=16))
    kept = ana.post(_path(case, "next"), {"next-words": "I will call on Monday.", "next-due_on": "soon"})
    assert kept.status_code == 400
    assert "I will call on Monday." in kept.content.decode()
    assert WORDS not in kept.content.decode()


def test_no_page_of_a_case_is_kept_by_a_browser(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    for act in ("", "facts"):
        assert "no-store" in ana.get(_path(case, act))["Cache-Control"]


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_others_are_refused_as_if_it_did_not_exist(name: str, work: At):
    case, client = report(NAME), work(name)
    for act in ("", *ACTS, "file/" + "0" * 32):
        there, nowhere = _path(case, act), _path(Case(id="0" * 32), act)
        for ask in (client.get, client.post):
            answer, refusal = ask(there), ask(nowhere)
            assert answer.status_code in (404, 405)
            # The links to other languages repeat the address that was asked for, and nothing else does.
            page = bare(answer.content).replace(case.id.encode(), b"0" * 32)
            assert (answer.status_code, page) == (refusal.status_code, bare(refusal.content))
            assert case.number.encode() not in answer.content


def test_who_is_signed_out_is_asked_to_sign_in(work: At):
    case = report()
    for act in ("", *ACTS):
        answer = work("nobody").post(_path(case, act))
        assert (answer.status_code, answer["Location"]) == (302, "/en/work/sign-in/")


def test_intake_works_on_reports_and_leaves_cases_to_caseworkers(work: At):
    case, ana, iris = report(NAME), work("ana"), work("iris")
    page = opened(iris, case)
    assert WORDS in page
    assert NAME not in page
    for act in ("make", "join", "erase"):
        assert iris.post(_path(case, act), {"sure": "yes"}).status_code == 404
    opened(ana, case)
    ana.post(_path(case, "make"))
    for act in ("", *ACTS):
        assert iris.get(_path(case, act)).status_code in (404, 405)
        assert iris.post(_path(case, act)).status_code in (404, 405)


def test_a_supervisor_sees_facts_and_rights_and_neither_words_nor_name(work: At):
    case, ana, sofia = report(NAME, facts={"state": "MEX", "documents-taken": True}), work("ana"), work("sofia")
    opened(ana, case)
    ana.post(_path(case, "note"), {"note-words": "Rosa is at her cousin's."})
    page = opened(sofia, case)
    assert "Mexico" in page
    for hidden in (WORDS, NAME, "cousin", "Send to the person"):
        assert hidden not in page
    assert "facts.read" in _actions()
    assert not [entry for entry in dossier(ana, case).of(EntryKind.READ) if entry.by == at_work(sofia).member.id]
    for act in ACTS[1:]:
        assert sofia.post(_path(case, act)).status_code == 404


def test_an_answer_reaches_the_receipt_and_nobody_waits_any_more(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    assert ana.post(_path(case, "answer"), {"message-words": "Where are you now?"}).status_code == 302
    assert [one.data["words"] for one in _as_reporter(receipt, case).of(EntryKind.MESSAGE)] == ["Where are you now?"]
    assert "Answered" in ana.get("/en/work/").content.decode()


@pytest.mark.parametrize("words", ["", "   ", "x" * 20_001])
def test_an_answer_that_cannot_be_sent_stays_in_its_form(words: str, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    answer = ana.post(_path(case, "answer"), {"message-words": words})
    assert answer.status_code == 400
    assert words.strip() in answer.content.decode()
    assert not list(dossier(ana, case).of(EntryKind.MESSAGE))


def test_signs_that_turn_a_text_round_are_not_taken(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    ana.post(_path(case, "answer"), {"message-words": "abc\u202edef\x00"})
    (message,) = dossier(ana, case).of(EntryKind.MESSAGE)
    assert message.data["words"] == "abcdef"


def test_two_colleagues_who_answer_at_once_lose_nothing_and_are_told(cast: dict[str, Member], work: At):
    case, ana, iris = report(), work("ana"), work("iris")
    opened(iris, case)
    opened(ana, case)
    seen = str(Case.objects.get(id=case.id).writes)
    first = iris.post(_path(case, "answer"), {"message-words": "From Iris.", "seen": seen})
    second = ana.post(_path(case, "answer"), {"message-words": "From Ana.", "seen": seen})
    assert "meanwhile" not in first["Location"]
    assert "Somebody else wrote" in ana.get(second["Location"]).content.decode()
    assert [one.data["words"] for one in dossier(ana, case).of(EntryKind.MESSAGE)] == ["From Iris.", "From Ana."]


def test_taking_and_giving_a_case(cast: dict[str, Member], work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    ana.post(_path(case, "take"))
    assert dossier(ana, case).assigned_to == cast["ana"].id
    assert ana.post(_path(case, "assign"), {"assign-member": cast["iris"].id}).status_code == 302
    assert dossier(ana, case).assigned_to == cast["iris"].id
    for stranger in ("basir", "sofia", "dana", "adam"):
        assert ana.post(_path(case, "assign"), {"assign-member": cast[stranger].id}).status_code == 400
    assert dossier(ana, case).assigned_to == cast["iris"].id


def test_what_is_next_is_told_with_its_day_and_only_the_day_stands_in_clear(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    ana.post(_path(case, "next"), {"next-words": "We look for a lawyer.", "next-due_on": "2027-03-01"})
    (told,) = _as_reporter(receipt, case).of(EntryKind.NEXT)
    assert told.data == {"words": "We look for a lawyer.", "on": "2027-03-01"}
    assert str(Case.objects.get(id=case.id).due_on) == "2027-03-01"


def test_a_note_is_for_colleagues_alone(work: At):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    ana.post(_path(case, "note"), {"note-words": "Ask the consulate."})
    assert "Ask the consulate." in opened(ana, case)
    assert not list(_as_reporter(receipt, case).of(EntryKind.NOTE))


def test_a_visit_is_written_down_with_consent_and_how_it_was_given(work: At):
    receipt = Receipt.new()
    case, ana = report("", receipt=receipt), work("ana")
    opened(ana, case)
    told = {
        "said-words": "They also keep my phone.",
        "said-name": NAME,
        "said-partner": "telephone",
        "said-help": "refused",
    }
    assert ana.post(_path(case, "write-down"), told).status_code == 302
    seen = dossier(ana, case)
    assert seen.consents == {"partner"}
    assert seen.newest(EntryKind.CONSENTS)["how"] == {"partner": "telephone", "help": "refused"}
    assert seen.newest(EntryKind.CONTACT)["how"] == "Through my cousin"
    page = opened(ana, case)
    assert "written down by us" in page
    assert NAME in page
    assert ana.post(_path(case, "write-down"), {}).status_code == 400


def test_intake_is_told_when_its_keys_do_not_open_the_name(work: At):
    case, iris = report(""), work("iris")
    opened(iris, case)
    answer = iris.post(_path(case, "write-down"), {"said-name": "Rosa Marchena", "said-words": "More."})
    assert answer.status_code == 400
    assert "Rosa Marchena" in answer.content.decode()
    assert not list(dossier(iris, case).of(EntryKind.MESSAGE))


def test_facts_have_three_values_and_show_the_rights_they_engage(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    told = {
        "fact-state_1": "MEX",
        "fact-state_2": "GTM",
        "fact-age": "15-18",
        "fact-documents-taken": "yes",
        "fact-detained": "no",
    }
    answer = ana.post(_path(case, "facts"), told)
    assert answer.status_code == 302
    chronicle = chronicle_of(dossier(ana, case))
    day = timezone.localdate()
    known = {name: one.value for name, one in chronicle.told("MEX", Period(day, day)).items()}
    assert known == {"age": Interval(15, 18), "documents-taken": True, "detained": False}
    assert chronicle.states == ("MEX", "GTM")
    page = opened(ana, case)
    rights = page[page.index("Rights engaged") :]
    assert "Mexico" in rights and "Guatemala" in rights
    assert "would settle most" in rights
    form = ana.get(_path(case, "facts")).content.decode()
    # The clock of the tests stands on another day than that on which the age was written down.
    assert 'value="15-18"' in form or 'value="14-18"' in form


@pytest.mark.parametrize(
    "told",
    [{"fact-age": "old"}, {"fact-nationality": "Atlantis"}, {"fact-sector": "no such"}, {"fact-since": "2999-01-01"}],
)
def test_facts_that_cannot_be_read_are_refused_and_kept_in_the_form(told: dict[str, str], work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    answer = ana.post(_path(case, "facts"), {**told, "fact-detained": "yes"})
    assert answer.status_code == 400
    assert dossier(ana, case).newest(EntryKind.FACTS)["facts"] == {}


def test_the_form_of_facts_shows_nothing_while_the_case_is_closed(work: At):
    case, ana = report(facts={"state": "MEX"}), work("ana")
    assert ana.get(_path(case, "facts")).status_code == 302


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("take", {}),
        ("make", {}),
        ("assign", {"assign-member": ""}),
        ("answer", {"message-words": "Where are you?"}),
        ("next", {"next-words": "We call."}),
        ("note", {"note-words": "Hers."}),
        ("write-down", {"said-words": "She called."}),
        ("join", {"sure": "yes"}),
        ("erase", {"sure": "yes"}),
    ],
)
def test_nothing_is_done_with_a_case_before_it_is_opened(
    act: str, told: dict[str, str], cast: dict[str, Member], work: At
):
    receipt = Receipt.new()
    case, other, ana = report(receipt=receipt), report(), work("ana")
    ask_for_deletion(receipt, case, _as_reporter(receipt, case))
    told = {**told, "double-number": other.number}
    if act == "assign":
        told["assign-member"] = cast["iris"].id
    answer = ana.post(_path(case, act), told)
    assert answer.status_code == 400
    assert "Open the report first" in answer.content.decode()
    assert all(word in answer.content.decode() for word in told.values() if " " in word)
    assert not [action for action in _actions() if action.startswith(("case.", "facts."))]
    assert Case.objects.get(id=case.id).state == State.RECEIVED


def test_words_written_for_longer_than_it_stays_open_are_sent(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    Opening.objects.update(at=timezone.now() - timedelta(minutes=40))
    assert ana.post(_path(case, "note"), {"note-words": "It took long."}).status_code == 302


def test_an_action_asks_for_the_role_itself(work: At):
    case, ana, iris, sofia = report(), work("ana"), work("iris"), work("sofia")
    for one in (ana, iris, sofia):
        opened(one, case)
    ready = CannedAnswer(office_id="north", language="es", title="One", text="Words")
    for act in (
        lambda: working.take(at_work(sofia), case),
        lambda: working.assign(at_work(sofia), case, ""),
        lambda: working.note(at_work(sofia), case, "Hers."),
        lambda: working.make_case(at_work(iris), case),
        lambda: merge(at_work(iris), case, report()),
        lambda: erase(at_work(iris), case),
        lambda: keep_canned(at_work(sofia), ready),
        lambda: open_case(at_work(work("basir")), case),
        lambda: open_here(at_work(sofia), Heard("es"), Receipt.new(), case.office),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not [action for action in _actions() if action.startswith(("case.", "canned"))]


def test_a_list_is_compacted_after_the_erasure_so_that_nobody_waits(work: At, monkeypatch: pytest.MonkeyPatch):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    ask_for_deletion(receipt, case, _as_reporter(receipt, case))
    depths: list[int] = []

    def compact(*_: object, **__: object) -> None:
        depths.append(len(connection.savepoint_ids))
        raise CannotOpen

    monkeypatch.setattr(erasing, "compact", compact)
    before = len(connection.savepoint_ids)
    erase(at_work(ana), case)
    assert depths == [before, before]
    assert not Case.objects.filter(id=case.id).exists()


def test_what_was_erased_meanwhile_is_not_there_for_staff(work: At, monkeypatch: pytest.MonkeyPatch):
    receipt = Receipt.new()
    case, ana = report(receipt=receipt), work("ana")
    opened(ana, case)
    ask_for_deletion(receipt, case, _as_reporter(receipt, case))
    monkeypatch.setattr(access, "access_case", lambda *_: case)
    assert erase(at_work(ana), case) is None
    for act, told in (("take", {}), ("erase", {"sure": "yes"}), ("open", {})):
        assert ana.post(_path(case, act), told).status_code in (400, 404)
    for act in (lambda: working.take(at_work(ana), case), lambda: working.make_case(at_work(ana), case)):
        with pytest.raises(BadInput):
            act()
    for act in (lambda: open_case(at_work(ana), case), lambda: erase(at_work(ana), case)):
        with pytest.raises(CannotOpen):
            act()


def test_what_does_not_open_is_said_in_the_language_of_the_page(work: At, monkeypatch: pytest.MonkeyPatch):
    def closed(*_: object, **__: object) -> None:
        raise CannotOpen

    case, ana = report(), work("ana")
    monkeypatch.setattr(opening.Dossier, "open", closed)
    answer = ana.post(_path(case, "open").replace("/en/", "/es/"))
    assert answer.status_code == 404
    assert "Esto no se abre con sus llaves" in answer.content.decode()
    assert "with the keys at hand" not in answer.content.decode()


@pytest.mark.parametrize("seen", ["9" * 5000, "²", "", "-1", "٣"])
def test_a_number_that_no_page_sent_does_not_fail_after_the_deed(seen: str, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    assert ana.post(_path(case, "note"), {"note-words": "Kept.", "seen": seen}).status_code == 302


def test_countries_stand_in_the_order_of_the_alphabet_whatever_their_accents():
    names = [name for _, name in countries("es")]
    assert names == sorted(names, key=folded)
    assert names != sorted(names)


def test_the_page_of_a_case_refreshes_one_list_alone(
    cast: dict[str, Member], work: At, monkeypatch: pytest.MonkeyPatch
):
    looked: list[str] = []
    refresh = Table.refresh

    def seen(self: Table, *args: object, **options: object) -> None:
        looked.append(self.office)
        refresh(self, *args, **options)  # type: ignore[arg-type]

    case, ana = report(), work("ana")
    signed_in = at_work(ana)
    signed_in.__dict__["posts"] = frozenset({("south", Role.CASEWORKER), ("north", Role.CASEWORKER)})
    monkeypatch.setattr(access, "holds_key", lambda *_, **__: True)
    monkeypatch.setattr(Table, "refresh", seen)
    assert access.access_line(signed_in, case) is not None
    assert looked == ["north"]


def test_making_a_case_of_a_report(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    for _ in range(2):
        assert ana.post(_path(case, "make")).status_code == 302
    assert Case.objects.get(id=case.id).state == State.OPEN
    assert _actions().count("case.make") == 1


def test_doubles_are_shown_side_by_side_and_joined_when_people_say_so(work: At):
    receipts = Receipt.new(), Receipt.new()
    first = report(NAME, words="My boss has it.", receipt=receipts[0])
    second = report("Rosa N.", words="He has my papers.", receipt=receipts[1])
    ana = work("ana")
    opened(ana, first)
    asked = ana.post(_path(first, "join"), {"double-number": second.number})
    page = asked.content.decode()
    assert "My boss has it." in page and "He has my papers." in page
    assert not list(dossier(ana, first).of(EntryKind.MERGED))
    assert ana.post(_path(first, "join"), {"double-number": second.number.lower(), "sure": "yes"}).status_code == 302
    assert dossier(ana, first).newest(EntryKind.MERGED)["number"] == second.number
    assert dossier(ana, second).newest(EntryKind.MERGED)["number"] == first.number
    assert f"Joined to {second.number}" in ana.get("/en/work/").content.decode()
    for receipt, case in zip(receipts, (first, second), strict=True):
        tell_more(receipt, case, _as_reporter(receipt, case), "Still here.", form=b"f" * 16)
    assert "Still here." in opened(ana, first)


def test_only_reports_of_the_same_office_that_one_may_see_are_doubles(work: At):
    case, other = report(), report(office="south")
    ana = work("ana")
    for number in (other.number, case.number, "KKK-222", ""):
        for sure in ({}, {"sure": "yes"}):
            assert ana.post(_path(case, "join"), {"double-number": number, **sure}).status_code == 400


def test_erasing_is_asked_twice_and_only_where_the_person_asked(work: At):
    receipt = Receipt.new()
    case, other, ana = report(NAME, receipt=receipt), report(), work("ana")
    assert ana.post(_path(case, "erase"), {"sure": "yes"}).status_code == 404
    ask_for_deletion(receipt, case, _as_reporter(receipt, case))
    assert "asked that this be erased" in opened(ana, case)
    assert ana.get(_path(case, "erase")).status_code == 200
    assert ana.post(_path(case, "erase")).status_code == 200
    assert Case.objects.filter(id=case.id).exists()
    assert Opening.objects.filter(case=case).exists()
    assert b"is erased" in ana.post(_path(case, "erase"), {"sure": "yes"}).content
    assert not Case.objects.filter(id=case.id).exists()
    assert not list(store().blobs(Kind.RECORD, group=case.id))
    assert not Opening.objects.filter(case_id=case.id).exists()
    signed_in = at_work(ana)
    rows = index_of(store(), "north", Role.CASEWORKER).rows(signed_in.ring, on=signed_in.today)
    assert [row.record for row in rows] == [other.id]
    assert "case.erase" in _actions()
    assert ana.get(_path(case)).status_code == 404
    assert case.number not in ana.get("/en/work/").content.decode()


def test_files_are_only_ever_downloaded_under_a_name_that_tells_nothing(work: At):
    picture = Attachment(media_type="image/png", content=b"\x89PNG-invented", display_name="my boss.png")
    case, ana = report(files=(picture,)), work("ana")
    (file,) = dossier(ana, case).told["files"]  # type: ignore[misc]
    address = _path(case, f"file/{file['record']}")
    assert ana.get(address).status_code == 404
    page = opened(ana, case)
    assert address in page
    assert "<img" not in page
    answer = ana.get(address)
    assert answer.content == picture.content
    assert answer["Content-Disposition"] == 'attachment; filename="picture.png"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "file.read" in _actions()
    assert ana.get(_path(case, f"file/{dossier(ana, case).entries[0].record}")).status_code == 404


def test_ready_answers_are_written_put_into_a_message_and_sent_by_a_person(work: At):
    case, ana = report(), work("ana")
    told = {"office": "north", "language": "es", "title": "We have read it", "text": "Lo hemos leído."}
    assert ana.post("/en/work/ready-answers/", told).status_code == 302
    assert ana.post("/en/work/ready-answers/", told).status_code == 400
    canned = CannedAnswer.objects.get()
    opened(ana, case)
    filled = ana.post(_path(case, "answer"), {"canned": canned.id, "message-words": "Hola."})
    assert "Hola.\n\nLo hemos leído." in filled.content.decode()
    assert not list(dossier(ana, case).of(EntryKind.MESSAGE))
    changed = ana.post("/en/work/ready-answers/", {**told, "id": canned.id, "text": "Leído."})
    assert changed.status_code == 302
    assert CannedAnswer.objects.get().text == "Leído."
    assert work("basir").post("/en/work/ready-answers/", {"id": canned.id, "do": "remove"}).status_code == 404
    assert "Leído" not in work("basir").get("/en/work/ready-answers/").content.decode()
    ana.post("/en/work/ready-answers/", {"id": canned.id, "do": "remove"})
    assert not CannedAnswer.objects.exists()


@pytest.mark.parametrize("name", ["dana", "anton", "carmen", "adam", "sofia"])
def test_ready_answers_are_for_those_who_answer(name: str, work: At):
    assert work(name).get("/en/work/ready-answers/").status_code == 404


def test_a_ready_answer_of_another_office_is_not_put_into_a_message(work: At):
    report()
    case = report(office="south")
    canned = CannedAnswer.objects.create(office_id="north", language="es", title="One", text="Of the north.")
    basir = work("basir")
    opened(basir, case)
    assert "Of the north." not in basir.post(_path(case, "answer"), {"canned": canned.id}).content.decode()


def test_a_form_sent_after_signing_out_comes_back_and_is_sent_again_after_signing_in(work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    told = {"note-words": 'First "line".\nAnd another.'}
    browser = Client()
    answer = browser.post(f"/en/work/case/{case.id}/note/", told)
    page = answer.content.decode()
    assert answer.status_code == 403 and "Not sent yet" in page and "no-store" in answer["Cache-Control"]
    assert 'name="note-words" value="First &quot;line&quot;.\nAnd another."' in page
    assert case.number not in page and not list(dossier(ana, case).of(EntryKind.NOTE))
    # A passphrase never comes back.
    secret = browser.post("/en/work/change-passphrase/", {"new": "open sesame"})
    assert b"sesame" not in secret.content
    assert work("ana").post(f"/en/work/case/{case.id}/note/", told).status_code == 302
    [note] = dossier(ana, case).of(EntryKind.NOTE)
    assert note.data["words"].split() == told["note-words"].split()
