"""What a store must offer, and one in memory for tests and for reading an export. A store sees opaque ids, days and sealed bytes.

`Storage` is what the vault works with. A store on disk implements `RawStorage`, which keeps a tag beside every wrap, public key and
tombstone; `endorsing.EndorsedStore` stands between the two, makes the tags and hands out only what bears the right one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from amparo.vault.audit import START, Head, head_of
from amparo.vault.keys import KeyKind, KeyName, PublicKey
from amparo.vault.labels import Kind, check_id
from amparo.vault.tombstones import Tombstone
from amparo.vault.wraps import Wrap


@dataclass(frozen=True, slots=True)
class Blob:
    """Sealed bytes. `group` is what is erased together (a case); `shelf` what is listed together (an index)."""

    kind: Kind
    group: str
    id: str
    sealed: bytes
    shelf: str = ""

    def __post_init__(self) -> None:
        check_id(self.group)
        check_id(self.id)
        if self.shelf:
            check_id(self.shelf)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A row as it stands in a store, not yet trusted: an id, what is kept under it as bytes, and its tag."""

    id: str
    data: bytes
    tag: bytes


class Drawers(Protocol):
    """What every store for the vault offers, whether it knows tags or not.

    Every method runs inside the transaction of the action that calls it.
    """

    def put_blob(self, blob: Blob) -> None:
        """Keeps it; one of the same kind, group and id is replaced."""

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None: ...

    def get_blobs(self, kind: Kind, group: str, ids: Collection[str]) -> Iterable[Blob]:
        """Those of these ids that there are."""

    def blobs(
        self, kind: Kind, *, group: str | None = None, shelf: str | None = None, largest: int | None = None
    ) -> Iterable[Blob]:
        """Those of that kind; with `group` or `shelf` only theirs, with `largest` none that has more bytes."""

    def delete_blobs(self, blobs: Iterable[Blob]) -> None:
        """Removes what lies where these do."""

    def delete_wrap(self, wrap_id: str) -> None: ...

    def groups(self) -> Iterable[str]:
        """Every group that has a blob, and every case that has a wrap or an epoch."""

    def delete_group(self, group: str) -> None:
        """Removes its blobs, wraps and epoch: all that there is."""

    def next_epoch(self, case: str) -> int:
        """A number never given for this case before, not even to somebody at the same time; the case is stale no longer."""

    def epoch(self, case: str) -> int:
        """The last number given; 0 for a case without keys."""

    def mark_stale(self, case: str) -> None:
        """Whoever writes next makes new keys first."""

    def is_stale(self, case: str) -> bool: ...

    def append_audit(self, make: Callable[[Head], str]) -> None:
        """Adds the line that `make` writes after the present head; two callers never get the same head."""

    def audit_lines(self) -> Iterable[str]: ...


class Storage(Drawers, Protocol):
    """A store as the vault uses it: every wrap and tombstone that comes out of it was put in by this server."""

    def put_wrap(self, wrap: Wrap) -> None: ...

    def wraps_of_case(self, case: str) -> Iterable[Wrap]: ...

    def wraps_to(self, holder: KeyName) -> Iterable[Wrap]: ...

    def role_wraps(self) -> Iterable[Wrap]:
        """The wraps of the keys of roles, to whomever: what `KeyRing.unlock` needs. Few, while those of cases are many."""

    def wraps(self) -> Iterable[Wrap]: ...

    def put_tombstone(self, tombstone: Tombstone) -> None: ...

    def put_tombstones(self, tombstones: Iterable[Tombstone]) -> None:
        """The same for several at once, as when somebody leaves who held the keys of many cases."""

    def tombstones(self) -> Iterable[Tombstone]: ...

    def has_tombstone(self, digest: str) -> bool: ...

    def erased(self, digests: Iterable[str]) -> frozenset[str]:
        """Those of the digests that have a tombstone."""


class RawStorage(Drawers, Protocol):
    """A store as a database offers it: rows with tags, which it neither makes nor checks.

    Keep what is searched by (id, case, holder, kind of the key) in columns, and `data` as it is: it is not read from the columns
    again. Unique are the id of a wrap, the name of a public key (so a generation of a role is made once), the digest of a tombstone.
    """

    def put_wrap(self, wrap: Wrap, tag: bytes) -> None:
        """Keeps `wrap.encode()` under `wrap.id`, in place of one of that id."""

    def wraps_of_case(self, case: str) -> Iterable[Tagged]:
        """Those whose `about` is of kind CASE and of this case, of every epoch."""

    def wraps_to(self, holder: KeyName) -> Iterable[Tagged]: ...

    def role_wraps(self) -> Iterable[Tagged]:
        """Those whose `about` is of kind ROLE."""

    def wraps(self) -> Iterable[Tagged]: ...

    def put_public_key(self, key: PublicKey, tag: bytes) -> None:
        """Keeps `key.raw` under `str(key.name)`; raises if there is one of that name: never replaces."""

    def public_keys(self, prefix: str) -> Iterable[Tagged]:
        """Those whose name so begins: `role/north/caseworker#` for all generations of one key, `member/`, or "" for all."""

    def put_tombstones(self, tagged: Collection[tuple[Tombstone, bytes]]) -> None:
        """Keeps each as `str(tombstone).encode()` under its digest, in place of one of that digest."""

    def get_tombstone(self, digest: str) -> Tagged | None: ...

    def get_tombstones(self, digests: Collection[str]) -> Iterable[Tagged]:
        """Those of these digests."""

    def tombstones(self) -> Iterable[Tagged]: ...


class MemoryStore:
    """A `RawStorage` in memory, without transactions; put an `EndorsedStore` before it."""

    def __init__(self) -> None:
        self._blobs: dict[str, dict[tuple[Kind, str], Blob]] = {}
        self._wraps: dict[str, Tagged] = {}
        # By case, by holder and by role, so that opening one of many cases does not look at the others.
        self._found: dict[str, dict[str, Tagged]] = {}
        self._places: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, Tagged] = {}
        self._epochs: dict[str, int] = {}
        self._stale: set[str] = set()
        self._tombstones: dict[str, Tagged] = {}
        self._audit: list[str] = []

    def put_blob(self, blob: Blob) -> None:
        self._blobs.setdefault(blob.group, {})[blob.kind, blob.id] = blob

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None:
        return self._blobs.get(group, {}).get((kind, blob_id))

    def get_blobs(self, kind: Kind, group: str, ids: Collection[str]) -> Iterator[Blob]:
        return (blob for one in ids if (blob := self.get_blob(kind, group, one)) is not None)

    def blobs(
        self, kind: Kind, *, group: str | None = None, shelf: str | None = None, largest: int | None = None
    ) -> Iterator[Blob]:
        groups = list(self._blobs.values()) if group is None else [self._blobs.get(group, {})]
        for blob in [blob for found in groups for blob in found.values()]:
            if largest is not None and len(blob.sealed) > largest:
                continue
            if blob.kind is kind and shelf in (None, blob.shelf):
                yield blob

    def delete_blobs(self, blobs: Iterable[Blob]) -> None:
        for blob in blobs:
            self._blobs.get(blob.group, {}).pop((blob.kind, blob.id), None)

    def put_wrap(self, wrap: Wrap, tag: bytes) -> None:
        self.delete_wrap(wrap.id)
        row = Tagged(wrap.id, wrap.encode(), tag)
        self._wraps[wrap.id] = row
        about = f"case {wrap.about.of[0]}" if wrap.about.kind is KeyKind.CASE else wrap.about.kind.value
        self._places[wrap.id] = (about, f"to {wrap.holder}")
        for place in self._places[wrap.id]:
            self._found.setdefault(place, {})[wrap.id] = row

    def wraps_of_case(self, case: str) -> Iterator[Tagged]:
        return iter(list(self._found.get(f"case {case}", {}).values()))

    def wraps_to(self, holder: KeyName) -> Iterator[Tagged]:
        return iter(list(self._found.get(f"to {holder}", {}).values()))

    def role_wraps(self) -> Iterator[Tagged]:
        return iter(list(self._found.get(KeyKind.ROLE.value, {}).values()))

    def wraps(self) -> Iterator[Tagged]:
        return iter(list(self._wraps.values()))

    def delete_wrap(self, wrap_id: str) -> None:
        self._wraps.pop(wrap_id, None)
        for place in self._places.pop(wrap_id, ()):
            self._found[place].pop(wrap_id)

    def put_public_key(self, key: PublicKey, tag: bytes) -> None:
        if str(key.name) in self._keys:
            raise ValueError("there is a public key of that name")
        self._keys[str(key.name)] = Tagged(str(key.name), key.raw, tag)

    def public_keys(self, prefix: str) -> Iterator[Tagged]:
        return iter([row for name, row in self._keys.items() if name.startswith(prefix)])

    def groups(self) -> set[str]:
        cases = {place.removeprefix("case ") for place, rows in self._found.items() if rows and place[:5] == "case "}
        return cases | set(self._epochs) | {group for group, blobs in self._blobs.items() if blobs}

    def delete_group(self, group: str) -> None:
        self._blobs.pop(group, None)
        for row in self.wraps_of_case(group):
            self.delete_wrap(row.id)
        self._epochs.pop(group, None)
        self._stale.discard(group)

    def next_epoch(self, case: str) -> int:
        self._epochs[case] = self._epochs.get(case, 0) + 1
        self._stale.discard(case)
        return self._epochs[case]

    def epoch(self, case: str) -> int:
        return self._epochs.get(case, 0)

    def mark_stale(self, case: str) -> None:
        self._stale.add(case)

    def is_stale(self, case: str) -> bool:
        return case in self._stale

    def put_tombstones(self, tagged: Collection[tuple[Tombstone, bytes]]) -> None:
        for tombstone, tag in tagged:
            self._tombstones[tombstone.digest] = Tagged(tombstone.digest, str(tombstone).encode(), tag)

    def get_tombstone(self, digest: str) -> Tagged | None:
        return self._tombstones.get(digest)

    def get_tombstones(self, digests: Collection[str]) -> Iterator[Tagged]:
        return (self._tombstones[digest] for digest in digests if digest in self._tombstones)

    def tombstones(self) -> Iterator[Tagged]:
        return iter(list(self._tombstones.values()))

    def append_audit(self, make: Callable[[Head], str]) -> None:
        self._audit.append(make(head_of(self._audit[-1]) if self._audit else START))

    def audit_lines(self) -> Iterator[str]:
        return iter(list(self._audit))
