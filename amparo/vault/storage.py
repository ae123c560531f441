"""What a store must offer, and one in memory for tests and for reading an export. A store sees opaque ids, days and sealed bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from amparo.vault.audit import START, Head, head_of
from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.labels import Kind, check_id
from amparo.vault.tombstones import Tombstone
from amparo.vault.wraps import Wrap


@dataclass(frozen=True, slots=True)
class Blob:
    """Sealed bytes. `group` is what is erased together (a case, a counted set); `shelf` what is listed together (an index)."""

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


class Storage(Protocol):
    """A store for the vault. Every method runs inside the transaction of the action that calls it.

    A store on disk keeps `endorse_wrap` beside each wrap and `endorse` beside each public key, and hands out only what is endorsed.
    """

    def put_blob(self, blob: Blob) -> None:
        """Keeps it; one of the same kind, group and id is replaced."""

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None: ...

    def blobs(self, kind: Kind, *, group: str | None = None, shelf: str | None = None) -> Iterable[Blob]: ...

    def delete_blob(self, kind: Kind, group: str, blob_id: str) -> None: ...

    def put_wrap(self, wrap: Wrap) -> None: ...

    def wraps_of_case(self, case: str) -> Iterable[Wrap]: ...

    def wraps_to(self, holder: KeyName) -> Iterable[Wrap]: ...

    def wraps(self) -> Iterable[Wrap]: ...

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

    def put_tombstone(self, tombstone: Tombstone) -> None: ...

    def tombstones(self) -> Iterable[Tombstone]: ...

    def has_tombstone(self, digest: str) -> bool: ...

    def append_audit(self, make: Callable[[Head], str]) -> None:
        """Adds the line that `make` writes after the present head; two callers never get the same head."""

    def audit_lines(self) -> Iterable[str]: ...


class MemoryStore:
    """A store in memory, without transactions."""

    def __init__(self) -> None:
        self._blobs: dict[tuple[Kind, str, str], Blob] = {}
        self._wraps: dict[str, Wrap] = {}
        self._epochs: dict[str, int] = {}
        self._stale: set[str] = set()
        self._tombstones: dict[str, Tombstone] = {}
        self._audit: list[str] = []

    def put_blob(self, blob: Blob) -> None:
        self._blobs[blob.kind, blob.group, blob.id] = blob

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None:
        return self._blobs.get((kind, group, blob_id))

    def blobs(self, kind: Kind, *, group: str | None = None, shelf: str | None = None) -> Iterator[Blob]:
        for blob in list(self._blobs.values()):
            if blob.kind is kind and group in (None, blob.group) and shelf in (None, blob.shelf):
                yield blob

    def delete_blob(self, kind: Kind, group: str, blob_id: str) -> None:
        self._blobs.pop((kind, group, blob_id), None)

    def put_wrap(self, wrap: Wrap) -> None:
        self._wraps[wrap.id] = wrap

    def wraps_of_case(self, case: str) -> Iterator[Wrap]:
        return (wrap for wrap in self.wraps() if wrap.about.kind is KeyKind.CASE and wrap.about.of == (case,))

    def wraps_to(self, holder: KeyName) -> Iterator[Wrap]:
        return (wrap for wrap in self.wraps() if wrap.holder == holder)

    def wraps(self) -> Iterator[Wrap]:
        return iter(list(self._wraps.values()))

    def delete_wrap(self, wrap_id: str) -> None:
        self._wraps.pop(wrap_id, None)

    def groups(self) -> set[str]:
        cases = {wrap.about.of[0] for wrap in self._wraps.values() if wrap.about.kind is KeyKind.CASE}
        return cases | set(self._epochs) | {group for _, group, _ in self._blobs}

    def delete_group(self, group: str) -> None:
        self._blobs = {key: blob for key, blob in self._blobs.items() if blob.group != group}
        for wrap in list(self.wraps_of_case(group)):
            self.delete_wrap(wrap.id)
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

    def put_tombstone(self, tombstone: Tombstone) -> None:
        self._tombstones.setdefault(tombstone.digest, tombstone)

    def tombstones(self) -> Iterator[Tombstone]:
        return iter(list(self._tombstones.values()))

    def has_tombstone(self, digest: str) -> bool:
        return digest in self._tombstones

    def append_audit(self, make: Callable[[Head], str]) -> None:
        self._audit.append(make(head_of(self._audit[-1]) if self._audit else START))

    def audit_lines(self) -> Iterator[str]:
        return iter(list(self._audit))
