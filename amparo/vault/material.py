"""What is secret, how it hides, and the one refusal that never says why.

Python cannot wipe memory reliably: bytes are copied by the interpreter, by slices and by the collector, and we do not pretend
otherwise. `Secret` only keeps a value out of what people read by accident: repr, messages, pickles, caches.
"""

from typing import NoReturn

import nacl.utils
from nacl.bindings import crypto_generichash_blake2b_salt_personal, sodium_memcmp

from amparo.errors import BadInput

KEY_SIZE = 32


class CannotOpen(BadInput):
    """It does not open; whether the key, the place, the day or the bytes were wrong is never said."""

    def __init__(self) -> None:
        super().__init__("cannot-open", "This cannot be opened with the keys at hand.")


class Secret:
    """Thirty-two secret bytes that show themselves only when asked to, by `reveal`."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        # The message must not repeat what was given.
        if not isinstance(raw, bytes) or len(raw) != KEY_SIZE:
            raise ValueError("a secret is 32 bytes")
        self._raw = raw

    @classmethod
    def new(cls) -> "Secret":
        """A fresh one, from the system's source of randomness."""
        return cls(nacl.utils.random(KEY_SIZE))

    def reveal(self) -> bytes:
        return self._raw

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and sodium_memcmp(self._raw, other._raw)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled or copied")


def digest(data: bytes, domain: bytes, *, key: bytes = b"", size: int = 32) -> bytes:
    """BLAKE2b in a domain of its own (its personal parameter, at most 16 bytes), keyed if a key is given."""
    if not 0 < len(domain) <= 16:
        raise ValueError("a domain has 1 to 16 bytes")
    return crypto_generichash_blake2b_salt_personal(data, digest_size=size, key=key, person=domain)


def new_id() -> str:
    """A random opaque name for a record, a wrap or a counted set of facts; it says nothing about anybody."""
    return nacl.utils.random(16).hex()
