"""The calendar of a member: due days of the cases of their offices, by number alone, under an address that only they know.

Nobody is signed in when a calendar asks, and no key is at hand: who works on which case is sealed, so the calendar is that of the
offices. The address holds 160 random bits; its digest is kept, and names the member.
"""

from collections.abc import Iterator
from datetime import date

import nacl.utils
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from amparo.exchange.calendars import DayEvent, calendar
from amparo.vault.keys import Role
from amparo.vault.material import digest
from amparo.web.casework.models import CalendarAddress, Case, State
from amparo.web.people.access import access_organisation
from amparo.web.people.models import Member
from amparo.web.people.standing import Standing
from amparo.web.safekeeping.store import store

_SIZE, _DOMAIN, _EVENT = 20, b"amparo.web.calnd", b"amparo.web.event"


def new_secret() -> str:
    """The part of a new address that nobody can guess."""
    return nacl.utils.random(_SIZE).hex()


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return digest(secret.encode("utf-8", "replace"), _DOMAIN, key=settings.HOME.server_secret.reveal()).hex()


def calendar_under(secret: str) -> bytes | None:
    """The calendar under an address; None if there is none, it was ended, its member left, or everything is locked down."""
    found = CalendarAddress.objects.filter(digest=digest_of(secret)).select_related("member").first()
    organisation = access_organisation()
    if found is None or not found.member.is_active or organisation.locked_down_at is not None:
        return None
    now = timezone.now()
    events = _events(found.member, on=timezone.localdate(now))
    return calendar(organisation.neutral_title, events, at=now)


def _events(member: Member, *, on: date) -> Iterator[DayEvent]:
    for case in _cases(member, on=on):
        told = f"{case.id}/{member.id}/{case.due_on}".encode()
        uid = digest(told, _EVENT, key=settings.HOME.server_secret.reveal(), size=16).hex()
        if case.due_on is not None:
            yield DayEvent(uid, case.due_on, case.number)


def _cases(member: Member, *, on: date) -> Iterator[Case]:
    """The cases with a day that the member's posts of today let them see: posts whose keys they hold, as in a session."""
    standing = Standing.of(store())
    held = [
        (post.office_id, Role(post.role))
        for post in member.posts.all()
        if post.is_held_on(on) and standing.holds(member, post.office_id, Role(post.role), on=on)
    ]
    working = [office for office, role in held if role in (Role.CASEWORKER, Role.SUPERVISOR)]
    receiving = [office for office, role in held if role is Role.INTAKE]
    seen = Q(office__in=working) | Q(office__in=receiving, state=State.RECEIVED)
    return iter(Case.objects.filter(seen, due_on__isnull=False).order_by("due_on", "number"))
