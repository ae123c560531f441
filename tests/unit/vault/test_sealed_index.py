"""Lists come from sealed rows: the newest of each record, none of the erased, after compaction the same."""

from dataclasses import replace

import pytest
from vault_cast import TODAY, Office

from amparo.vault.index import Row, SealedIndex, open_row, open_segment, seal_row, seal_segment
from amparo.vault.keys import Role
from amparo.vault.labels import Kind, Label
from amparo.vault.material import CannotOpen
from amparo.vault.sealing import seal_to
from amparo.vault.staffing import rotate_role
from amparo.vault.storage import Blob


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def index(office):
    return SealedIndex(office.store, office.name, Role.CASEWORKER)


def fill(office, index, count=5, version=0):
    for number in range(count):
        index.add(Row(f"c-{number}", version, f"row {number} v{version}".encode()), office.public[Role.CASEWORKER])


def seen(office, index, person="ana"):
    return {row.record: row.content for row in index.rows(office.ring(person), on=TODAY)}


def test_the_newest_row_of_each_record_is_listed_before_and_after_compaction(office, index):
    fill(office, index, 5, version=1)
    fill(office, index, 3, version=2)
    fill(office, index, 4, version=0)
    expected = {f"c-{number}": f"row {number} v{2 if number < 3 else 1}".encode() for number in range(5)}
    assert seen(office, index) == expected
    assert index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY) == 5
    assert seen(office, index) == expected
    assert len(list(office.store.blobs(Kind.ROW))) == 0 and len(list(office.store.blobs(Kind.SEGMENT))) == 1
    fill(office, index, 1, version=3)
    assert seen(office, index)["c-0"] == b"row 0 v3"
    index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
    assert len(seen(office, index)) == 5 and len(list(office.store.blobs(Kind.SEGMENT))) == 1


def test_only_the_holders_of_the_role_open_it(office, index):
    fill(office, index)
    for person in ("sira", "imani", "dana"):
        with pytest.raises(CannotOpen):
            index.rows(office.ring(person), on=TODAY)


def test_every_row_has_the_same_size_whatever_it_holds(office):
    key = office.public[Role.CASEWORKER]
    assert {len(seal_row(Row("c", 0, b"x" * length), key, "r")) for length in (0, 1, 100, 244)} == {413}
    with pytest.raises(ValueError, match="at most"):
        Row("c", 0, b"x" * 245)


def test_the_erased_are_not_listed_and_gone_after_compaction(office, index):
    fill(office, index)
    index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
    fill(office, index, 5, version=2)
    office.cabinet.erase("c-1", on=TODAY)
    assert not list(office.store.blobs(Kind.ROW, group="c-1"))
    assert set(seen(office, index)) == {"c-0", "c-2", "c-3", "c-4"}
    index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
    segment = next(iter(office.store.blobs(Kind.SEGMENT)))
    rows = open_segment(segment.sealed, office.role_pair("ana", Role.CASEWORKER), segment.id)
    assert {row.record for row in rows} == {"c-0", "c-2", "c-3", "c-4"}


def test_a_row_added_during_compaction_is_kept(office, index, monkeypatch):
    fill(office, index)
    kept = SealedIndex._put_segment

    def meanwhile(self, rows, key):
        index.add(Row("late", 0, b"meanwhile"), office.public[Role.CASEWORKER])
        kept(self, rows, key)

    monkeypatch.setattr(SealedIndex, "_put_segment", meanwhile)
    index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
    assert len(seen(office, index)) == 6


def test_the_whole_can_be_rebuilt_from_the_cases(office, index):
    fill(office, index)
    index.rebuild([Row("c-9", 0, b"again")], office.public[Role.CASEWORKER])
    assert seen(office, index) == {"c-9": b"again"}


def test_after_a_rotation_old_and_new_rows_are_read_together(office, index):
    fill(office, index)
    held = office.role_pair("ana", Role.CASEWORKER)
    members = [office.people["ana"].public]
    office.add(Role.CASEWORKER, rotate_role(held.name, members, recovery=None, held=held))
    index.add(Row("late", 0, b"x"), office.public[Role.CASEWORKER])
    assert len(seen(office, index)) == 6
    with pytest.raises(CannotOpen):
        index.rows(office.ring("basir"), on=TODAY)


def test_rows_and_segments_do_not_open_elsewhere(office, index):
    key, pair = office.public[Role.CASEWORKER], office.role_pair("ana", Role.CASEWORKER)
    row, segment = seal_row(Row("c", 0, b"x"), key, "one"), seal_segment([Row("c", 0, b"x")], key, "one")
    assert open_row(row, pair, "one").content == b"x" and len(open_segment(segment, pair, "one")) == 1
    for way, blob, name in (
        (open_row, row, "two"),
        (open_segment, segment, "two"),
        (open_row, segment, "one"),
        (open_segment, row, "one"),
    ):
        with pytest.raises(CannotOpen):
            way(blob, pair, name)


@pytest.mark.parametrize(
    "content", [b"", b"\x06x", b"\x07", b"\x06" + b"\xff" * 252, b"\x06\x01" + b"\0" * 6 + b"\xe9" + b"\0" * 244]
)
def test_what_somebody_else_sealed_to_the_office_is_refused_without_a_traceback(office, content):
    pair = office.role_pair("ana", Role.CASEWORKER)
    for kind, way in ((Kind.ROW, open_row), (Kind.SEGMENT, open_segment)):
        if kind is Kind.SEGMENT and content == b"":
            continue
        with pytest.raises(CannotOpen):
            way(seal_to(pair.public, Label(kind, ("one",)), content), pair, "one")


def test_a_damaged_part_is_refused_rather_than_left_out(office, index):
    fill(office, index)
    blob = next(iter(office.store.blobs(Kind.ROW)))
    office.store.put_blob(replace(blob, sealed=blob.sealed[:-1]))
    with pytest.raises(CannotOpen):
        index.rows(office.ring("ana"), on=TODAY)


def test_an_index_takes_only_its_own_key(office, index):
    with pytest.raises(ValueError, match="not that of the index"):
        index.add(Row("c", 0, b"x"), office.public[Role.INTAKE])


def test_versions_are_counted_from_zero():
    with pytest.raises(ValueError, match="from 0"):
        Row("c", -1, b"")


def test_a_row_moved_to_another_case_is_refused(office, index):
    fill(office, index, 1)
    blob = next(iter(office.store.blobs(Kind.ROW)))
    office.store.delete_blobs([blob])
    office.store.put_blob(replace(blob, group="c-9"))
    with pytest.raises(CannotOpen):
        index.rows(office.ring("ana"), on=TODAY)


def test_an_index_is_not_sealed_to_a_key_that_somebody_who_left_still_has(office, index):
    old, held = office.public[Role.CASEWORKER], office.role_pair("ana", Role.CASEWORKER)
    office.add(Role.CASEWORKER, rotate_role(old.name, [office.people["ana"].public], recovery=None, held=held))
    index.add(Row("late", 0, b"x"), office.public[Role.CASEWORKER])
    with pytest.raises(ValueError, match="older"):
        index.compact(office.ring("ana"), old, on=TODAY)
    with pytest.raises(ValueError, match="older"):
        index.rebuild([], old)
    assert set(seen(office, index)) == {"late"}


@pytest.mark.long
def test_a_hundred_thousand_rows_of_200_bytes_open_in_under_three_seconds(office, index):
    from time import perf_counter

    index.rebuild((Row(f"c-{number}", 1, b"x" * 200) for number in range(100_000)), office.public[Role.CASEWORKER])
    ring, began = office.ring("ana"), perf_counter()
    assert len(index.rows(ring, on=TODAY)) == 100_000
    assert perf_counter() - began < 3


def test_nonsense_that_somebody_put_in_does_not_keep_the_rest_from_being_compacted(office, index):
    fill(office, index, 4)
    label = Label(Kind.ROW, ("0" * 32,))
    forged = seal_to(office.public[Role.CASEWORKER], label, b"no row at all")
    office.store.put_blob(Blob(Kind.ROW, "c-9", "0" * 32, forged, index.shelf))
    assert index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY) == 4
    assert [blob.id for blob in office.store.blobs(Kind.ROW)] == ["0" * 32]
    with pytest.raises(CannotOpen):
        seen(office, index)


def test_who_may_not_read_a_row_can_still_say_what_changed(office):
    def joined(older: Row, later: Row) -> Row:
        return Row(later.record, later.version, older.content + b"," + later.content)

    index = SealedIndex(office.store, office.name, Role.CASEWORKER, joined)
    for version, content in enumerate((b"a", b"b", b"c")):
        index.add(Row("c-1", version, content), office.public[Role.CASEWORKER])
    assert seen(office, index) == {"c-1": b"a,b,c"}
    index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
    assert seen(office, index) == {"c-1": b"a,b,c"}
