"""Lockdown ends sessions and lent keys at once, says what had been open, and leaves the door to those who can lift it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from conftest import PASSPHRASE
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from organisations import LOW, at_work, tell

from amparo.cli.lockdown import command
from amparo.errors import BadInput
from amparo.vault.keys import KeyName, KeyPair, Role
from amparo.vault.material import Secret
from amparo.vault.sections import Reader, Section
from amparo.vault.wraps import Purpose
from amparo.web.people import locks
from amparo.web.people.actions.inviting import invite, join
from amparo.web.people.actions.locking_down import lift, lock_down
from amparo.web.people.actions.signing_in import begin_after_joining, sign_in
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
    assert [(post.member, post.role, post.covers_for) for post in exposed.covers] == [
        (cast["iris"], "caseworker", cast["ana"])
    ]
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
        # Adam closed it first; by then Carmen finds nothing lent any more.
        assert ("(for Ana)" in page.content.decode()) == (name == "adam")
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


def test_nobody_joins_while_everything_is_closed_and_the_words_stay_good(
    cast: dict[str, Member], work: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(locks, "EFFORT", LOW)
    invited = invite(at_work(work("adam")), sign_in_name="noor", shown_name="Noor", posts=[("north", Role.CASEWORKER)])
    lock_down("server", timezone.now(), since=timezone.localdate())
    form = {"words": invited.words, "new": PASSPHRASE, "again": PASSPHRASE}
    answer = Client().post("/en/work/join/", form)
    assert answer.status_code == 400 and "Sign-in is closed" in answer.content.decode()
    assert not Member.objects.get(sign_in_name="noor").is_active
    lift("server", timezone.now())
    noor = join(invited.words, PASSPHRASE)
    # Between joining and the session, everything is closed again.
    lock_down("server", timezone.now(), since=timezone.localdate())
    with pytest.raises(BadInput) as refused:
        begin_after_joining(noor, PASSPHRASE)
    assert refused.value.code == "locked-down"
    assert not Session.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_sign_in_waits_for_a_lockdown_before_it_asks_whether_all_is_closed(cast: dict[str, Member]):
    for begin in (lambda: sign_in("ana", PASSPHRASE, ""), lambda: begin_after_joining(cast["ana"], PASSPHRASE)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert begin()
        told = [query["sql"] for query in queries]
        waits = next(at for at, sql in enumerate(told) if "FOR UPDATE" in sql and "organisation" in sql)
        assert waits < next(at for at, sql in enumerate(told) if '"locked_down_at" IS NOT NULL' in sql)


def test_the_command_tells_who_stood_in_for_whom_and_counts_days_as_the_organisation_does(
    cast: dict[str, Member], work: Browser, monkeypatch: pytest.MonkeyPatch
):
    _lent(cast, work)
    last_day = timezone.localdate()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 20, 30, tzinfo=UTC))
    # In Manila it is the 22nd already, and a quarter of an hour ago it was there too.
    record(cast["ana"].id, "account.read", "a case", at=datetime(2026, 11, 21, 20, 15, tzinfo=UTC))
    with timezone.override(ZoneInfo("Asia/Manila")):
        done = CliRunner().invoke(command, ["--since", "2026-11-22"])
        assert done.exit_code == 0, done.exception
        tomorrow = CliRunner().invoke(command, ["--since", "2026-11-23"])
        week = CliRunner().invoke(command, [])
    assert f"Stood in: Iris as caseworker in North office, until {last_day}, for Ana\n" in done.stdout
    assert "Ana: 1" in done.stdout
    assert isinstance(tomorrow.exception, BadInput)
    assert "Cases opened since 2026-11-15:" in week.stdout


def test_a_day_begins_at_midnight_here(cast: dict[str, Member]):
    with timezone.override(ZoneInfo("America/Bogota")):
        for hour, expected in ((4, {}), (5, {cast["ana"].id: 1})):  # midnight there is five o'clock UTC
            record(cast["ana"].id, "account.read", "case", at=datetime(2026, 3, 2, hour, 30, tzinfo=ZoneInfo("UTC")))
            record("nobody", "account.read", "case", at=datetime(2026, 3, 2, hour, 30, tzinfo=ZoneInfo("UTC")))
            assert lock_down("server", timezone.now(), since=date(2026, 3, 2)).cases == expected
