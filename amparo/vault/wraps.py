"""Wraps: keys sealed to a key. For a purpose, perhaps until a last day.

Purpose and last day stand in clear, so that a job without keys can remove what has ended; both are authenticated, so that
nobody can lengthen them. A day cannot be enforced by cryptography: whoever has opened a wrap may have copied what is in it.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from nacl.bindings import sodium_memcmp

from amparo.vault.keys import KeyName, KeyPair, PublicKey
from amparo.vault.labels import Kind, Label, check_id, join_parts, split_parts
from amparo.vault.material import CannotOpen, Secret, digest, new_id
from amparo.vault.sealing import open_from, seal_to

_FORMAT, _ENDORSED = b"\x04", b"amparo.wrap.endo"


class Purpose(Enum):
    """Why somebody holds a key."""

    ROLE = "role"
    COVER = "cover"
    EARLIER = "earlier"  # an older generation of a key, for those who hold the newer one
    SHARING = "sharing"
    REFERRAL = "referral"
    RECOVERY = "recovery"
    REPORTER = "reporter"


_MUST_END = (Purpose.COVER, Purpose.SHARING, Purpose.REFERRAL)


def check_end(purpose: Purpose, last_day: date | None) -> None:
    """Raises ValueError if what is lent or shared has no end."""
    if purpose in _MUST_END and last_day is None:
        raise ValueError("cover, sharing and referral have a last day")


@dataclass(frozen=True, slots=True)
class Wrap:
    """What `about` names, sealed to `holder`; `last_day` is the last day on which it may be opened."""

    id: str
    about: KeyName
    holder: KeyName
    purpose: Purpose
    last_day: date | None
    sealed: bytes

    def __post_init__(self) -> None:
        check_id(self.id)
        check_end(self.purpose, self.last_day)

    @property
    def label(self) -> Label:
        return _label(self.id, self.about, self.purpose, self.last_day)

    def has_ended(self, on: date) -> bool:
        return self.last_day is not None and on > self.last_day

    def encode(self) -> bytes:
        """The wrap as bytes (format 4), for a file or a partner."""
        return _FORMAT + join_parts(
            [
                *(str(part).encode() for part in (self.id, self.about, self.holder)),
                self.purpose.value.encode(),
                _day(self.last_day).encode(),
                self.sealed,
            ]
        )

    @classmethod
    def decode(cls, data: bytes) -> "Wrap":
        """The wrap so encoded; raises CannotOpen for anything else."""
        found = None
        if data[:1] == _FORMAT:
            *clear, sealed = split_parts(data[1:]) or [b""]
            try:
                id_, about, holder, purpose, day = (part.decode("ascii") for part in clear)
                last_day = date.fromisoformat(day) if day else None
                found = cls(id_, KeyName.parse(about), KeyName.parse(holder), Purpose(purpose), last_day, sealed)
            except ValueError:
                pass
        if found is None or found.encode() != data:
            raise CannotOpen
        return found


def wrap(content: bytes, about: KeyName, holder: PublicKey, purpose: Purpose, last_day: date | None = None) -> Wrap:
    """The content (a key, or the keys of a case) sealed to the holder."""
    wrap_id = new_id()
    sealed = seal_to(holder, _label(wrap_id, about, purpose, last_day), content)
    return Wrap(wrap_id, about, holder.name, purpose, last_day, sealed)


def open_wrap(found: Wrap, pair: KeyPair, *, on: date) -> bytes:
    """What the wrap holds; raises CannotOpen if it is another's, was changed or moved, or has ended on that day."""
    if found.holder != pair.name or found.has_ended(on):
        raise CannotOpen
    return open_from(pair, found.label, found.sealed)


def endorse_wrap(found: Wrap, server_secret: Secret) -> bytes:
    """A tag to store beside a wrap, so that whoever can write to the database alone cannot slip in a wrap of their own."""
    return digest(found.encode(), _ENDORSED, key=server_secret.reveal())


def is_wrap_endorsed(found: Wrap, tag: bytes, server_secret: Secret) -> bool:
    """Whether the tag was made for this wrap with this server secret; a store hands out no other wraps."""
    return sodium_memcmp(endorse_wrap(found, server_secret), tag)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _label(wrap_id: str, about: KeyName, purpose: Purpose, last_day: date | None) -> Label:
    return Label(Kind.WRAP, (wrap_id, str(about), purpose.value, _day(last_day)))
