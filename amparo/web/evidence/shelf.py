"""The published releases that this installation shows: those that two of its members signed, and those of others with registered keys.

A bundle that two unknown keys signed is whole, and says nothing of who they are: whoever can write to the home could have put it there.
Keys of members are endorsed; those of other organisations stand in `publishers.yaml` beside the shelf, and never count for ours.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amparo.errors import BadInput
from amparo.evidence.release.bundles import shelf
from amparo.evidence.release.bundles.published import Published
from amparo.evidence.release.bundles.publishing import NEEDED
from amparo.evidence.release.bundles.signing import read_publishers
from amparo.vault.keys import KeyKind
from amparo.web.evidence.models import Release
from amparo.web.safekeeping.store import store

_UNKNOWN = (
    "Its keys are not those of two members, and not registered. If another organisation released it, compare its keys with their owners' "
    "by another way, and register them in publishers.yaml beside the folder."
)


def shown_releases() -> list[Published]:
    """Every published release that is shown, the newest first."""
    found = shelf.published_bundles(settings.HOME.published)
    known = _Known() if found else None
    return [one for one in found if known and known.may_show(one)]


def shown_release(slug: str) -> Published | None:
    """The published release of this name, or None if there is none that may be shown."""
    found = shelf.published_bundle(settings.HOME.published, slug)
    return found if found and _Known().may_show(found) else None


def released_here() -> list[Published]:
    """Those that two members signed."""
    found = shelf.published_bundles(settings.HOME.published)
    known = _Known() if found else None
    return [one for one in found if known and known.is_of_members(one)]


def complaints() -> Iterator[tuple[str, str]]:
    """Of everything that is not shown its name and why."""
    yield from shelf.complaints(settings.HOME.published)
    shown = {one.slug for one in shown_releases()}
    for one in shelf.published_bundles(settings.HOME.published):
        if one.slug not in shown:
            yield one.slug, _UNKNOWN
    try:
        _registered()
    except BadInput as wrong:
        yield _register().name, wrong.sentence


def head_of(found: Published) -> str:
    """The head of the ledger that the release names; empty if it names none."""
    told = found.manifest.get("ledger")
    return str(told.get("head", "")) if isinstance(told, dict) else ""


class _Known:
    """Whose keys are known now."""

    def __init__(self) -> None:
        self.members = {key.raw.hex(): key.name.of for key in store().public_keys(KeyKind.SIGNING)}
        try:
            self.others = _registered()
        except BadInput:
            self.others = {}

    def is_of_members(self, found: Published) -> bool:
        # Somebody may have had several keys.
        return len({self.members[key] for key in found.signed_by if key in self.members}) >= NEEDED

    def may_show(self, found: Published) -> bool:
        if self.is_of_members(found):
            return True
        if len({self.others[key] for key in found.signed_by if key in self.others}) < NEEDED:
            return False
        ours = Release.objects.filter(slug=found.slug) | Release.objects.filter(head=head_of(found)).exclude(head="")
        return not ours.exists()


def _register() -> Path:
    return Path(settings.HOME.published.with_name("publishers.yaml"))


def _registered() -> dict[str, str]:
    """The names by their keys; raises BadInput for a register that cannot be read."""
    try:
        told = _register().stat()
    except OSError:
        return {}
    return _read(_register(), told.st_mtime_ns, told.st_size, told.st_ino)


@lru_cache(maxsize=2)
def _read(path: Path, *_marks: int) -> dict[str, str]:
    return {one.key: one.name for one in read_publishers(path)}
