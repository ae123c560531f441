"""Recovery by custodians: any k of n open it together, by sealed boxes nested over every k of them; or a printed phrase.

The recovery key is a key pair to whose public half every role key is wrapped. Its private half exists only in these
envelopes: for each subset of k custodians one, sealed to the last of them, then to the one before, and so on outwards. Each opens their
layer in a session of their own and passes on what is still sealed to the others. With at most 7 custodians there are at most 35 envelopes;
no secret sharing of our own is needed. Organisations of one or two people print a phrase of 13 words instead.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

import nacl.utils

from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey
from amparo.vault.labels import Kind, Label, join_parts, split_parts
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret, digest
from amparo.vault.sealing import open_from, seal_to
from amparo.vault.words import BITS, read_words, spell

MOST = 7
_FORMAT = b"\x07"
_PHRASE_WORDS, _PHRASE_DOMAIN = 12, 2
_PHRASE_SIZE = 17
_SEED = b"amparo.recv.seed"


@dataclass(frozen=True, slots=True)
class Envelope:
    """The recovery key sealed to these custodians, one inside the other; `opened` layers are off."""

    recovery: KeyName
    holders: tuple[KeyName, ...]
    opened: int
    sealed: bytes

    def __post_init__(self) -> None:
        if not 1 <= len(self.holders) <= MOST or not 0 <= self.opened < len(self.holders):
            raise ValueError("an envelope has 1 to 7 layers, of which one at least is closed")

    @property
    def next_holder(self) -> KeyName:
        return self.holders[self.opened]

    def encode(self) -> bytes:
        """The envelope as bytes (format 7)."""
        names = [str(name).encode() for name in (self.recovery, *self.holders)]
        return _FORMAT + join_parts([bytes([self.opened]), self.sealed, *names])

    @classmethod
    def decode(cls, data: bytes) -> "Envelope":
        """The envelope so encoded; raises CannotOpen for anything else."""
        found = None
        parts = split_parts(data[1:])
        if data[:1] == _FORMAT and len(parts) >= 4 and len(parts[0]) == 1:
            try:
                recovery, *holders = (KeyName.parse(part.decode("ascii")) for part in parts[2:])
                found = cls(recovery, tuple(holders), parts[0][0], parts[1])
            except ValueError:
                pass
        if found is None or found.encode() != data:
            raise CannotOpen
        return found


def entrust(recovery: KeyPair, custodians: Sequence[PublicKey], needed: int) -> list[Envelope]:
    """One envelope for every `needed` of the custodians, who then can recover the key together; fewer cannot."""
    if recovery.name.kind is not KeyKind.RECOVERY:
        raise ValueError("custodians hold the recovery key only")
    if not 1 <= needed <= len(custodians) <= MOST:
        raise ValueError("of 1 to 7 custodians, 1 to all are needed")
    if min(len({key.raw for key in custodians}), len({key.name for key in custodians})) < len(custodians):
        raise ValueError("a custodian is named twice")
    return [_nested(recovery, chosen) for chosen in itertools.combinations(custodians, needed)]


def open_layer(envelope: Envelope, custodian: KeyPair) -> Envelope | KeyPair:
    """What is inside the outermost layer: an envelope still closed to this custodian, or at last the recovery key."""
    if custodian.name != envelope.next_holder:
        raise CannotOpen
    inside = open_from(custodian, _label(envelope.recovery, envelope.holders, envelope.opened), envelope.sealed)
    if envelope.opened + 1 < len(envelope.holders):
        return replace(envelope, opened=envelope.opened + 1, sealed=inside)
    if len(inside) != KEY_SIZE:
        raise CannotOpen
    return KeyPair(envelope.recovery, Secret(inside))


@dataclass(frozen=True, slots=True)
class RecoveryPhrase:
    """132 random bits to be printed and put away; the recovery key follows from them."""

    _number: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self._number < 1 << (BITS * _PHRASE_WORDS):
            raise ValueError("a recovery phrase is 132 bits")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a recovery phrase is not pickled or copied")

    @classmethod
    def new(cls) -> "RecoveryPhrase":
        return cls(int.from_bytes(nacl.utils.random(_PHRASE_SIZE), "big") >> (8 * _PHRASE_SIZE - BITS * _PHRASE_WORDS))

    @classmethod
    def read(cls, typed: str) -> "RecoveryPhrase":
        """The phrase that somebody typed; raises Mistyped, also for a receipt."""
        return cls(read_words(typed, _PHRASE_WORDS, domain=_PHRASE_DOMAIN))

    @property
    def words(self) -> str:
        """Twelve words and the check word."""
        return spell(self._number, _PHRASE_WORDS, domain=_PHRASE_DOMAIN)

    def pair(self, name: KeyName) -> KeyPair:
        """The recovery key of that name."""
        seed = digest(join_parts([str(name).encode(), self._raw]), _SEED)
        return KeyPair.from_seed(name, Secret(seed))

    @property
    def _raw(self) -> bytes:
        return self._number.to_bytes(_PHRASE_SIZE, "big")


def _nested(recovery: KeyPair, chosen: Sequence[PublicKey]) -> Envelope:
    holders = tuple(key.name for key in chosen)
    sealed = recovery.private.reveal()
    for layer in reversed(range(len(chosen))):
        sealed = seal_to(chosen[layer], _label(recovery.name, holders, layer), sealed)
    return Envelope(recovery.name, holders, 0, sealed)


def _label(recovery: KeyName, holders: Sequence[KeyName], layer: int) -> Label:
    return Label(Kind.RECOVERY, (str(recovery), str(layer), *map(str, holders)))
