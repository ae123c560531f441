"""Locks on members' keys. Argon2id takes 64 MiB each time: two at once, and the others wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import KeyPair
from amparo.vault.passphrases import USUAL, check_length, lock

EFFORT = USUAL  # of every lock that is made from now on
_AT_ONCE, _LONGEST = (
    BoundedSemaphore(2),
    15,
)  # seconds to wait for one's turn; a server has few threads, and others need them


@contextmanager
def argon() -> Iterator[None]:
    """One's turn with Argon2id; raises BadInput if too many others are waiting."""
    if not _AT_ONCE.acquire(timeout=_LONGEST):
        raise BadInput("busy", _("Too many people are signing in at this moment. Try again in a minute."))
    try:
        yield
    finally:
        _AT_ONCE.release()


def new_lock(pair: KeyPair, passphrase: str) -> bytes:
    """The member's private key under their passphrase and the server secret. Slow by design: keep it out of transactions."""
    with argon():
        return lock(pair, passphrase, settings.HOME.server_secret, effort=EFFORT)


def check_new(passphrase: str) -> None:
    """Raises BadInput if the passphrase is too short to lock anything with."""
    try:
        check_length(passphrase)
    except BadInput as wrong:
        raise BadInput(wrong.code, _("The passphrase is too short. Use at least 12 characters.")) from None
