"""What ends by itself, with no key and no person at work."""

from datetime import timedelta

import pytest
from django.utils import timezone
from organisations import BOSS, House, tell

from amparo.vault.custodians import RecoveryPhrase
from amparo.vault.keys import KeyKind
from amparo.vault.wraps import Purpose
from amparo.web.people.actions import outdated_recovery
from amparo.web.people.actions.daily import DAYS_TO_AGREE, daily
from amparo.web.people.actions.envelopes import custody, next_to_open, opened_by
from amparo.web.people.actions.founding import RECOVERY
from amparo.web.people.actions.recovering import entrust_at_the_server
from amparo.web.people.models import FactorReset, Invitation, Post, Recovery, Session
from amparo.web.safekeeping.models import AuditLine, EnvelopeRow
from amparo.web.safekeeping.store import store


def test_invitations_covers_sessions_and_requests_end_and_a_second_run_does_nothing(db: None):
    house, today = House.found(3), timezone.localdate()
    boss, leila = house.browser(BOSS), house.member("leila")
    house.invite(boss, "noor", "north/intake")
    house.post(boss, "people/cover/", post="north/caseworker", member=leila.id, last_day=today)
    house.post(boss, f"people/{leila.id}/ask-factor-reset/")
    Session.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    daily(today)
    assert (Invitation.objects.count(), FactorReset.objects.count(), Session.objects.count()) == (1, 1, 0)
    assert any(wrap.purpose is Purpose.COVER for wrap in store().wraps())
    later = today + timedelta(days=DAYS_TO_AGREE + 1)
    daily(later)
    assert (Invitation.objects.count(), FactorReset.objects.count()) == (0, 0)
    assert not Post.objects.filter(last_day__isnull=False).exists()
    assert not any(wrap.purpose is Purpose.COVER for wrap in store().wraps())
    lines = AuditLine.objects.count()
    daily(later)
    assert AuditLine.objects.count() == lines


def test_what_one_custodian_opened_is_gone_after_a_week(db: None):
    house, today = House.found(3), timezone.localdate()
    members = [house.member(name) for name in (BOSS, "tomas", "leila")]
    entrust_at_the_server(house.phrase, members, 2)
    found = custody()
    assert found is not None and found.is_possible and found.needed == 2
    boss = house.browser(BOSS)
    house.post(boss, "custody/custodians/", chosen=[member.id for member in members], needed=3)
    recovery = Recovery.objects.get()
    first = next_to_open(recovery.id)[0]
    house.post(house.browser(first.sign_in_name), f"recovery/{recovery.id}/")
    assert opened_by(recovery.id) == [first]
    daily(today + timedelta(days=DAYS_TO_AGREE + 1))
    assert not Recovery.objects.exists()
    assert not EnvelopeRow.objects.exclude(recovery="").exists()
    assert EnvelopeRow.objects.count() == 3


def test_the_old_recovery_key_opens_no_case_once_all_portions_are_gone(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outdated_recovery, "PORTION", 2)
    house = House.found(3)
    cases = [tell(f"Words {number}.") for number in range(5)]
    entrust_at_the_server(house.phrase, [house.member(name) for name in (BOSS, "tomas")], 2)
    old = RecoveryPhrase.read(house.phrase).pair(RECOVERY).name
    assert {wrap.about.kind for wrap in store().wraps_to(old)} == {KeyKind.CASE}
    assert len(list(store().wraps_to(old))) == 3
    daily(timezone.localdate())
    assert list(store().wraps_to(old)) == []
    assert all(store().is_stale(case.id) for case in cases)
