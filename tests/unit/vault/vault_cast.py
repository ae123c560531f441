"""The cast of the vault's tests: an office with a store, its people and their keys."""

from datetime import date, timedelta
from hashlib import sha256

from amparo.vault.cabinet import Cabinet
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role, member_name, role_name
from amparo.vault.material import Secret
from amparo.vault.rings import KeyRing
from amparo.vault.sections import USUAL_READERS, Reader
from amparo.vault.staffing import found_role, join
from amparo.vault.storage import MemoryStore

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)
ROLES = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR, Role.ANALYST)


def an_id(name):
    """The same 32 digits for the same name, where a test has to know the id of a record."""
    return sha256(name.encode()).hexdigest()[:32]


class Office:
    """Ana and Basir are caseworkers, Chidi is a partner, Dana a stranger, Sira supervises, Imani receives, Olu counts."""

    def __init__(self, name="north"):
        self.name, self.raw, self.server = name, MemoryStore(), Secret.new()
        self.store = EndorsedStore(self.raw, self.server)
        self.cabinet = Cabinet(self.store)
        self.people = {
            person: KeyPair.new(member_name(person)) for person in ("ana", "basir", "dana", "sira", "imani", "olu")
        }
        self.chidi = KeyPair.new(KeyName(KeyKind.PARTNER, ("chidi",)))
        self.recovery = KeyPair.new(KeyName(KeyKind.RECOVERY, ("house",)))
        staff = {
            Role.CASEWORKER: ("ana", "basir"),
            Role.SUPERVISOR: ("sira",),
            Role.INTAKE: ("imani",),
            Role.ANALYST: ("olu",),
        }
        self.public = {}
        for role, names in staff.items():
            members = [self.people[person].public for person in names]
            self.add(role, found_role(role_name(name, role), members, recovery=self.recovery.public))

    def add(self, role, generation):
        self.public[role] = generation.public
        self.store.publish(generation.public)
        for wrap in generation.wraps:
            self.store.put_wrap(wrap)

    @property
    def readers(self):
        return [Reader(self.public[role], sections) for role, sections in USUAL_READERS.items()]

    def ring(self, person, *, on=TODAY):
        own = self.people[person]
        return KeyRing.unlock(own, self.store.wraps(), on=on)

    def role_pair(self, person, role, *, on=TODAY):
        return self.ring(person, on=on).pair(self.public[role].name, on=on)

    def let_join(self, person, role, by="ana"):
        self.store.put_wrap(join(self.role_pair(by, role), self.people[person].public))

    def case(self, case="2026-0001", **records):
        """A case with these records, `account="words"`, each in the section it is named for."""
        from amparo.vault.sections import Section

        keys = self.cabinet.open_case(case, self.readers)
        for section, text in records.items():
            self.cabinet.file(keys, Section(section), an_id(section), text.encode())
        return case


def everything_in(store):
    """Every byte that a thief of the store has: blobs, wraps, tombstones, audit, in one piece."""
    from amparo.vault.labels import Kind

    parts = []
    for kind in Kind:
        for blob in store.blobs(kind):
            parts += [blob.group.encode(), blob.id.encode(), blob.shelf.encode(), blob.sealed]
    for row in (*store.raw.wraps(), *store.raw.public_keys(""), *store.raw.tombstones()):
        parts += [row.id.encode(), row.data, row.tag]
    parts += [line.encode() for line in store.audit_lines()]
    parts += [group.encode() for group in store.groups()]
    return b"\n".join(parts)
