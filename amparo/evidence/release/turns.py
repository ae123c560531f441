"""One release is made at a time: a lock that belongs to whoever makes it, and is free again however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from amparo.errors import BadInput

_PATIENCE = 0.5  # somebody may just be looking whether the lock is free


@contextmanager
def reserved(lock: Path, name: str) -> Iterator[int]:
    """The lock, taken for the release so named: one is made at a time. Raises BadInput if another is being made."""
    handle, until = _open(lock), monotonic() + _PATIENCE
    try:
        while not _is_taken(handle, fcntl.LOCK_EX):
            if monotonic() > until:
                raise BadInput("busy", "Another release is being made. Try again when it is done.")
            sleep(0.02)
        os.ftruncate(handle, 0)
        os.pwrite(handle, name.encode(), 0)
        yield handle
    finally:
        os.close(handle)  # a process to which it was given goes on holding it


def in_the_making(lock: Path) -> str:
    """The name of the release that is being made now; empty if there is none."""
    handle = _open(lock)
    try:
        return "" if _is_taken(handle, fcntl.LOCK_SH) else os.pread(handle, 200, 0).decode()
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)


def _is_taken(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
