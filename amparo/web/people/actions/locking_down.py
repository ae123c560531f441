"""Lockdown: every session and every key that was lent ends at once; the report says what had been open."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.audit import BrokenChain, read_entry
from amparo.vault.keys import Role
from amparo.vault.wraps import Purpose
from amparo.web.people.access import access_custodians
from amparo.web.people.actions.rotating import one_at_a_time, remove_wraps, rotate
from amparo.web.people.models import Member, Organisation, Post, Session
from amparo.web.people.permissions import check_keeper
from amparo.web.people.sessions import LONGEST, SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

_LENT = (Purpose.COVER, Purpose.SHARING, Purpose.REFERRAL)
_READING = ".read"  # how the names of acts end that show somebody what a case holds


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that the lockdown ended."""

    member: str
    shown_name: str
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Exposed:
    """What was within reach when the lockdown came."""

    sessions: tuple[OpenSession, ...]
    cases: Mapping[str, int]  # by member's id, how many cases they opened since that day
    names: Mapping[str, str]
    wraps: Mapping[str, int]  # by purpose, how many were taken back
    covers: tuple[Post, ...]  # who stood in, for whom and until when; ended with the rest
    since: date


def lock_down(who: str, at: datetime, *, since: date) -> Exposed:
    """Ends all sessions, takes back what was lent or shared, and closes sign-in to all but administrators and custodians.

    `who` is a member's id, or `server`. Cases whose keys were shared get new ones at the next write.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        one_at_a_time()
        sessions = _sessions()
        Session.objects.all().delete()
        Organisation.objects.update(locked_down_at=at)
        record(who, "organisation.lock-down", who, at=at)
    # From here on nobody works; looking at every wrap may take its time.
    lent = [found for found in store().wraps() if found.purpose in _LENT]
    with transaction.atomic():
        one_at_a_time()
        remove_wraps(lent, on=today)
        covers = _end_covers(today)
    taken = Counter(found.purpose.value for found in lent)
    names = dict(Member.objects.values_list("id", "shown_name"))
    return Exposed(sessions, _opened_since(since, names), names, taken, covers, since)


def lock_down_as(by: SignedIn, *, since: date) -> Exposed:
    """The same, by an administrator or a custodian; their own session ends too."""
    check_keeper(by)
    return lock_down(by.member.id, timezone.now(), since=since)


def lift(who: str, at: datetime) -> None:
    """Lets everybody sign in again."""
    with transaction.atomic():
        Organisation.objects.update(locked_down_at=None)
        record(who, "organisation.lift", who, at=at)


def may_lift(by: SignedIn) -> bool:
    """Whether it is for this member to let everybody sign in again."""
    return bool(by.offices(Role.CUSTODIAN)) or not access_custodians().exists()


def lift_as(by: SignedIn) -> None:
    """The same, by a custodian; by an administrator only where there is no custodian."""
    check_keeper(by)
    if not may_lift(by):
        raise BadInput("custodian-lifts", _("A custodian has to lift this."))
    lift(by.member.id, timezone.now())


def _opened_since(since: date, members: Container[str]) -> Mapping[str, int]:
    """How many cases each member opened since that day began here, as the audit chain has it."""
    began_at = timezone.make_aware(datetime.combine(since, time()))
    cases: defaultdict[str, set[str]] = defaultdict(set)
    for line in store().audit_lines():
        try:
            act = read_entry(line)
        except BrokenChain:  # for `amparo audit verify` to tell; lockdown does not stop for it
            continue
        if act.at >= began_at and act.action.endswith(_READING) and act.who in members:
            cases[act.who].add(act.about)
    return {who: len(found) for who, found in cases.items()}


def _sessions() -> tuple[OpenSession, ...]:
    rows = Session.objects.select_related("member").order_by("member__shown_name", "ends_at")
    return tuple(OpenSession(row.member_id, row.member.shown_name, row.ends_at - LONGEST) for row in rows)


def _end_covers(on: date) -> tuple[Post, ...]:
    """Ends all covers; returns those that were still good."""
    rows = Post.objects.filter(last_day__isnull=False)
    covers = tuple(
        rows.select_related("member", "office", "covers_for").order_by("member__shown_name", "office", "role")
    )
    rows.delete()
    for office, role in sorted({(post.office_id, post.role) for post in covers}):
        # Who covered may have copied the key.
        rotate(office, Role(role), on=on)
    return tuple(post for post in covers if post.is_held_on(on))
