"""Hides sizes: whatever is sealed is first filled up to a step.

Up to 1 MiB the steps are the powers of two above a floor that depends on the kind; beyond that Padmé (Nikitin and others, "Reducing
Metadata Leakage from Encrypted Files and Communication with PURBs", 2019), which adds at most 12 %. What still shows is the step: that
something is a page or a film, not how long somebody talked within it.
"""

from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen

LARGEST = 2**30
FLOORS = {
    Kind.RECORD: 4096,
    Kind.WRAP: 64,
    Kind.LOCK: 64,
    Kind.RECOVERY: 64,
    Kind.ROW: 256,
    Kind.SEGMENT: 65536,
    Kind.COUNTED: 65536,
    Kind.BOOK: 65536,
    Kind.TOTALS: 65536,
    Kind.SESSION: 4096,
    Kind.SIGNAL: 4096,
    Kind.REMARK: 4096,
}
_PREFIX = 4
_POWERS_UNTIL = 2**20


def step_for(length: int, floor: int) -> int:
    """The smallest step that holds so many bytes.

    >>> [step_for(length, 4096) for length in (1, 4096, 4097, 1_048_577)]
    [4096, 4096, 8192, 1081344]
    """
    if length <= _POWERS_UNTIL:
        return max(floor, 1 << (length - 1).bit_length())
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(content: bytes, kind: Kind, *, floor: int = 0) -> bytes:
    """The content behind its length, filled up with zeros to the step; a floor can be raised above that of its kind."""
    if len(content) > LARGEST:
        raise ValueError("more than 1 GiB is not sealed in one piece")
    whole = len(content).to_bytes(_PREFIX, "big") + content
    return whole.ljust(step_for(len(whole), max(floor, FLOORS[kind])), b"\0")


def unpad(padded: bytes) -> bytes:
    """The content that `pad` filled up; raises CannotOpen if it was not `pad`."""
    length = int.from_bytes(padded[:_PREFIX], "big")
    # What stands behind the content must be zeros: nothing rides along unseen.
    if len(padded) < _PREFIX + length or len(padded) < _PREFIX or padded[_PREFIX + length :].strip(b"\0"):
        raise CannotOpen
    return padded[_PREFIX : _PREFIX + length]
