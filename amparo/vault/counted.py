"""Coded facts sealed once more, to the analysts' key, where a person agreed to be counted: one pool for each office.

All sets of an office lie together in one blob, which is sealed anew, in random order, whenever one of them may have changed. So neither
ids nor the order of rows join a set to its case, and how many there are shows in steps only. Whose set is whose stands in a *book*,
sealed to the caseworkers, who know the cases anyway: without it a set could be neither replaced nor taken out. A set taken out
leaves a tombstone, so that a pool of an older backup does not bring it back.

Supervisors, who read no case whole, get *totals*: what caseworkers added up over the cases of the office.
"""

import random
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from amparo.vault.keys import PublicKey, Role, role_name, shelf_of
from amparo.vault.labels import Kind, Label, check_random_id, join_parts, split_parts
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.vault.storage import Blob, Storage
from amparo.vault.tombstones import Tombstone, digest_of

_READERS = {Kind.COUNTED: Role.ANALYST, Kind.BOOK: Role.CASEWORKER, Kind.TOTALS: Role.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class CountedSet:
    """What is counted of one case, under an id of its own: `new_id`, never the number of the case."""

    id: str
    facts: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_random_id(self.id)


@dataclass(frozen=True, slots=True)
class Pool:
    """All that is counted of an office, in no order that tells anything, and what the writer says of it as a whole."""

    head: bytes
    sets: tuple[CountedSet, ...]


def put_pool(storage: Storage, head: bytes, sets: Collection[CountedSet], analysts: PublicKey) -> None:
    """Seals the whole pool of an office in place of the one before."""
    shuffled = random.SystemRandom().sample(list(sets), len(sets))
    parts = [head, *(part for one in shuffled for part in (one.id.encode(), one.facts))]
    _put(storage, Kind.COUNTED, join_parts(parts), analysts)


def open_pool(storage: Storage, ring: KeyRing, office: str, *, on: date) -> Pool | None:
    """The pool of an office without what was taken back; None if there is none yet. Raises CannotOpen if the ring does not open it."""
    content = _open(storage, Kind.COUNTED, ring, office, on)
    if content is None:
        return None
    head, *parts = split_parts(content) or [b""]
    sets = _sets(parts)
    taken_out = storage.erased(digest_of(one.id) for one in sets)
    return Pool(head, tuple(one for one in sets if digest_of(one.id) not in taken_out))


def put_book(storage: Storage, book: bytes, caseworkers: PublicKey) -> None:
    """Seals the book of an office in place of the one before; in the same transaction as the pool."""
    _put(storage, Kind.BOOK, book, caseworkers)


def open_book(storage: Storage, ring: KeyRing, office: str, *, on: date) -> bytes | None:
    """The book of an office; None if there is none yet. Raises CannotOpen if the ring does not open it."""
    return _open(storage, Kind.BOOK, ring, office, on)


def put_totals(storage: Storage, totals: bytes, supervisors: PublicKey) -> None:
    """Seals what was added up over the cases of an office in place of the totals before."""
    _put(storage, Kind.TOTALS, totals, supervisors)


def open_totals(storage: Storage, ring: KeyRing, office: str, *, on: date) -> bytes | None:
    """The totals of an office; None if there are none yet. Raises CannotOpen if the ring does not open them."""
    return _open(storage, Kind.TOTALS, ring, office, on)


def take_out(storage: Storage, sets: Iterable[str], *, on: date) -> None:
    """Leaves a tombstone for each of these sets; put the pool without them in the same transaction."""
    storage.put_tombstones(Tombstone.of(one, on=on) for one in sets)


def _sets(parts: list[bytes]) -> list[CountedSet]:
    with suppress(ValueError):
        return [CountedSet(one.decode(), facts) for one, facts in zip(parts[::2], parts[1::2], strict=True)]
    raise CannotOpen


def _put(storage: Storage, kind: Kind, content: bytes, key: PublicKey) -> None:
    name = key.name
    if name != role_name(name.of[0], _READERS[kind], name.generation):
        raise ValueError(
            "counted facts are sealed to analysts only, the book to caseworkers, and totals to supervisors"
        )
    shelf = shelf_of(name)
    storage.put_blob(Blob(kind, shelf, shelf, seal_to(key, Label(kind, (shelf,)), content), shelf))


def _open(storage: Storage, kind: Kind, ring: KeyRing, office: str, on: date) -> bytes | None:
    shelf = shelf_of(role_name(office, _READERS[kind]))
    found = storage.get_blob(kind, shelf, shelf)
    if found is None:
        return None
    name = role_name(office, _READERS[kind], max(generation_of(found.sealed), 1))
    return open_from(ring.pair(name, on=on), Label(kind, (shelf,)), found.sealed)
