"""Restoring: a backup becomes a database again, whole or not at all, and what was erased since stays erased.

The secrets come first, from paper: without them nothing of the backup opens. SQLite is filled under another name and takes its own at
the end; PostgreSQL is filled in one transaction.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from amparo.errors import BadInput
from amparo.vault.archives import read_archive
from amparo.vault.erasure import Reapplied, reapply
from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.material import CannotOpen
from amparo.vault.tombstones import Tombstone, digest_of, is_erased
from amparo.web.casework.models import Case
from amparo.web.home import Home
from amparo.web.operating.backups import GENERATIONS, LEDGER, copy_ledger, kept_models, shape
from amparo.web.operating.starting import migrate, no_database
from amparo.web.people.actions.leaving import end_work
from amparo.web.people.actions.rotating import roles_of, rotate_all
from amparo.web.people.models import Member, Organisation
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.models import PublicKeyRow
from amparo.web.safekeeping.recording import NOBODY, record
from amparo.web.safekeeping.store import newest_names, store

_AT_ONCE, _LARGE = 200, 4 * 2**20


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows came back, when the backup was made, and what had been erased since."""

    rows: int
    made: str
    reapplied: Reapplied


def restore(
    archive: Path,
    passphrase: str,
    home: Home,
    tombstones: list[Tombstone],
    *,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Restored:
    """Fills the empty database of the home from the archive; raises BadInput, and leaves it empty, if anything is wrong."""
    try:
        with archive.open("rb") as source, _empty_database(home), transaction.atomic():
            known = _known_generations(archive, home)
            lines = _lines(read_archive(source, passphrase))
            head = _head(next(lines, b""))
            rows = _load(lines, int(str(head["rows"])), tell)
            _check_secrets()
            reapplied = reapply(tombstones, store())
            _forget_erased_cases()
            lost = reapplied.roles | _end_work_of_who_left() | _behind(known)
            # Somebody had left these roles since: what comes now is sealed to a key that they never had.
            rotate_all(roles_of(lost), on=timezone.localdate())
            record(NOBODY, "installation.restore", "installation", at=timezone.now())
    except CannotOpen:
        raise BadInput(
            "cannot-open", "The backup does not open. The passphrase is another one, or the file is damaged."
        ) from None
    except OSError as wrong:
        raise BadInput("file-unreadable", f"The backup cannot be read: {wrong.strerror}.") from None
    except DatabaseError:
        raise no_database() from None
    tombstone_file.complete(home.tombstones, store().tombstones(), home.server_secret)
    generation_file.complete(home.generations, newest_names(), home)
    copy_ledger(home, archive.parent / LEDGER)
    return Restored(rows, str(head["made"]), reapplied)


@contextmanager
def _empty_database(home: Home) -> Iterator[None]:
    """A database of the right shape and without a row, which bears its name only if all went well."""
    if connection.vendor == "postgresql":
        migrate()
        _check_empty()
        yield
        return
    if home.database.exists():
        raise _in_use()
    settings = connection.settings_dict
    name, apart = settings["NAME"], home.folder / "restoring.sqlite3"
    _remove(apart)
    settings["NAME"] = apart
    connection.close()
    try:
        migrate()
        yield
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        apart.replace(home.database)
    finally:
        connection.close()
        settings["NAME"] = name
        _remove(apart)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in pieces that end anywhere."""
    begun: list[bytes] = []
    for piece in pieces:
        first, *others = piece.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
    if any(begun):
        raise CannotOpen


def _head(line: bytes) -> dict[str, object]:
    try:
        head: dict[str, object] = json.loads(line)
        is_ours = head.keys() >= {"amparo", "shape", "made", "rows"}
    except (ValueError, AttributeError):
        is_ours = False
    if not is_ours:
        raise BadInput("not-a-backup", "This archive is no backup of Amparo.")
    if head["shape"] != shape():
        raise BadInput(
            "other-version",
            f"This backup was made by Amparo {head['amparo']}, whose database has another shape."
            " Restore it with that version, then upgrade.",
        )
    return head


def _load(lines: Iterable[bytes], count: int, tell: Callable[[int, int], None]) -> int:
    done = 0
    for batch in _batches(lines):
        type(batch[0])._default_manager.bulk_create(batch)
        done += len(batch)
        tell(done, count)
    if done != count:
        raise CannotOpen
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
    return done


def _batches(lines: Iterable[bytes]) -> Iterator[list[Model]]:
    """Rows of one table at a time, not many and not much."""
    kept = frozenset(kept_models())
    batch: list[Model] = []
    size = 0
    for line in lines:
        row = _row(line, kept)
        if batch and (type(row) is not type(batch[0]) or len(batch) == _AT_ONCE or size > _LARGE):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += len(line)
    if batch:
        yield batch


def _row(line: bytes, kept: frozenset[type[Model]]) -> Model:
    try:
        (found,) = serializers.deserialize("jsonl", line.decode())
    except (DeserializationError, ValueError):
        found = None
    if found is None or type(found.object) not in kept:
        raise CannotOpen
    row: Model = found.object
    return row


def _forget_erased_cases() -> None:
    """What stands in clear of a case goes with its content."""
    erased = {found.digest for found in store().tombstones()}
    gone = [case for case in Case.objects.values_list("id", flat=True).iterator() if is_erased(case, erased)]
    Case.objects.filter(id__in=gone).delete()


def _end_work_of_who_left() -> frozenset[KeyName]:
    """Whoever left after the backup was made has left again; names the keys whose wraps went."""
    left = {found.digest: found.erased_on for found in store().tombstones()}
    lost: frozenset[KeyName] = frozenset()
    for member in Member.objects.filter(left_on=None):
        if is_erased(member.id, left):
            lost |= end_work(member, on=left[digest_of(member.id)])
    return lost


def _known_generations(archive: Path, home: Home) -> list[KeyName]:
    """Which generations there were. The file in the home begins anew: what came after the backup is gone."""
    known = [
        name for path in (archive.parent / GENERATIONS, home.generations) for name in generation_file.names(path, home)
    ]
    home.generations.unlink(missing_ok=True)
    return known


def _behind(known: Iterable[KeyName]) -> frozenset[KeyName]:
    """The keys of which there was a newer generation than came back."""
    return frozenset(
        name for name in newest_names() for other in known if other.of == name.of and other.generation > name.generation
    )


def _check_empty() -> None:
    if Organisation.objects.exists():
        raise _in_use()


def _check_secrets() -> None:
    """Under another server secret every row would be a stranger's."""
    if PublicKeyRow.objects.exists() and not store().public_keys(KeyKind.ROLE):
        raise BadInput(
            "other-secrets", "The secrets in this home are not those of the backup. Put the right ones back first."
        )


def _in_use() -> BadInput:
    return BadInput(
        "home-in-use", "There is a database already. Name a new home: a backup is not restored over anything."
    )


def _remove(database: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)
