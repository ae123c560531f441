"""Where the bundle of a release lies, and how far it has come."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence.release import turns
from amparo.evidence.release.ledger import entry_at
from amparo.web.evidence.models import Release
from amparo.web.evidence.orders import POPULATION


class Standing(Enum):
    """How far a release has come, as its row and its folder say together."""

    PLANNED = "planned"
    MAKING = "making"
    INTERRUPTED = "interrupted"  # it has cost what it costs, and there is no bundle
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def standing_of(release: Release) -> Standing:
    """How far it has come. What readers find decides: a row may be older than that, restored or never committed."""
    if head_on_shelf(release):
        return Standing.PUBLISHED
    if release.state != Release.State.ENTERED:
        return Standing(release.state)
    # The process ends after the bundle is in its place: asked the other way round, one could miss both.
    is_being_made = in_the_making() == release.id
    if (folder_of(release) / "manifest.json").exists():
        return Standing.READY
    return Standing.MAKING if is_being_made else Standing.INTERRUPTED


def head_on_shelf(release: Release) -> str:
    """The head of the ledger in this release's bundle among the published ones; empty if it is not there."""
    try:
        told = json.loads((settings.HOME.published / release.slug / "manifest.json").read_bytes())
        head = str(told["ledger"]["head"])
        if (told["population"], told["name"]) != (POPULATION, release.title):
            return ""
        # A row restored from before it was made knows no head.
        is_ours = release.head == head if release.head else entry_at(settings.HOME.ledger, head) is not None
    except (OSError, ValueError, KeyError, TypeError, RecursionError, BadInput):
        return ""
    return head if is_ours else ""


def in_the_making() -> str:
    """The id of the release that is being made now; empty if there is none."""
    return turns.in_the_making(lock()) if lock().exists() else ""


def lock() -> Path:
    """What is held by whoever makes a release."""
    return Path(settings.HOME.ledger.with_name("making.lock"))


def folder_of(release: Release) -> Path:
    """Where its bundle lies, or will."""
    home = settings.HOME
    is_published = release.state == Release.State.PUBLISHED or head_on_shelf(release)
    folder: Path = home.published / release.slug if is_published else home.drafts / release.id
    return folder


def clear_away(release_id: str) -> None:
    """Destroys what lies there of a draft, whole or unfinished."""
    for path in _lying().get(release_id, ()):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


def clear_unknown() -> None:
    """Destroys drafts of which no row says that they were made: the database was put back, and nobody could publish them."""
    lying = _lying()  # before the rows: a row is kept before its folder is there
    for release_id in set(lying) - set(Release.objects.filter(state="entered").values_list("id", flat=True)):
        clear_away(release_id)


def _lying() -> dict[str, list[Path]]:
    """What lies among the drafts, by the id of the release: its folder, and what is written beside it before it is there."""
    found: dict[str, list[Path]] = {}
    if settings.HOME.drafts.is_dir():
        for path in settings.HOME.drafts.iterdir():
            found.setdefault(path.name.removeprefix(".").partition(".")[0], []).append(path)
    return found


class Draft:
    """A bundle as it lies there, before anybody has verified it; raises BadInput for what cannot be read."""

    def __init__(self, release: Release) -> None:
        self.folder = folder_of(release)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the bundle says of itself."""
        try:
            found: dict[str, Any] = json.loads(self._read("manifest.json"))
        except ValueError:
            raise self._damaged() from None
        return found

    @property
    def digest(self) -> str:
        """The digest of the manifest, which holds those of all files: what one has read."""
        return sha256(self._read("manifest.json")).hexdigest()

    @property
    def signed_by(self) -> frozenset[str]:
        """The public keys of which it bears signatures, unchecked."""
        if not (self.folder / "signatures.json").exists():
            return frozenset()
        try:
            return frozenset(str(row["key"]) for row in json.loads(self._read("signatures.json")))
        except (ValueError, TypeError, KeyError):
            raise self._damaged() from None

    @property
    def files(self) -> list[tuple[str, int]]:
        """The names of its files, with their sizes."""
        return [(name, int(facts["bytes"])) for name, facts in self.manifest["files"].items()]

    def largest(self, many: int) -> list[tuple[str, int]]:
        """The combinations with the largest counts."""
        return sorted(self._tables(), key=lambda row: -row[1])[:many]

    def content(self, name: str) -> bytes:
        """One of its files."""
        if name not in self.manifest["files"]:
            raise self._damaged()
        return self._read(name)

    def _tables(self) -> Iterator[tuple[str, int]]:
        for row in csv.DictReader(io.StringIO(self._read("tables.csv").decode())):
            yield row["combination"], int(row["count"])

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / Path(name).name).read_bytes()
        except OSError:
            raise self._damaged() from None

    @staticmethod
    def _damaged() -> BadInput:
        return BadInput(
            "bad-bundle",
            _(
                "The files of this release are not as they were made. Withdraw it, and say so to whoever runs the server."
            ),
        )
