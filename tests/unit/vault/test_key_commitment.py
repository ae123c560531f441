"""Bytes made to open under two keys, as different words, open under one at most.

XChaCha20-Poly1305 does not bind a ciphertext to its key: whoever knows two keys can choose one block so that the tag is right under
both. Here that is done in earnest, with libsodium as witness, and then tried on a record of two sections.
"""

import struct
from datetime import date

import pytest
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)

from amparo.vault import sealing
from amparo.vault.labels import Kind, Label
from amparo.vault.material import CannotOpen
from amparo.vault.sealing import decrypt, encrypt
from amparo.vault.sections import CaseKeys, Section

PRIME, WORD = 2**130 - 5, 2**32 - 1
QUARTERS = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
QUARTERS += [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
NONCE, SIZE = b"n" * 24, 4096
KEYS = CaseKeys.new("one", 1)
ONE, TWO = KEYS.key(Section.ACCOUNT), KEYS.key(Section.FACTS)


def chacha(state):
    state = list(state)
    for _ in range(10):
        for a, b, c, d in QUARTERS:
            for to, by, other, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                state[to] = (state[to] + state[by]) & WORD
                mixed = state[other] ^ state[to]
                state[other] = ((mixed << left) | (mixed >> (32 - left))) & WORD
    return state


def one_time_key(key, nonce):
    """The r and s of Poly1305 for this key and nonce."""
    constants = struct.unpack("<4I", b"expand 32-byte k")
    mixed = chacha([*constants, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce[:16])])
    start = [*constants, *mixed[:4], *mixed[12:], 0, 0, *struct.unpack("<2I", nonce[16:])]
    raw = struct.pack("<16I", *((a + b) & WORD for a, b in zip(chacha(start), start, strict=True)))
    clamp = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    return int.from_bytes(raw[:16], "little") & clamp, int.from_bytes(raw[16:32], "little")


def sum_of(r, bound, ciphertext):
    filled = [part + bytes(-len(part) % 16) for part in (bound, ciphertext)]
    data = b"".join(filled) + struct.pack("<QQ", len(bound), len(ciphertext))
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at : at + 16], "little") + 2**128) * r % PRIME
    return total


def forged(secrets, bounds, words):
    """A ciphertext with its tag that is right under both secrets; under the first it says these words."""
    stream = crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(SIZE), b"", NONCE, secrets[0])[:SIZE]
    start = bytes(a ^ b for a, b in zip(words.ljust(SIZE, b"\0"), stream, strict=True))
    pairs = [one_time_key(secret, NONCE) for secret in secrets]
    for attempt in range(2**16):
        free = start[:-32] + attempt.to_bytes(16, "big") + bytes(16)
        sums = [sum_of(r, bound, free) for (r, _), bound in zip(pairs, bounds, strict=True)]
        # The last block of the ciphertext is the last but one of all: it counts r squared times.
        slopes = [r * r % PRIME for r, _ in pairs]
        for carry in range(-5, 6):
            wanted = sums[0] - sums[1] + pairs[0][1] - pairs[1][1] + carry * 2**128
            block = wanted * pow(slopes[1] - slopes[0], -1, PRIME) % PRIME
            tags = {
                ((total + block * slope) % PRIME + s) % 2**128
                for total, slope, (_, s) in zip(sums, slopes, pairs, strict=True)
            }
            if block < 2**128 and len(tags) == 1:
                return free[:-16] + block.to_bytes(16, "little") + tags.pop().to_bytes(16, "little")
    raise AssertionError("no forgery found")


def test_what_libsodium_opens_under_two_keys_the_vault_opens_under_one():
    label = Label(Kind.RECORD, ("r",))
    header = sealing.WITH_KEY + (1).to_bytes(4, "big")
    bounds = [sealing._bound(label, key.name, header) for key in (ONE, TWO)]
    secrets = [key.secret.reveal() for key in (ONE, TWO)]
    ciphertext = forged(secrets, bounds, b"He signed freely.")
    seen = [
        crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, bound, NONCE, secret)
        for secret, bound in zip(secrets, bounds, strict=True)
    ]
    assert seen[0].startswith(b"He signed freely.") and seen[1] != seen[0]
    # The forger may choose the commitment as well: to the first key, to the second.
    for mine, other in ((0, 1), (1, 0)):
        key = (ONE, TWO)[mine].secret
        blob = NONCE + sealing._commitment(key, NONCE, bounds[mine]) + ciphertext
        assert decrypt(key, bounds[mine], blob) == seen[mine]
        with pytest.raises(CannotOpen):
            decrypt((ONE, TWO)[other].secret, bounds[other], blob)


def test_a_commitment_of_another_nonce_place_or_key_is_refused():
    blob, other = encrypt(ONE.secret, b"here", b"words"), encrypt(TWO.secret, b"here", b"words")
    assert decrypt(ONE.secret, b"here", blob) == b"words"
    swapped = blob[:24] + other[24:56] + blob[56:]
    for key, bound, tried in ((ONE, b"there", blob), (TWO, b"here", blob), (ONE, b"here", swapped)):
        with pytest.raises(CannotOpen):
            decrypt(key.secret, bound, tried)


def test_nothing_rides_along_behind_the_content():
    from amparo.vault.padding import pad, unpad

    padded = pad(b"words", Kind.RECORD)
    assert unpad(padded) == b"words"
    with pytest.raises(CannotOpen):
        unpad(padded[:-1] + b"x")


def test_a_restored_session_is_committed_too():
    from amparo.vault.keys import KeyPair, member_name
    from amparo.vault.material import Secret
    from amparo.vault.rings import KeyRing, rest, wake

    ana, browser = KeyPair.new(member_name("ana")), Secret.new()
    resting = rest(KeyRing.of(ana), browser, "s-1")
    assert wake(resting, browser, "s-1").pair(ana.name, on=date(2026, 11, 21)) == ana
    with pytest.raises(CannotOpen):
        wake(resting[:30] + bytes(32) + resting[62:], browser, "s-1")
