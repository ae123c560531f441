"""Keys and their names: of members, of (office, role) with generations, of partners, receipts, custodians, and of sections.

The name of a key is part of the authenticated data of everything sealed with it. An administrator has no key,
so there is no such role here and none can be made.
"""

from dataclasses import dataclass, field
from enum import Enum

from nacl.bindings import crypto_box_seed_keypair, crypto_scalarmult_base, sodium_memcmp

from amparo.vault.labels import check_id, join_parts
from amparo.vault.material import KEY_SIZE, Secret, digest

_GENERATIONS = 2**32
_ENDORSED = b"amparo.key.endor"
_FINGERPRINT = b"amparo.key.print"
_SHELF = b"amparo.key.shelf"


class Role(Enum):
    """The roles that hold keys."""

    INTAKE = "intake"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    CUSTODIAN = "custodian"


class KeyKind(Enum):
    """Whose key it is, or what it opens; the value is how its name begins."""

    MEMBER = "member"
    ROLE = "role"
    PARTNER = "partner"
    CUSTODIAN = "custodian"
    RECOVERY = "recovery"
    RECEIPT = "receipt"
    CASE = "case"
    SECTION = "section"
    SESSION = "session"
    SIGNING = "signing"  # Ed25519, with which a member signs releases; it follows from the member's own key


_TWO_PARTS = (KeyKind.ROLE, KeyKind.SECTION)


@dataclass(frozen=True, slots=True)
class KeyName:
    """The name of one generation of one key: `role/north/caseworker#2`."""

    kind: KeyKind
    of: tuple[str, ...]
    generation: int = 1

    def __post_init__(self) -> None:
        if len(self.of) != 1 + (self.kind in _TWO_PARTS):
            raise ValueError("the name of the key has too many parts or too few")
        for part in self.of:
            check_id(part)
        if self.kind is KeyKind.ROLE:
            Role(self.of[1])
        if not 1 <= self.generation < _GENERATIONS:
            raise ValueError("generations are counted from 1")

    def __str__(self) -> str:
        return f"{'/'.join((self.kind.value, *self.of))}#{self.generation}"

    @classmethod
    def parse(cls, text: str) -> "KeyName":
        """The name so written; raises ValueError for anything else.

        >>> KeyName.parse("role/north/intake#3").generation
        3
        """
        path, _, generation = text.partition("#")
        kind, *parts = path.split("/")
        found = cls(KeyKind(kind), tuple(parts), int(generation))
        if str(found) != text:
            raise ValueError("the name of the key is not written as we write it")
        return found


def member_name(member: str, generation: int = 1) -> KeyName:
    """The name of a member's own key."""
    return KeyName(KeyKind.MEMBER, (member,), generation)


def role_name(office: str, role: Role, generation: int = 1) -> KeyName:
    """The name of one generation of the key of a role in an office."""
    return KeyName(KeyKind.ROLE, (office, role.value), generation)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key pair that anybody may know."""

    name: KeyName
    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_SIZE:
            raise ValueError("a public key is 32 bytes")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 pair; the public half always follows from the private one."""

    name: KeyName
    private: Secret
    public: PublicKey = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", PublicKey(self.name, crypto_scalarmult_base(self.private.reveal())))

    @classmethod
    def new(cls, name: KeyName) -> "KeyPair":
        return cls(name, Secret.new())

    @classmethod
    def from_seed(cls, name: KeyName, seed: Secret) -> "KeyPair":
        """The pair that the seed always gives; the seed must be as hard to guess as a key."""
        return cls(name, Secret(crypto_box_seed_keypair(seed.reveal())[1]))


@dataclass(frozen=True, slots=True)
class SectionKey:
    """A symmetric key, of one generation of one section of one case."""

    name: KeyName
    secret: Secret


def endorse(key: PublicKey, server_secret: Secret) -> bytes:
    """A tag to keep beside a public key, so that whoever can write to the database alone cannot put in a key of their own."""
    return digest(join_parts([str(key.name).encode(), key.raw]), _ENDORSED, key=server_secret.reveal())


def is_endorsed(key: PublicKey, tag: bytes, server_secret: Secret) -> bool:
    """Whether the tag was made for this key, under this name, with this server secret."""
    return sodium_memcmp(endorse(key, server_secret), tag)


def fingerprint(key: PublicKey) -> str:
    """Thirty-two hexadecimal digits, in groups, that two people can compare by telephone."""
    shown = digest(join_parts([str(key.name).encode(), key.raw]), _FINGERPRINT, size=16).hex()
    return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))


def shelf_of(name: KeyName) -> str:
    """Where a store lists together what is sealed to a key, whatever its generation."""
    return digest("/".join((name.kind.value, *name.of)).encode(), _SHELF, size=16).hex()
