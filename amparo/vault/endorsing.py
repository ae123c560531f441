"""The store that the vault is given: it endorses what it puts in, and hands out only what it endorsed.

Anybody can seal to a public key, so a sealed box does not say who made it. Whoever can write to the database, but lacks the server
secret, could slip in a wrap of a key of their own, a public key, or a tombstone that erases a case at the next restore. Such rows are
left out here before anything opens them, and `unendorsed` shows them to people.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from amparo.errors import BadInput
from amparo.vault.audit import Head
from amparo.vault.keys import KeyKind, KeyName, PublicKey, endorse, is_endorsed
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.storage import Blob, RawStorage, Tagged
from amparo.vault.tombstones import Tombstone, endorse_tombstone, is_tombstone_endorsed
from amparo.vault.wraps import Wrap, endorse_wrap, is_wrap_endorsed


@dataclass(frozen=True, slots=True)
class Unendorsed:
    """The rows that were left out: ids of wraps, names of public keys, digests of tombstones."""

    wraps: tuple[str, ...]
    public_keys: tuple[str, ...]
    tombstones: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.wraps or self.public_keys or self.tombstones)


@dataclass(frozen=True, slots=True)
class EndorsedStore:
    """A `Storage` on any `RawStorage`; the only way to it, for everybody."""

    raw: RawStorage
    server_secret: Secret

    def put_wrap(self, wrap: Wrap) -> None:
        self.raw.put_wrap(wrap, endorse_wrap(wrap, self.server_secret))

    # A row found in a place where it does not belong is left out as well: an endorsed wrap of another case must not pass for one of this.
    def wraps_of_case(self, case: str) -> Iterator[Wrap]:
        found = self._wraps(self.raw.wraps_of_case(case))
        return (wrap for wrap in found if wrap.about.kind is KeyKind.CASE and wrap.about.of == (case,))

    def wraps_to(self, holder: KeyName) -> Iterator[Wrap]:
        return (wrap for wrap in self._wraps(self.raw.wraps_to(holder)) if wrap.holder == holder)

    def role_wraps(self) -> Iterator[Wrap]:
        return (wrap for wrap in self._wraps(self.raw.role_wraps()) if wrap.about.kind is KeyKind.ROLE)

    def wraps(self) -> Iterator[Wrap]:
        return self._wraps(self.raw.wraps())

    def publish(self, key: PublicKey) -> None:
        """Keeps a public key for all to seal to; raises if there is one of that name, endorsed or not."""
        self.raw.put_public_key(key, endorse(key, self.server_secret))

    def public_key(self, name: KeyName) -> PublicKey:
        """The public key of that name; raises CannotOpen if there is none that this server endorsed."""
        for found in self.public_keys(name.kind, name.of):
            if found.name == name:
                return found
        raise CannotOpen

    def public_keys(self, kind: KeyKind, of: tuple[str, ...] = ()) -> list[PublicKey]:
        """The endorsed public keys of that kind, or of that owner alone, by name and generation."""
        path = "/".join((kind.value, *of)) + ("#" if of else "/")
        rows = self.raw.public_keys(path)
        keys = [key for row in rows if row.id.startswith(path) and (key := self._public_key(row)) is not None]
        return sorted(keys, key=lambda key: (key.name.of, key.name.generation))

    def newest(self, kind: KeyKind, of: tuple[str, ...]) -> PublicKey | None:
        """The newest endorsed generation of a key: what to seal to. None if there is no such key."""
        return next(reversed(self.public_keys(kind, of)), None)

    def put_tombstone(self, tombstone: Tombstone) -> None:
        """Keeps it; an earlier day stays, but what somebody else wrote in its place does not."""
        self.put_tombstones([tombstone])

    def put_tombstones(self, tombstones: Iterable[Tombstone]) -> None:
        """Keeps each in the same way."""
        new = {found.digest: found for found in tombstones}
        for row in self.raw.get_tombstones(list(new)):
            known = self._tombstone(row)
            if known is not None:
                new.pop(known.digest, None)
        if new:
            self.raw.put_tombstones([(one, endorse_tombstone(one, self.server_secret)) for one in new.values()])

    def tombstones(self) -> Iterator[Tombstone]:
        return (found for row in self.raw.tombstones() if (found := self._tombstone(row)) is not None)

    def has_tombstone(self, digest: str) -> bool:
        row = self.raw.get_tombstone(digest)
        found = None if row is None else self._tombstone(row)
        return found is not None and found.digest == digest

    def erased(self, digests: Iterable[str]) -> frozenset[str]:
        wanted = frozenset(digests)
        rows = self.raw.get_tombstones(wanted)
        return frozenset(found.digest for row in rows if (found := self._tombstone(row)) is not None) & wanted

    def unendorsed(self) -> Unendorsed:
        """What this server did not put in, or what was changed since. Looks at every row: for a daily check, not for a page."""
        return Unendorsed(
            _refused(self.raw.wraps(), self._wrap),
            _refused(self.raw.public_keys(""), self._public_key),
            _refused(self.raw.tombstones(), self._tombstone),
        )

    def put_blob(self, blob: Blob) -> None:
        self.raw.put_blob(blob)

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None:
        return self.raw.get_blob(kind, group, blob_id)

    def get_blobs(self, kind: Kind, group: str, ids: Collection[str]) -> Iterable[Blob]:
        return self.raw.get_blobs(kind, group, ids)

    def blobs(
        self, kind: Kind, *, group: str | None = None, shelf: str | None = None, largest: int | None = None
    ) -> Iterable[Blob]:
        return self.raw.blobs(kind, group=group, shelf=shelf, largest=largest)

    def delete_blobs(self, blobs: Iterable[Blob]) -> None:
        self.raw.delete_blobs(blobs)

    def delete_wrap(self, wrap_id: str) -> None:
        self.raw.delete_wrap(wrap_id)

    def groups(self) -> Iterable[str]:
        return self.raw.groups()

    def delete_group(self, group: str) -> None:
        self.raw.delete_group(group)

    def next_epoch(self, case: str) -> int:
        return self.raw.next_epoch(case)

    def epoch(self, case: str) -> int:
        return self.raw.epoch(case)

    def mark_stale(self, case: str) -> None:
        self.raw.mark_stale(case)

    def is_stale(self, case: str) -> bool:
        return self.raw.is_stale(case)

    def append_audit(self, make: Callable[[Head], str]) -> None:
        self.raw.append_audit(make)

    def audit_lines(self) -> Iterable[str]:
        return self.raw.audit_lines()

    def _wraps(self, rows: Iterable[Tagged]) -> Iterator[Wrap]:
        return (found for row in rows if (found := self._wrap(row)) is not None)

    def _wrap(self, row: Tagged) -> Wrap | None:
        try:
            found = Wrap.decode(row.data)
        except CannotOpen:
            return None
        return found if found.id == row.id and is_wrap_endorsed(found, row.tag, self.server_secret) else None

    def _public_key(self, row: Tagged) -> PublicKey | None:
        try:
            found = PublicKey(KeyName.parse(row.id), row.data)
        except ValueError:
            return None
        return found if is_endorsed(found, row.tag, self.server_secret) else None

    def _tombstone(self, row: Tagged) -> Tombstone | None:
        try:
            found = Tombstone.parse(row.data.decode("utf-8", "replace"))
        except BadInput:
            return None
        is_whole = found.digest == row.id and is_tombstone_endorsed(found, row.tag, self.server_secret)
        return found if is_whole else None


def _refused(rows: Iterable[Tagged], read: Callable[[Tagged], object | None]) -> tuple[str, ...]:
    return tuple(row.id for row in rows if read(row) is None)
