"""Archives: one encrypted file for a backup of any size, written and read piece by piece.

Format 8: `08`, Argon2id passes (4), Argon2id bytes of memory (8), salt (16), header of a libsodium secretstream (24), commitment
(32), then messages of one size. Within each message: length of the content (4), content, zeros up to 64 KiB. Empty messages fill the
file up to a step, and the last of them bears the final tag: without it, or with anything after it, the file does not open. Every message
is bound to the whole of what stands before the first.

An archive opens with its passphrase alone: whoever restores may have no server. What is in it is sealed once more.
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import nacl.utils
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
    sodium_memcmp,
)
from nacl.exceptions import CryptoError

from amparo.vault.material import CannotOpen, Secret, digest
from amparo.vault.passphrases import USUAL, Effort, check_length, stretch

MESSAGE = 65536
_LENGTH = 4
_ROOM = MESSAGE - _LENGTH
_SEALED = MESSAGE + crypto_secretstream_xchacha20poly1305_ABYTES
_FEWEST = 16
_FORMAT = b"\x08"
_SALT, _EFFORT, _COMMITMENT = 16, 12, 32
_START = 1 + _EFFORT + _SALT
_HEADER = _START + crypto_secretstream_xchacha20poly1305_HEADERBYTES
_KEY, _COMMITTED = b"amparo.archi.key", b"amparo.archi.com"


def write_archive(chunks: Iterable[bytes], passphrase: str, out: BinaryIO, *, effort: Effort = USUAL) -> None:
    """Writes the chunks, one after another, into one encrypted file. It holds one chunk and one message in memory."""
    check_length(passphrase)
    start = b"".join(
        [_FORMAT, effort.passes.to_bytes(4, "big"), effort.memory.to_bytes(8, "big"), nacl.utils.random(_SALT)]
    )
    key = _key(passphrase, start, effort)
    state = crypto_secretstream_xchacha20poly1305_state()
    header = start + crypto_secretstream_xchacha20poly1305_init_push(state, key.reveal())
    bound = header + _commitment(key, header)
    out.write(bound)

    def push(content: bytes, tag: int = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) -> None:
        filled = (len(content).to_bytes(_LENGTH, "big") + content).ljust(MESSAGE, b"\0")
        out.write(crypto_secretstream_xchacha20poly1305_push(state, filled, bound, tag))

    count = 1
    for content in _cut(chunks):
        push(content)
        count += 1
    for _ in range(count, _step(count)):
        push(b"")
    push(b"", crypto_secretstream_xchacha20poly1305_TAG_FINAL)


def read_archive(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """What was written, in pieces of its own; raises CannotOpen at the first that is not as it was written.

    A cut end shows only there: keep apart what you read, and use it when the iterator has ended without an error.
    """
    bound = _exactly(source, _HEADER + _COMMITMENT)
    start, header = bound[:_START], bound[:_HEADER]
    key = _key(passphrase, start, _effort(start))
    if not sodium_memcmp(bound[_HEADER:], _commitment(key, header)):
        raise CannotOpen
    state = crypto_secretstream_xchacha20poly1305_state()
    crypto_secretstream_xchacha20poly1305_init_pull(state, header[_START:], key.reveal())
    is_final = False
    while not is_final:
        content, tag = _pulled(state, _exactly(source, _SEALED), bound)
        is_final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL
        # Before the last piece is handed out, not after it.
        if is_final and source.read(1):
            raise CannotOpen
        if content:
            yield content


def _step(count: int) -> int:
    """To how many messages a file is filled up: eight steps to each doubling, coarser than Padmé, so that a day's growth does not show."""
    quantum = 1 << max(count.bit_length() - 4, 0)
    return max(_FEWEST, -(-count // quantum) * quantum)


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that fill a message, but for the last."""
    rest = bytearray()
    for chunk in chunks:
        view = memoryview(chunk)
        for at in range(0, len(view), _ROOM):
            rest += view[at : at + _ROOM]
            if len(rest) >= _ROOM:
                yield bytes(rest[:_ROOM])
                del rest[:_ROOM]
    if rest:
        yield bytes(rest)


def _pulled(state: crypto_secretstream_xchacha20poly1305_state, sealed: bytes, bound: bytes) -> tuple[bytes, int]:
    """The content of the next message and its tag."""
    opened = None
    with contextlib.suppress(CryptoError):
        opened = crypto_secretstream_xchacha20poly1305_pull(state, sealed, bound)
    if opened is None:
        raise CannotOpen
    filled, tag = opened
    length = int.from_bytes(filled[:_LENGTH], "big")
    if length > _ROOM or filled[_LENGTH + length :].strip(b"\0"):
        raise CannotOpen
    return filled[_LENGTH : _LENGTH + length], tag


def _exactly(source: BinaryIO, size: int) -> bytes:
    """So many bytes, also from a pipe that gives fewer at a time; raises CannotOpen if there are not so many."""
    found = b""
    while len(found) < size:
        more = source.read(size - len(found))
        if not more:
            raise CannotOpen
        found += more
    return found


def _effort(start: bytes) -> Effort:
    """How hard the key is to derive, within the same bounds as a lock: a changed header must not exhaust the machine."""
    found = None
    if start[:1] == _FORMAT:
        with contextlib.suppress(ValueError):
            found = Effort(int.from_bytes(start[1:5], "big"), int.from_bytes(start[5:13], "big"))
    if found is None:
        raise CannotOpen
    return found


def _key(passphrase: str, start: bytes, effort: Effort) -> Secret:
    return Secret(digest(stretch(passphrase, start[-_SALT:], effort), _KEY))


def _commitment(key: Secret, header: bytes) -> bytes:
    return digest(header, _COMMITTED, key=key.reveal(), size=_COMMITMENT)
