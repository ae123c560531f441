"""Tombstones: what was erased stays erased, also when an older backup is restored.

Erasure destroys the wraps of a case's keys and its blobs. A tombstone keeps the digest of an opaque id and the day, nothing
else. The file of tombstones is kept beside the backups, not only in them, and is applied again after each restore (`erasure`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from amparo.errors import BadInput
from amparo.vault.labels import check_id
from amparo.vault.material import digest

_DOMAIN, _FORMAT = b"amparo.tombstone", "v1"
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The digest of an erased id (a case, a counted set, a wrap), and the day."""

    digest: str
    erased_on: date

    def __post_init__(self) -> None:
        if not _DIGEST.fullmatch(self.digest):
            raise ValueError("a tombstone has a digest of 64 hexadecimal digits")

    @classmethod
    def of(cls, erased: str, *, on: date) -> "Tombstone":
        return cls(digest_of(erased), on)

    def __str__(self) -> str:
        return f"{_FORMAT} {self.digest} {self.erased_on.isoformat()}"

    @classmethod
    def parse(cls, line: str) -> "Tombstone":
        """The tombstone that such a line shows; raises BadInput for any other line."""
        try:
            mark, found, day = line.rstrip("\n").split(" ")
            tombstone = cls(found, date.fromisoformat(day))
            if mark == _FORMAT and str(tombstone) == line.rstrip("\n"):
                return tombstone
        except ValueError:
            pass
        raise BadInput("bad-tombstone", "A line of the tombstones is damaged. Restore their file from another copy.")


def digest_of(erased: str) -> str:
    """The digest by which a tombstone names what was erased, without telling its id."""
    return digest(check_id(erased).encode(), _DOMAIN).hex()


def is_erased(identifier: str, tombstones: Collection[str]) -> bool:
    """Whether the digest of the identifier is among these digests."""
    return bool(tombstones) and digest_of(identifier) in tombstones
