"""Who agreed is counted, and nobody else; a change replaces, a withdrawal takes out; and a thief cannot lay the two side by side."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report
from test_stolen_database import _found, _stolen

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Interval
from amparo.vault.counted import open_book, open_pool
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import counting, working
from amparo.web.casework.actions.by_receipt import ask_for_deletion, change_consents, tell_more
from amparo.web.casework.actions.counting import bring_up_to_date
from amparo.web.casework.actions.doing import entry_of
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.actions.keeping_files import do_and_sum_up
from amparo.web.casework.actions.merging import merge
from amparo.web.casework.chronicles import parties_of
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.counting.book import Book
from amparo.web.casework.counting.counted import age_band, domain
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Purpose
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine, SealedBlob
from amparo.web.safekeeping.store import store

At = Callable[[str], Client]
AGREED = frozenset({Purpose.HELP, Purpose.COUNTED})
FACTS = {"state": "QAT", "nationality": ["NPL"], "sex": "female", "age": 17, "stay": "none", "documents-taken": True}


def counted_report(**told: object) -> Case:
    return report(**{"purposes": AGREED, "facts": FACTS, **told})  # type: ignore[arg-type]


def counted(work: At, office: str = "north") -> list[dict[str, str]]:
    """What the analyst opens, after Ana has come by."""
    work("ana").get("/en/work/")
    while bring_up_to_date(at_work(work("ana")), office):
        pass
    return pool(work, office)


def pool(work: At, office: str = "north") -> list[dict[str, str]]:
    anton = at_work(work("anton"))
    found = open_pool(store(), anton.ring, office, on=anton.today)
    return [json.loads(one.facts) for one in found.sets] if found else []


def test_who_agreed_is_counted_in_coarse_facts_and_nobody_else(work: At):
    counted_report()
    report(facts=FACTS)
    assert pool(work) == []
    (only,) = counted(work)
    assert only.pop("person") and only.pop("year") == str(timezone.localdate().year)
    rights = set(only.pop("rights").split(";"))
    assert {"papers", "children"} & rights
    assert only == {
        "sex": "female", "age": "0-17", "nationality": "NPL", "state": "QAT", "papers": "none",
        "abuse": "documents-taken", "outcome": "received",
    }  # fmt: skip


def test_what_is_unknown_is_not_in_it(work: At):
    counted_report(facts={"documents-taken": False, "age": {"min": 15, "max": 40}})
    (only,) = counted(work)
    assert set(only) == {"year", "person", "outcome"}


def test_a_change_replaces_and_what_became_of_it_follows(work: At):
    case = counted_report()
    before = counted(work)
    opened(work("ana"), case)
    signed_in = at_work(work("ana"))
    facts = entry_of(signed_in, EntryKind.FACTS, {"facts": {**FACTS, "age": 35}, "also": []})
    do_and_sum_up(signed_in, case, "facts.code", [facts])
    working.make_case(at_work(work("ana")), case)
    (now,) = counted(work)
    assert (now["age"], now["outcome"]) == ("30-44", "open") and now["person"] == before[0]["person"]


def test_what_is_coded_over_time_and_what_was_paid_is_counted(work: At):
    """As a colleague codes it on the pages of the case: an event on a day, and a part of what was ordered."""
    case = counted_report(facts={"state": "GRC", "nationality": ["BGD"]})
    ana = work("ana")
    opened(ana, case)
    where = f"/en/work/case/{case.id}"
    assert ana.post(f"{where}/event/", {"act": "shot-at", "when": "2013-04-17", "state": "GRC"}).status_code == 302
    ana.post(f"{where}/people/", {"role": "employer", "name": "Zanzibar Farms"})
    party = parties_of(dossier(ana, case))[0].id
    for step, amount in (("ordered", "900"), ("received", "300")):
        told = {"step": step, "amount": amount, "currency": "EUR", "on": "2026-11", "people": case.id, "party": party}
        sent = {"act": "sum", **{f"sum-{name}": value for name, value in told.items()}}
        assert ana.post(f"{where}/money/", sent).status_code == 302
    (now,) = counted(work)
    assert "violence" in now["abuse"].split(";") and "life-and-safety" in now["rights"].split(";")
    assert now["remedy"] == "partial"
    assert "Zanzibar" not in str(now)


def test_a_withdrawal_with_the_receipt_acts_when_a_colleague_opens_the_inbox(work: At):
    receipt = Receipt.new()
    counted_report(receipt=receipt)
    counted_report()
    assert len(counted(work)) == 2
    change_consents(receipt, *access_by_receipt(receipt), [Purpose.HELP])
    assert len(counted(work)) == 1
    change_consents(receipt, *access_by_receipt(receipt), AGREED)
    assert len(counted(work)) == 2


def test_a_consent_spoken_to_a_colleague_counts_and_a_refusal_takes_out(work: At):
    case = report(facts=FACTS)
    opened(work("ana"), case)
    working.write_down(at_work(work("ana")), case, consents={"counted": "spoken"})
    assert len(counted(work)) == 1
    working.write_down(at_work(work("ana")), case, consents={"counted": "refused"})
    assert counted(work) == []


def test_who_asks_for_deletion_is_counted_no_longer_and_erasing_acts_at_once(work: At):
    asking, erased = Receipt.new(), Receipt.new()
    counted_report(receipt=asking)
    case = counted_report(receipt=erased)
    assert len(counted(work)) == 2
    ask_for_deletion(asking, *access_by_receipt(asking))
    assert len(counted(work)) == 1
    ask_for_deletion(erased, *access_by_receipt(erased))
    ana = work("ana")
    opened(ana, case)
    erase(at_work(ana), case)
    assert pool(work) == []


def test_a_case_erased_while_another_colleague_looks_is_not_put_back(work: At, monkeypatch: pytest.MonkeyPatch):
    receipt, ana = Receipt.new(), work("ana")
    case = counted_report(receipt=receipt)
    opened(ana, case)
    look = counting._look_at

    def slowly(*told: Any, **how: Any) -> Any:
        looked = look(*told, **how)
        ask_for_deletion(receipt, *access_by_receipt(receipt))
        erase(at_work(ana), case)
        return looked

    monkeypatch.setattr(counting, "_look_at", slowly)
    bring_up_to_date(at_work(ana), "north")
    assert pool(work) == []
    book = open_book(store(), at_work(ana).ring, "north", on=at_work(ana).today)
    assert book is not None and case.id.encode() not in book


def test_a_withdrawal_is_seen_although_as_many_writes_went_with_an_erased_case(work: At):
    erased, withdrawn, new = Receipt.new(), Receipt.new(), Receipt.new()
    case = counted_report(receipt=erased)
    counted_report(receipt=withdrawn)
    ana = work("ana")
    opened(ana, case)
    ask_for_deletion(erased, *access_by_receipt(erased))
    assert len(counted(work)) == 1
    gone = Case.objects.get(id=case.id).writes
    erase(at_work(ana), case)
    report(receipt=new)
    change_consents(withdrawn, *access_by_receipt(withdrawn), [])
    for number in range(gone - 1):
        tell_more(new, *access_by_receipt(new), "More.", form=bytes([number]))
    assert counted(work) == []


def test_an_older_copy_of_the_pool_does_not_bring_anybody_back(work: At):
    receipt = Receipt.new()
    counted_report(receipt=receipt)
    assert len(counted(work)) == 1
    older = SealedBlob.objects.get(kind=Kind.COUNTED.value)
    change_consents(receipt, *access_by_receipt(receipt), [])
    assert counted(work) == []
    older.save()
    assert pool(work) == []


def test_cases_that_were_joined_are_one_person_and_stay_it(work: At):
    one, two, other = counted_report(), counted_report(), counted_report()
    assert len({found["person"] for found in counted(work)}) == 3
    ana = work("ana")
    for case in (one, two):
        opened(ana, case)
    merge(at_work(ana), one, two)
    persons = [found["person"] for found in counted(work)]
    assert len(persons) == 3 and len(set(persons)) == 2
    opened(ana, other)
    working.note(at_work(ana), other, "A note.")
    assert {found["person"] for found in counted(work)} == set(persons)


def test_who_takes_consent_back_in_one_of_two_joined_reports_is_counted_in_neither(work: At):
    receipt = Receipt.new()
    one, two = counted_report(receipt=receipt), counted_report()
    ana = work("ana")
    for case in (one, two):
        opened(ana, case)
    merge(at_work(ana), one, two)
    assert len(counted(work)) == 2
    older = SealedBlob.objects.get(kind=Kind.COUNTED.value)
    change_consents(receipt, *access_by_receipt(receipt), [])
    assert counted(work) == []
    older.save()
    assert pool(work) == []
    change_consents(receipt, *access_by_receipt(receipt), AGREED)
    assert len({found["person"] for found in counted(work)}) == 1 and len(pool(work)) == 2


def test_only_caseworkers_of_the_office_bring_it_up_to_date_and_it_is_recorded(work: At):
    counted_report()
    for name in ("basir", "iris", "sofia", "anton", "adam"):
        with pytest.raises(NotAllowed):
            bring_up_to_date(at_work(work(name)), "north")
    before = AuditLine.objects.count()
    counted(work)
    line = AuditLine.objects.order_by("-number").first()
    assert line is not None and "counting.bring-up-to-date" in line.line
    assert AuditLine.objects.count() == before + 1
    counted(work)
    assert AuditLine.objects.count() == before + 1  # nothing changed


def test_what_there_is_no_time_for_is_done_at_the_next_visit(work: At):
    for _ in range(3):
        counted_report()
    ana = at_work(work("ana"))
    assert [bring_up_to_date(ana, "north", seconds=0) for _ in range(3)] == [2, 1, 0]
    assert len(pool(work)) == 3


def test_a_book_of_another_hand_is_begun_anew(work: At):
    counted_report()
    assert len(counted(work)) == 1
    SealedBlob.objects.filter(kind=Kind.BOOK.value).update(sealed=b"\1\0\0\0\1nonsense")
    counted_report()
    assert len(counted(work)) == 2


def test_nobody_else_opens_the_pool(work: At):
    counted_report()
    counted(work)
    for name in ("ana", "basir", "sofia", "carmen", "adam"):
        member = at_work(work(name))
        with pytest.raises(CannotOpen):
            open_pool(store(), member.ring, "north", on=member.today)


def test_a_stolen_database_shows_nothing_that_is_counted_and_joins_it_to_no_case(work: At):
    cases = [counted_report() if number % 2 else report(facts=FACTS) for number in range(12)]
    sets = counted(work)
    ana = at_work(work("ana"))
    book = Book.decode(open_book(store(), ana.ring, "north", on=ana.today))
    ids = [page.set_id for page in book.pages.values() if page.is_counted]
    assert len(ids) == len(sets) == 6
    heap = _stolen()
    assert (
        _found(
            [*ids, *(one["person"] for one in sets), "documents-taken", '"nationality":"NPL"', '"papers":"none"'], heap
        )
        == []
    )
    # One piece for each, and no row that stands or falls with a case: agreed or not, cases look alike.
    for kind in (Kind.COUNTED, Kind.BOOK, Kind.TOTALS):
        row = SealedBlob.objects.get(kind=kind.value)
        assert not any(case.id in (row.place, row.group, row.blob_id) for case in cases)
        assert row.size == len(bytes(row.sealed)) > 65536
    looks = {(SealedBlob.objects.filter(group=case.id).count(), Case.objects.get(id=case.id).writes) for case in cases}
    assert len(looks) == 1


def test_the_same_rows_are_written_whether_the_person_agreed_or_not(work: At):
    """What a thief of two copies sees of a visit: pool and book anew, whatever came of it."""
    counted_report()
    counted(work)

    def look() -> dict[str, bytes]:
        return {row.place: bytes(row.sealed) for row in SealedBlob.objects.filter(kind__in=(7, 10, 11))}

    for make in (counted_report, lambda: report(facts=FACTS)):
        before = look()
        make()
        counted(work)
        after = look()
        assert before.keys() == after.keys() and all(before[place] != after[place] for place in before)
        assert {len(sealed) for sealed in before.values()} == {len(sealed) for sealed in after.values()}


def test_the_order_of_the_pool_is_not_that_of_the_cases(work: At):
    for age in range(18, 60, 3):
        counted_report(facts={"age": age})
    orders = set()
    for _ in range(3):
        report()
        orders.add(tuple(one["person"] for one in counted(work)))
    assert len(orders) == 3


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (Interval(17, 17), "0-17"), (Interval(18, 18), "18-29"), (Interval(15, 17), "0-17"), (Interval(15, 18), ""),
        (Interval(60, None), "60+"), (Interval(None, 10), ""), (Interval(59, None), ""), (None, ""), (Interval(0, 4), "0-17"),
    ],
)  # fmt: skip
def test_an_age_is_counted_in_a_band_only_if_it_surely_lies_there(age: Interval | None, band: str):
    assert age_band(age) == band


def test_the_public_list_uses_the_words_of_the_vocabulary():
    attributes = {one.name: one for one in domain().attributes}
    facts = vocabulary().facts
    assert set(attributes["papers"].values) == set(facts["stay"].fact.values)
    assert set(attributes["sector"].values) == set(facts["sector"].fact.values)
    assert set(attributes["sex"].values) == set(facts["sex"].fact.values)
    assert set(attributes["abuse"].values) <= set(vocabulary().flags)
    assert attributes["rights"].values == tuple(load_catalogue().themes)


def test_the_list_of_what_is_counted_is_a_file_that_anybody_can_read():
    assert "coarse on purpose" in (files("amparo.web.casework") / "data" / "counted.yaml").read_text("utf-8")


def test_a_page_that_was_written_later_is_not_put_back():
    book = Book({})
    book.note("a", 5, {"sex": "male"}, [])
    book.note("a", 4, None, [])
    assert book.pages["a"].is_counted and book.writes == 5
    book.note("a", 6, None, [])
    assert not book.pages["a"].is_counted and len(book.taken_out) == 1


@pytest.mark.parametrize("raw", [b"x", b"[]", b'{"a": 1}', b'{"a": [1]}', b'{"a": [1, "", "", {}, 3]}'])
def test_what_is_no_book_does_not_open(raw: bytes):
    with pytest.raises(CannotOpen):
        Book.decode(raw)
