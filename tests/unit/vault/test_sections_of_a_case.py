"""Who may read which section: by role, by sharing with a purpose and an end, and no longer after revocation."""

from dataclasses import replace
from datetime import timedelta

import pytest
from vault_cast import TODAY, TOMORROW, Office, an_id

from amparo.vault.keys import Role
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.rings import KeyRing
from amparo.vault.sections import FLOORS, CaseKeys, Reader, Section, keys_in, open_record, seal_record, wrap_for
from amparo.vault.storage import Blob
from amparo.vault.wraps import Purpose, endorse_wrap, is_wrap_endorsed

IN_A_MONTH = TODAY + timedelta(days=30)
ALL = {section.value: f"words of {section.value}" for section in Section}


@pytest.fixture
def office():
    return Office()


def readable(office, ring, case, on=TODAY):
    return {record.section for record in office.cabinet.records(ring, case, on=on)}


def share_with_chidi(office, case, *sections, last_day=IN_A_MONTH):
    reader = Reader(office.chidi.public, frozenset(sections), Purpose.REFERRAL, last_day)
    office.cabinet.share(office.ring("ana"), case, reader, on=TODAY)
    return reader


def test_each_role_reads_its_sections(office):
    case = office.case(**ALL)
    assert readable(office, office.ring("ana"), case) == set(Section)
    assert readable(office, office.ring("sira"), case) == {Section.FACTS}
    assert readable(office, office.ring("imani"), case) == {
        Section.ACCOUNT,
        Section.CONTACT,
        Section.FACTS,
        Section.FILES,
    }
    assert readable(office, office.ring("olu"), case) == set()
    assert readable(office, office.ring("dana"), case) == set()


def test_chosen_sections_are_shared_and_no_others(office):
    case = office.case(**ALL)
    share_with_chidi(office, case, Section.LABOUR, Section.FACTS)
    ring = KeyRing.of(office.chidi)
    assert readable(office, ring, case) == {Section.LABOUR, Section.FACTS}
    with pytest.raises(CannotOpen):
        office.cabinet.read(ring, case, Section.IDENTITY, an_id("identity"), on=TODAY)


def test_what_is_shared_closes_after_its_last_day(office):
    case = office.case(**ALL)
    share_with_chidi(office, case, Section.LABOUR, last_day=TODAY)
    ring = KeyRing.of(office.chidi)
    assert readable(office, ring, case) == {Section.LABOUR}
    assert readable(office, ring, case, on=TOMORROW) == set()


def test_revocation_removes_the_wrap(office):
    case = office.case(**ALL)
    share_with_chidi(office, case, Section.LABOUR)
    assert office.cabinet.revoke(case, office.chidi.name, on=TODAY) == 1
    assert readable(office, KeyRing.of(office.chidi), case) == set()


@pytest.mark.parametrize("way", ["revoked", "ended"])
def test_what_is_written_after_a_share_stays_closed_even_to_copied_keys(office, way):
    case = office.case(**ALL)
    share_with_chidi(office, case, Section.LABOUR, last_day=TODAY)
    copied = [
        keys_in(found.about, KeyRing.of(office.chidi).open(found, on=TODAY))
        for found in office.store.wraps_to(office.chidi.name)
    ]
    if way == "revoked":
        office.cabinet.revoke(case, office.chidi.name, on=TODAY)
    else:
        assert office.cabinet.remove_ended(on=TOMORROW) == {copied[0].name}
    office.cabinet.write(
        office.ring("ana"), case, Section.LABOUR, an_id("r-9"), b"later", readers=office.readers, on=TOMORROW
    )
    blob = office.store.get_blob(Kind.RECORD, case, an_id("r-9"))
    for keys in copied:
        with pytest.raises(CannotOpen):
            open_record(keys.key(Section.LABOUR), an_id("r-9"), blob.sealed)
    assert office.cabinet.read(office.ring("ana"), case, Section.LABOUR, an_id("r-9"), on=TOMORROW) == b"later"


def test_what_is_written_while_shared_reaches_the_partner_without_new_keys(office):
    case = office.case(**ALL)
    reader = share_with_chidi(office, case, Section.LABOUR)
    office.cabinet.write(
        office.ring("ana"), case, Section.LABOUR, an_id("r-9"), b"later", readers=[*office.readers, reader], on=TODAY
    )
    assert office.store.epoch(case) == 1
    assert office.cabinet.read(KeyRing.of(office.chidi), case, Section.LABOUR, an_id("r-9"), on=TODAY) == b"later"


def test_a_share_that_has_ended_gets_no_new_keys(office):
    case = office.case(**ALL)
    reader = share_with_chidi(office, case, Section.LABOUR, last_day=TODAY)
    for _ in range(2):
        office.cabinet.write(
            office.ring("ana"), case, Section.LABOUR, an_id("r-9"), b"x", readers=[*office.readers, reader], on=TOMORROW
        )
    assert office.store.epoch(case) == 2
    assert {found.about.generation for found in office.store.wraps_to(office.chidi.name)} == {1}


def test_sharing_reaches_back_to_every_epoch_that_the_sharer_opens(office):
    case = office.case(**ALL)
    office.cabinet.renew(case, office.readers)
    office.cabinet.write(
        office.ring("ana"), case, Section.LABOUR, an_id("r-9"), b"later", readers=office.readers, on=TODAY
    )
    share_with_chidi(office, case, Section.LABOUR)
    found = {record.content for record in office.cabinet.records(KeyRing.of(office.chidi), case, on=TODAY)}
    assert found == {b"words of labour", b"later"}


def test_nobody_passes_on_what_they_cannot_read(office):
    case = office.case(**ALL)
    reader = Reader(office.chidi.public, frozenset({Section.IDENTITY}), Purpose.SHARING, IN_A_MONTH)
    for person in ("sira", "imani", "dana"):
        with pytest.raises(CannotOpen):
            office.cabinet.share(office.ring(person), case, reader, on=TODAY)


def test_nobody_writes_where_they_cannot_read(office):
    case = office.case(**ALL)
    with pytest.raises(CannotOpen):
        office.cabinet.write(
            office.ring("sira"), case, Section.HEALTH, an_id("r-9"), b"x", readers=office.readers, on=TODAY
        )
    with pytest.raises(CannotOpen):
        office.cabinet.write(
            office.ring("ana"), "no-such-case", Section.HEALTH, an_id("r"), b"x", readers=office.readers, on=TODAY
        )


def test_a_record_moved_to_another_case_section_or_name_does_not_open(office):
    one, two = office.case("one", **ALL), office.case("two", **ALL)
    ring, blob = office.ring("ana"), office.store.get_blob(Kind.RECORD, one, an_id("account"))
    office.store.put_blob(replace(blob, group=two))
    with pytest.raises(CannotOpen):
        office.cabinet.read(ring, two, Section.ACCOUNT, an_id("account"), on=TODAY)
    with pytest.raises(CannotOpen):
        office.cabinet.read(ring, one, Section.HEALTH, an_id("account"), on=TODAY)
    office.store.put_blob(Blob(Kind.RECORD, one, an_id("health"), blob.sealed))
    with pytest.raises(CannotOpen):
        office.cabinet.read(ring, one, Section.HEALTH, an_id("health"), on=TODAY)
    with pytest.raises(CannotOpen):
        office.cabinet.read(ring, one, Section.ACCOUNT, an_id("health"), on=TODAY)


def test_a_wrap_moved_to_another_case_or_role_does_not_open(office):
    one, two = office.case("one", **ALL), office.case("two", **ALL)
    other = KeyRing.of(office.role_pair("sira", Role.SUPERVISOR), office.role_pair("ana", Role.CASEWORKER))
    own = next(
        found for found in office.store.wraps_of_case(one) if found.holder == office.public[Role.CASEWORKER].name
    )
    about = next(iter(office.store.wraps_of_case(two))).about
    for moved in (replace(own, about=about), replace(own, holder=office.public[Role.SUPERVISOR].name)):
        with pytest.raises(CannotOpen):
            other.open(moved, on=TODAY)


def test_the_store_does_not_show_which_section_is_used_or_shared(office):
    quiet, telling = "one", "two"
    office.cabinet.begin(quiet, office.readers, {Section.ACCOUNT: b"short"})
    office.cabinet.begin(telling, office.readers, {Section.ASYLUM: b"x" * 3000, Section.ACCOUNT: b"x" * 16000})
    share_with_chidi(office, telling, Section.ASYLUM)
    share_with_chidi(office, quiet, Section.LABOUR, Section.FACTS, Section.FILES)

    def seen(case):
        wraps = sorted(
            (str(found.holder), found.purpose, len(found.sealed)) for found in office.store.wraps_of_case(case)
        )
        return wraps, sorted(len(blob.sealed) for blob in office.store.blobs(Kind.RECORD, group=case))

    assert seen(quiet) == seen(telling)
    assert not any(section.value in str(found.about) for found in office.store.wraps() for section in Section)


def test_a_section_that_a_wrap_does_not_hold_has_no_key(office):
    keys = CaseKeys.new("one", 1)
    reader = Reader(office.chidi.public, frozenset({Section.FACTS}), Purpose.SHARING, IN_A_MONTH)
    made = wrap_for(keys, reader)
    opened = keys_in(made.about, KeyRing.of(office.chidi).open(made, on=TODAY))
    blob = seal_record(keys.key(Section.FACTS), "r", b"x")
    assert open_record(opened.key(Section.FACTS), "r", blob) == b"x"
    with pytest.raises(CannotOpen):
        opened.key(Section.IDENTITY)


def test_a_case_begins_with_one_record_in_every_section_known_by_its_id(office):
    told = {Section.ACCOUNT: b"words", Section.ASYLUM: b"more"}
    ids = office.cabinet.begin("one", office.readers, told)
    found = {record.section: record for record in office.cabinet.records(office.ring("ana"), "one", on=TODAY)}
    assert {section: record.id for section, record in found.items()} == ids and set(ids) == set(Section)
    assert {section: record.content for section, record in found.items() if record.content} == told
    office.cabinet.write(
        office.ring("ana"), "one", Section.HEALTH, ids[Section.HEALTH], b"later", readers=office.readers, on=TODAY
    )
    assert len(list(office.store.blobs(Kind.RECORD, group="one"))) == 9
    with pytest.raises(ValueError, match="already"):
        office.cabinet.begin("one", office.readers, told)
    with pytest.raises(CannotOpen):
        office.cabinet.read(office.ring("sira"), "one", Section.ASYLUM, ids[Section.ASYLUM], on=TODAY)


@pytest.mark.parametrize("section", Section)
def test_records_are_filled_up_to_the_floor_of_their_section(section):
    key, floor = CaseKeys.new("one", 1).key(section), FLOORS.get(section, 4096)
    sizes = {len(seal_record(key, an_id("r"), b"x" * length)) for length in (0, 1, 4000, floor - 4)}
    assert sizes == {floor + 77}
    assert len(seal_record(key, an_id("r"), b"x" * (floor - 3))) == 2 * floor + 77
    assert FLOORS[Section.ACCOUNT] == 16384


def test_a_case_gets_its_first_keys_once(office):
    office.case("one")
    with pytest.raises(ValueError, match="already"):
        office.cabinet.open_case("one", office.readers)
    with pytest.raises(ValueError, match="lost"):
        office.cabinet.open_case("two", [])


def test_a_damaged_record_is_passed_over_in_a_list_and_refused_when_asked_for(office):
    case = office.case(**ALL)
    blob = office.store.get_blob(Kind.RECORD, case, an_id("facts"))
    office.store.put_blob(replace(blob, sealed=blob.sealed[:-1] + b"\x00\x00"))
    assert readable(office, office.ring("ana"), case) == set(Section) - {Section.FACTS}
    with pytest.raises(CannotOpen):
        office.cabinet.read(office.ring("ana"), case, Section.FACTS, an_id("facts"), on=TODAY)


def gather(office, case, *gone, ring="ana"):
    return office.cabinet.gather(
        office.ring(ring), case, Section.FACTS, gone, b"both", readers=office.readers, on=TODAY
    )


def test_records_that_are_gathered_are_one_record(office):
    case = office.case(**ALL)
    both = Section.FACTS, an_id("r-9")
    office.cabinet.write(office.ring("ana"), case, *both, b"later", readers=office.readers, on=TODAY)
    made = gather(office, case, an_id("facts"), an_id("r-9"))
    found = {one.id: one.content for one in office.cabinet.records(office.ring("sira"), case, on=TODAY)}
    assert found == {made: b"both"}


@pytest.mark.parametrize("wrong", ["labour", "never written"])
def test_what_is_of_another_section_or_not_there_is_not_gathered(office, wrong):
    case = office.case(**ALL)
    with pytest.raises(CannotOpen):
        gather(office, case, an_id("facts"), an_id(wrong))
    with pytest.raises(CannotOpen):
        gather(office, case, an_id("facts"), ring="olu")
    assert len(list(office.cabinet.records(office.ring("ana"), case, on=TODAY))) == len(Section)


def test_a_key_slipped_in_by_whoever_writes_to_the_store_is_not_written_with(office):
    """Anybody can seal to a public key; so a second wrap that disagrees with the first is refused, and none is endorsed."""
    case = office.case(**ALL)
    theirs = CaseKeys.new(case, 1)
    slipped_in = wrap_for(theirs, Reader(office.public[Role.CASEWORKER], frozenset(Section)))
    office.store.put_wrap(slipped_in)
    with pytest.raises(CannotOpen):
        office.cabinet.write(
            office.ring("ana"), case, Section.ACCOUNT, an_id("r-9"), b"x", readers=office.readers, on=TODAY
        )
    server = Secret.new()
    own = next(iter(office.store.wraps_of_case(case)))
    tag = endorse_wrap(own, server)
    assert is_wrap_endorsed(own, tag, server)
    assert not is_wrap_endorsed(slipped_in, tag, server) and not is_wrap_endorsed(own, tag, Secret.new())


def test_large_records_can_be_left_in_the_store_when_a_case_is_listed(office):
    office.cabinet.begin("one", office.readers, {Section.FILES: b"x" * 100_000})
    ring = office.ring("ana")
    sections = {record.section for record in office.cabinet.records(ring, "one", on=TODAY, largest=65536)}
    assert sections == set(Section) - {Section.FILES}
    assert len(list(office.cabinet.records(ring, "one", on=TODAY, largest=131_072 + 77))) == 9
    assert len(list(office.cabinet.records(ring, "one", on=TODAY, largest=131_072 + 76))) == 8
