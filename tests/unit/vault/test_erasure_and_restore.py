"""What was erased, withdrawn or revoked stays so, also when an older backup is restored."""

import copy
from datetime import timedelta

import pytest
from vault_cast import TODAY, Office, an_id, everything_in

from amparo.errors import BadInput
from amparo.vault.erasure import reapply
from amparo.vault.keys import Role
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.rings import KeyRing
from amparo.vault.sections import Reader, Section
from amparo.vault.tombstones import Tombstone, endorse_tombstone, read_tombstones, sign_tombstones
from amparo.vault.wraps import Purpose


@pytest.fixture
def office():
    return Office()


def backup_of(store):
    return copy.deepcopy(store.raw)


def restore(office, backup):
    office.raw.__dict__.update(copy.deepcopy(backup).__dict__)


def test_erasure_destroys_the_keys_and_the_blobs_and_leaves_a_tombstone(office):
    case, kept = office.case("one", account="words"), office.case("two", account="others")
    wraps, blobs = list(office.store.wraps_of_case(case)), list(office.store.blobs(Kind.RECORD, group=case))
    office.cabinet.erase(case, on=TODAY)
    left = everything_in(office.store)
    assert not any(found.sealed in left for found in [*wraps, *blobs])
    assert [str(stone) for stone in office.store.tombstones()] == [
        f"v1 {Tombstone.of(case, on=TODAY).digest} 2026-11-21"
    ]
    with pytest.raises(CannotOpen):
        office.cabinet.read(office.ring("ana"), case, Section.ACCOUNT, an_id("account"), on=TODAY)
    assert office.cabinet.read(office.ring("ana"), kept, Section.ACCOUNT, an_id("account"), on=TODAY) == b"others"


def test_a_restored_backup_does_not_bring_back_the_erased(office):
    case = office.case("one", account="words")
    office.case("two", account="others")
    backup = backup_of(office.store)
    office.cabinet.erase(case, on=TODAY)
    exported = [str(stone) for stone in office.store.tombstones()]
    restore(office, backup)
    assert office.cabinet.read(office.ring("ana"), case, Section.ACCOUNT, an_id("account"), on=TODAY) == b"words"
    done = reapply(map(Tombstone.parse, exported), office.store)
    assert done.erased == 1
    assert "one" not in office.store.groups() and "two" in office.store.groups()
    assert reapply([], office.store).erased == 0
    assert [str(stone) for stone in office.store.tombstones()] == exported


def test_a_restored_backup_does_not_let_back_in_who_left_or_was_revoked(office):
    case = office.case("one", account="words")
    chidi = Reader(office.chidi.public, frozenset({Section.ACCOUNT}), Purpose.REFERRAL, TODAY + timedelta(days=9))
    office.cabinet.share(office.ring("ana"), case, chidi, on=TODAY)
    backup = backup_of(office.store)
    office.cabinet.revoke(case, office.chidi.name, on=TODAY)
    gone = office.cabinet.remove_member(office.people["basir"].name, on=TODAY)
    stones = list(office.store.tombstones())
    restore(office, backup)
    done = reapply(stones, office.store)
    assert done.wraps == 2
    assert done.roles == gone == {office.public[Role.CASEWORKER].name}
    assert office.store.is_stale(case)
    for ring in (KeyRing.of(office.chidi), office.ring("basir")):
        with pytest.raises(CannotOpen):
            office.cabinet.read(ring, case, Section.ACCOUNT, an_id("account"), on=TODAY)


def test_the_file_of_tombstones_is_believed_only_where_this_server_wrote_it():
    server, stones = Secret.new(), [Tombstone.of(f"case-{number}", on=TODAY) for number in range(3)]
    lines = list(sign_tombstones(stones, server))
    assert read_tombstones([f"{line}\n" for line in lines], server) == stones
    forged = Tombstone.of("case-9", on=TODAY)
    for second in (
        str(forged),
        f"{forged} {lines[1].rpartition(' ')[2]}",
        next(sign_tombstones([forged], Secret.new())),
        lines[1].replace("2026-11-21", "2026-11-22"),
        lines[1][:-1],
        lines[1].upper(),
        lines[1] + " ",
        "",
    ):
        with pytest.raises(BadInput, match="Line 2") as refused:
            read_tombstones([lines[0], second, lines[2]], server)
        assert refused.value.data["line"] == 2
    with pytest.raises(BadInput, match="Line 1"):
        read_tombstones(lines, Secret.new())


def test_a_tombstone_slipped_into_the_store_erases_nothing(office):
    case = office.case("one", account="words")
    forged = Tombstone.of(case, on=TODAY - timedelta(days=1))
    for tag in (b"", b"\0" * 32, endorse_tombstone(Tombstone.of("two", on=TODAY), office.server)):
        office.raw.put_tombstones([(forged, tag)])
        assert list(office.store.tombstones()) == [] and not office.store.has_tombstone(forged.digest)
        assert reapply([], office.store).erased == 0
        assert office.store.unendorsed().tombstones == (forged.digest,)
    office.cabinet.erase(case, on=TODAY)
    assert [stone.erased_on for stone in office.store.tombstones()] == [TODAY]
    office.store.put_tombstone(Tombstone.of(case, on=TODAY + timedelta(days=1)))
    assert [stone.erased_on for stone in office.store.tombstones()] == [TODAY]
    assert not office.store.unendorsed()


@pytest.mark.parametrize(
    "line", ["", "v1", "v2 " + "0" * 64 + " 2026-11-21", "v1 x 2026-11-21", "v1 " + "0" * 64 + " 20261121"]
)
def test_a_damaged_line_of_tombstones_is_refused(line):
    with pytest.raises(BadInput):
        Tombstone.parse(line)
