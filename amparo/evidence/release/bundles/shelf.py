"""The shelf: a folder with one sub-folder for each published bundle, which anybody may read.

What is torn, changed, too large, led elsewhere by a link, unaccounted or not signed by two people is not on it, and `complaints` says why.
What was read is remembered by name, size and time of every file; a server asks for each page.
"""

import csv
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from amparo.errors import BadInput
from amparo.evidence.release.bundles.published import Published, published_of
from amparo.evidence.release.bundles.publishing import NEEDED
from amparo.evidence.release.bundles.signing import SIGNATURES
from amparo.evidence.release.bundles.verifying import intact_bundle, verify_bundle
from amparo.evidence.release.bundles.writing import MANIFEST, TABLES, digest

SLUG = re.compile(r"[a-z0-9-]{1,60}")
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")
MOST_BUNDLES, MOST_FILES = 200, 40
LARGEST_BUNDLE, LARGEST_TABLES, LARGEST_MANIFEST = 256 * 2**20, 32 * 2**20, 2**20

Marks = tuple[tuple[str, int, int, int], ...]  # of every file its name, size, time and number on the disk


def published_bundles(shelf: Path) -> list[Published]:
    """Every bundle that stands on the shelf, the newest first."""
    found = [one for slug in _slugs(shelf) if (one := published_bundle(shelf, slug))]
    return sorted(found, key=lambda one: (one.on, one.slug), reverse=True)


def published_bundle(shelf: Path, slug: str) -> Published | None:
    """The bundle of this name, or None if there is none that may be shown."""
    if not SLUG.fullmatch(slug):
        return None
    try:
        return _remembered(shelf / slug, _marks(shelf / slug))
    except (BadInput, OSError):
        return None


def file_of(shelf: Path, found: Published, name: str) -> bytes | None:
    """The content of one file of the bundle as it was signed, or None if there is no such file, or another in its place."""
    if name not in (*found.files, MANIFEST, SIGNATURES):
        return None
    try:
        handle = os.open(shelf / found.slug / name, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as opened:
            content = opened.read(LARGEST_BUNDLE)
    except OSError:
        return None
    promised = found.digest if name == MANIFEST else found.manifest["files"].get(name, {}).get("sha256")
    return content if name == SIGNATURES or digest(content) == promised else None


def complaints(shelf: Path) -> Iterator[tuple[str, str]]:
    """Of every folder that is not shown its name and why; counts everything anew, so it may take a while."""
    names = sorted(path.name for path in shelf.iterdir()) if shelf.is_dir() else []
    for name in names:
        if name.startswith("."):
            yield name, "It is unfinished. Publish it again, and remove this folder."
            continue
        try:
            if not SLUG.fullmatch(name):
                raise BadInput("bad-slug", "Its name is not of small letters, digits and hyphens, 60 at most.")
            _read(shelf / name, _marks(shelf / name))
            with _refusing():
                verify_bundle(shelf / name)
        except BadInput as wrong:
            yield name, wrong.sentence
        except OSError:
            yield name, "It cannot be read."
    if len(names) > MOST_BUNDLES:
        yield shelf.name, f"It holds more than {MOST_BUNDLES} bundles, and no more are shown."


@lru_cache(maxsize=MOST_BUNDLES)
def _remembered(folder: Path, marks: Marks) -> Published | None:
    """The same while no file changes; also that there is nothing to show, so that nobody can have it looked at again and again."""
    try:
        return _read(folder, marks)
    except BadInput:
        return None


def _read(folder: Path, marks: Marks) -> Published:
    """What the bundle tells; raises BadInput if it may not be shown."""
    _refuse_unfit(marks)
    with _refusing():
        bundle = intact_bundle(folder)
        if len(bundle.signed_by) < NEEDED or not bundle.is_accounted:
            raise BadInput("not-published", f"It is unaccounted, or fewer than {NEEDED} people have signed it.")
        if not all(_FILE.fullmatch(name) for name in bundle.manifest["files"]):
            raise BadInput("not-a-bundle", "Its manifest names a file in a strange way.")
        return published_of(bundle, folder.name)


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot be made sense of is not shown, whatever it is: two people signed it, and they may have been deceived."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError, csv.Error):
        raise BadInput("not-a-bundle", "Its manifest or its tables lack something that readers need.") from None


def _slugs(shelf: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(shelf) if SLUG.fullmatch(name))[:MOST_BUNDLES]
    except OSError:
        return []


def _marks(folder: Path) -> Marks:
    """How the files stand on the disk; raises BadInput for anything but a folder of plain files."""
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        raise BadInput("not-a-bundle", "It is no folder.")
    found = []
    with os.scandir(folder) as files:
        for at, one in enumerate(files):
            told = one.stat(follow_symlinks=False)
            if at >= MOST_FILES or not stat.S_ISREG(told.st_mode) or not _FILE.fullmatch(one.name):
                raise BadInput("not-a-bundle", f"It holds more than {MOST_FILES} files, a link, or a strange name.")
            found.append((one.name, told.st_size, told.st_mtime_ns, told.st_ino))
    return tuple(sorted(found))


def _refuse_unfit(marks: Marks) -> None:
    sizes = {name: size for name, size, *_ in marks}
    too_large = (
        sum(sizes.values()) > LARGEST_BUNDLE
        or sizes.get(TABLES, 0) > LARGEST_TABLES
        or max(sizes.get(MANIFEST, 0), sizes.get(SIGNATURES, 0)) > LARGEST_MANIFEST
    )
    if too_large:
        raise BadInput("bundle-too-large", "It is larger than what the pages can show.")
