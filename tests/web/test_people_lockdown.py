"""Lockdown ends sessions and lent keys at once, says what had been open, and leaves the door to those who can lift it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from conftest import PASSPHRASE
from django.test import Client
from django.utils import timezone
from organisations import at_work, tell

from amparo.errors import BadInput
from amparo.vault.keys import KeyName, KeyPair, Role
from amparo.vault.material import Secret
from amparo.vault.sections import Reader, Section
from amparo.vault.wraps import Purpose
from amparo.web.people.actions.locking_down import lift, lock_down
from amparo.web.people.actions.signing_in import sign_in
from amparo.web.people.keys import role_key
from amparo.web.people.models import Member, Organisation, Post, Session
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store

Browser = Callable[[str], Client]


def _lent(cast: dict[str, Member], work: Browser) -> str:
    """A cover and a shared case."""
    ana, today = work("ana"), timezone.localdate()
    form = {"post": "north/caseworker", "member": cast["iris"].id, "last_day": today.isoformat()}
    assert ana.post("/en/work/people/cover/", form).status_code == 302
    case = tell("Shared.")
    partner = KeyPair(KeyName.parse("partner/there#1"), Secret.new()).public
    until = Reader(partner, frozenset({Section.ACCOUNT}), Purpose.REFERRAL, today + timedelta(days=9))
    cabinet().share(at_work(ana).ring, case.id, until, on=today)
    return case.id


def test_lockdown_ends_sessions_and_takes_back_what_was_lent(cast: dict[str, Member], work: Browser):
    case, now = _lent(cast, work), timezone.now()
    record(cast["ana"].id, "account.read", case, at=now)
    record(cast["ana"].id, "facts.read", case, at=now)
    record(cast["ana"].id, "account.read", "another", at=now - timedelta(days=30))
    work("basir")
    exposed = lock_down("server", now, since=timezone.localdate() - timedelta(days=7))
    assert sorted(session.shown_name for session in exposed.sessions) == ["Ana", "Basir"]
    assert exposed.cases == {cast["ana"].id: 1}
    assert exposed.wraps == {"cover": 1, "referral": 1}
    assert not Session.objects.exists()
    assert not Post.objects.filter(last_day__isnull=False).exists()
    assert {wrap.purpose for wrap in store().wraps()} <= {Purpose.ROLE, Purpose.RECOVERY, Purpose.REPORTER}
    assert store().is_stale(case)
    # Iris may have copied the key that was lent to her.
    assert role_key(store(), "north", Role.CASEWORKER).name.generation == 2


def test_afterwards_only_administrators_and_custodians_sign_in_until_it_is_lifted(cast: dict[str, Member]):
    lock_down("server", timezone.now(), since=timezone.localdate())
    with pytest.raises(BadInput) as refused:
        sign_in("ana", PASSPHRASE, "")
    assert refused.value.code == "locked-down"
    # Who does not know the passphrase learns nothing of it.
    with pytest.raises(BadInput) as stranger:
        sign_in("ana", "wrong", "")
    assert stranger.value.code == "refused"
    for name in ("adam", "carmen"):
        assert sign_in(name, PASSPHRASE, "")
    lift("server", timezone.now())
    assert sign_in("ana", PASSPHRASE, "")


def test_the_page_shows_what_was_open_and_signs_out(cast: dict[str, Member], work: Browser):
    _lent(cast, work)
    for name in ("adam", "carmen"):
        browser = work(name)
        form = {"since": timezone.localdate().isoformat(), "is_meant": "on"}
        page = browser.post("/en/work/lockdown/", form)
        assert page.status_code == 200 and "Everything is closed" in page.content.decode()
        assert browser.get("/en/work/my-keys/").status_code == 302
        assert Organisation.objects.get().locked_down_at is not None
        browser = work(name)
        lifted = browser.post("/en/work/lockdown/lift/")
        # Where there is a custodian, an administrator does not lift it.
        assert lifted.status_code == (400 if name == "adam" else 302)
        Organisation.objects.update(locked_down_at=None)


def test_it_asks_whether_it_is_meant(cast: dict[str, Member], work: Browser):
    answer = work("adam").post("/en/work/lockdown/", {"since": timezone.localdate().isoformat()})
    assert answer.status_code == 400
    assert Organisation.objects.get().locked_down_at is None
    assert Session.objects.exists()
