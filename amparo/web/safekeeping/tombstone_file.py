"""The file of tombstones: a signed line for everything erased, outside the database, so that no older backup brings it back.

A line is added as soon as the erasure is committed. Should the machine stop in between, `complete` adds it later: at the next start of
the server, each day, and with each backup.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from amparo.vault.material import Secret
from amparo.vault.tombstones import Tombstone, read_tombstones, sign_tombstones

_LONGEST = 400  # more bytes than a line has


def add(path: Path, tombstones: Iterable[Tombstone], server_secret: Secret) -> None:
    """Adds a line for each, on disk when this returns."""
    append(path, sign_tombstones(tombstones, server_secret))


def append(path: Path, signed: Iterable[str]) -> None:
    """Adds signed lines to a file of them, on disk when this returns."""
    lines = "".join(f"{line}\n" for line in signed)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # A line that a crash cut short is written anew: what it said stands in the database.
        end = max(file.seek(0, os.SEEK_END) - _LONGEST, 0)
        file.seek(end)
        end += file.read().rfind(b"\n") + 1
        file.truncate(end)
        file.seek(end)
        file.write(lines.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, server_secret: Secret) -> list[Tombstone]:
    """What the file says; nothing if there is none; raises BadInput, naming the line, for a line that this server did not write."""
    try:
        lines = path.read_bytes().decode("ascii", "replace").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return read_tombstones((line for line in lines if line.endswith("\n")), server_secret)


def missing(path: Path, known: Iterable[Tombstone], server_secret: Secret) -> list[Tombstone]:
    """Those that the file does not have."""
    written = {found.digest for found in read(path, server_secret)}
    return [found for found in known if found.digest not in written]


def complete(path: Path, known: Iterable[Tombstone], server_secret: Secret) -> int:
    """Adds those that the file does not have, and says how many they were; makes the file if there is none."""
    lacking = missing(path, known, server_secret)
    if lacking or not path.exists():
        add(path, lacking, server_secret)
    return len(lacking)
