"""The file of generations: which generation of each key is the newest, said outside the database (see `vault.generations`).

A line is added as soon as a generation is committed, and what is missing with each day's work. It is read again only when it has changed.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from amparo.vault.generations import Owner, read_generations, sign_generations
from amparo.vault.keys import KeyName
from amparo.web.home import Home
from amparo.web.safekeeping.tombstone_file import append

_READ: dict[Path, tuple[tuple[int, int, int], Mapping[Owner, int]]] = {}


def add(path: Path, names: Iterable[KeyName], home: Home) -> None:
    """Adds a line for each, on disk when this returns."""
    append(path, sign_generations(names, home.server_secret))


def newest(path: Path, home: Home) -> Mapping[Owner, int]:
    """The newest generation of each key as the file says; nothing if there is none. Costs one look at the file while it stays as it is.

    Ask before the database: there a generation stands before it stands here.
    """
    try:
        told = path.stat()
    except FileNotFoundError:
        return {}
    mark = (told.st_ino, told.st_mtime_ns, told.st_size)
    known = _READ.get(path)
    if known is None or known[0] != mark:
        lines = path.read_bytes().decode("ascii", "replace").splitlines()
        known = _READ[path] = (mark, read_generations(lines, home.server_secret))
    return known[1]


def names(path: Path, home: Home) -> list[KeyName]:
    """The newest generation of each key as the file says."""
    return [KeyName(kind, of, number) for (kind, of), number in newest(path, home).items()]


def missing(path: Path, names: Iterable[KeyName], home: Home) -> list[KeyName]:
    """Those of the names that are newer than what the file says."""
    written = newest(path, home)
    return [name for name in names if name.generation > written.get((name.kind, name.of), 0)]


def complete(path: Path, names: Iterable[KeyName], home: Home) -> None:
    """Adds those that the file does not have; makes the file if there is none."""
    lacking = missing(path, names, home)
    if lacking or not path.exists():
        add(path, lacking, home)
