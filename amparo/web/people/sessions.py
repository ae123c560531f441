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
_TOKEN, _DOMAIN = 16, b"amparo.web.sessn"


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
        return wake(bytes(self.session.resting), self._key.secret, self.session.id)

    @cached_property
    def posts(self) -> frozenset[tuple[str, Role]]:
        """The offices and roles that this member has today."""
        held = self.member.posts.all()
        return frozenset((post.office_id, Role(post.role)) for post in held if post.is_held_on(self.today))

    def offices(self, *roles: Role) -> list[str]:
        """The offices in which the member has one of these roles today, in order."""
        return sorted({office for office, role in self.posts if role in roles})

    def has(self, office: str, *roles: Role) -> bool:
        return any((office, role) in self.posts for role in roles)

    def keep(self, ring: KeyRing) -> None:
        """Puts other keys to rest in this session, as after joining a role."""
        self.ring = ring
        self.session.resting = rest(ring, self._key.secret, self.session.id)
        self.session.wants_keys = False
        self.session.save(update_fields=["resting", "wants_keys"])

    def unlock_again(self) -> None:
        """Takes up what changed about roles since the session began: no passphrase is needed, the member's own key is here."""
        with transaction.atomic():
            ring = ring_of(store(), self.ring.pair(name_of(self.member), on=self.today), on=self.today)
            link_earlier(store(), ring, on=self.today)
            self.keep(ring)


def begin(member: Member, ring: KeyRing, *, is_confirmed: bool, now: datetime) -> Key:
    """A new session, and the key that the browser gets."""
    key = Key.new()
    Session.objects.create(
        id=key.session_id,
        member=member,
        resting=rest(ring, key.secret, key.session_id),
        is_confirmed=is_confirmed,
        idle_until=now + IDLE,
        ends_at=now + LONGEST,
    )
    return key


def recognise(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Gives every request `signed_in`: who works, or None."""

    def answering(request: HttpRequest) -> HttpResponseBase:
        request.signed_in = _signed_in(request.COOKIES.get(COOKIE, ""), timezone.now())  # type: ignore[attr-defined]
        return answer(request)

    return answering


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


def end(signed_in: SignedIn) -> None:
    """Ends the session; its keys are gone."""
    signed_in.session.delete()


def _signed_in(cookie: str, now: datetime) -> SignedIn | None:
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
