"""The inbox: who sees which lines, in which order, how one looks for them, and how its index stays small."""

import threading
from collections.abc import Callable, Collection
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, opened, report

from amparo.vault.index import Row, SealedIndex
from amparo.vault.keys import Role
from amparo.vault.labels import Kind
from amparo.vault.material import new_id
from amparo.vault.storage import Blob
from amparo.web.casework import access
from amparo.web.casework.actions import working
from amparo.web.casework.lists import shared, tables
from amparo.web.casework.lists.lines import Line, add_line, index_of
from amparo.web.casework.lists.tables import Table
from amparo.web.casework.lists.wanted import folded
from amparo.web.casework.models import Case
from amparo.web.people.keys import role_key
from amparo.web.people.models import Member, Session
from amparo.web.safekeeping.shelves import Gathering, erased_among
from amparo.web.safekeeping.store import cabinet, store

INBOX = "/en/work/"
At = Callable[[str], Client]


def _numbers(content: bytes, *cases: Case) -> list[str]:
    page = content.decode()
    return sorted((case.number for case in cases if case.number in page), key=page.index)


def _table(client: Client) -> Table:
    (found,) = access.access_tables(at_work(client))
    return found


def test_it_shows_danger_first_and_then_who_waits_longest(work: At):
    second, first = report(), report()
    urgent = report(is_danger=True)
    # Lines keep the time by the minute.
    add_line(store(), "north", first.id, 1, {"waits_since": timezone.now() - timedelta(hours=1)})
    page = work("ana").get(INBOX)
    assert _numbers(page.content, first, second, urgent) == [urgent.number, first.number, second.number]
    assert b"In danger now" in page.content
    assert "no-store" in page["Cache-Control"]


def test_it_shows_a_name_only_to_the_role_that_may_know_it(work: At):
    case = report("Rosa Marchena")
    assert b"Rosa Marchena" in work("ana").get(INBOX).content
    for name in ("iris", "sofia"):
        page = work(name).get(INBOX).content
        assert case.number.encode() in page
        assert b"Rosa" not in page


def test_intake_no_longer_sees_what_was_made_a_case(work: At):
    case = report()
    ana, iris = work("ana"), work("iris")
    assert case.number.encode() in iris.get(INBOX).content
    opened(ana, case)
    ana.post(f"{INBOX}case/{case.id}/make/")
    assert case.number.encode() not in iris.get(INBOX).content
    assert case.number.encode() not in iris.post(INBOX, {"states": ["received", "open"]}).content
    assert case.number.encode() in ana.get(INBOX).content


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_others_see_nothing_of_it(name: str, work: At):
    case = report()
    answer = work(name).get(INBOX)
    assert answer.status_code == (200 if name in ("basir", "chidi") else 404)
    assert case.number.encode() not in answer.content


@pytest.mark.parametrize("looked_for", ["nandu", "ÑANDÚ", "rosa", "sa Ña"])
def test_part_of_a_name_is_found_without_case_and_accents(looked_for: str, work: At):
    case, other = report("Rosa Ñandú"), report("Tomás Quispe")
    page = work("ana").post(INBOX, {"text": looked_for, "states": ["received"]})
    assert _numbers(page.content, case, other) == [case.number]


def test_part_of_a_name_is_found_in_arabic_whatever_its_signs():
    assert folded("احمد") in folded("أَحْمَد")
    assert folded("فاطمه") == folded("فَاطِمَة")
    assert folded("هدي") == folded("هُدىٰ")
    assert folded("محـــمد") == folded("محمد")


def test_a_name_looked_for_stands_in_no_address(work: At):
    case, other = report("Rosa Ñandú"), report("Tomás Quispe")
    ana = work("ana")
    assert len(_numbers(ana.get(INBOX, {"text": "rosa"}).content, case, other)) == 2
    answer = ana.post(INBOX, {"text": "rosa", "states": ["received"]})
    assert answer.status_code == 200
    assert b'method="get"' not in answer.content


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"language": "ar"}, ["b"]),
        ({"only": ["danger"]}, ["b"]),
        ({"only": ["unread"]}, ["b", "c"]),
        ({"only": ["waiting"]}, ["b", "c"]),
        ({"whose": "mine"}, ["a"]),
        ({"whose": "nobody"}, ["b", "c"]),
        ({"kind": "list"}, []),
        ({"states": ["closed"]}, []),
        ({"only": ["deletion"]}, []),
    ],
)
def test_each_filter_does_what_it_says(wish: dict[str, object], expected: list[str], work: At):
    cases = {"a": report(), "b": report(language="ar", is_danger=True), "c": report()}
    ana = work("ana")
    opened(ana, cases["a"])
    ana.post(f"{INBOX}case/{cases['a'].id}/take/")
    ana.post(f"{INBOX}case/{cases['a'].id}/answer/", {"message-words": "Where are you?"})
    page = ana.post(INBOX, {"states": ["received", "open"], **wish}).content
    assert sorted(name for name, case in cases.items() if case.number.encode() in page) == expected


@pytest.mark.parametrize(("days", "is_past"), [(-1, True), (0, False)])
def test_a_day_that_has_passed_is_marked_with_a_word_in_the_row_and_on_the_report(days: int, is_past: bool, work: At):
    case, ana = report(), work("ana")
    opened(ana, case)
    working.say_next(at_work(ana), case, "We call.", timezone.localdate() + timedelta(days=days))
    for page in (ana.get(INBOX).content.decode(), opened(ana, case)):
        assert ('<span class="tag urgent">Past its day</span>' in page) is is_past


def test_what_comes_while_one_works_stands_in_the_list_at_once(work: At):
    report()
    ana = work("ana")
    ana.get(INBOX)
    table, later = _table(ana), report("Amal")
    assert later.number.encode() in ana.get(INBOX).content
    assert _table(ana) is table


def test_the_sessions_of_a_role_share_one_table_and_it_goes_with_the_last(work: At):
    report()
    ana = work("ana")
    table = _table(ana)
    assert _table(work("ana")) is table
    Session.objects.all().delete()
    assert _table(work("ana")) is not table


def test_a_table_is_let_go_when_nobody_used_it_for_long(work: At, monkeypatch: pytest.MonkeyPatch):
    ana = work("ana")
    table = _table(ana)
    later = shared.monotonic() + timedelta(hours=1).total_seconds()
    monkeypatch.setattr(shared, "monotonic", lambda: later)
    shared.keep_for(shared.users())
    assert _table(ana) is not table


def test_looking_often_starts_one_sweeper_and_it_begins_anew_when_it_is_done(work: At):
    ana = work("ana")
    shared.keep_for(())
    shared._sweep()
    before = threading.active_count()
    for _ in range(5):
        _table(ana)
    assert threading.active_count() == before + 1
    (first,) = shared._SWEEPERS
    shared._sweep()
    (second,) = shared._SWEEPERS
    assert second is not first
    assert first.daemon
    for one in (first, second):
        one.cancel()


def test_tombstones_are_looked_through_only_when_there_are_new_ones(work: At, monkeypatch: pytest.MonkeyPatch):
    cases = [report() for _ in range(3)]
    ana = work("ana")
    asked: list[int] = []

    def among(ids: Collection[str]) -> list[str]:
        asked.append(len(ids))
        return erased_among(ids)

    monkeypatch.setattr(tables, "erased_among", among)
    cabinet().erase(cases[0].id, on=timezone.localdate())
    table = _table(ana)
    assert {line.case for line in table.lines()} == {cases[1].id, cases[2].id} == set(table._versions)
    assert asked == [2]
    _table(ana)
    assert asked == [2, 0]
    add_line(store(), "north", cases[1].id, 1, {"is_read": True})
    _table(ana)
    assert asked == [2, 0, 1]
    cabinet().erase(cases[1].id, on=timezone.localdate())
    assert {line.case for line in _table(ana).lines()} == {cases[2].id} == set(table._versions)


def test_what_was_erased_is_found_among_few_and_among_many(work: At):
    erased, many = new_id(), [new_id() for _ in range(600)]
    cabinet().erase(erased, on=timezone.localdate())
    assert erased_among([erased, new_id()]) == [erased] == erased_among([*many, erased])


def test_it_has_pages_of_fifty(work: At):
    key = role_key(store(), "north", Role.CASEWORKER)
    assert key is not None
    now = timezone.now()
    for at in range(120):
        case = Case(office_id="north", week_received=now.date())
        changes = {"number": case.number, "state": "received", "kind": "report", "language": "es"}
        add_line(
            store(), "north", case.id, 0, {**changes, "received_at": now, "waits_since": now + timedelta(minutes=at)}
        )
    ana = work("ana")
    assert ana.get(INBOX).content.count(b'scope="row"') == 50
    assert ana.post(INBOX, {"page": "3", "states": ["received"]}).content.count(b'scope="row"') == 20
    for page in ("9" * 9, "9" * 5000, "0", "²"):
        assert ana.post(INBOX, {"page": page}).status_code == 200


def test_compacting_keeps_every_line_and_what_comes_meanwhile(work: At, monkeypatch: pytest.MonkeyPatch):
    cases = [report() for _ in range(3)]
    ana = work("ana")
    signed_in, table = at_work(ana), _table(ana)
    late: list[Case] = []
    rows = SealedIndex.rows
    monkeypatch.setattr(tables, "Gathering", _writing_later(late))
    assert table.compact(signed_in.ring, on=signed_in.today) == 3
    parts = list(store().blobs(Kind.ROW, shelf=index_of(store(), "north", Role.CASEWORKER).shelf))
    assert [part.group for part in parts] == [late[0].id]
    assert len(list(store().blobs(Kind.SEGMENT, shelf=index_of(store(), "north", Role.CASEWORKER).shelf))) == 1
    everything = {case.id for case in [*cases, *late]}
    assert {
        row.record for row in rows(index_of(store(), "north", Role.CASEWORKER), signed_in.ring, on=signed_in.today)
    } == everything
    table.refresh(signed_in.ring, on=signed_in.today)
    assert {line.case for line in table.lines()} == everything


def _writing_later(late: list[Case]) -> type[Gathering]:
    class Later(Gathering):
        def write(self) -> None:
            late.append(report("Latecomer"))
            super().write()

    return Later


def test_a_row_that_comes_while_another_process_compacts_is_not_passed_over(work: At):
    """The table had not seen a row that the compaction took in; it must read the segment."""
    report()
    ana = work("ana")
    signed_in, table = at_work(ana), _table(ana)
    unseen = report("Unseen")
    table.compact(signed_in.ring, on=signed_in.today)
    table.refresh(signed_in.ring, on=signed_in.today)
    assert unseen.id in {line.case for line in table.lines()}


def test_many_loose_rows_are_compacted_by_looking_at_the_list(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "MOST_LOOSE", 3)
    cases = [report() for _ in range(5)]
    ana = work("ana")
    ana.get(INBOX)
    shelf = index_of(store(), "north", Role.CASEWORKER).shelf
    assert list(store().blobs(Kind.ROW, shelf=shelf)) == []
    assert len(_numbers(ana.get(INBOX).content, *cases)) == 5


def test_a_row_slipped_in_does_not_shut_the_list(work: At):
    case = report()
    shelf = index_of(store(), "north", Role.CASEWORKER).shelf
    store().put_blob(Blob(Kind.ROW, new_id(), new_id(), b"\x01" + b"\0" * 400, shelf))
    page = work("ana").get(INBOX)
    assert case.number.encode() in page.content
    assert b"does not open" in page.content


def test_a_change_without_a_beginning_waits_for_it(work: At):
    ana = work("ana")
    table, case = _table(ana), new_id()
    key = role_key(store(), "north", Role.CASEWORKER)
    assert key is not None
    add_line(store(), "north", case, 2, {"is_read": True})
    table.refresh(at_work(ana).ring, on=at_work(ana).today)
    assert table.line(case) is None
    now = timezone.now()
    whole = {
        "number": "KKK-222",
        "state": "received",
        "kind": "report",
        "language": "es",
        "received_at": now,
        "waits_since": now,
    }
    add_line(store(), "north", case, 0, whole)
    table.refresh(at_work(ana).ring, on=at_work(ana).today)
    line = table.line(case)
    assert line is not None and line.is_read


def test_what_was_erased_leaves_the_table_though_its_segment_still_holds_it(work: At):
    case, other = report(), report()
    ana = work("ana")
    signed_in, table = at_work(ana), _table(ana)
    table.compact(signed_in.ring, on=signed_in.today)
    cabinet().erase(case.id, on=signed_in.today)
    assert _numbers(ana.get(INBOX).content, case, other) == [other.number]
    shared.keep_for(())
    assert _numbers(ana.get(INBOX).content, case, other) == [other.number]


def test_whoever_lost_the_key_gets_no_table_though_the_post_stands(cast: dict[str, Member], work: At):
    report()
    ana, basir = work("ana"), work("basir")
    _table(ana)
    cast["basir"].posts.create(office_id="north", role=Role.CASEWORKER.value)
    found = access.access_tables(at_work(basir))
    assert [table.office for table in found] == ["south"]
    assert b"North" not in basir.get(INBOX).content or b"have changed" in basir.get(INBOX).content


def test_rows_are_as_the_vault_reads_them(work: At):
    case = report()
    ana = work("ana")
    opened(ana, case)
    ana.post(f"{INBOX}case/{case.id}/take/")
    signed_in = at_work(ana)
    (row,) = index_of(store(), "north", Role.CASEWORKER).rows(signed_in.ring, on=signed_in.today)
    assert isinstance(row, Row)
    assert Line.of(row) == _table(ana).line(case.id)


def test_the_longest_line_is_still_compacted(work: At):
    case, ana = report("Ñ" * 60, is_danger=True), work("ana")
    told = {"due_on": timezone.localdate(), "assigned_to": "a" * 12, "merged_into": "K7P-R3D", "wants_deletion": True}
    add_line(store(), "north", case.id, 1, {**told, "is_read": True})
    add_line(store(), "north", case.id, 2, {"name": "Ñ" * 60})
    signed_in, table = at_work(ana), _table(ana)
    table.compact(signed_in.ring, on=signed_in.today)
    rows = index_of(store(), "north", Role.CASEWORKER).rows(signed_in.ring, on=signed_in.today)
    (line,) = (Line.of(row) for row in rows)
    assert (line.assigned_to, line.merged_into, line.due_on) == ("a" * 12, "K7P-R3D", timezone.localdate())
    assert set(line.name) == {"Ñ"} and len(line.name) >= 20
