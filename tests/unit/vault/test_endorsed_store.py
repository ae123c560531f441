"""Whoever writes to the database without the server secret puts in no key and no wrap that anything here would use."""

from dataclasses import replace

import pytest
from vault_cast import TODAY, TOMORROW, Office, an_id

from amparo.vault.cabinet import Cabinet
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyPair, PublicKey, Role, endorse, member_name, role_name
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.rings import KeyRing
from amparo.vault.sections import CaseKeys, Reader, Section, wrap_for
from amparo.vault.staffing import cover, join
from amparo.vault.storage import MemoryStore, Tagged
from amparo.vault.wraps import endorse_wrap

CASEWORKERS = (KeyKind.ROLE, ("north", "caseworker"))


@pytest.fixture
def office():
    return Office()


def everywhere(store, found):
    """All that the store hands out wherever this wrap would be looked for."""
    return [
        wrap
        for wraps in (store.wraps(), store.role_wraps(), store.wraps_to(found.holder), store.wraps_of_case("one"))
        for wrap in wraps
    ]


def test_a_wrap_slipped_in_is_handed_out_nowhere_and_shown_to_people(office):
    case, role = office.case("one", account="words"), office.public[Role.CASEWORKER]
    ana, another = office.people["ana"].public, next(office.store.wraps())
    for slipped_in in (
        wrap_for(CaseKeys.new(case, 1), Reader(role, frozenset(Section))),
        join(KeyPair.new(role.name), ana),
    ):
        for tag in (
            b"",
            b"\0" * 32,
            endorse_wrap(slipped_in, Secret.new()),
            endorse_wrap(another, office.server),
            endorse_wrap(slipped_in, office.server)[:-1],
        ):
            office.raw.put_wrap(slipped_in, tag)
            assert slipped_in not in everywhere(office.store, slipped_in)
            assert office.store.unendorsed().wraps == (slipped_in.id,)
        # Beside it everything goes on: without endorsement the two would dispute each other.
        assert office.ring("ana").refused == ()
        office.cabinet.write(
            office.ring("ana"), case, Section.ACCOUNT, an_id("r-9"), b"later", readers=office.readers, on=TODAY
        )
        office.store.put_wrap(slipped_in)
        assert slipped_in in everywhere(office.store, slipped_in)
        office.store.delete_wrap(slipped_in.id)
        assert not office.store.unendorsed()


def test_a_wrap_that_was_lengthened_renamed_or_given_away_is_left_out(office):
    dana = office.people["dana"]
    made = cover(office.role_pair("ana", Role.CASEWORKER), dana.public, last_day=TODAY)
    tag = endorse_wrap(made, office.server)
    for change in ({"last_day": TOMORROW}, {"id": "another"}, {"holder": office.people["olu"].name}, {"sealed": b"x"}):
        changed = replace(made, **change)
        office.raw.put_wrap(changed, tag)
        assert changed.id not in {wrap.id for wrap in everywhere(office.store, changed)}


def test_a_true_wrap_in_a_false_place_is_left_out():
    """Else a case would be written with another case's keys, which other people hold."""

    class Misled(MemoryStore):
        def wraps_of_case(self, case):
            return self.wraps()

        def wraps_to(self, holder):
            return self.wraps()

        def role_wraps(self):
            return self.wraps()

    office = Office()
    for case in ("one", "two"):
        office.case(case, account="words")
    misled = Misled()
    misled.__dict__.update(office.raw.__dict__)
    store, ana = EndorsedStore(misled, office.server), office.people["ana"].name
    assert set(store.wraps_of_case("one")) == set(office.store.wraps_of_case("one")) != set()
    assert set(store.wraps_to(ana)) == set(office.store.wraps_to(ana)) != set()
    assert set(store.role_wraps()) == set(office.store.role_wraps()) != set()


@pytest.mark.parametrize("data", [b"", b"noise", b"\x04", b"\x04\0\0\0\1a", b"\xff" * 90])
def test_rows_of_noise_are_left_out_and_listed(data):
    class Noisy(MemoryStore):
        def wraps(self):
            return iter([Tagged("noise", data, b"\0" * 32)])

        def public_keys(self, prefix):
            return iter([Tagged(prefix + "noise", data, b"\0" * 32)])

        def tombstones(self):
            return self.wraps()

        def get_tombstone(self, digest):
            return next(self.wraps())

    store = EndorsedStore(Noisy(), Secret.new())
    assert list(store.wraps()) == [] == list(store.tombstones()) == store.public_keys(KeyKind.MEMBER)
    assert not store.has_tombstone("noise") and store.newest(*CASEWORKERS) is None
    found = store.unendorsed()
    assert found and (found.wraps, found.public_keys, found.tombstones) == (("noise",), ("noise",), ("noise",))


def test_a_public_key_slipped_in_is_not_sealed_to(office):
    real, theirs = office.public[Role.CASEWORKER], KeyPair.new(role_name("north", Role.CASEWORKER, 2)).public
    for tag in (b"", endorse(real, office.server), endorse(theirs, Secret.new())):
        office.raw._keys[str(theirs.name)] = Tagged(str(theirs.name), theirs.raw, tag)
        assert office.store.newest(*CASEWORKERS) == real
        with pytest.raises(CannotOpen):
            office.store.public_key(theirs.name)
        assert office.store.unendorsed().public_keys == (str(theirs.name),)
    office.raw._keys[str(real.name)] = Tagged(str(real.name), theirs.raw, endorse(real, office.server))
    assert office.store.newest(*CASEWORKERS) is None


def test_an_endorsed_public_key_does_not_pass_for_another_or_for_a_newer_one(office):
    real = office.public[Role.CASEWORKER]
    for name in (role_name("north", Role.CASEWORKER, 2), role_name("north", Role.INTAKE, 2), member_name("ana", 9)):
        office.raw.put_public_key(PublicKey(name, real.raw), endorse(real, office.server))
        with pytest.raises(CannotOpen):
            office.store.public_key(name)
    assert office.store.newest(*CASEWORKERS) == real


def test_a_generation_is_published_once(office):
    again = KeyPair.new(office.public[Role.CASEWORKER].name).public
    with pytest.raises(ValueError, match="name"):
        office.store.publish(again)
    assert office.store.public_key(again.name) == office.public[Role.CASEWORKER]


def test_the_newest_generation_is_found_by_number_and_for_its_owner_alone(office):
    made = [KeyPair.new(role_name("north", Role.CASEWORKER, number)).public for number in (10, 9, 2)]
    for key in (*made, KeyPair.new(role_name("north2", Role.CASEWORKER, 11)).public):
        office.store.publish(key)
    assert office.store.newest(*CASEWORKERS) == made[0]
    assert [key.name.generation for key in office.store.public_keys(*CASEWORKERS)] == [1, 2, 9, 10]
    for person in ("ana", "ana2"):
        office.store.publish(KeyPair.new(member_name(person)).public)
    assert [key.name.of for key in office.store.public_keys(KeyKind.MEMBER)] == [("ana",), ("ana2",)]
    assert office.store.newest(KeyKind.MEMBER, ("ana",)).name == member_name("ana")
    assert office.store.newest(KeyKind.MEMBER, ("an",)) is None


def test_another_server_secret_hands_out_nothing(office):
    case = office.case("one", account="words")
    office.cabinet.erase("gone", on=TODAY)
    other = EndorsedStore(office.raw, Secret.new())
    assert list(other.wraps()) == [] == list(other.wraps_of_case(case)) == list(other.tombstones())
    assert len(KeyRing.unlock(office.people["ana"], other.wraps(), on=TODAY).held) == 1
    assert len(other.unendorsed().wraps) == len(list(office.store.wraps()))


def test_opening_a_case_asks_the_store_as_much_beside_many_cases_and_epochs_as_alone():
    class Counting:
        def __init__(self, raw):
            self.raw, self.asked = raw, 0

        def __getattr__(self, name):
            self.asked += 1
            return getattr(self.raw, name)

    office = Office()
    raw = Counting(office.raw)
    office.cabinet = Cabinet(EndorsedStore(raw, office.server))
    ring, seen = office.ring("ana"), set()
    for case in (f"c-{number}" for number in range(20)):
        costs = []
        raw.asked = 0
        ids = office.cabinet.begin(case, office.readers, {})
        costs.append(raw.asked)
        raw.asked = 0
        assert len(list(office.cabinet.records(ring, case, on=TODAY))) == 9
        costs.append(raw.asked)
        for _ in range(3):
            raw.asked = 0
            office.cabinet.write(ring, case, Section.FACTS, ids[Section.FACTS], b"x", readers=office.readers, on=TODAY)
            costs.append(raw.asked)
            office.cabinet.renew(case, office.readers)
        seen.add(tuple(costs))
    ((begin, records, *writes),) = seen
    # Three wraps, nine records, two looks at the epoch and one for a tombstone; then wraps and records; a write is a few questions.
    assert (begin, records) == (15, 2) and max(writes) == min(writes) <= 12


def test_the_store_does_not_show_its_secret(office):
    assert office.server.reveal().hex() not in repr(office.store) and "Secret(hidden)" in repr(office.store)
