"""Backups: every row of the database, as it stood at one moment, in one encrypted file.

One line of JSON for each row, after one that says which version wrote them; `vault.archives` seals them in pieces, so a backup of any
size needs little memory. Sessions are left out, secrets are not in the database. The files of tombstones, of generations and
of what releases cost are copied beside the archive.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model, QuerySet
from django.utils import timezone

from amparo import __version__
from amparo.errors import BadInput
from amparo.evidence.release.ledger import catch_up
from amparo.vault.archives import write_archive
from amparo.vault.passphrases import USUAL, Effort
from amparo.web.casework.models import Opening
from amparo.web.home import Home
from amparo.web.operating.snapshot import one_moment
from amparo.web.operating.starting import no_database
from amparo.web.people.models import Session
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.models import SealedBlob
from amparo.web.safekeeping.recording import NOBODY, record
from amparo.web.safekeeping.store import newest_names, store

TOMBSTONES, GENERATIONS, LEDGER = "tombstones.txt", "generations.txt", "ledger.jsonl"  # beside the archives
# A file may have 10 MiB: such rows are taken one at a time.
_LARGE, _AT_ONCE = 64 * 1024, 100
_LEFT_OUT = (Session, Opening)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """How much was written."""

    rows: int
    size: int


def back_up(
    out: Path,
    passphrase: str,
    *,
    effort: Effort = USUAL,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> BackedUp:
    """Writes the archive; when it returns, the whole file is on disk under its name. Raises BadInput if there is one already."""
    if out.exists():
        raise BadInput("file-exists", f"{out.name} exists already. Name a new file: a backup is not written over.")
    partial = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with one_moment():
            count = _count()
            with open(partial, "xb", opener=_for_owner) as file:
                write_archive(_chunks(count, tell), passphrase, file, effort=effort)
                file.flush()
                os.fsync(file.fileno())
        _copy_tombstones(settings.HOME, out.parent / TOMBSTONES)
        _copy_generations(settings.HOME, out.parent / GENERATIONS)
        copy_ledger(settings.HOME, out.parent / LEDGER)
        partial.replace(out)
        _sync_folder(out.parent)
    except OSError as wrong:
        raise BadInput("cannot-write", f"The backup could not be written: {wrong.strerror}.") from None
    except DatabaseError:
        raise no_database() from None
    finally:
        partial.unlink(missing_ok=True)
    now = timezone.now()
    with transaction.atomic():
        record(NOBODY, "installation.back-up", "installation", at=now)
    mark_of_last(settings.HOME).write_text(now.isoformat() + "\n", "ascii")
    return BackedUp(count, out.stat().st_size)


def mark_of_last(home: Home) -> Path:
    """The file that says when the last backup was made, for `doctor`."""
    return home.folder / "last-backup.txt"


def kept_models() -> list[type[Model]]:
    """The tables that a backup holds."""
    return [model for model in apps.get_models() if model not in _LEFT_OUT]


def shape() -> list[list[str]]:
    """The shape of the database: which changes were made to it. An archive is restored into the same shape only."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _chunks(count: int, tell: Callable[[int, int], None]) -> Iterator[bytes]:
    head = {"amparo": __version__, "shape": shape(), "made": timezone.now().isoformat(), "rows": count}
    yield json.dumps(head).encode() + b"\n"
    done = 0
    for batch in _batches():
        lines: str = serializers.serialize("jsonl", batch)
        yield lines.encode()
        done += len(batch)
        tell(done, count)


def _batches() -> Iterator[list[Model]]:
    for model in kept_models():
        for rows, at_once in _portions(model):
            found = rows.order_by("pk").iterator(chunk_size=at_once)
            while batch := list(islice(found, at_once)):
                yield batch


def _portions(model: type[Model]) -> Iterable[tuple[QuerySet[Model], int]]:
    every: QuerySet[Model] = model._default_manager.all()
    if model is SealedBlob:
        return (every.filter(size__lte=_LARGE), _AT_ONCE), (every.filter(size__gt=_LARGE), 1)
    return ((every, _AT_ONCE),)


def _count() -> int:
    return sum(model._default_manager.count() for model in kept_models())


def _copy_tombstones(home: Home, copy: Path) -> None:
    """Adds to the copy what it lacks; what it has already is never taken away."""
    tombstone_file.complete(home.tombstones, store().tombstones(), home.server_secret)
    tombstone_file.complete(copy, tombstone_file.read(home.tombstones, home.server_secret), home.server_secret)


def _copy_generations(home: Home, copy: Path) -> None:
    """The same for the newest generations of keys."""
    generation_file.complete(home.generations, newest_names(), home)
    generation_file.complete(copy, generation_file.names(home.generations, home), home)


def copy_ledger(home: Home, copy: Path) -> None:
    """Has the ledger of releases and its copy both be the longer one: what was spent never comes back. `doctor` tells of a broken one."""
    if home.ledger.exists() or copy.exists():
        home.ledger.parent.mkdir(exist_ok=True, mode=0o700)
        with suppress(BadInput):  # people's reports are kept, whatever became of the ledger
            catch_up(home.ledger, copy)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
