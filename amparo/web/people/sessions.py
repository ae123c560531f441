"""Sessions: the cookie holds two secrets; the database holds the digest of one, and the keys sealed under the other.

So whoever has the database has no session, and whoever has a session's row has no keys. An open session costs the server nothing
between two requests: keys are woken for one request and then let go.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

import nacl.utils
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from amparo.vault.keys import Role
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret, digest
from amparo.vault.rings import KeyRing, rest, wake
from amparo.web.people.keys import name_of, ring_of
from amparo.web.people.models import Member, Session
from amparo.web.people.standing import link_earlier
from amparo.web.safekeeping.store import store

COOKIE = "amparo_session"
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
_TOKEN, _DOMAIN, _RESTING = 16, b"amparo.web.sessn", b"amparo.web.restg"


@dataclass(frozen=True, slots=True)
class Key:
    """What the browser holds of a session."""

    token: bytes = field(repr=False)
    secret: Secret

    @classmethod
    def new(cls) -> "Key":
        return cls(nacl.utils.random(_TOKEN), Secret.new())

    @classmethod
    def read(cls, cookie: str) -> "Key | None":
        """The key in a cookie; None for anything that is none."""
        try:
            raw = urlsafe_b64decode(cookie.encode("ascii"))
        except ValueError:
            return None
        return cls(raw[:_TOKEN], Secret(raw[_TOKEN:])) if len(raw) == _TOKEN + KEY_SIZE else None

    @property
    def cookie(self) -> str:
        return urlsafe_b64encode(self.token + self.secret.reveal()).decode()

    @property
    def session_id(self) -> str:
        return digest(self.token, _DOMAIN, size=16).hex()


class SignedIn:
    """A member at work: who, in which session, with which keys."""

    def __init__(self, session: Session, key: Key, today: date) -> None:
        self.session, self._key, self.today = session, key, today
        self.member: Member = session.member

    @cached_property
    def ring(self) -> KeyRing:
        """The keys of this session; raises CannotOpen if the browser's secret is another one."""
        return wake(bytes(self.session.resting), _resting_key(self._key, self.session), self.session.id)

    @cached_property
    def posts(self) -> frozenset[tuple[str, Role]]:
        """The offices and roles that this member has today: those that are written down *and* whose keys they hold.

        A post alone, given by an administrator or written into the database, lets nobody in before a colleague has.
        """
        held = self.member.posts.all()
        written = {(post.office_id, Role(post.role)) for post in held if post.is_held_on(self.today)}
        return frozenset(written & self.ring.roles(on=self.today))

    def offices(self, *roles: Role) -> list[str]:
        """The offices in which the member has one of these roles today, in order."""
        return sorted({office for office, role in self.posts if role in roles})

    def has(self, office: str, *roles: Role) -> bool:
        return any((office, role) in self.posts for role in roles)

    def confirm(self) -> None:
        """Makes this a session with a second factor; raises CannotOpen if it has ended. Call it inside a transaction."""
        self._hold()
        ring = self.ring
        self.session.is_confirmed = True
        self._keep(ring)

    def unlock_again(self) -> None:
        """Takes up what changed about roles since the session began: no passphrase is needed, the member's own key is here."""
        with transaction.atomic():
            self._hold()
            ring = ring_of(store(), self.ring.pair(name_of(self.member), on=self.today), on=self.today)
            link_earlier(store(), ring, on=self.today)
            self.session.wants_keys = False
            self._keep(ring)

    def _hold(self) -> None:
        """Takes the session as it is now, and has others who change it wait: keys given after this are asked for again."""
        held = Session.objects.select_for_update().filter(id=self.session.id).first()
        if held is None:
            raise CannotOpen
        held.member = self.member
        self.session = held
        self.__dict__.pop("ring", None)

    def _keep(self, ring: KeyRing) -> None:
        self.ring = ring
        self.session.resting = rest(ring, _resting_key(self._key, self.session), self.session.id)
        self.session.save(update_fields=["resting", "is_confirmed", "wants_keys"])


def begin(member: Member, ring: KeyRing, *, is_confirmed: bool, now: datetime) -> Key:
    """A new session, and the key that the browser gets."""
    key = Key.new()
    session = Session(
        id=key.session_id, member=member, is_confirmed=is_confirmed, idle_until=now + IDLE, ends_at=now + LONGEST
    )
    session.resting = rest(ring, _resting_key(key, session), session.id)
    session.save(force_insert=True)
    return key


def recognise(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Gives every request `signed_in`: who works, or None."""

    def answering(request: HttpRequest) -> HttpResponseBase:
        request.signed_in = recognised(request.COOKIES.get(COOKIE, ""), timezone.now())  # type: ignore[attr-defined]
        return answer(request)

    return answering


def recognised(cookie: str, now: datetime) -> SignedIn | None:
    """Who works in the browser with this cookie; None for any that is no open session."""
    key = Key.read(cookie)
    if key is None:
        return None
    found = Session.objects.select_related("member").filter(id=key.session_id).first()
    if found is None or not found.member.is_active or now > min(found.idle_until, found.ends_at):
        return None
    signed_in = SignedIn(found, key, timezone.localdate(now))
    try:
        # Woken at once: a cookie whose second half is wrong is no session at all.
        _ = signed_in.ring
        if found.wants_keys:
            signed_in.unlock_again()
    except CannotOpen:
        return None
    if found.idle_until - now < IDLE - timedelta(minutes=1):
        Session.objects.filter(id=found.id).update(idle_until=now + IDLE)
    return signed_in


def hand_over(response: HttpResponseBase, key: Key) -> None:
    """Gives the browser its key: for this host only, never to scripts, never from another site."""
    response.set_cookie(
        COOKIE,
        key.cookie,
        max_age=int(LONGEST.total_seconds()),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def _resting_key(key: Key, session: Session) -> Secret:
    """Of the browser's secret and the server's, for one member, before or after the second factor.

    So a row that somebody else wrote, gave to another member or marked as confirmed does not wake.
    """
    told = f"{session.member_id}/{session.is_confirmed}".encode()
    return Secret(digest(key.secret.reveal() + told, _RESTING, key=settings.HOME.server_secret.reveal()))


def end(signed_in: SignedIn) -> None:
    """Ends the session; its keys are gone."""
    signed_in.session.delete()
