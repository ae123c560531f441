"""What a sealed thing says of itself in authenticated data, so that it opens in its own place only.

A label is a kind and a list of texts; it is never stored, the opener must know it. Texts are length-prefixed, so no
two labels have the same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from amparo.vault.material import CannotOpen

_OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_RANDOM = re.compile("[0-9a-f]{32}")
_DOMAIN = b"amparo.vault\x01"


class Kind(IntEnum):
    """What sort of thing is sealed. Numbers are for ever: they stand in authenticated data."""

    RECORD = 1
    WRAP = 2
    LOCK = 3
    RECOVERY = 4
    ROW = 5
    SEGMENT = 6
    COUNTED = 7
    SESSION = 8
    SIGNAL = 9
    BOOK = 10
    REMARK = 11
    TOTALS = 12


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a sealed thing and the place where it belongs."""

    kind: Kind
    parts: tuple[str, ...]

    def bound_to(self, header: bytes) -> bytes:
        """The authenticated data: domain, kind, the header of the blob, and every part."""
        return _DOMAIN + bytes([self.kind]) + join_parts([header, *(part.encode() for part in self.parts)])


def check_id(text: str) -> str:
    """The identifier itself; raises ValueError, without repeating it, if it is not an opaque one."""
    if not _OPAQUE.fullmatch(text):
        raise ValueError("an identifier is 1 to 64 ASCII letters, digits, points, hyphens or underscores")
    return text


def check_random_id(text: str) -> str:
    """The identifier itself; raises ValueError, without repeating it, if it has not the form that `new_id` gives."""
    if not _RANDOM.fullmatch(text):
        raise ValueError("the identifier of a record is 32 hexadecimal digits drawn by new_id")
    return text


def join_parts(parts: Iterable[bytes]) -> bytes:
    """The parts one after another, each behind its length in four bytes.

    >>> join_parts([b"ab", b""]).hex()
    '00000002616200000000'
    """
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def split_parts(data: bytes) -> list[bytes]:
    """What `join_parts` joined; raises CannotOpen for anything else."""
    parts, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        part = data[at + 4 : at + 4 + length]
        if len(data) < at + 4 or len(part) < length:
            raise CannotOpen
        parts.append(part)
        at += 4 + length
    return parts
