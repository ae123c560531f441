"""The cases of an office, on a store: opened, written, read, shared, revoked, erased.

Every method is one step of an action that checked the person's permission and writes the audit line; keys are the second lock,
not the first. Whoever writes says who shall read now (`readers`). If the keys at hand are known to anybody else, because somebody
left, a share was revoked or has ended, the writer first makes new ones: what comes after is closed to them.
"""

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.labels import Kind, check_random_id
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of
from amparo.vault.sections import CaseKeys, Reader, Section, keys_in, open_record, seal_record, wrap_for
from amparo.vault.storage import Blob, Storage
from amparo.vault.tombstones import Tombstone, digest_of
from amparo.vault.wraps import Wrap


@dataclass(frozen=True, slots=True)
class Record:
    """One opened record of a case."""

    section: Section
    id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The sealed cases in a store."""

    storage: Storage

    def begin(self, case: str, readers: Collection[Reader], contents: Mapping[Section, bytes]) -> Mapping[Section, str]:
        """Opens a new case with one record in every section, empty where there is no content, and returns their ids.

        So neither the number of records nor their order shows which sections are used. Write to these records with `write`.
        """
        keys = self.open_case(case, readers)
        ids = {section: new_id() for section in Section}
        for section in random.SystemRandom().sample(list(Section), len(Section)):
            self._seal(keys, section, ids[section], contents.get(section, b""))
        return ids

    def open_case(self, case: str, readers: Collection[Reader]) -> CaseKeys:
        """Makes the keys of a new case for its readers; use them for the first records, then forget them.

        A case that is opened without `begin` shows by its records which sections are used.
        """
        if self.storage.epoch(case):
            raise ValueError("the case has keys already")
        return self.renew(case, readers)

    def renew(self, case: str, readers: Collection[Reader]) -> CaseKeys:
        """Makes the next epoch of a case's keys, for these readers and nobody else. Needs no key."""
        if not readers:
            raise ValueError("a case without readers is lost")
        if self.storage.has_tombstone(digest_of(case)):
            # The next restore would take its tombstone for this case's own and erase it.
            raise ValueError("the number of an erased case is not given again")
        keys = CaseKeys.new(case, self.storage.next_epoch(case))
        for reader in readers:
            self.storage.put_wrap(wrap_for(keys, reader))
        return keys

    def file(self, keys: CaseKeys, section: Section, record: str, content: bytes) -> None:
        """Seals and stores a new record with keys at hand. Its id is random (`new_id`): it stands in clear."""
        check_random_id(record)
        if self.storage.get_blob(Kind.RECORD, keys.case, record) is not None:
            raise ValueError("there is such a record; only `write` replaces one")
        self._put(keys, section, record, content)

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
        """Seals and stores a record, in place of one of that id and section.

        Raises CannotOpen if the ring does not open that section, or the record there is, before anything is made. Raises ValueError
        if somebody who reads the case is not among the readers: nobody is cut off by being forgotten, only by `revoke` or `renew`.
        """
        check_random_id(record)
        keys = self._keys(ring, case, self.storage.epoch(case), on)
        keys.key(section)
        before = self.storage.get_blob(Kind.RECORD, case, record)
        if before is not None:
            self._open(ring, case, section, before, on)
        if self._current(case, on) - {_owner(reader.key.name) for reader in readers}:
            raise ValueError("somebody reads this case and is not among the readers; `revoke` cuts off")
        now = [reader for reader in readers if not reader.has_ended(on)]
        if self.needs_renewal(case, now, on=on):
            self.renew(case, now)
            keys = self._keys(ring, case, self.storage.epoch(case), on)
        self._put(keys, section, record, content)

    def gather(
        self,
        ring: KeyRing,
        case: str,
        section: Section,
        gone: Collection[str],
        content: bytes,
        *,
        readers: Collection[Reader],
        on: date,
    ) -> str:
        """Seals one record in place of several of one section, and returns its id; whoever calls it put into it what they held.

        Raises CannotOpen, before anything is changed, if the ring does not open one of them as of that section.
        """
        opened, blobs = self._opened(ring, case, on), list(self.storage.get_blobs(Kind.RECORD, case, gone))
        if len(blobs) < len(gone) or any(_open_in(opened, (section,), blob) is None for blob in blobs):
            raise CannotOpen
        made = new_id()
        self.write(ring, case, section, made, content, readers=readers, on=on)
        self.storage.delete_blobs(blobs)
        return made

    def needs_renewal(self, case: str, readers: Collection[Reader], *, on: date) -> bool:
        """Whether the newest keys are known to others than these readers, or for longer, or not to all of them.

        Which sections a wrap holds does not show: to give somebody fewer, revoke and share again; to give more, share.
        """
        wraps = self._newest(case)
        known = {(found.holder, found.purpose, found.last_day) for found in wraps}
        wanted = {(reader.key.name, reader.purpose, reader.last_day) for reader in readers}
        return self.storage.is_stale(case) or any(found.has_ended(on) for found in wraps) or known != wanted

    def read(self, ring: KeyRing, case: str, section: Section, record: str, *, on: date) -> bytes:
        """A record's content; raises CannotOpen also if there is no such record."""
        blob = self.storage.get_blob(Kind.RECORD, case, record)
        if blob is None:
            raise CannotOpen
        return self._open(ring, case, section, blob, on)

    def records(self, ring: KeyRing, case: str, *, on: date, largest: int | None = None) -> Iterator[Record]:
        """All records of the case that the ring opens, with `largest` none whose sealed form has more bytes.

        Which section one belongs to shows only by opening it.
        """
        opened, tried = self._opened(ring, case, on), list(Section)
        for blob in self.storage.blobs(Kind.RECORD, group=case, largest=largest):
            found = _open_in(opened, tried, blob)
            if found is not None:
                yield found
                # Those of a long case mostly lie in one section, and a key that does not fit takes as long as the one that does.
                tried.remove(found.section)
                tried.insert(0, found.section)

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
        """Removes every wrap of the case's keys to this holder, their earlier keys included, and says how many.

        What comes after gets new keys.
        """
        earlier = _up_to(holder)
        wraps = [found for found in self.storage.wraps_of_case(case) if found.holder in earlier]
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
        """Removes every wrap to a key (somebody left, or lost it) and to those before it, and names the keys they held.

        Rotate those of roles in the same action.
        """
        wraps = [found for name in _up_to(holder) for found in self.storage.wraps_to(name)]
        self._remove(wraps, on)
        return frozenset(found.about for found in wraps)

    def _newest(self, case: str) -> list[Wrap]:
        epoch = self.storage.epoch(case)
        return [found for found in self.storage.wraps_of_case(case) if found.about.generation == epoch]

    def _current(self, case: str, on: date) -> set[tuple[KeyKind, tuple[str, ...]]]:
        """Who holds the newest keys now, whatever the generation of their own key."""
        return {_owner(found.holder) for found in self._newest(case) if not found.has_ended(on)}

    def _put(self, keys: CaseKeys, section: Section, record: str, content: bytes) -> None:
        if self.storage.epoch(keys.case) < keys.epoch:
            # Erased meanwhile.
            raise CannotOpen
        self._seal(keys, section, record, content)

    def _seal(self, keys: CaseKeys, section: Section, record: str, content: bytes) -> None:
        sealed = seal_record(keys.key(section), record, content)
        self.storage.put_blob(Blob(Kind.RECORD, keys.case, record, sealed))

    def _open(self, ring: KeyRing, case: str, section: Section, blob: Blob, on: date) -> bytes:
        keys = self._keys(ring, case, generation_of(blob.sealed), on)
        return open_record(keys.key(section), blob.id, blob.sealed)

    def _remove(self, wraps: Collection[Wrap], on: date) -> None:
        self.storage.put_tombstones(Tombstone.of(found.id, on=on) for found in wraps)
        for found in wraps:
            self.storage.delete_wrap(found.id)
            if found.about.kind is KeyKind.CASE:
                self.storage.mark_stale(found.about.of[0])

    def _opened(self, ring: KeyRing, case: str, on: date, *, epoch: int | None = None) -> dict[int, CaseKeys]:
        """The keys of the case that the ring opens, by epoch; of all epochs, or of one.

        Two wraps that disagree about a key are refused: anybody can seal to a public key, and who can write to the store could
        so slip in a key of their own for others to write with. `endorse_wrap` is the better guard; this one needs no secret.
        """
        opened: dict[int, CaseKeys] = {}
        for found in self.storage.wraps_of_case(case):
            if epoch not in (None, found.about.generation):
                continue
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
        found = self._opened(ring, case, on, epoch=epoch).get(epoch)
        if found is None:
            raise CannotOpen
        return found


def _owner(name: KeyName) -> tuple[KeyKind, tuple[str, ...]]:
    return name.kind, name.of


def _up_to(name: KeyName) -> list[KeyName]:
    """This generation of a key and all before it."""
    return [replace(name, generation=number) for number in range(1, name.generation + 1)]


def _open_in(opened: Mapping[int, CaseKeys], sections: Iterable[Section], blob: Blob) -> Record | None:
    """The record, opened as of the first of the sections that fits; None if the keys open it as of none."""
    keys = opened.get(generation_of(blob.sealed))
    if keys is None:
        return None
    for section in sections:
        try:
            return Record(section, blob.id, open_record(keys.key(section), blob.id, blob.sealed))
        except CannotOpen:
            continue
    return None
