"""A report opened for somebody, and lists brought in."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report

from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework import access, bringing
from amparo.web.casework.actions import working
from amparo.web.casework.actions.opening_here import Heard, open_here
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Purpose
from amparo.web.people.models import Member, Office
from amparo.web.safekeeping.models import SealedBlob
from amparo.web.safekeeping.store import cabinet

At = Callable[[str], Client]
HERE, LIST = "/en/work/open-a-report/", "/en/work/bring-a-list/"
TOLD = {"office": "north", "language": "es"}


def _held(page: bytes) -> str:
    found = re.search(r'name="held" value="([^"]+)"', page.decode())
    assert found
    return found[1]


def _shown_receipt(page: bytes) -> Receipt:
    found = re.search(r"(?:\d{5} ){6}\d{5}", page.decode())
    assert found
    return Receipt.read(found[0])


def test_half_a_report_is_kept_and_its_receipt_opens_it(work: At):
    ana = work("ana")
    held = _held(ana.get(HERE).content)
    page = ana.post(HERE, {**TOLD, "held": held, "how": "Only in person"}).content
    case, receipt = Case.objects.get(), _shown_receipt(page)
    assert (case.kind, case.state) == ("opened-here", "received")
    assert receipt.words in page.decode()
    assert b"data:image/svg+xml" in page
    seen = Dossier.open(cabinet(), KeyRing.of(receipt.pair), case.id, on=timezone.localdate())
    assert seen.told["words"] == ""
    assert seen.newest(EntryKind.CONTACT)["how"] == "Only in person"
    assert seen.consents == frozenset()
    # Whoever wrote it down is in it, and does not open it once more.
    assert b'id="told"' in ana.get(f"/en/work/case/{case.id}/").content


def test_a_whole_report_keeps_consent_and_how_it_was_given(work: At):
    ana = work("ana")
    told = {
        **TOLD,
        "held": _held(ana.get(HERE).content),
        "words": "They kept my passport.",
        "name": "Rosa Ñandú",
        "notice": "on",
        "danger": "on",
        "help": "spoken",
        "partner": "refused",
        "fact-state_1": "MEX",
        "fact-documents-taken": "yes",
    }
    assert ana.post(HERE, told).status_code == 200
    seen = dossier(ana, Case.objects.get())
    assert seen.consents == {"help"}
    assert seen.told["how"] == {"help": "spoken", "partner": "refused"}
    assert seen.told["notice"] is True
    assert seen.newest(EntryKind.FACTS)["facts"] == {"state": "MEX", "documents-taken": True}
    assert seen.newest(EntryKind.IDENTITY) == {"name": "Rosa Ñandú"}
    assert "Rosa Ñandú" in ana.get("/en/work/").content.decode()


def test_the_same_page_sent_twice_is_one_report_with_one_receipt(work: At):
    ana = work("ana")
    told = {**TOLD, "held": _held(ana.get(HERE).content), "words": "Twice."}
    first, second = (ana.post(HERE, told).content for _ in range(2))
    assert Case.objects.count() == 1
    assert _shown_receipt(first) == _shown_receipt(second)


def test_nothing_typed_is_lost_when_a_fact_cannot_be_read(work: At):
    ana = work("ana")
    told = {**TOLD, "held": _held(ana.get(HERE).content), "words": "Keep these words.", "fact-age": "old"}
    answer = ana.post(HERE, told)
    assert answer.status_code == 400
    assert "Keep these words." in answer.content.decode()
    assert not Case.objects.exists()


def test_a_changed_or_foreign_held_field_is_refused(work: At):
    ana = work("ana")
    assert ana.post(HERE, {**TOLD, "held": "x" * 60}).status_code == 400
    assert not Case.objects.exists()


def test_one_opens_reports_in_ones_own_offices_only(work: At):
    ana = work("ana")
    answer = ana.post(HERE, {**TOLD, "office": "south", "held": _held(ana.get(HERE).content)})
    assert answer.status_code == 400
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["dana", "sofia", "anton", "carmen", "adam"])
@pytest.mark.parametrize("address", [HERE, LIST])
def test_who_does_not_work_on_reports_opens_none(address: str, name: str, work: At):
    for answer in (work(name).get(address), work(name).post(address, TOLD)):
        assert answer.status_code == 404
    assert not Case.objects.exists()


def test_intake_can_give_the_name_it_cannot_read_later(work: At):
    iris, ana = work("iris"), work("ana")
    iris.post(HERE, {**TOLD, "held": _held(iris.get(HERE).content), "name": "Rosa Ñandú"})
    case = Case.objects.get()
    assert not list(dossier(iris, case).of(EntryKind.IDENTITY))
    assert dossier(ana, case).newest(EntryKind.IDENTITY) == {"name": "Rosa Ñandú"}


CSV = """Full name,What happened,Age,Country,Day
Rosa Ñandú,They kept my passport.,31,Mexico,2026-03-14
Tomás Quispe,No pay for two months.,old,Mexico,2026-03-14
Amal Haddad,My boss hits me.,15-18,Mexico,14/03/2026
""".encode()
COLUMNS = {"column-0": "name", "column-1": "account", "column-2": "age", "column-3": "state", "column-4": "date"}


def _file(content: bytes = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile("zanzibarquince.csv", content, "text/csv")


def test_a_dry_run_names_every_row_it_cannot_read_and_keeps_nothing(work: At):
    answer = work("ana").post(LIST, {**TOLD, **COLUMNS, "list": _file(), "do": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 rows can be brought in." in page
    assert re.search(r"<td>3</td><td><bdi>Age</bdi></td>", page)
    assert not Case.objects.exists()
    assert not SealedBlob.objects.exists()
    assert "Tomás" not in page
    assert "zanzibarquince" not in page


def test_the_good_rows_become_reports_once(work: At):
    ana = work("ana")
    held = _held(ana.post(LIST, {**TOLD, **COLUMNS, "list": _file(), "do": "look"}).content)
    for _ in range(2):
        page = ana.post(LIST, {**TOLD, **COLUMNS, "held": held, "do": "bring"}).content.decode()
        assert "2 rows are brought in." in page
    (table,) = access.access_tables(at_work(ana))
    assert sorted(line.name for line in table.lines()) == ["Amal Haddad", "Rosa Ñandú"]
    case = next(
        case for case in Case.objects.all() if dossier(ana, case).newest(EntryKind.IDENTITY)["name"] == "Amal Haddad"
    )
    assert case.kind == "list"
    assert dossier(ana, case).told["words"] == "My boss hits me."
    facts = dossier(ana, case).newest(EntryKind.FACTS)["facts"]
    assert facts == {"state": "MEX", "age": {"min": 15, "max": 18}, "date": "2026-03-14"}


def test_what_came_from_a_list_is_opened_answered_and_carried_on(work: At):
    ana = work("ana")
    held = _held(ana.post(LIST, {**TOLD, **COLUMNS, "list": _file(), "do": "look"}).content)
    ana.post(LIST, {**TOLD, **COLUMNS, "held": held, "do": "bring"})
    case = Case.objects.all()[0]
    assert ana.post(f"/en/work/case/{case.id}/open/").status_code == 302
    assert "Rights engaged" in ana.get(f"/en/work/case/{case.id}/").content.decode()
    assert ana.post(f"/en/work/case/{case.id}/write-down/", {"said-words": "She called."}).status_code == 302


def test_a_long_list_is_brought_in_in_parts(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    content = "Name\n" + "".join(f"Person {number}\n" for number in range(5))
    ana = work("ana")
    page = ana.post(LIST, {**TOLD, "list": _file(content.encode()), "do": "look"}).content
    told = {**TOLD, "held": _held(page), "do": "bring"}
    for there in (2, 4, 5):
        page = ana.post(LIST, {**told, "begun": _begun(page)}).content
        assert Case.objects.count() == there


def _begun(page: bytes) -> str:
    found = re.search(r'name="begun" value="(\d+)"', page.decode())
    assert found
    return found[1]


def test_columns_changed_between_two_parts_skip_no_row(work: At, monkeypatch: pytest.MonkeyPatch):
    """Rows are counted as they stand in the list: how many of those before can be read does not matter."""
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    content = "Name,Age\n" + "".join(f"Person {number},{number or 'old'}\n" for number in range(5))
    ana = work("ana")
    both, name = {"column-0": "name", "column-1": "age"}, {"column-0": "name", "column-1": ""}
    page = ana.post(LIST, {**TOLD, **name, "list": _file(content.encode()), "do": "look"}).content
    told = {**TOLD, "held": _held(page), "do": "bring"}
    page = ana.post(LIST, {**told, **name, "begun": _begun(page)}).content
    page = ana.post(LIST, {**told, **both, "begun": _begun(page)}).content
    ana.post(LIST, {**told, **both, "begun": _begun(page)})
    names = {dossier(ana, case).newest(EntryKind.IDENTITY)["name"] for case in Case.objects.all()}
    assert names == {f"Person {number}" for number in range(5)}


def test_a_part_that_no_page_names_begins_at_the_first_row(work: At):
    ana = work("ana")
    held = _held(ana.post(LIST, {**TOLD, **COLUMNS, "list": _file(), "do": "look"}).content)
    answer = ana.post(LIST, {**TOLD, **COLUMNS, "held": held, "do": "bring", "begun": "9" * 5000})
    assert (answer.status_code, Case.objects.count()) == (200, 2)


def test_a_large_list_is_chosen_again_and_must_be_the_same(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bringing, "_TRAVELS", 10)
    ana = work("ana")
    page = ana.post(LIST, {**TOLD, **COLUMNS, "list": _file(), "do": "look"}).content
    told = {**TOLD, **COLUMNS, "held": _held(page), "do": "bring"}
    assert ana.post(LIST, told).status_code == 400
    other = ana.post(LIST, {**told, "list": _file(CSV + b"One more,,,,\n")})
    assert (other.status_code, Case.objects.count()) == (400, 0)
    assert ana.post(LIST, {**told, "list": _file()}).status_code == 200
    assert Case.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 50, b"%PDF-1.7 invented", b"PK\x03\x04broken"])
def test_what_is_no_list_is_refused_in_one_sentence(content: bytes, work: At):
    answer = work("ana").post(LIST, {**TOLD, "list": _file(content), "do": "look"})
    assert answer.status_code == 400
    assert b"errorlist" in answer.content


def test_a_page_without_a_list_asks_for_one(work: At):
    assert "Choose the list." in work("ana").post(LIST, {**TOLD, "do": "look"}).content.decode()


def test_what_nobody_asked_is_not_shown_as_refused(cast: dict[str, Member], work: Callable[[str], Client]):
    heard = Heard(
        words="They kept my passport.", language="es", consents={"help": "spoken", "partner": "", "counted": "refused"}
    )
    case = open_here(at_work(work("ana")), heard, Receipt.new(), Office.objects.get(code="north"))
    found = dossier(work("ana"), case)
    assert dict(found.answers) == {"help": True, "counted": False}
    page = opened(work("ana"), case)
    assert "not asked yet" in page and "has not been told yet who reads this" in page
    assert found.assigned_to == cast["ana"].id


def test_what_a_colleague_writes_down_later_leaves_other_answers_as_they_were(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    case, ana = report(purposes=frozenset({Purpose.HELP})), work("ana")
    opened(ana, case)
    working.write_down(at_work(ana), case, consents={"help": "", "partner": "telephone", "counted": ""})
    assert dict(dossier(ana, case).answers) == {"help": True, "partner": True, "counted": False}
