"""Tombstones: what was erased stays erased, also when an older backup is restored.

Erasure destroys the wraps of a case's keys and its blobs. A tombstone keeps the digest of an opaque id and the day, nothing
else. The file of tombstones is kept beside the backups, not only in them, and is applied again after each restore (`erasure`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from nacl.bindings import sodium_memcmp

from amparo.errors import BadInput
from amparo.vault.labels import check_id
from amparo.vault.material import Secret, digest

_DOMAIN, _ENDORSED, _FORMAT = b"amparo.tombstone", b"amparo.tomb.endo", "v1"
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


def endorse_tombstone(tombstone: Tombstone, server_secret: Secret) -> bytes:
    """A tag to keep beside a tombstone, so that nobody else can have a case erased at the next restore by adding one."""
    return digest(str(tombstone).encode(), _ENDORSED, key=server_secret.reveal())


def is_tombstone_endorsed(tombstone: Tombstone, tag: bytes, server_secret: Secret) -> bool:
    """Whether the tag was made for this tombstone with this server secret."""
    return sodium_memcmp(endorse_tombstone(tombstone, server_secret), tag)


def sign_tombstones(tombstones: Iterable[Tombstone], server_secret: Secret) -> Iterator[str]:
    """A line for each, with its tag: the file to keep beside the backups. Lines may be added to it at any time."""
    for tombstone in tombstones:
        yield f"{tombstone} {endorse_tombstone(tombstone, server_secret).hex()}"


def read_tombstones(lines: Iterable[str], server_secret: Secret) -> list[Tombstone]:
    """The tombstones of such a file; raises BadInput, naming the line, if this server did not write one of them."""
    read = []
    for number, line in enumerate(lines, 1):
        found = _signed(line, server_secret)
        if found is None:
            raise BadInput(
                "bad-tombstone",
                f"Line {number} of the tombstones was not written by this server, or was changed."
                " Restore the file from another copy.",
                line=number,
            )
        read.append(found)
    return read


def _signed(line: str, server_secret: Secret) -> Tombstone | None:
    shown, _, tag = line.removesuffix("\n").rpartition(" ")
    try:
        found = Tombstone.parse(shown)
        # From digits of one form only, so that a line is written in one way.
        if _DIGEST.fullmatch(tag) and is_tombstone_endorsed(found, bytes.fromhex(tag), server_secret):
            return found
    except BadInput:
        pass
    return None
