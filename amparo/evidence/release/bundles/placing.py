"""Puts a bundle in its place: whoever looks there finds all of it or nothing, also after a power cut."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def place(files: Mapping[str, bytes], to: Path) -> None:
    """Writes the files into a new folder, which is there once all of them are on disk."""
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, content in files.items():
        write(unfinished / name, content)
    _sync(unfinished)
    unfinished.replace(to)
    _sync(to.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file anew: it holds what it held, or all of this."""
    unfinished = path.parent.with_name(
        f".{path.parent.name}.{path.name}"
    )  # beside the bundle: whatever lies in it belongs to it
    write(unfinished, content)
    unfinished.replace(path)
    _sync(path.parent)


def write(path: Path, content: bytes) -> None:
    """Writes a file, on disk when this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
