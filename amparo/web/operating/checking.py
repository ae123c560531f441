"""What is wrong with an installation, and what to do. Who operates it reads this; nothing here says anything about a case."""

import ctypes
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count

from amparo.errors import BadInput
from amparo.vault.audit import head_of
from amparo.vault.labels import Kind
from amparo.web.evidence.account import check_whole
from amparo.web.evidence.shelf import complaints
from amparo.web.operating.backups import mark_of_last
from amparo.web.operating.starting import pending_migrations
from amparo.web.people.models import Organisation
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.models import AuditLine, SealedBlob
from amparo.web.safekeeping.store import newest_names, store

_LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
_LITTLE_DISK, _NO_DISK = 2**30, 64 * 2**20
_LOOSE_ROWS = 5_000
_OLD_BACKUP = timedelta(days=2)
_TIME_ERROR = 5  # what adjtimex answers for a clock that nobody sets


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. The server does not start over one that is fatal."""

    code: str
    sentence: str
    remedy: str
    is_fatal: bool = False


Check = Callable[[], Iterator[Finding]]


def check_before_start() -> list[Finding]:
    """What would make it wrong to serve; takes well under a second."""
    return _found((_secrets, _https, _database, _disk))


def check_everything() -> list[Finding]:
    """The same, and what needs somebody's care. Looks at every wrap, so it takes a while on a large database."""
    found = check_before_start()
    # Without a database there is nothing more to look at.
    return found if any(one.code in _HOPELESS for one in found) else found + _found(_CAREFUL)


def _found(checks: tuple[Check, ...]) -> list[Finding]:
    return [finding for check in checks for finding in check()]


def _secrets() -> Iterator[Finding]:
    home = settings.HOME
    for path in (home.folder, home.secrets, home.secrets / "server.key", home.secrets / "signing.key"):
        if not path.exists():
            yield Finding(
                "no-secret", f"{path} is missing.", "Put it back with `amparo restore --secrets`.", is_fatal=True
            )
            continue
        told = path.stat()
        if stat.S_IMODE(told.st_mode) & 0o077:
            mode = "700" if path.is_dir() else "600"
            yield Finding("open-to-others", f"{path} can be read by others.", f"chmod {mode} {path}", is_fatal=True)
        if told.st_uid != os.geteuid():
            yield Finding(
                "not-mine", f"{path} belongs to another user.", f"chown it to the user who runs Amparo: {path}"
            )


def _https() -> Iterator[Finding]:
    beyond = sorted(set(settings.ALLOWED_HOSTS) - _LOCAL)
    if "*" in beyond:
        yield Finding("any-host", "AMPARO_HOSTS lets every name in.", "Name the hosts of the site.", is_fatal=True)
    if beyond and not settings.HTTPS:
        remedy = "Set AMPARO_HTTPS=yes and put a proxy with a certificate in front; see docs/install.md."
        yield Finding("no-https", "The site is reached beyond localhost without HTTPS.", remedy, is_fatal=True)
    if settings.HTTPS and not settings.PROXY:
        remedy = "Set AMPARO_PROXY=yes, and have the proxy set X-Forwarded-Proto; see docs/install.md."
        yield Finding("no-proxy", "With HTTPS a proxy has to say which requests came by it.", remedy, is_fatal=True)
    if settings.PROXY and not settings.HTTPS:
        yield Finding("proxy-without-https", "There is a proxy, and no HTTPS.", "Set AMPARO_HTTPS=yes.", is_fatal=True)


def _database() -> Iterator[Finding]:
    try:
        pending = pending_migrations()
        if pending:
            sentence = f"The database lacks {len(pending)} changes of this version."
            remedy = "Make a backup with the version before, then start once with `amparo serve --migrate`."
            yield Finding("not-migrated", sentence, remedy, is_fatal=True)
            return
        if not Organisation.objects.exists():
            yield Finding("not-installed", "There is no organisation yet.", "Run `amparo init`.", is_fatal=True)
            return
        yield from _practice()
        yield from _durability()
    except (BadInput, DatabaseError):
        remedy = "Check DATABASE_URL, that the database server runs, and its rights."
        yield Finding("no-database", "The database does not answer.", remedy, is_fatal=True)


def _durability() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                remedy = f"Set {name} = on in postgresql.conf."
                yield Finding(
                    "not-durable", f"PostgreSQL runs with {name} off: a receipt may outlive its report.", remedy, True
                )


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME.folder).free
    if free < _LITTLE_DISK:
        sentence = f"{free // 2**20} MiB are free on the disk of {settings.HOME.folder}."
        yield Finding(
            "little-disk", sentence, "Make room, or the next report cannot be kept.", is_fatal=free < _NO_DISK
        )


def _time() -> Iterator[Finding]:
    now = datetime.now(UTC)
    line = AuditLine.objects.order_by("-number").values_list("line", flat=True).first()
    if line and head_of(line) and datetime.strptime(line.split(" ")[2], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) > now:
        yield Finding("clock-behind", "The clock is behind the last thing that was recorded.", "Set the clock.")
    # Room for `struct timex`, whose first word asks for nothing to be changed.
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(1024)) == _TIME_ERROR:
        remedy = "Install systemd-timesyncd or chrony: codes of authenticators and deadlines depend on the clock."
        yield Finding("clock-alone", "Nothing keeps the clock right.", remedy)


def _unendorsed() -> Iterator[Finding]:
    found = store().unendorsed()
    if found:
        count = len(found.wraps) + len(found.public_keys) + len(found.tombstones)
        remedy = "Somebody else may write to the database, or the server secret was changed. Tell the custodians; see docs/security.md."
        yield Finding("unendorsed", f"{count} rows were not written by this server; they are left out.", remedy)


def _index() -> Iterator[Finding]:
    loose = (
        SealedBlob.objects.filter(kind=Kind.ROW.value).exclude(shelf="").values("shelf").annotate(rows=Count("place"))
    )
    for shelf in loose.filter(rows__gt=_LOOSE_ROWS):
        remedy = "Somebody who holds the role signs in once and opens the list."
        yield Finding(
            "loose-index", f"The list {shelf['shelf']} has {shelf['rows']} loose rows and grows slow.", remedy
        )


def _tombstones() -> Iterator[Finding]:
    home = settings.HOME
    try:
        lacking = len(tombstone_file.missing(home.tombstones, store().tombstones(), home.server_secret))
    except BadInput as wrong:
        yield Finding("bad-tombstones", wrong.sentence, f"Put {home.tombstones.name} back from beside a backup.")
        return
    if lacking or not home.tombstones.exists():
        remedy = "`amparo daily` adds them now; the server does each day. Is the disk full?"
        yield Finding("tombstones-missing", f"{lacking} erasures are not in {home.tombstones.name} yet.", remedy)


def _generations() -> Iterator[Finding]:
    home = settings.HOME
    there = {(name.kind, name.of): name.generation for name in newest_names()}
    known = generation_file.names(home.generations, home)
    gone = [str(name) for name in known if name.generation > there.get((name.kind, name.of), 0)]
    if gone:
        remedy = "Somebody else may write to the database: tell the custodians. Then restore the last backup into a new home."
        yield Finding("key-missing", f"Public keys are gone, and nothing is sealed to them: {', '.join(gone)}.", remedy)
    if not home.generations.exists() or generation_file.missing(home.generations, newest_names(), home):
        remedy = "`amparo daily` adds them now; the server does each day. Is the disk full?"
        yield Finding("generations-missing", f"Not all newest keys are named in {home.generations.name} yet.", remedy)


def _ledger() -> Iterator[Finding]:
    try:
        check_whole()
    except BadInput as wrong:
        remedy = (
            f"Put the newest {settings.HOME.ledger.name} back from beside a backup; until then nothing is released."
        )
        yield Finding("bad-ledger", wrong.sentence, remedy)


def _backup() -> Iterator[Finding]:
    try:
        made = datetime.fromisoformat(mark_of_last(settings.HOME).read_text("ascii").strip())
    except (OSError, ValueError):
        yield Finding("no-backup", "No backup was ever made.", "Set up the timer of docs/install.md.")
        return
    age = datetime.now(UTC) - made
    if age > _OLD_BACKUP:
        yield Finding("old-backup", f"The last backup is {age.days} days old.", "See why the timer failed.")


def _published() -> Iterator[Finding]:
    for name, sentence in complaints():
        remedy = "Find out who changed it. Take the folder away, and publish the release as it was signed."
        yield Finding("release-not-shown", f"The release {name} is not shown. {sentence}", remedy)


def _practice() -> Iterator[Finding]:
    is_practice = Organisation.objects.filter(practice=True).exists()
    if is_practice and set(settings.ALLOWED_HOSTS) - _LOCAL:
        remedy = "Its passphrase is public. Make a real one with `amparo init`."
        yield Finding(
            "practice-in-public",
            "This is the demonstration, and it is reached beyond localhost.",
            remedy,
            is_fatal=True,
        )


_HOPELESS = frozenset({"no-database", "not-migrated", "not-installed"})
_CAREFUL: tuple[Check, ...] = (_time, _unendorsed, _index, _tombstones, _generations, _ledger, _backup, _published)
