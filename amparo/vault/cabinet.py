"""The cases of an office, on a store: opened, written, read, shared, revoked, erased.

Every method is one step of an action that checked the person's permission and writes the audit line; keys are the second lock,
not the first. Whoever writes says who shall read now (`readers`). If the keys at hand are known to anybody else, because somebody
left, a share was revoked or has ended, the writer first makes new ones: what comes after is closed to them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of
from amparo.vault.sections import CaseKeys, Reader, Section, keys_in, open_record, seal_record, wrap_for
from amparo.vault.storage import Blob, Storage
from amparo.vault.tombstones import Tombstone
from amparo.vault.wraps import Wrap


@dataclass(frozen=True, slots=True)
class Record:
    """One opened record of a case."""

    section: Section
    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The sealed cases in a store."""

    storage: Storage

    def open_case(self, case: str, readers: Collection[Reader]) -> CaseKeys:
        """Makes the keys of a new case for its readers; use them for the first records, then forget them."""
        if self.storage.epoch(case):
            raise ValueError("the case has keys already")
        return self.renew(case, readers)

    def renew(self, case: str, readers: Collection[Reader]) -> CaseKeys:
        """Makes the next epoch of a case's keys, for these readers and nobody else. Needs no key."""
        if not readers:
            raise ValueError("a case without readers is lost")
        keys = CaseKeys.new(case, self.storage.next_epoch(case))
        for reader in readers:
            self.storage.put_wrap(wrap_for(keys, reader))
        return keys

    def file(self, keys: CaseKeys, section: Section, record: str, content: bytes) -> None:
        """Seals and stores a record with keys at hand. The record's id must be opaque: it stands in clear."""
        sealed = seal_record(keys.key(section), record, content)
        self.storage.put_blob(Blob(Kind.RECORD, keys.case, record, sealed))

    def write(
        self,
        ring: KeyRing,
        case: str,
        section: Section,
        record: str,
        content: bytes,
        *,
        readers: Collection[Reader],
        on: date,
    ) -> None:
        """Seals and stores a record; raises CannotOpen if the ring does not open that section itself."""
        if not self.storage.epoch(case):
            raise CannotOpen
        now = [reader for reader in readers if not reader.has_ended(on)]
        if self.needs_renewal(case, now, on=on):
            self.renew(case, now)
        self.file(self._keys(ring, case, self.storage.epoch(case), on), section, record, content)

    def needs_renewal(self, case: str, readers: Collection[Reader], *, on: date) -> bool:
        """Whether the newest keys are known to others than these readers, or not to all of them."""
        newest = self.storage.epoch(case)
        wraps = [found for found in self.storage.wraps_of_case(case) if found.about.generation == newest]
        holders = {found.holder for found in wraps if not found.has_ended(on)}
        is_passed_on = any(found.has_ended(on) for found in wraps)
        return self.storage.is_stale(case) or is_passed_on or holders != {reader.key.name for reader in readers}

    def read(self, ring: KeyRing, case: str, section: Section, record: str, *, on: date) -> bytes:
        """A record's content; raises CannotOpen also if there is no such record."""
        blob = self.storage.get_blob(Kind.RECORD, case, record)
        if blob is None:
            raise CannotOpen
        keys = self._keys(ring, case, generation_of(blob.sealed), on)
        return open_record(keys.key(section), record, blob.sealed)

    def records(self, ring: KeyRing, case: str, *, on: date) -> Iterator[Record]:
        """All records of the case that the ring opens; which section one belongs to shows only by opening it."""
        opened = self._opened(ring, case, on)
        for blob in self.storage.blobs(Kind.RECORD, group=case):
            found = _open_any(opened, blob)
            if found is not None:
                yield found

    def share(self, ring: KeyRing, case: str, reader: Reader, *, on: date) -> None:
        """Gives chosen sections, of all epochs that the ring opens, to one more reader.

        Raises CannotOpen if the ring does not open one of them: nobody passes on what they cannot read.
        """
        opened = self._opened(ring, case, on)
        newest = opened.get(self.storage.epoch(case))
        if newest is None or not reader.sections <= newest.secrets.keys():
            raise CannotOpen
        for keys in opened.values():
            self.storage.put_wrap(wrap_for(keys, reader))

    def revoke(self, case: str, holder: KeyName, *, on: date) -> int:
        """Removes every wrap of the case's keys to this holder, and says how many; what comes after gets new keys."""
        wraps = [found for found in self.storage.wraps_of_case(case) if found.holder == holder]
        self._remove(wraps, on)
        return len(wraps)

    def erase(self, case: str, *, on: date) -> None:
        """Destroys the case's keys and blobs and leaves a tombstone. Counted facts are withdrawn, and indexes compacted, besides."""
        self.storage.put_tombstone(Tombstone.of(case, on=on))
        self.storage.delete_group(case)

    def remove_ended(self, *, on: date) -> frozenset[KeyName]:
        """Removes all wraps whose last day has passed, and names the keys they held. Needs no key: a daily job."""
        wraps = [found for found in self.storage.wraps() if found.has_ended(on)]
        self._remove(wraps, on)
        return frozenset(found.about for found in wraps)

    def remove_member(self, holder: KeyName, *, on: date) -> frozenset[KeyName]:
        """Removes every wrap to a key (somebody left, or lost it) and names the keys it held: rotate those of roles."""
        wraps = list(self.storage.wraps_to(holder))
        self._remove(wraps, on)
        return frozenset(found.about for found in wraps)

    def _remove(self, wraps: Collection[Wrap], on: date) -> None:
        for found in wraps:
            self.storage.delete_wrap(found.id)
            self.storage.put_tombstone(Tombstone.of(found.id, on=on))
            if found.about.kind is KeyKind.CASE:
                self.storage.mark_stale(found.about.of[0])

    def _opened(self, ring: KeyRing, case: str, on: date) -> dict[int, CaseKeys]:
        """The keys of the case that the ring opens, by epoch.

        Two wraps that disagree about a key are refused: anybody can seal to a public key, and who can write to the store could
        so slip in a key of their own for others to write with. `endorse_wrap` is the better guard; this one needs no secret.
        """
        opened: dict[int, CaseKeys] = {}
        for found in self.storage.wraps_of_case(case):
            try:
                keys = keys_in(found.about, ring.open(found, on=on))
            except CannotOpen:
                continue
            known = opened[keys.epoch].secrets if keys.epoch in opened else {}
            if any(known[section] != keys.secrets[section] for section in known.keys() & keys.secrets.keys()):
                raise CannotOpen
            opened[keys.epoch] = CaseKeys(case, keys.epoch, {**known, **keys.secrets})
        return opened

    def _keys(self, ring: KeyRing, case: str, epoch: int, on: date) -> CaseKeys:
        found = self._opened(ring, case, on).get(epoch)
        if found is None:
            raise CannotOpen
        return found


def _open_any(opened: Mapping[int, CaseKeys], blob: Blob) -> Record | None:
    keys = opened.get(generation_of(blob.sealed))
    if keys is None:
        return None
    for section in keys.secrets:
        try:
            return Record(section, blob.id, open_record(keys.key(section), blob.id, blob.sealed))
        except CannotOpen:
            continue
    return None
