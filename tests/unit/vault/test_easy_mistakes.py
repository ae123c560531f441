"""A caller who forgets somebody, names too many or takes an old name is refused: nobody is cut off, let in or overwritten by mistake."""

from dataclasses import replace
from datetime import timedelta

import pytest
from vault_cast import TODAY, TOMORROW, Office, an_id

from amparo.vault.erasure import reapply
from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role, member_name
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.vault.sections import CaseKeys, Reader, Section, keys_in
from amparo.vault.staffing import cover, join, recoverable, rotate_role
from amparo.vault.wraps import Purpose

IN_A_MONTH, NINTH = TODAY + timedelta(days=30), an_id("r-9")


@pytest.fixture
def office():
    return Office()


def write(office, person, case, section, record=NINTH, *, readers=None, on=TODAY):
    ring = person if isinstance(person, KeyRing) else office.ring(person)
    office.cabinet.write(ring, case, section, record, b"later", readers=readers or office.readers, on=on)


def records(office, ring, case, on=TODAY):
    return {(record.section, record.id, record.content) for record in office.cabinet.records(ring, case, on=on)}


def for_chidi(office, *sections, last_day=IN_A_MONTH):
    return Reader(office.chidi.public, frozenset(sections), Purpose.REFERRAL, last_day)


def test_a_reporter_who_was_forgotten_among_the_readers_is_not_cut_off(office):
    receipt = Receipt.new()
    mine = Reader(receipt.pair.public, frozenset({Section.ACCOUNT}), Purpose.REPORTER)
    keys = office.cabinet.open_case("one", [*office.readers, mine])
    office.cabinet.file(keys, Section.ACCOUNT, an_id("r-1"), b"words")
    with pytest.raises(ValueError, match="revoke"):
        write(office, "ana", "one", Section.ACCOUNT)
    write(office, "ana", "one", Section.ACCOUNT, readers=[*office.readers, mine])
    assert len(records(office, KeyRing.of(receipt.pair), "one")) == 2 and office.store.epoch("one") == 1


def test_a_partner_who_was_forgotten_is_not_cut_off_until_revoked(office):
    case = office.case(labour="words")
    office.cabinet.share(office.ring("ana"), case, for_chidi(office, Section.LABOUR), on=TODAY)
    with pytest.raises(ValueError, match="revoke"):
        write(office, "ana", case, Section.LABOUR)
    office.cabinet.revoke(case, office.chidi.name, on=TODAY)
    write(office, "ana", case, Section.LABOUR)
    assert office.store.epoch(case) == 2


def test_who_may_not_read_a_section_does_not_write_in_it_by_naming_themselves(office):
    case = office.case(health="words")
    me = Reader(office.public[Role.SUPERVISOR], frozenset(Section))
    for readers in ([me], [*office.readers, me]):
        with pytest.raises(CannotOpen):
            write(office, "sira", case, Section.HEALTH, readers=readers)
    assert office.store.epoch(case) == 1


def test_a_refused_writer_makes_no_new_keys(office):
    case = office.case(health="words")
    office.store.mark_stale(case)
    for person in ("dana", "sira"):
        with pytest.raises(CannotOpen):
            write(office, person, case, Section.HEALTH)
    assert office.store.epoch(case) == 1


def test_nobody_writes_over_a_record_that_they_cannot_read(office):
    case = office.case(identity="a name", facts="coded")
    with pytest.raises(CannotOpen):
        write(office, "sira", case, Section.FACTS, an_id("identity"))
    with pytest.raises(CannotOpen):
        write(office, "ana", case, Section.FACTS, an_id("identity"))
    assert (Section.IDENTITY, an_id("identity"), b"a name") in records(office, office.ring("ana"), case)
    write(office, "sira", case, Section.FACTS, an_id("facts"))
    assert (Section.FACTS, an_id("facts"), b"later") in records(office, office.ring("ana"), case)


@pytest.mark.parametrize("record", ["asylum-1", "", "r-1", "A" * 32, "0" * 31, "0" * 33, "0" * 31 + "\n", "٣" * 32])
def test_a_record_whose_id_could_tell_something_is_refused(office, record):
    case = office.case(facts="coded")
    keys = CaseKeys.new(case, 1)
    with pytest.raises(ValueError, match="32 hexadecimal") as filed:
        office.cabinet.file(keys, Section.FACTS, record, b"x")
    with pytest.raises(ValueError, match="32 hexadecimal") as written:
        write(office, "ana", case, Section.FACTS, record)
    if record:
        assert record not in str(filed.value) + str(written.value)


def test_filing_does_not_replace(office):
    keys = office.cabinet.open_case("one", office.readers)
    office.cabinet.file(keys, Section.FACTS, an_id("r-1"), b"first")
    with pytest.raises(ValueError, match="replaces"):
        office.cabinet.file(keys, Section.FACTS, an_id("r-1"), b"second")


def test_a_share_that_is_made_shorter_gets_no_keys_that_last_longer(office):
    case = office.case(labour="words")
    office.cabinet.share(office.ring("ana"), case, for_chidi(office, Section.LABOUR), on=TODAY)
    shorter = for_chidi(office, Section.LABOUR, last_day=TODAY)
    write(office, "ana", case, Section.LABOUR, readers=[*office.readers, shorter])
    with pytest.raises(CannotOpen):
        office.cabinet.read(KeyRing.of(office.chidi), case, Section.LABOUR, an_id("r-9"), on=TOMORROW)


def test_the_number_of_an_erased_case_is_not_given_again(office):
    case = office.case(account="words")
    office.cabinet.erase(case, on=TODAY)
    for way in (office.cabinet.open_case, office.cabinet.renew):
        with pytest.raises(ValueError, match="erased"):
            way(case, office.readers)
    assert reapply([], office.store).erased == 0


def test_what_was_erased_meanwhile_is_not_written(office):
    keys = office.cabinet.open_case("one", office.readers)
    office.cabinet.erase("one", on=TODAY)
    with pytest.raises(CannotOpen):
        office.cabinet.file(keys, Section.ACCOUNT, an_id("r-1"), b"late")
    assert "one" not in office.store.groups()


def test_who_leaves_after_a_new_key_of_their_own_does_not_come_back_with_the_old_one(office):
    case, old, new = office.case(account="words"), office.people["ana"], KeyPair.new(member_name("ana", 2))
    office.store.put_wrap(join(office.role_pair("basir", Role.CASEWORKER), new.public))
    assert office.cabinet.remove_member(new.name, on=TODAY) == {office.public[Role.CASEWORKER].name}
    for pair in (old, new):
        assert records(office, KeyRing.unlock(pair, office.store.wraps(), on=TODAY), case) == set()


def test_a_lost_key_is_removed_and_the_one_after_it_stays(office):
    case, new = office.case(account="words"), KeyPair.new(member_name("ana", 2))
    office.store.put_wrap(join(office.role_pair("basir", Role.CASEWORKER), new.public))
    office.cabinet.remove_member(office.people["ana"].name, on=TODAY)
    assert records(office, KeyRing.unlock(new, office.store.wraps(), on=TODAY), case)


def test_a_revoked_partner_does_not_come_back_with_an_older_key(office):
    case, newer = office.case(labour="words"), KeyPair.new(KeyName(KeyKind.PARTNER, ("chidi",), 2))
    for reader in (for_chidi(office, Section.LABOUR), replace(for_chidi(office, Section.LABOUR), key=newer.public)):
        office.cabinet.share(office.ring("ana"), case, reader, on=TODAY)
    assert office.cabinet.revoke(case, newer.name, on=TODAY) == 2
    assert records(office, KeyRing.of(office.chidi), case) == set()


@pytest.mark.parametrize("purpose", [Purpose.ROLE, Purpose.REPORTER, Purpose.RECOVERY])
def test_a_partner_or_member_never_reads_without_an_end(office, purpose):
    for key in (office.chidi.public, office.people["dana"].public):
        for last_day in (None, IN_A_MONTH):
            with pytest.raises(ValueError, match="last day"):
                Reader(key, frozenset({Section.FACTS}), purpose, last_day)


def test_analysts_read_no_section_of_a_case(office):
    with pytest.raises(ValueError, match="counted"):
        Reader(office.public[Role.ANALYST], frozenset({Section.FACTS}))


def test_cover_stays_cover_when_the_role_is_rotated(office):
    dana = office.people["dana"]
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), dana.public, last_day=TODAY))
    before, ana = office.public[Role.CASEWORKER].name, office.people["ana"]
    made = rotate_role(before, [ana.public], recovery=None, covering=[(dana.public, TODAY)])
    office.add(Role.CASEWORKER, made)
    case = office.case(account="words")
    assert records(office, office.ring("dana"), case)
    assert not records(office, office.ring("dana"), case, on=TOMORROW)
    assert not records(office, office.ring("dana", on=TOMORROW), case, on=TOMORROW)


def test_who_covers_lets_nobody_in_for_longer(office):
    dana, role = office.people["dana"], office.public[Role.CASEWORKER].name
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), dana.public, last_day=TODAY))
    assert office.ring("dana").pair(role, on=TODAY) == office.ring("ana").lasting_pair(role, on=TODAY)
    for ring in (office.ring("dana"), office.ring("olu")):
        with pytest.raises(CannotOpen):
            ring.lasting_pair(role, on=TODAY)


def test_new_custodians_get_a_new_recovery_key_that_opens_the_roles_there_are(office):
    case, again = office.case(account="words"), KeyPair.new(KeyName(KeyKind.RECOVERY, ("house",), 2))
    office.store.put_wrap(recoverable(office.role_pair("ana", Role.CASEWORKER), again.public))
    office.cabinet.remove_member(office.recovery.name, on=TODAY)
    assert records(office, KeyRing.unlock(again, office.store.wraps(), on=TODAY), case)
    assert not records(office, KeyRing.unlock(office.recovery, office.store.wraps(), on=TODAY), case)
    with pytest.raises(ValueError, match="recovery"):
        recoverable(office.role_pair("ana", Role.CASEWORKER), office.people["dana"].public)


def test_opened_words_and_receipts_are_not_shown_or_pickled_by_accident(office):
    import copy
    import pickle

    from amparo.vault.custodians import RecoveryPhrase
    from amparo.vault.index import Row

    case = office.case(identity="Xochitl")
    opened = list(office.cabinet.records(office.ring("ana"), case, on=TODAY))
    assert opened[0].content == b"Xochitl"
    assert "Xochitl" not in repr(opened) + repr(Row("c", 1, b"Xochitl"))
    for secret in (Receipt.new(), RecoveryPhrase.new()):
        for way in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                way(secret)


def test_keys_of_an_epoch_that_nobody_made_are_not_written_with(office):
    case = office.case(account="words")
    wrap = next(
        found for found in office.store.wraps_of_case(case) if found.holder == office.public[Role.CASEWORKER].name
    )
    keys = keys_in(wrap.about, office.ring("ana").open(wrap, on=TODAY))
    with pytest.raises(CannotOpen):
        office.cabinet.file(replace(keys, epoch=2), Section.ACCOUNT, an_id("r-2"), b"x")
