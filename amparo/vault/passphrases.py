"""A member's private key, locked under a passphrase *and* a secret of the server.

A thief of the database lacks the server secret; whoever takes the server secret lacks the passphrase. Format 3: `03`, generation (4),
Argon2id passes (4), Argon2id bytes of memory (8), salt (16), nonce (24), commitment (32), key filled to 64 bytes, tag (16). The
locking key is BLAKE2b, keyed with the server secret, over what Argon2id makes of the passphrase. A new password gives no keys: nothing
here opens without the old passphrase; a colleague wraps anew, or custodians recover.
"""

import contextlib
import unicodedata
from dataclasses import dataclass

import nacl.utils
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from amparo.errors import BadInput, Defect
from amparo.vault.keys import KeyName, KeyPair
from amparo.vault.labels import Kind, Label
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret, digest
from amparo.vault.padding import pad, unpad
from amparo.vault.sealing import decrypt, encrypt
from amparo.vault.words import BITS, word_list

SHORTEST = 12
_FORMAT, _DOMAIN = b"\x03", b"amparo.lock.key1"
_SALT, _HEADER = 16, 33
_MOST_PASSES, _MOST_MEMORY = 16, 2**28


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard Argon2id works: passes over so many bytes of memory. It is stored with the lock and can be raised."""

    passes: int = 4
    memory: int = 64 * 2**20

    def __post_init__(self) -> None:
        # The upper ends keep a changed header from exhausting the machine.
        if not (argon2id.OPSLIMIT_MIN <= self.passes <= _MOST_PASSES):
            raise ValueError("Argon2id makes 1 to 16 passes")
        if not (argon2id.MEMLIMIT_MIN <= self.memory <= _MOST_MEMORY):
            raise ValueError("Argon2id uses 8 KiB to 256 MiB")


USUAL = Effort()


def new_passphrase(words: int = 7) -> str:
    """So many random words, 11 bits each: 77 unless you ask for more."""
    drawn = int.from_bytes(nacl.utils.random(2 * words), "big")
    return " ".join(word_list()[(drawn >> (16 * at)) & (2**BITS - 1)] for at in range(words))


def lock(pair: KeyPair, passphrase: str, server_secret: Secret, *, effort: Effort = USUAL) -> bytes:
    """The pair's private key, locked. It takes a tenth of a second or more by design: keep it out of transactions."""
    check_length(passphrase)
    header = b"".join(
        [
            _FORMAT,
            pair.name.generation.to_bytes(4, "big"),
            effort.passes.to_bytes(4, "big"),
            effort.memory.to_bytes(8, "big"),
            nacl.utils.random(_SALT),
        ]
    )
    key = _locking_key(passphrase, server_secret, header[-_SALT:], effort)
    return header + encrypt(key, _bound(pair.name, header), pad(pair.private.reveal(), Kind.LOCK))


def unlock(locked: bytes, name: KeyName, passphrase: str, server_secret: Secret) -> KeyPair:
    """The pair that was locked under this name; raises CannotOpen, and never says which of the two secrets was wrong."""
    effort = effort_of(locked)
    header = locked[:_HEADER]
    key = _locking_key(passphrase, server_secret, header[-_SALT:], effort)
    private = unpad(decrypt(key, _bound(name, header), locked[_HEADER:]))
    if len(private) != KEY_SIZE:
        raise CannotOpen
    return KeyPair(name, Secret(private))


def effort_of(locked: bytes) -> Effort:
    """How hard it was to lock; raises CannotOpen if it is no lock."""
    found = None
    if len(locked) > _HEADER and locked[:1] == _FORMAT:
        with contextlib.suppress(ValueError):
            found = Effort(int.from_bytes(locked[5:9], "big"), int.from_bytes(locked[9:17], "big"))
    if found is None:
        raise CannotOpen
    return found


def is_outdated(locked: bytes, *, effort: Effort = USUAL) -> bool:
    """Whether to lock anew at this sign-in, because today's effort asks for more passes or more memory."""
    then = effort_of(locked)
    # Not their product: many passes over little memory are cheap for whoever has special hardware.
    return then.passes < effort.passes or then.memory < effort.memory


def check_length(passphrase: str) -> None:
    """Raises BadInput if the passphrase is too short to lock anything with."""
    if len(_normal(passphrase)) < SHORTEST:
        raise BadInput("short-passphrase", f"The passphrase is too short. Use at least {SHORTEST} characters.")


def stretch(passphrase: str, salt: bytes, effort: Effort) -> bytes:
    """What Argon2id makes of a passphrase: 32 bytes, to be taken further with a domain."""
    # A lone surrogate must not end in an error that repeats the passphrase.
    typed = _normal(passphrase).encode("utf-8", "surrogatepass")
    stretched = None
    with contextlib.suppress(CryptoError):
        stretched = argon2id.kdf(KEY_SIZE, typed, salt, opslimit=effort.passes, memlimit=effort.memory)
    if stretched is None:
        raise Defect("no-memory", "There is not enough memory to check a passphrase.", memory=effort.memory)
    return stretched


def _locking_key(passphrase: str, server_secret: Secret, salt: bytes, effort: Effort) -> Secret:
    return Secret(digest(stretch(passphrase, salt, effort), _DOMAIN, key=server_secret.reveal()))


def _normal(passphrase: str) -> str:
    """The same passphrase from every keyboard: one form of accents, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _bound(name: KeyName, header: bytes) -> bytes:
    return Label(Kind.LOCK, (str(name),)).bound_to(header)
