"""Seals to a public key, seals with a key that both sides hold, opens.

Two formats. To a public key: a fresh key in a libsodium sealed box, the content under it. With a key: the content under it.
The content is always XChaCha20-Poly1305 with a random nonce; authenticated data are the label, the name of the key and the header.
Poly1305 alone lets somebody who knows two keys make bytes that open under both, as different words. So a commitment stands before the
ciphertext, BLAKE2b of nonce and authenticated data keyed with the key: a blob opens under one key, in one place, or not at all.

| format | bytes |
| --- | --- |
| 1 | `01`, generation (4), sealed box of the fresh key (80), nonce (24), commitment (32), content filled to its step, tag (16) |
| 2 | `02`, generation (4), nonce (24), commitment (32), content filled to its step, tag (16) |

A sealed box proves nothing about who sealed it: anybody may seal to a public key, as a reporter must be able to.
"""

import contextlib

import nacl.utils
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_seal,
    crypto_box_seal_open,
    sodium_memcmp,
)
from nacl.exceptions import CryptoError

from amparo.errors import BadInput
from amparo.vault.keys import KeyName, KeyPair, PublicKey, SectionKey
from amparo.vault.labels import Label
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret, digest
from amparo.vault.padding import pad, unpad

TO_PUBLIC, WITH_KEY = b"\x01", b"\x02"
NONCE, COMMITMENT, TAG, BOX = 24, 32, 16, 48 + KEY_SIZE
_HEADER = 5
_COMMITTED = b"amparo.seal.comm"


def seal_to(key: PublicKey, label: Label, content: bytes) -> bytes:
    """The content, sealed so that only the holder of the private half opens it, and only as what the label says."""
    fresh = Secret.new()
    header = TO_PUBLIC + _generation(key.name) + _box(fresh, key)
    return header + encrypt(fresh, _bound(label, key.name, header, key.raw), pad(content, label.kind))


def open_from(pair: KeyPair, label: Label, blob: bytes) -> bytes:
    """What was sealed to the pair's public half under this label; raises CannotOpen for anything else."""
    header = blob[: _HEADER + BOX]
    if len(header) < _HEADER + BOX or header[:_HEADER] != TO_PUBLIC + _generation(pair.name):
        raise CannotOpen
    fresh = _unbox(header[_HEADER:], pair)
    if fresh is None:
        raise CannotOpen
    return unpad(decrypt(fresh, _bound(label, pair.name, header, pair.public.raw), blob[_HEADER + BOX :]))


def seal_with(key: SectionKey, label: Label, content: bytes, *, floor: int = 0) -> bytes:
    """The content, sealed with a key that readers and writers share, and filled up to the floor at least."""
    header = WITH_KEY + _generation(key.name)
    return header + encrypt(key.secret, _bound(label, key.name, header), pad(content, label.kind, floor=floor))


def open_with(key: SectionKey, label: Label, blob: bytes) -> bytes:
    """What was sealed with this key under this label; raises CannotOpen for anything else."""
    header = blob[:_HEADER]
    if header != WITH_KEY + _generation(key.name):
        raise CannotOpen
    return unpad(decrypt(key.secret, _bound(label, key.name, header), blob[_HEADER:]))


def generation_of(blob: bytes) -> int:
    """The generation of the key that a blob says it needs; raises CannotOpen if it is no blob."""
    if len(blob) < _HEADER or blob[:1] not in (TO_PUBLIC, WITH_KEY):
        raise CannotOpen
    return int.from_bytes(blob[1:_HEADER], "big")


def encrypt(key: Secret, bound: bytes, content: bytes) -> bytes:
    """Nonce, commitment, ciphertext and tag. Fills nothing up: for fixed sizes, or what `pad` has filled."""
    nonce = nacl.utils.random(NONCE)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(content, bound, nonce, key.reveal())
    return nonce + _commitment(key, nonce, bound) + sealed


def decrypt(key: Secret, bound: bytes, blob: bytes) -> bytes:
    """What `encrypt` hid; raises CannotOpen for anything else."""
    opened = None
    nonce, shown, sealed = blob[:NONCE], blob[NONCE : NONCE + COMMITMENT], blob[NONCE + COMMITMENT :]
    if len(sealed) >= TAG and sodium_memcmp(shown, _commitment(key, nonce, bound)):
        with contextlib.suppress(CryptoError):
            opened = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, bound, nonce, key.reveal())
    # Raised out here, so that the refusal carries no inner exception and no frame of it.
    if opened is None:
        raise CannotOpen
    return opened


def _commitment(key: Secret, nonce: bytes, bound: bytes) -> bytes:
    return digest(nonce + bound, _COMMITTED, key=key.reveal(), size=COMMITMENT)


def _box(fresh: Secret, key: PublicKey) -> bytes:
    with contextlib.suppress(CryptoError):
        return crypto_box_seal(fresh.reveal(), key.raw)
    # Points of low order, such as 32 zeros: everybody would know the shared key.
    raise BadInput("bad-key", "This public key cannot be sealed to. Ask its holder for it again.", key=str(key.name))


def _unbox(box: bytes, pair: KeyPair) -> Secret | None:
    try:
        return Secret(crypto_box_seal_open(box, pair.public.raw, pair.private.reveal()))
    except (CryptoError, ValueError):
        return None


def _generation(name: KeyName) -> bytes:
    return name.generation.to_bytes(4, "big")


def _bound(label: Label, name: KeyName, header: bytes, public: bytes = b"") -> bytes:
    return Label(label.kind, (str(name), *label.parts)).bound_to(header + public)
