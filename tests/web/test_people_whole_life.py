"""Organisations of one, three and thirty people: invited, joined, let in, covered for, left, lost, recovered."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from organisations import BOSS, LOW, OTHER, House, at_work, code_of, tell, told, words_on

from amparo.vault.keys import Role, role_name
from amparo.vault.material import CannotOpen
from amparo.vault.rings import Held, KeyRing
from amparo.web.casework.actions.writing import append
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case
from amparo.web.people import locks, second_factor
from amparo.web.people.actions import inviting, lost_factors
from amparo.web.people.actions.daily import daily
from amparo.web.people.models import Invitation, Member, Post, Session
from amparo.web.safekeeping.models import WrapRow
from amparo.web.safekeeping.store import cabinet


@pytest.fixture(params=[1, 3, 30])
def house(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(locks, "EFFORT", LOW)
    yield House.found(request.param)


def _newcomer(house: House, name: str = "noor", *posts: str) -> tuple[Client, Client]:
    """Ruth's browser and that of somebody whom she invited, who has joined and waits."""
    boss = house.browser(BOSS)
    return boss, house.join(house.invite(boss, name, *(posts or ("north/caseworker",))))


def test_who_joins_opens_nothing_until_a_colleague_has_compared_the_key_and_then_everything_before(house: House):
    case = tell("They kept my passport.")
    boss, noor = _newcomer(house)
    with pytest.raises(CannotOpen):
        told(at_work(noor).ring, case)
    assert "You are waiting to be let in" in noor.get("/en/work/my-keys/").content.decode()

    post = Post.objects.get(member__sign_in_name="noor")
    assert "This is not what" in house.refuse(boss, "people/let-in/", post=post.id, fingerprint="00" * 16)
    house.post(boss, "people/let-in/", post=post.id, fingerprint=house.fingerprint("noor").upper())
    # Without signing in again.
    assert told(at_work(noor).ring, case) == "They kept my passport."
    assert "You are waiting to be let in" not in noor.get("/en/work/my-keys/").content.decode()


def test_the_words_of_an_invitation_are_good_once_and_not_for_ever(house: House):
    boss = house.browser(BOSS)
    words = house.invite(boss, "noor", "north/caseworker")
    assert not Invitation.objects.filter(digest__contains=words).exists()
    house.join(words)
    assert "no invitation" in house.refuse(boss, "join/", words=words, new=OTHER, again=OTHER)
    late = house.invite(boss, "omar", "north/caseworker")
    Invitation.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "no invitation" in house.refuse(boss, "join/", words=late, new=OTHER, again=OTHER)


def test_who_has_left_opens_nothing_written_afterwards_not_even_in_old_cases(house: House):
    old = tell("Before.")
    boss, noor = _newcomer(house)
    house.let_in(boss, "noor")
    kept: KeyRing = at_work(noor).ring
    assert told(kept, old) == "Before."

    house.post(boss, f"people/{house.member('noor').id}/leave/")
    assert not Session.objects.filter(member__sign_in_name="noor").exists()
    assert noor.get("/en/work/my-keys/").status_code == 302
    assert not WrapRow.objects.filter(holder__startswith=f"member/{house.member('noor').id}#").exists()

    new = tell("After.")
    ruth = at_work(boss)
    append(old, ruth.ring, Entry(EntryKind.MESSAGE, timezone.now(), ruth.member.id, {"words": "Later."}))
    with pytest.raises(CannotOpen):
        told(kept, new)
    # What they had keys to they may have copied; the entry written since is not among it.
    assert "Later." not in _messages(kept, old)
    assert told(ruth.ring, new) == "After."
    assert "Later." in _messages(ruth.ring, old)
    assert told(ruth.ring, old) == "Before."


def test_who_joins_after_somebody_left_reads_what_came_before_once_a_holder_has_come_by(house: House):
    old = tell("Before.")
    boss, _noor = _newcomer(house)
    house.post(boss, f"people/{house.member('noor').id}/leave/")
    second, omar = _newcomer(house, "omar")
    house.let_in(second, "omar")
    assert told(at_work(omar).ring, old) == "Before."


def test_cover_ends_by_itself(house: House):
    boss, noor = _newcomer(house, "noor", "north/intake")
    house.let_in(boss if house.size == 1 else house.browser("leila"), "noor")
    today = timezone.localdate()
    house.post(
        boss,
        "people/cover/",
        post="north/caseworker",
        member=house.member("noor").id,
        last_day=today + timedelta(days=2),
    )
    ring = at_work(noor).ring
    assert ("north", Role.CASEWORKER) in ring.roles(on=today)
    with pytest.raises(CannotOpen):
        ring.lasting_pair(role_name("north", Role.CASEWORKER), on=today)
    assert ("north", Role.CASEWORKER) not in ring.roles(on=today + timedelta(days=3))

    daily(today + timedelta(days=2))
    assert Post.objects.filter(last_day__isnull=False).exists()
    daily(today + timedelta(days=3))
    assert not Post.objects.filter(last_day__isnull=False).exists()
    # A new key was asked for: what the colleague may have copied opens nothing that comes now.
    after = tell("After cover.")
    with pytest.raises(CannotOpen):
        _told_as_caseworker(ring, after)
    assert told(at_work(boss).ring, after) == "After cover."


def test_a_lost_second_factor_takes_two_people_or_the_machine(house: House):
    boss, _noor = _newcomer(house)
    noor = house.member("noor")
    assert second_factor.is_set_up(noor)
    if house.size == 1:
        lost_factors.reset_at_the_server(noor)
    else:
        house.post(boss, f"people/{noor.id}/ask-factor-reset/")
        assert second_factor.is_set_up(noor)
        # Ruth is a custodian too; but it was she who asked.
        house.refuse(boss, f"custody/second-factor/{noor.id}/")
        assert second_factor.is_set_up(noor)
        house.post(house.browser("tomas"), f"custody/second-factor/{noor.id}/")
    assert not second_factor.is_set_up(noor)
    assert not Session.objects.filter(member=noor).exists()


def test_a_lost_passphrase_begins_anew_with_another_key_and_the_same_second_factor(house: House):
    case = tell("Lost.")
    boss, noor = _newcomer(house)
    house.let_in(boss, "noor")
    member = house.member("noor")
    words = words_on(house.post(boss, f"people/{member.id}/invite-again/"))
    # Until the words are used, the old passphrase still works.
    assert told(house.ring("noor", OTHER), case) == "Lost."
    client = house.join(words, "a third passphrase for tests")
    assert client.get("/en/work/my-keys/").status_code == 302
    assert Member.objects.get(id=member.id).key_generation == 2
    assert not WrapRow.objects.filter(holder=f"member/{member.id}#1").exists()
    assert noor.get("/en/work/my-keys/").status_code == 302
    with pytest.raises(CannotOpen):
        told(house.ring("noor", "a third passphrase for tests"), case)
    answer = client.post(
        "/en/work/sign-in/", {"name": "noor", "passphrase": "a third passphrase for tests", "code": code_of(member)}
    )
    assert answer.status_code == 302
    house.post(boss, "people/let-in/", post=Post.objects.get(member=member).id, fingerprint=house.fingerprint("noor"))
    assert told(at_work(client).ring, case) == "Lost."


def test_the_only_holder_of_a_role_who_lost_their_passphrase_comes_back_with_the_printed_phrase(house: House):
    """Ruth is the last caseworker, alone or after the others have left."""
    case = tell("Alone.")
    ruth = house.member(BOSS)
    boss = house.browser(BOSS)
    for post in Post.objects.filter(office="north", role="caseworker").exclude(member=ruth):
        house.post(boss, f"people/{post.member_id}/roles/{post.id}/take/")
    words = inviting.invite_again_at_the_server(ruth).words
    house.join(words)
    back = house.browser(BOSS, OTHER)
    with pytest.raises(CannotOpen):
        told(at_work(back).ring, case)
    wrong = {"member": ruth.id, "fingerprint": house.fingerprint(BOSS), "phrase": "abandon " * 13}
    assert "not the words" in house.refuse(back, "recovery/phrase/", **wrong)
    house.post(back, "recovery/phrase/", member=ruth.id, fingerprint=house.fingerprint(BOSS), phrase=house.phrase)
    assert told(at_work(back).ring, case) == "Alone."


def _messages(ring: KeyRing, case: Case) -> str:
    dossier = Dossier.open(cabinet(), ring, case.id, on=timezone.localdate())
    return " ".join(str(entry.data["words"]) for entry in dossier.of(EntryKind.MESSAGE))


def _told_as_caseworker(ring: KeyRing, case: Case) -> str:
    """As if the keys that were lent had no end: what somebody could do who copied them."""
    return told(
        KeyRing({name: Held(held.pair) for name, held in ring.held.items() if name.of[-1] == "caseworker"}), case
    )
