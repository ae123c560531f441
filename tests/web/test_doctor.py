"""`amparo doctor` finds what is wrong, says what to do, and tells nothing of anybody."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from amparo.vault.labels import Kind
from amparo.web.operating import checking
from amparo.web.operating.backups import mark_of_last
from amparo.web.people.models import Member, Organisation
from amparo.web.safekeeping import generation_file
from amparo.web.safekeeping.models import PublicKeyRow, SealedBlob
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import newest_names, store

Cast = dict[str, Member]


@pytest.fixture
def healthy(cast: Cast, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Cast]:
    """An installation of which only what a test breaks is wrong; what belongs to the machine is taken as right."""
    monkeypatch.setattr(checking, "_TIME_ERROR", -1)
    monkeypatch.setattr(checking, "_LITTLE_DISK", 0)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    mark_of_last(settings.HOME).write_text(datetime.now(UTC).isoformat())
    settings.HOME.tombstones.write_text("")
    generation_file.complete(settings.HOME.generations, newest_names(), settings.HOME)
    home.chmod(0o700)
    yield cast
    settings.HOME.generations.unlink(missing_ok=True)


def codes() -> set[str]:
    return {found.code for found in checking.check_everything()}


def dangers() -> set[str]:
    return {found.code for found in checking.check_before_start() if found.is_fatal}


def test_nothing_is_wrong_with_a_sound_installation(healthy: Cast):
    assert checking.check_everything() == []


def test_secrets_that_others_can_read_are_dangerous(healthy: Cast):
    secret = settings.HOME.secrets / "server.key"
    secret.chmod(0o644)
    try:
        assert dangers() == {"open-to-others"}
    finally:
        secret.chmod(0o600)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ALLOWED_HOSTS": ["localhost", "help.example.org"]}, "no-https"),
        ({"HTTPS": True}, "no-proxy"),
        ({"PROXY": True}, "proxy-without-https"),
        ({"ALLOWED_HOSTS": ["*"], "HTTPS": True, "PROXY": True}, "any-host"),
    ],
)
def test_the_way_to_the_site_has_to_be_closed(
    healthy: Cast, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], code: str
):
    for name, value in changed.items():
        monkeypatch.setattr(settings, name, value)
    assert dangers() == {code}


def test_the_demonstration_is_not_for_the_public(healthy: Cast, monkeypatch: pytest.MonkeyPatch):
    for name, value in {"ALLOWED_HOSTS": ["help.example.org"], "HTTPS": True, "PROXY": True}.items():
        monkeypatch.setattr(settings, name, value)
    assert codes() == set()
    Organisation.objects.update(practice=True)
    assert codes() == dangers() == {"practice-in-public"}


def test_a_full_disk_is_noticed_before_it_is_full(healthy: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "_LITTLE_DISK", 2**60)
    assert codes() == {"little-disk"} and dangers() == set()
    monkeypatch.setattr(checking, "_NO_DISK", 2**60)
    assert dangers() == {"little-disk"}


def test_a_clock_that_runs_behind_the_record_is_noticed(healthy: Cast, monkeypatch: pytest.MonkeyPatch):
    record("somebody", "session.begin", "somebody", at=datetime.now(UTC) + timedelta(hours=3))
    assert codes() == {"clock-behind"}


def test_a_row_that_this_server_did_not_write_is_noticed(healthy: Cast):
    PublicKeyRow.objects.create(name="role/north/intake#99", raw=bytes(32), tag=bytes(32))
    assert codes() == {"unendorsed"}


def test_a_public_key_that_is_gone_is_noticed(healthy: Cast):
    PublicKeyRow.objects.filter(name="role/north/intake#1").delete()
    assert codes() == {"key-missing"}


def test_a_newest_key_that_only_the_database_knows_is_noticed(healthy: Cast):
    settings.HOME.generations.write_text("v1 role/north/intake#9 made-up\n")
    assert codes() == {"generations-missing"}


def test_a_list_that_nobody_compacts_is_noticed(healthy: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "_LOOSE_ROWS", 3)
    for number in range(4):
        place = {"place": f"5/{number}/{number}", "group": str(number), "blob_id": str(number), "shelf": "a-shelf"}
        SealedBlob.objects.create(kind=Kind.ROW.value, size=1, sealed=b"x", **place)
    assert codes() == {"loose-index"}


def test_an_erasure_that_is_only_in_the_database_is_noticed(healthy: Cast):
    from amparo.vault.tombstones import Tombstone

    store().put_tombstone(Tombstone.of("a-case", on=datetime.now(UTC).date()))
    assert codes() == {"tombstones-missing"}
    settings.HOME.tombstones.write_text("v1 made up\n")
    assert codes() == {"bad-tombstones"}
    settings.HOME.tombstones.unlink()


def test_a_backup_that_is_old_or_was_never_made_is_noticed(healthy: Cast):
    mark_of_last(settings.HOME).write_text((datetime.now(UTC) - timedelta(days=9)).isoformat())
    assert codes() == {"old-backup"}
    mark_of_last(settings.HOME).unlink()
    assert codes() == {"no-backup"}


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="only PostgreSQL has this setting")
def test_a_database_that_forgets_is_dangerous(healthy: Cast):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert dangers() == {"not-durable"}


def test_every_finding_says_what_to_do(healthy: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["*"])
    monkeypatch.setattr(checking, "_LITTLE_DISK", 2**60)
    mark_of_last(settings.HOME).unlink()
    found = checking.check_everything()
    assert len(found) >= 3
    for finding in found:
        assert finding.sentence.endswith(".") and finding.remedy.endswith((".", "?"))
        assert not any(
            member.shown_name in json.dumps([finding.sentence, finding.remedy]) for member in healthy.values()
        )
