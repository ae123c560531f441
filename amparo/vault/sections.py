"""The sections of a case, their keys, and the sealing of one record in one section.

A case always has all nine keys, and a reader gets those meant for them in one wrap of one size: that a case has an asylum section, or
that it was this one which was shared, can be seen only by opening. Keys are made for all sections at once, in *epochs*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType

from amparo.vault.keys import KeyKind, KeyName, PublicKey, Role, SectionKey
from amparo.vault.labels import Kind, Label, check_id
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret
from amparo.vault.sealing import open_with, seal_with
from amparo.vault.wraps import Purpose, Wrap, check_end, wrap


class Section(Enum):
    """The parts of a case that are opened separately. Their order is part of a format: add at the end only."""

    IDENTITY = "identity"
    ACCOUNT = "account"
    CONTACT = "contact"
    FACTS = "facts"
    LABOUR = "labour"
    HEALTH = "health"
    ASYLUM = "asylum"
    CHILD = "child"
    FILES = "files"


_RECEIVED = frozenset({Section.ACCOUNT, Section.CONTACT, Section.FACTS, Section.FILES})
# What an organisation starts with; it may be stricter. A supervisor sees quality, not identity; analysts have counted facts only.
USUAL_READERS: Mapping[Role, frozenset[Section]] = MappingProxyType(
    {
        Role.INTAKE: _RECEIVED,
        Role.CASEWORKER: frozenset(Section),
        Role.SUPERVISOR: frozenset({Section.FACTS}),
    }
)
# Who may read without an end, and as what; everybody else has a purpose and a last day.
_LASTING = MappingProxyType(
    {Purpose.ROLE: KeyKind.ROLE, Purpose.REPORTER: KeyKind.RECEIPT, Purpose.RECOVERY: KeyKind.RECOVERY}
)
_NEVER = frozenset({Role.ANALYST.value, Role.CUSTODIAN.value})
# To what size records are filled at least, where the floor of all records is too low: half the accounts in letters of two bytes
# would stand out. Files are photographs and scans far above any floor, so a higher one would hide nothing.
FLOORS: Mapping[Section, int] = MappingProxyType({Section.ACCOUNT: 16384})
_FORMAT, _ABSENT, _PRESENT = b"\x05", b"\0" * (1 + KEY_SIZE), b"\1"


@dataclass(frozen=True, slots=True)
class Reader:
    """A key that may open certain sections of a case, for a purpose, perhaps until a last day."""

    key: PublicKey
    sections: frozenset[Section]
    purpose: Purpose = Purpose.ROLE
    last_day: date | None = None

    def __post_init__(self) -> None:
        if not self.sections:
            raise ValueError("a reader reads at least one section")
        check_end(self.purpose, self.last_day)
        name = self.key.name
        if _LASTING.get(self.purpose, name.kind) is not name.kind:
            raise ValueError("roles, reporters and recovery read as such; all others for a purpose that has a last day")
        if name.kind is KeyKind.ROLE and name.of[1] in _NEVER:
            raise ValueError("analysts read counted facts only, and custodians no case")

    def has_ended(self, on: date) -> bool:
        return self.last_day is not None and on > self.last_day


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The keys of some sections of a case, of one epoch."""

    case: str
    epoch: int
    secrets: Mapping[Section, Secret] = field(repr=False)

    def __post_init__(self) -> None:
        KeyName(KeyKind.CASE, (self.case,), self.epoch)

    @classmethod
    def new(cls, case: str, epoch: int) -> "CaseKeys":
        return cls(case, epoch, {section: Secret.new() for section in Section})

    @property
    def name(self) -> KeyName:
        return KeyName(KeyKind.CASE, (self.case,), self.epoch)

    def key(self, section: Section) -> SectionKey:
        """The key of a section; raises CannotOpen if it is not among these."""
        secret = self.secrets.get(section)
        if secret is None:
            raise CannotOpen
        return SectionKey(KeyName(KeyKind.SECTION, (self.case, section.value), self.epoch), secret)


def wrap_for(keys: CaseKeys, reader: Reader) -> Wrap:
    """The reader's sections of these keys, in one wrap; sections that are not among the keys stay closed."""
    return wrap(_bundle(keys.secrets, reader.sections), keys.name, reader.key, reader.purpose, reader.last_day)


def keys_in(about: KeyName, bundle: bytes) -> CaseKeys:
    """The keys that an opened wrap of a case holds; raises CannotOpen if it is no such wrap."""
    size = 1 + KEY_SIZE
    if about.kind is not KeyKind.CASE or len(bundle) != 1 + size * len(Section) or bundle[:1] != _FORMAT:
        raise CannotOpen
    secrets = {}
    for place, section in enumerate(Section):
        slot = bundle[1 + place * size : 1 + (place + 1) * size]
        if slot[:1] == _PRESENT:
            secrets[section] = Secret(slot[1:])
    return CaseKeys(about.of[0], about.generation, secrets)


def seal_record(key: SectionKey, record: str, content: bytes) -> bytes:
    """The content, sealed as this record of this section of this case, and filled up to the floor of the section."""
    return seal_with(key, _label(record), content, floor=FLOORS.get(Section(key.name.of[1]), 0))


def open_record(key: SectionKey, record: str, blob: bytes) -> bytes:
    """The content of that record; raises CannotOpen if it is another record, section, case or epoch."""
    return open_with(key, _label(record), blob)


def _bundle(secrets: Mapping[Section, Secret], sections: Iterable[Section]) -> bytes:
    wanted = frozenset(sections)
    slots = (
        _PRESENT + secrets[section].reveal() if section in wanted and section in secrets else _ABSENT
        for section in Section
    )
    return _FORMAT + b"".join(slots)


def _label(record: str) -> Label:
    # Case, section and epoch are in the name of the key, which every label carries.
    return Label(Kind.RECORD, (check_id(record),))
