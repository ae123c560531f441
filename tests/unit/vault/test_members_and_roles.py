"""Joining is one wrap; leaving is one rotation; cover is a wrap with an end; nobody else opens anything."""

from dataclasses import replace
from datetime import timedelta

import pytest
from vault_cast import TODAY, TOMORROW, Office, an_id

from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role, member_name, role_name
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.rings import KeyRing, rest, wake
from amparo.vault.sections import Reader, Section
from amparo.vault.staffing import cover, join, link, rotate_role
from amparo.vault.wraps import Purpose, Wrap, open_wrap, wrap

ACCOUNT = Section.ACCOUNT


def read(office, ring, case, section=ACCOUNT, record=None, on=TODAY):
    return office.cabinet.read(ring, case, section, record or an_id(section.value), on=on).decode()


@pytest.fixture
def office():
    return Office()


def rotate(office, role, remaining, held=None):
    before = office.public[role].name
    members = [office.people[person].public for person in remaining]
    office.add(role, rotate_role(before, members, recovery=office.recovery.public, held=held))


def test_joining_is_one_wrap_and_opens_what_was_there_before(office):
    case = office.case(account="what happened")
    count = len(list(office.store.wraps()))
    office.let_join("dana", Role.CASEWORKER)
    assert len(list(office.store.wraps())) == count + 1
    assert read(office, office.ring("dana"), case) == "what happened"


def test_one_wrap_is_enough_also_after_rotations(office):
    case = office.case(account="what happened")
    for _ in range(3):
        held = office.role_pair("ana", Role.CASEWORKER)
        rotate(office, Role.CASEWORKER, ["ana", "basir"], held=held)
    office.let_join("dana", Role.CASEWORKER)
    assert read(office, office.ring("dana"), case) == "what happened"
    assert office.public[Role.CASEWORKER].name.generation == 4


def test_what_an_absent_holder_could_not_link_is_linked_later(office):
    """The role is rotated by somebody who does not hold it; a newcomer then reads only what came after, until it is linked."""
    old = office.case("old", account="before")
    rotate(office, Role.CASEWORKER, ["ana", "basir"])
    office.let_join("dana", Role.CASEWORKER)
    with pytest.raises(CannotOpen):
        read(office, office.ring("dana"), old)
    earlier = office.ring("ana").lasting_pair(role_name("north", Role.CASEWORKER), on=TODAY)
    office.store.put_wrap(link(earlier, office.store.newest(KeyKind.ROLE, ("north", "caseworker"))))
    assert read(office, office.ring("dana"), old) == "before"
    with pytest.raises(CannotOpen):
        read(office, office.ring("sira"), old)


@pytest.mark.parametrize(
    "newer",
    [
        role_name("north", Role.CASEWORKER, 2),
        role_name("north", Role.CASEWORKER, 1),
        role_name("north", Role.SUPERVISOR, 3),
        role_name("south", Role.CASEWORKER, 3),
        member_name("dana", 3),
        KeyName(KeyKind.RECOVERY, ("north",), 3),
    ],
    ids=str,
)
def test_a_generation_is_linked_to_a_newer_one_of_the_same_role_only(newer):
    earlier = KeyPair.new(role_name("north", Role.CASEWORKER, 2))
    with pytest.raises(ValueError, match="generation"):
        link(earlier, KeyPair.new(newer).public)
    with pytest.raises(ValueError, match="generation"):
        link(KeyPair.new(member_name("dana")), KeyPair.new(member_name("dana", 2)).public)
    assert link(earlier, KeyPair.new(replace(earlier.name, generation=4)).public).purpose is Purpose.EARLIER


def test_a_ring_tells_the_roles_of_today_and_their_newest_pairs(office):
    rotate(office, Role.CASEWORKER, ["ana"], held=office.role_pair("ana", Role.CASEWORKER))
    pair, dana = office.role_pair("ana", Role.CASEWORKER), office.people["dana"]
    assert office.ring("ana").roles(on=TODAY) == {("north", Role.CASEWORKER)}
    assert office.ring("ana").newest("north", Role.CASEWORKER, on=TODAY) == pair and pair.name.generation == 2
    office.store.put_wrap(cover(pair, dana.public, last_day=TODAY))
    # A generation from before, without an end, does not make up for cover that has ended.
    office.store.put_wrap(join(office.ring("ana").pair(role_name("north", Role.CASEWORKER), on=TODAY), dana.public))
    ring = office.ring("dana")
    assert ring.roles(on=TODAY) == {("north", Role.CASEWORKER)} and ring.roles(on=TOMORROW) == set()
    assert ring.newest("north", Role.CASEWORKER, on=TODAY) == pair
    for office_name, role, on in (
        ("north", Role.CASEWORKER, TOMORROW),
        ("south", Role.CASEWORKER, TODAY),
        ("north", Role.INTAKE, TODAY),
    ):
        with pytest.raises(CannotOpen):
            ring.newest(office_name, role, on=on)


def test_a_session_opens_with_the_wraps_of_roles_alone(office):
    case = office.case(account="words")
    ring = KeyRing.unlock(office.people["ana"], office.store.role_wraps(), on=TODAY)
    assert ring == office.ring("ana") and read(office, ring, case) == "words"
    assert len(list(office.store.role_wraps())) == len(list(office.store.wraps())) - 3


def leave_as_basir(office, held=None):
    """Basir leaves, having copied every key he could open; returns that ring."""
    copied = office.ring("basir")
    office.cabinet.remove_member(office.people["basir"].name, on=TODAY)
    rotate(office, Role.CASEWORKER, ["ana"], held=held)
    return copied


@pytest.mark.parametrize("somebody_present", [True, False])
def test_a_member_who_left_cannot_open_what_came_after_even_with_every_key_copied(office, somebody_present):
    old = office.case("old", account="before")
    held = office.role_pair("ana", Role.CASEWORKER) if somebody_present else None
    copied = leave_as_basir(office, held)
    office.cabinet.write(
        office.ring("ana"), old, ACCOUNT, an_id("r-2"), b"after, in an old case", readers=office.readers, on=TODAY
    )
    new = office.case("new", account="after, in a new case")
    for case, record in ((old, an_id("r-2")), (new, an_id("account"))):
        with pytest.raises(CannotOpen):
            read(office, copied, case, record=record)
        with pytest.raises(CannotOpen):
            read(office, office.ring("basir"), case, record=record)
    assert read(office, office.ring("ana"), old) == "before"
    assert read(office, office.ring("ana"), old, record=an_id("r-2")) == "after, in an old case"
    assert read(office, office.ring("ana"), new) == "after, in a new case"


def test_a_member_who_left_opens_nothing_at_all_with_their_own_key(office):
    case = office.case(account="before")
    leave_as_basir(office)
    assert set(office.ring("basir").held) == {office.people["basir"].name}
    with pytest.raises(CannotOpen):
        read(office, office.ring("basir"), case)


def test_no_case_is_sealed_again_when_somebody_leaves(office):
    from amparo.vault.labels import Kind

    office.case(account="before")
    before = list(office.store.blobs(Kind.RECORD))
    leave_as_basir(office)
    assert list(office.store.blobs(Kind.RECORD)) == before


def test_cover_opens_until_its_last_day_and_not_after(office):
    case = office.case(account="what happened")
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), office.people["dana"].public, last_day=TODAY))
    ring = office.ring("dana")
    assert read(office, ring, case) == "what happened"
    with pytest.raises(CannotOpen):
        read(office, ring, case, on=TOMORROW)
    with pytest.raises(CannotOpen):
        read(office, office.ring("dana", on=TOMORROW), case, on=TOMORROW)


def test_cover_does_not_outlast_its_day_through_an_earlier_generation(office):
    case = office.case(account="what happened")
    held = office.role_pair("ana", Role.CASEWORKER)
    rotate(office, Role.CASEWORKER, ["ana"], held=held)
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), office.people["dana"].public, last_day=TODAY))
    ring = office.ring("dana")
    assert read(office, ring, case) == "what happened"
    with pytest.raises(CannotOpen):
        read(office, ring, case, on=TOMORROW)


@pytest.mark.parametrize(
    "change",
    [
        {"last_day": TODAY + timedelta(days=999)},
        {"last_day": None, "purpose": Purpose.ROLE},
        {"about": role_name("north", Role.SUPERVISOR)},
        {"about": role_name("south", Role.CASEWORKER)},
        {"about": role_name("north", Role.CASEWORKER, 2)},
        {"id": "another"},
    ],
)
def test_a_changed_wrap_does_not_open(office, change):
    dana = office.people["dana"]
    made = cover(office.role_pair("ana", Role.CASEWORKER), dana.public, last_day=TODAY)
    assert open_wrap(made, dana, on=TODAY)
    changed = replace(made, **change)
    with pytest.raises(CannotOpen):
        open_wrap(changed, dana, on=TODAY)
    ring = KeyRing.unlock(dana, [changed], on=TODAY)
    assert ring.refused == (changed.id,) and len(ring.held) == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_role_key_slipped_in_beside_the_real_one_is_not_used(office, first):
    ana, role = office.people["ana"], office.public[Role.CASEWORKER].name
    slipped_in = join(KeyPair.new(role), ana.public)
    wraps = list(office.store.wraps())
    ring = KeyRing.unlock(ana, [slipped_in, *wraps] if first else [*wraps, slipped_in], on=TODAY)
    assert set(ring.held) == {ana.name}
    assert slipped_in.id in ring.refused and len(ring.refused) == 2


def test_a_wrap_given_to_another_member_does_not_open(office):
    made = join(office.role_pair("ana", Role.CASEWORKER), office.people["dana"].public)
    moved = replace(made, holder=office.people["olu"].name)
    with pytest.raises(CannotOpen):
        open_wrap(moved, office.people["olu"], on=TODAY)


def test_what_is_lent_or_shared_has_an_end():
    key = KeyPair.new(role_name("north", Role.INTAKE))
    for purpose in (Purpose.COVER, Purpose.SHARING, Purpose.REFERRAL):
        with pytest.raises(ValueError, match="last day"):
            wrap(b"x" * 32, key.name, KeyPair.new(member_name("dana")).public, purpose)
    with pytest.raises(ValueError, match="last day"):
        Reader(key.public, frozenset({ACCOUNT}), Purpose.REFERRAL)


def test_the_material_of_an_administrator_opens_nothing(office):
    """An administrator may have the whole store, the server secret and a key pair of their own."""
    case = office.case(**{section.value: "words" for section in Section})
    administrator = KeyPair.new(member_name("administrator"))
    ring = KeyRing.unlock(administrator, office.store.wraps(), on=TODAY)
    assert list(office.cabinet.records(ring, case, on=TODAY)) == []
    for section in Section:
        with pytest.raises(CannotOpen):
            read(office, ring, case, section)
    # Not even by writing wraps in their own name into the store.
    for found in list(office.store.wraps()):
        office.store.put_wrap(replace(found, holder=administrator.name))
    ring = KeyRing.unlock(administrator, office.store.wraps(), on=TODAY)
    assert len(ring.held) == 1 and list(office.cabinet.records(ring, case, on=TODAY)) == []


def test_a_supervisor_sees_facts_and_no_identity_unless_covered(office):
    case = office.case(identity="a name", facts="coded facts")
    ring = office.ring("sira")
    assert [record.section for record in office.cabinet.records(ring, case, on=TODAY)] == [Section.FACTS]
    with pytest.raises(CannotOpen):
        read(office, ring, case, Section.IDENTITY)
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), office.people["sira"].public, last_day=TODAY))
    assert read(office, office.ring("sira"), case, Section.IDENTITY) == "a name"


def test_the_other_office_opens_nothing(office):
    case, south = office.case(account="words"), Office("south")
    ring = KeyRing.unlock(south.people["ana"], [*office.store.wraps(), *south.store.wraps()], on=TODAY)
    with pytest.raises(CannotOpen):
        read(office, ring, case)


def test_whoever_has_the_recovery_key_can_let_people_in_again(office):
    case = office.case(account="words")
    ring = KeyRing.unlock(office.recovery, office.store.wraps(), on=TODAY)
    newcomer = KeyPair.new(member_name("ana", 2))
    office.store.put_wrap(join(ring.pair(office.public[Role.CASEWORKER].name, on=TODAY), newcomer.public))
    assert read(office, KeyRing.unlock(newcomer, office.store.wraps(), on=TODAY), case) == "words"


def test_keys_rest_between_requests_under_a_secret_of_the_browser(office):
    case, browser = office.case(account="words"), Secret.new()
    office.store.put_wrap(cover(office.role_pair("ana", Role.CASEWORKER), office.people["dana"].public, last_day=TODAY))
    resting = rest(office.ring("dana"), browser, "s-1")
    woken = wake(resting, browser, "s-1")
    assert read(office, woken, case) == "words"
    with pytest.raises(CannotOpen):
        read(office, woken, case, on=TOMORROW)
    for secret, session in ((Secret.new(), "s-1"), (browser, "s-2")):
        with pytest.raises(CannotOpen):
            wake(resting, secret, session)
    for held in office.ring("dana").held.values():
        assert held.pair.private.reveal() not in resting


def test_a_wrap_can_be_carried_as_bytes(office):
    for found in office.store.wraps():
        assert Wrap.decode(found.encode()) == found


def test_a_ring_shows_no_key(office):
    assert "Secret" not in repr(office.ring("ana"))
