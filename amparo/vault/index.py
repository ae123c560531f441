"""Sealed indexes: one small row sealed with each write, opened together in an unlocked session, compacted into segments.

A row has one size whatever it holds. It is sealed to the key of (office, role), so whoever writes needs no key. Later versions
of a record's row replace earlier ones. A loose row belongs to its case and goes when that is erased; a row inside a segment is passed
over from then on, and gone after the next compaction.
"""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey, Role, shelf_of
from amparo.vault.labels import Kind, Label, check_id
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.vault.storage import Blob, Storage
from amparo.vault.tombstones import is_erased

SLOT = 252
_FORMAT = b"\x06"
_FIXED = 1 + 4 + 2  # length of the record's id, version, length of the content
ROOM = SLOT - _FIXED - 32  # bytes for the content of a record whose id is random


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of one record; of two rows of a record the one with the higher version counts."""

    record: str
    version: int
    content: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_id(self.record)
        if not 0 <= self.version < 2**32:
            raise ValueError("versions are counted from 0")
        if len(self.content) > SLOT - _FIXED - len(self.record):
            raise ValueError(f"with the record's identifier, a row holds at most {SLOT - _FIXED} bytes")


def seal_row(row: Row, office: PublicKey, row_id: str) -> bytes:
    """The row, sealed to the office's key; 413 bytes whatever it holds."""
    return seal_to(office, Label(Kind.ROW, (row_id,)), _slot(row))


def open_row(blob: bytes, office: KeyPair, row_id: str) -> Row:
    """The row of that id; raises CannotOpen for anything else."""
    rows = _rows(open_from(office, Label(Kind.ROW, (row_id,)), blob))
    if len(rows) != 1:
        raise CannotOpen
    return rows[0]


def seal_segment(rows: Iterable[Row], office: PublicKey, segment_id: str) -> bytes:
    """Many rows sealed as one."""
    return seal_to(office, Label(Kind.SEGMENT, (segment_id,)), _FORMAT + b"".join(map(_slot, rows)))


def open_segment(blob: bytes, office: KeyPair, segment_id: str) -> list[Row]:
    """The rows of that segment; raises CannotOpen for anything else."""
    content = open_from(office, Label(Kind.SEGMENT, (segment_id,)), blob)
    if content[:1] != _FORMAT:
        raise CannotOpen
    return _rows(content[1:])


def newer(_older: Row, newer_row: Row) -> Row:
    """The later row as it stands: how rows of one record are joined unless an index says otherwise."""
    return newer_row


@dataclass(frozen=True, slots=True)
class SealedIndex:
    """The index that holders of one role in one office read.

    `join` makes one row of an older and a newer one of the same record: with it, somebody who may not read the earlier row can
    still add what changed. It must give the same when a row is joined twice.
    """

    storage: Storage
    office: str
    role: Role
    join: Callable[[Row, Row], Row] = newer

    @property
    def shelf(self) -> str:
        return shelf_of(self._name(1))

    def add(self, row: Row, key: PublicKey) -> None:
        """Seals and stores one more row, in the same transaction as the write it tells of."""
        self._check(key)
        row_id = new_id()
        self.storage.put_blob(Blob(Kind.ROW, row.record, row_id, seal_row(row, key, row_id), self.shelf))

    def rows(self, ring: KeyRing, *, on: date) -> list[Row]:
        """One row of every record that was not erased, the newest or joined; raises CannotOpen if a part does not open."""
        segments, loose = self._parts()
        return self._newest(row for blob in (*segments, *loose) for row in self._rows_of(blob, ring, on))

    def compact(self, ring: KeyRing, key: PublicKey, *, on: date) -> int:
        """Seals everything into one segment in place of what was read, and says how many rows it holds.

        Safe beside writers and beside another compaction: it deletes exactly the parts it read, and a row held twice counts once. A part
        that does not open stays where it is: anybody can seal nonsense to a public key, and it must not keep the rest from being compacted.
        """
        self._check(key)
        segments, loose = self._parts()
        _check_newer(key, [*segments, *loose])
        read: list[tuple[Blob, list[Row]]] = []
        for blob in (*segments, *loose):
            with contextlib.suppress(CannotOpen):
                read.append((blob, self._rows_of(blob, ring, on)))
        rows = self._newest(row for _, rows in read for row in rows)
        self._put_segment(rows, key)
        self.storage.delete_blobs(blob for blob, _ in read)
        return len(rows)

    def rebuild(self, rows: Iterable[Row], key: PublicKey) -> None:
        """Replaces the whole index by rows made again from the cases."""
        self._check(key)
        segments, loose = self._parts()
        _check_newer(key, [*segments, *loose])
        self._put_segment(rows, key)
        self.storage.delete_blobs([*segments, *loose])

    def _parts(self) -> tuple[list[Blob], list[Blob]]:
        return (
            list(self.storage.blobs(Kind.SEGMENT, shelf=self.shelf)),
            list(self.storage.blobs(Kind.ROW, shelf=self.shelf)),
        )

    def _newest(self, rows: Iterable[Row]) -> list[Row]:
        newest: dict[str, Row] = {}
        for row in sorted(rows, key=_version):
            before = newest.get(row.record)
            newest[row.record] = row if before is None else self.join(before, row)
        erased = {tombstone.digest for tombstone in self.storage.tombstones()}
        if not erased:
            return list(newest.values())
        return [row for row in newest.values() if not is_erased(row.record, erased)]

    def _rows_of(self, blob: Blob, ring: KeyRing, on: date) -> list[Row]:
        pair = self._pair(ring, blob, on)
        if blob.kind is Kind.SEGMENT:
            return open_segment(blob.sealed, pair, blob.id)
        row = open_row(blob.sealed, pair, blob.id)
        # Moved to another case it would go when that one is erased, and stay when its own is.
        if row.record != blob.group:
            raise CannotOpen
        return [row]

    def _pair(self, ring: KeyRing, blob: Blob, on: date) -> KeyPair:
        return ring.pair(self._name(generation_of(blob.sealed)), on=on)

    def _name(self, generation: int) -> KeyName:
        return KeyName(KeyKind.ROLE, (self.office, self.role.value), max(generation, 1))

    def _check(self, key: PublicKey) -> None:
        if key.name != self._name(key.name.generation):
            raise ValueError("this key is not that of the index")

    def _put_segment(self, rows: Iterable[Row], key: PublicKey) -> None:
        segment = new_id()
        self.storage.put_blob(Blob(Kind.SEGMENT, segment, segment, seal_segment(rows, key, segment), self.shelf))


def _version(row: Row) -> int:
    return row.version


def _check_newer(key: PublicKey, parts: Iterable[Blob]) -> None:
    """Raises ValueError if the key is older than what it would replace: whoever left would read the list again."""
    if any(generation_of(blob.sealed) > key.name.generation for blob in parts):
        raise ValueError("an index is not sealed to an older generation of its key")


def _slot(row: Row) -> bytes:
    record = row.record.encode()
    head = bytes([len(record)]) + row.version.to_bytes(4, "big") + len(row.content).to_bytes(2, "big")
    return (head + record + row.content).ljust(SLOT, b"\0")


def _rows(slots: bytes) -> list[Row]:
    rows = None
    if len(slots) % SLOT == 0:
        # Anybody can seal to a public key, so what opened may still be no row.
        with contextlib.suppress(ValueError):
            rows = [_row(slots, at) for at in range(0, len(slots), SLOT)]
    if rows is None:
        raise CannotOpen
    return rows


def _row(slots: bytes, at: int) -> Row:
    record = at + _FIXED
    content = record + slots[at]
    end = content + int.from_bytes(slots[at + 5 : record], "big")
    version = int.from_bytes(slots[at + 1 : at + 5], "big")
    return Row(slots[record:content].decode("ascii"), version, slots[content:end])
