"""What is counted: only analysts open it, nothing in a store joins it to a case, and what was taken back stays out."""

from dataclasses import replace

import pytest
from vault_cast import TODAY, Office

from amparo.vault.counted import CountedSet, open_book, open_pool, open_totals, put_book, put_pool, put_totals, take_out
from amparo.vault.keys import KeyPair, Role
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import seal_to
from amparo.vault.staffing import rotate_role
from amparo.vault.tombstones import Tombstone


@pytest.fixture
def office():
    return Office()


def opened(office, person="olu"):
    return open_pool(office.store, office.ring(person), "north", on=TODAY).sets


def sets(number):
    return [CountedSet(new_id(), f"coded {one}".encode()) for one in range(number)]


def test_analysts_open_the_pool_and_nobody_else(office):
    pool = sets(3)
    put_pool(office.store, b"", pool, office.public[Role.ANALYST])
    assert set(opened(office)) == set(pool)
    other = KeyRing.of(KeyPair.new(office.public[Role.ANALYST].name))
    for ring in (office.ring("ana"), office.ring("sira"), office.ring("dana"), other):
        with pytest.raises(CannotOpen):
            open_pool(office.store, ring, "north", on=TODAY)


def test_caseworkers_open_the_book_and_analysts_do_not(office):
    assert open_book(office.store, office.ring("ana"), "north", on=TODAY) is None
    put_book(office.store, b"whose is whose", office.public[Role.CASEWORKER])
    assert open_book(office.store, office.ring("ana"), "north", on=TODAY) == b"whose is whose"
    for person in ("olu", "sira", "imani"):
        with pytest.raises(CannotOpen):
            open_book(office.store, office.ring(person), "north", on=TODAY)


def test_supervisors_open_the_totals_and_nobody_else(office):
    put_totals(office.store, b"in all", office.public[Role.SUPERVISOR])
    assert open_totals(office.store, office.ring("sira"), "north", on=TODAY) == b"in all"
    for person in ("ana", "olu", "imani"):
        with pytest.raises(CannotOpen):
            open_totals(office.store, office.ring(person), "north", on=TODAY)
    with pytest.raises(ValueError, match="supervisors"):
        put_totals(office.store, b"", office.public[Role.CASEWORKER])


def test_what_is_said_of_the_whole_is_sealed_with_it(office):
    put_pool(office.store, b"as of today", [], office.public[Role.ANALYST])
    assert open_pool(office.store, office.ring("olu"), "north", on=TODAY).head == b"as of today"


def test_a_pool_is_sealed_to_analysts_and_a_book_to_caseworkers_only(office):
    with pytest.raises(ValueError, match="analysts"):
        put_pool(office.store, b"", [], office.public[Role.CASEWORKER])
    with pytest.raises(ValueError, match="caseworkers"):
        put_book(office.store, b"", office.public[Role.ANALYST])


def test_a_set_has_no_telling_name():
    with pytest.raises(ValueError, match="32 hexadecimal"):
        CountedSet("2026-0001", b"")


def test_the_order_of_a_pool_tells_nothing(office):
    """Of twenty sets put in one order, the chance that they come out in it twice is nothing to count with."""
    pool, orders = sets(20), set()
    for _ in range(3):
        put_pool(office.store, b"", pool, office.public[Role.ANALYST])
        orders.add(opened(office))
    assert len(orders) == 3 and tuple(pool) not in orders


def test_one_more_or_less_looks_the_same(office):
    looks = set()
    for number in (0, 1, 2, 40):
        put_pool(office.store, b"", sets(number), office.public[Role.ANALYST])
        (blob,) = office.store.blobs(Kind.COUNTED)
        looks.add(replace(blob, sealed=bytes(len(blob.sealed))))
    assert len(looks) == 1


def test_what_was_taken_out_does_not_come_back_with_an_older_pool(office):
    pool = sets(3)
    put_pool(office.store, b"", pool, office.public[Role.ANALYST])
    (older,) = office.store.blobs(Kind.COUNTED)
    take_out(office.store, [pool[1].id], on=TODAY)
    put_pool(office.store, b"", [pool[0], pool[2]], office.public[Role.ANALYST])
    assert Tombstone.of(pool[1].id, on=TODAY) in list(office.store.tombstones())
    office.store.put_blob(older)
    assert set(opened(office)) == {pool[0], pool[2]}


def test_a_new_generation_opens_an_earlier_pool_and_who_left_does_not_open_the_next(office):
    pool = sets(2)
    put_pool(office.store, b"", pool, office.public[Role.ANALYST])
    left = office.ring("olu")
    before = office.public[Role.ANALYST].name
    held = office.role_pair("olu", Role.ANALYST)
    office.add(Role.ANALYST, rotate_role(before, [office.people["dana"].public], recovery=None, held=held))
    assert set(opened(office, "dana")) == set(pool)
    put_pool(office.store, b"", pool, office.public[Role.ANALYST])
    with pytest.raises(CannotOpen):
        open_pool(office.store, left, "north", on=TODAY)


@pytest.mark.parametrize("content", [b"x", b"\0\0\0\0" + b"\0\0\0\1x", b"\0\0\0\0" + b"\0\0\0\1x" * 2])
def test_what_is_no_pool_does_not_open(office, content):
    from amparo.vault.labels import Label

    put_pool(office.store, b"", [], office.public[Role.ANALYST])
    (blob,) = office.store.blobs(Kind.COUNTED)
    sealed = seal_to(office.public[Role.ANALYST], Label(Kind.COUNTED, (blob.id,)), content)
    office.store.put_blob(replace(blob, sealed=sealed))
    with pytest.raises(CannotOpen):
        open_pool(office.store, office.ring("olu"), "north", on=TODAY)


def test_an_office_that_counts_nothing_has_no_pool(office):
    assert open_pool(office.store, office.ring("olu"), "north", on=TODAY) is None
