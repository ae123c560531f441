"""Signing in and out. A passphrase is checked by opening the member's key with it; there is no other record of it."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import KeyPair, member_name
from amparo.vault.material import CannotOpen
from amparo.vault.passphrases import lock, unlock
from amparo.web.people import second_factor
from amparo.web.people.actions.rotating import one_at_a_time
from amparo.web.people.attempts import Attempts
from amparo.web.people.keys import name_of, ring_of
from amparo.web.people.locks import argon
from amparo.web.people.models import Member
from amparo.web.people.permissions import check_is_open
from amparo.web.people.sessions import Key, SignedIn, begin, end
from amparo.web.people.standing import link_earlier
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

_ATTEMPTS, _CODES = Attempts(most=8, minutes=15), Attempts(most=8, minutes=15)
_SOMEBODY = member_name("somebody")


class Refused(BadInput):
    """Name, passphrase or code is wrong; which of them is never said."""

    def __init__(self) -> None:
        super().__init__("refused", _("Name, passphrase and code do not belong together. Check them and try again."))


def sign_in(name: str, passphrase: str, code: str) -> Key:
    """Opens a session and returns the browser's key; raises Refused.

    Wrong passphrases are not counted: whoever knows a name could keep that person out. Argon2id is slow, and a passphrase alone opens
    nothing. Wrong codes behind a right passphrase are, and too many are refused like everything else, so that no answer says it was right.
    """
    member = Member.objects.filter(sign_in_name=name.strip().casefold()).first()
    own = open_own_key(member, passphrase)
    now = timezone.now()
    if own is None or member is None or _ATTEMPTS.is_spent(member.id):
        raise Refused
    with transaction.atomic():
        one_at_a_time()
        _check_unchanged(member)
        is_set_up = second_factor.is_set_up(member)
        if is_set_up and not second_factor.accepts(member, code, now=now):
            _ATTEMPTS.count(member.id)
            raise Refused
        check_is_open(member)
        today = timezone.localdate(now)
        ring = ring_of(store(), own, on=today)
        link_earlier(store(), ring, on=today)
        key = begin(member, ring, is_confirmed=is_set_up, now=now)
        record(member.id, "session.begin", member.id, at=now)
    return key


def begin_after_joining(member: Member, passphrase: str) -> Key | None:
    """A session in which who has just joined sets up their second factor; None if they have one, and sign in with it."""
    own = open_own_key(member, passphrase)
    if own is None or second_factor.is_set_up(member):
        return None
    now = timezone.now()
    with transaction.atomic():
        one_at_a_time()
        _check_unchanged(member)
        check_is_open(member)
        ring = ring_of(store(), own, on=timezone.localdate(now))
        key = begin(member, ring, is_confirmed=False, now=now)
        record(member.id, "session.begin", member.id, at=now)
    return key


def confirm_second_factor(signed_in: SignedIn, code: str) -> list[str]:
    """Sets the second factor up with its first code, and returns the spare codes to print; other sessions end.

    Raises Refused if the code is wrong, BadInput if it was set up before or after too many attempts.
    """
    member, now = signed_in.member, timezone.now()
    _CODES.check(member.id)
    with transaction.atomic():
        one_at_a_time()
        seed = second_factor.seed_to_set_up(signed_in.session.id)
        if not second_factor.set_up(member, seed, code, now=now):
            _CODES.count(member.id)
            raise Refused
        try:
            signed_in.confirm()
        except CannotOpen:
            raise Refused from None
        member.sessions.exclude(id=signed_in.session.id).delete()
        codes = second_factor.new_spare_codes(member)
        record(member.id, "second-factor.confirm", member.id, at=now)
    return codes


def sign_out(signed_in: SignedIn) -> None:
    """Ends the session."""
    with transaction.atomic():
        record(signed_in.member.id, "session.end", signed_in.member.id, at=timezone.now())
        end(signed_in)


def open_own_key(member: Member | None, passphrase: str) -> KeyPair | None:
    """The member's own key, opened; None if the passphrase is not theirs. Takes as long for nobody as for somebody."""
    with argon():
        locked = bytes(member.lock) if member is not None and member.is_active else b""
        name = name_of(member) if member is not None and locked else _SOMEBODY
        try:
            return unlock(locked or _nobodys_lock(), name, passphrase, settings.HOME.server_secret)
        except CannotOpen:
            return None


def _check_unchanged(member: Member) -> None:
    """Raises Refused if they left, or their passphrase was changed, since their key was opened."""
    if not Member.objects.filter(id=member.id, lock=bytes(member.lock), left_on=None).exists():
        raise Refused


def _nobodys_lock() -> bytes:
    if not _NOBODY:
        _NOBODY.append(lock(KeyPair.new(_SOMEBODY), "a passphrase that nobody has", settings.HOME.server_secret))
    return _NOBODY[0]


_NOBODY: list[bytes] = []
