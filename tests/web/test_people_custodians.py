"""Custodians: k of n bring keys back, each in their own session; fewer cannot, and the pages say so."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from organisations import BOSS, LOW, OTHER, House, at_work, tell, told

from amparo.vault.keys import KeyKind, Role
from amparo.vault.material import CannotOpen
from amparo.vault.wraps import Purpose
from amparo.web.people import locks
from amparo.web.people.actions import inviting
from amparo.web.people.actions.envelopes import custody
from amparo.web.people.actions.rotating import rotate
from amparo.web.people.keys import recovery_key
from amparo.web.people.models import Member, Post, Recovery
from amparo.web.safekeeping.models import EnvelopeRow
from amparo.web.safekeeping.store import store

THREE = (BOSS, "tomas", "leila")


@pytest.fixture(params=[3, 30])
def house(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An organisation whose three custodians took the place of the phrase; it takes two of them."""
    monkeypatch.setattr(locks, "EFFORT", LOW)
    house = House.found(request.param)
    _entrust(house, house.browser(BOSS), phrase=house.phrase)
    yield house


def _entrust(house: House, by: Client, names: tuple[str, ...] = THREE, needed: int = 2, **told: object) -> str:
    chosen = [house.member(name).id for name in names]
    return house.post(by, "custody/custodians/", chosen=chosen, needed=needed, **told)


def _alone(house: House) -> tuple[Member, Client]:
    """Leila holds the intake alone, has lost her passphrase and begun anew: nobody can let her in."""
    boss = house.browser(BOSS)
    leila = house.member("leila")
    for post in Post.objects.filter(office="north", role="intake").exclude(member=leila):
        house.post(boss, f"people/{post.member_id}/roles/{post.id}/take/")
    house.join(inviting.invite_again_at_the_server(leila).words)
    return leila, house.browser("leila", OTHER)


def test_two_of_three_custodians_let_in_whom_nobody_else_can(house: House):
    case = tell("Recovered.")
    leila, browser = _alone(house)
    with pytest.raises(CannotOpen):
        told(at_work(browser).ring, case)
    shown = {"fingerprint": house.fingerprint("leila")}
    boss, tomas = house.browser(BOSS), house.browser("tomas")
    assert "This is not what" in house.refuse(boss, "recovery/", member=leila.id, fingerprint="11" * 16)
    house.post(boss, "recovery/", member=leila.id, **shown)
    recovery = Recovery.objects.get()

    browsers = {BOSS: boss, "tomas": tomas}
    # Leila is written down as a custodian, and holds no key of one any more.
    assert "There is nothing here for you" in house.refuse(browser, f"recovery/{recovery.id}/", **shown)
    order = [browsers[name] for name in _order(house)]
    assert "This is not what" in house.refuse(order[0], f"recovery/{recovery.id}/", fingerprint="11" * 16)
    house.post(order[0], f"recovery/{recovery.id}/", **shown)
    # One alone opens nothing, not even twice.
    house.refuse(order[0], f"recovery/{recovery.id}/", **shown)
    with pytest.raises(CannotOpen):
        told(at_work(browser).ring, case)
    house.post(order[1], f"recovery/{recovery.id}/", **shown)
    assert told(at_work(browser).ring, case) == "Recovered."
    assert not Recovery.objects.exists()
    assert not EnvelopeRow.objects.exclude(recovery="").exists()


def _order(house: House) -> list[str]:
    """The order of the layers over Ruth and Tomas."""
    from amparo.vault.custodians import Envelope

    names = {house.member(name).id: name for name in (BOSS, "tomas")}
    for row in EnvelopeRow.objects.filter(recovery=""):
        holders = [name.of[0] for name in Envelope.decode(bytes(row.data)).holders]
        if set(holders) == set(names):
            return [names[holder] for holder in holders]
    raise AssertionError("no envelope for these two")


def test_the_printed_phrase_opens_nothing_once_custodians_took_its_place(house: House):
    leila, browser = _alone(house)
    form = {"member": leila.id, "fingerprint": house.fingerprint("leila"), "phrase": house.phrase}
    assert "not the words" in house.refuse(browser, "recovery/phrase/", **form)
    old = [wrap for wrap in store().wraps() if wrap.purpose is Purpose.RECOVERY and wrap.holder.generation == 1]
    assert old == []


def test_with_one_custodian_left_recovery_is_refused_and_the_page_says_why(house: House):
    boss = house.browser(BOSS)
    leila, _browser = _alone(house)
    page = boss.get(f"/en/work/people/{house.member('tomas').id}/leave/").content.decode()
    assert "too few are left" in page
    house.post(boss, f"people/{house.member('tomas').id}/leave/")
    held = custody()
    assert held is not None and not held.is_possible
    assert "nothing can be recovered" in boss.get("/en/work/custody/").content.decode()
    form = {"member": leila.id, "fingerprint": house.fingerprint("leila")}
    assert "Too few custodians are left: 1 of the 2" in house.refuse(boss, "recovery/", **form)


def test_when_custodians_change_every_generation_of_every_role_stays_recoverable(house: House):
    case = tell("Old.")
    # A role that was rotated twice, without anybody who held it.
    for _ in range(2):
        rotate("north", Role.INTAKE, on=timezone.localdate())
    boss, tomas = house.browser(BOSS), house.browser("tomas")
    by = {BOSS: boss, "tomas": tomas, "leila": house.browser("leila")}
    _entrust(house, boss)
    recovery = Recovery.objects.get()
    for name in _order(house):
        house.post(by[name], f"recovery/{recovery.id}/")
    key = recovery_key(store())
    assert key is not None and key.name.generation == 3
    wanted = {found.name for found in store().public_keys(KeyKind.ROLE)}
    wrapped = {wrap.about for wrap in store().role_wraps() if wrap.holder == key.name}
    assert wrapped == wanted
    assert all(wrap.holder == key.name for wrap in store().wraps() if wrap.purpose is Purpose.RECOVERY)
    assert EnvelopeRow.objects.count() == 3
    leila, browser = _alone(house)
    house.post(boss, "recovery/", member=leila.id, fingerprint=house.fingerprint("leila"))
    recovery = Recovery.objects.get()
    for name in _order(house):
        house.post(by[name], f"recovery/{recovery.id}/", fingerprint=house.fingerprint("leila"))
    assert told(at_work(browser).ring, case) == "Old."


def test_a_recovery_is_for_the_key_that_was_compared(house: House):
    leila, _browser = _alone(house)
    boss, tomas = house.browser(BOSS), house.browser("tomas")
    house.post(boss, "recovery/", member=leila.id, fingerprint=house.fingerprint("leila"))
    recovery = Recovery.objects.get()
    house.join(inviting.invite_again_at_the_server(house.member("leila")).words, "a third passphrase for tests")
    for browser in (boss, tomas):
        answer = house.refuse(browser, f"recovery/{recovery.id}/", fingerprint=house.fingerprint("leila"))
        assert "another key by now" in answer


def test_an_envelope_that_holds_another_key_gives_nothing(house: House):
    from amparo.vault.custodians import entrust
    from amparo.vault.keys import KeyName, KeyPair
    from amparo.web.people.actions.envelopes import keep_envelopes
    from amparo.web.people.keys import name_of

    leila, _browser = _alone(house)
    slipped = KeyPair.new(KeyName(KeyKind.RECOVERY, ("recovery",), 2))
    keep_envelopes(entrust(slipped, [store().public_key(name_of(house.member(name))) for name in (BOSS, "tomas")], 2))
    boss, tomas = house.browser(BOSS), house.browser("tomas")
    form = {"fingerprint": house.fingerprint("leila")}
    house.post(boss, "recovery/", member=leila.id, **form)
    recovery = Recovery.objects.get()
    house.post(boss, f"recovery/{recovery.id}/", **form)
    assert "another key than the one in use" in house.refuse(tomas, f"recovery/{recovery.id}/", **form)


def test_custodians_are_chosen_among_those_who_were_let_in(house: House):
    boss = house.browser(BOSS)
    house.join(house.invite(boss, "noor", "north/custodian"))
    chosen = [house.member(name).id for name in (BOSS, "noor")]
    assert "was not let in yet" in house.refuse(boss, "custody/custodians/", chosen=chosen, needed=2)
    assert "two at least" in house.refuse(boss, "custody/custodians/", chosen=[house.member(BOSS).id], needed=2)


def test_what_custodians_opened_for_a_newcomer_changes_no_custody(house: House):
    leila, _browser = _alone(house)
    browsers = {name: house.browser(name) for name in (BOSS, "tomas")}
    form = {"fingerprint": house.fingerprint("leila")}
    house.post(browsers[BOSS], "recovery/", member=leila.id, **form)
    recovery = Recovery.objects.get()
    first, second = _order(house)
    house.post(browsers[first], f"recovery/{recovery.id}/", **form)
    before = EnvelopeRow.objects.filter(recovery="").count()
    # As somebody would who writes to the database.
    chosen = "\n".join(house.member(name).id for name in (BOSS, "tomas"))
    Recovery.objects.update(member=None, custodians=chosen, needed=2)
    page = house.refuse(browsers[second], f"recovery/{recovery.id}/")
    assert "Somebody changed what this is for" in page
    key = recovery_key(store())
    assert key is not None and key.name.generation == 2
    assert EnvelopeRow.objects.filter(recovery="").count() == before


def test_layers_that_were_opened_for_one_purpose_count_for_no_other(house: House):
    leila, _browser = _alone(house)
    browsers = {name: house.browser(name) for name in (BOSS, "tomas")}
    form = {"fingerprint": house.fingerprint("leila")}
    house.post(browsers[BOSS], "recovery/", member=leila.id, **form)
    opened = Recovery.objects.get()
    first, second = _order(house)
    house.post(browsers[first], f"recovery/{opened.id}/", **form)
    _entrust(house, browsers[second], (BOSS, "tomas"))
    other = Recovery.objects.exclude(id=opened.id).get()
    key, row = recovery_key(store()), EnvelopeRow.objects.filter(recovery=opened.id).first()
    for moved_to in (other.id, ""):
        EnvelopeRow.objects.filter(id=row.id).update(recovery=moved_to)
        browsers[second].post(f"/en/work/recovery/{other.id}/")
        assert recovery_key(store()) == key and Recovery.objects.filter(id=other.id).exists()
        assert EnvelopeRow.objects.filter(id=row.id).exists()
