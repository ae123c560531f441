"""Filing proofs: a signed statement that a certain file had been filed by a certain time, which shows nothing of what is in it.

A proof is five lines of text: `amparo filing proof v1`, then `filed` and the time in UTC, `digest` and 64 hexadecimal digits, `key` and
32 digits that say which key signed, `signature` and 128 digits. The signature is Ed25519 over the first four lines, each ended by a line
feed. The digest is BLAKE2b with 32 bytes over the *copy*: the line `amparo filing copy v1 ` with 64 random hexadecimal digits, a line
feed, and then what was filed. Without these digits a short report could be guessed and compared; with them the proof alone tells nothing.
So `b2sum -l 256` and any Ed25519 program can check a proof: `verify` needs the proof, the copy or its digest, and the public key.

What a proof does not say: who filed, that what was filed is true, or that the time is right if whoever holds the signing key lied.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import nacl.utils
from nacl.bindings import sodium_memcmp
from nacl.exceptions import BadSignatureError
from nacl.hashlib import blake2b
from nacl.signing import SigningKey, VerifyKey

from amparo.errors import BadInput

_MARK, _COPY = "amparo filing proof v1", b"amparo filing copy v1 "
_SALT = 32
_FIRST_LINE = re.compile(re.escape(_COPY) + b"[0-9a-f]{64}\n")
_DIGEST = re.compile("[0-9a-f]{64}")
_PROOF = re.compile(
    rf"(?P<statement>{_MARK}\n"
    r"filed (?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})Z\n"
    r"digest (?P<digest>[0-9a-f]{64})\n"
    r"key (?P<key>[0-9a-f]{32})\n)"
    r"signature (?P<signature>[0-9a-f]{128})\n?"
)


class BadProof(BadInput):
    """The proof does not prove it: damaged, signed with another key, or about another file."""

    def __init__(self, sentence: str) -> None:
        super().__init__("bad-filing-proof", sentence)


@dataclass(frozen=True, slots=True)
class Filing:
    """What a proof says: a copy with this digest had been filed by this time, in UTC and to the second."""

    at: datetime
    digest: str


def make_copy(content: bytes) -> bytes:
    """What the person keeps and can show later: the content behind a line of random digits. It is as secret as the content."""
    return _COPY + nacl.utils.random(_SALT).hex().encode() + b"\n" + content


def content_of(copy: bytes) -> bytes:
    """What was filed, without the line before it; raises BadProof if this is no copy."""
    found = _FIRST_LINE.match(copy)
    if found is None:
        raise BadProof("This is not the copy that belongs to a filing proof: its first line is missing.")
    return copy[found.end() :]


def digest_of(copy: bytes) -> str:
    """The digest of a copy, as `b2sum -l 256` computes it."""
    return blake2b(copy, digest_size=32).hexdigest()


def key_mark(key: VerifyKey) -> str:
    """How a proof names the key that signed it. It helps to find the key and is no reason to trust it."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


def prove(copy: bytes, key: SigningKey, *, at: datetime) -> str:
    """The proof that this copy was filed; raises ValueError for anything but a copy, whose digest could be guessed."""
    if not _FIRST_LINE.match(copy):
        raise ValueError("only what `make_copy` made gets a proof")
    if at.tzinfo is None:
        raise ValueError("the time of a filing has its time zone")
    filed = at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    statement = f"{_MARK}\nfiled {filed}Z\ndigest {digest_of(copy)}\nkey {key_mark(key.verify_key)}\n"
    return f"{statement}signature {key.sign(statement.encode()).signature.hex()}\n"


def verify(proof: str, key: VerifyKey, *, copy: bytes | None = None, digest: str | None = None) -> Filing:
    """What the proof proves of this copy, or of the copy with this digest; raises BadProof if it proves nothing of it.

    The key must come from somewhere else than the proof does.
    """
    if (copy is None) == (digest is None):
        raise ValueError("a proof is checked against a copy or against its digest")
    wanted = digest_of(copy) if copy is not None else str(digest).strip().lower()
    if not _DIGEST.fullmatch(wanted):
        raise BadProof("This is not a digest: it has 64 digits and letters from a to f.")
    found = _read(proof)
    if found is None:
        raise BadProof("This is not a whole filing proof. It has five lines, and nothing in them may be changed.")
    filing, statement, mark, signature = found
    if mark != key_mark(key):
        raise BadProof(
            "This proof names another key than the one given. Ask the organisation for the key of that time."
        )
    if not _is_signed(statement, signature, key):
        raise BadProof("This proof was not signed with that key, or it was changed afterwards.")
    if not sodium_memcmp(filing.digest.encode(), wanted.encode()):
        raise BadProof("The proof is whole, but it is about another file, or the file was changed afterwards.")
    return filing


def _read(proof: str) -> tuple[Filing, bytes, str, bytes] | None:
    """The parts of a proof. Line ends as mail programs change them do no harm; nothing else may differ."""
    found = _PROOF.fullmatch(proof.replace("\r\n", "\n").strip())
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found["at"]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Filing(at, found["digest"]), found["statement"].encode(), found["key"], bytes.fromhex(found["signature"])


def _is_signed(statement: bytes, signature: bytes, key: VerifyKey) -> bool:
    try:
        key.verify(statement, signature)
    except BadSignatureError:
        return False
    return True
