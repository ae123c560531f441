"""Which rows about people leave the database, and for whom."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from amparo.vault.keys import Role
from amparo.web.people.models import FactorReset, Member, Office, Organisation, Post, Recovery, Session
from amparo.web.people.sessions import SignedIn

T = TypeVar("T")


def access_organisation() -> Organisation:
    """The organisation."""
    return Organisation.objects.get()


def find_organisation() -> Organisation | None:
    """The same, or None where none has been founded yet."""
    return Organisation.objects.first()


def access_offices() -> QuerySet[Office]:
    """All offices, by name."""
    return Office.objects.order_by("name")


def access_office(code: str) -> Office:
    """One of them; raises Http404 if there is none of that code."""
    return _or_404(Office.objects.filter(code=code).first())


def access_colleagues() -> QuerySet[Member]:
    """Everybody who works here or is invited to, by name, with their posts."""
    return (
        Member.objects.filter(left_on=None)
        .select_related("invitation")
        .prefetch_related("posts__office", "posts__covers_for")
        .order_by("shown_name")
    )


def access_colleague(member_id: str) -> Member:
    """One of them; raises Http404 for all others."""
    return _or_404(access_colleagues().filter(id=member_id).first())


def access_post(member: Member, post_id: int) -> Post:
    """One of a colleague's posts; raises Http404 for all others."""
    return _or_404(member.posts.select_related("office").filter(id=post_id).first())


def find_colleague(sign_in_name: str) -> Member | None:
    """The colleague who signs in with this name, or None."""
    return access_colleagues().filter(sign_in_name=sign_in_name.strip().casefold()).first()


def access_custodians() -> QuerySet[Member]:
    """Who has the role of custodian in any office and has joined."""
    return access_colleagues().filter(joined_on__isnull=False, posts__role=Role.CUSTODIAN.value).distinct()


def access_covers(signed_in: SignedIn) -> QuerySet[Post]:
    """The posts with a last day in the roles that this member has for good."""
    posts = Post.objects.filter(last_day__isnull=False).select_related("member", "office", "covers_for")
    mine = [post for post in signed_in.member.posts.all() if post.last_day is None]
    held = Post.objects.none()
    for post in mine:
        held = held | posts.filter(office=post.office_id, role=post.role)
    return held.order_by("last_day")


def access_own_sessions(signed_in: SignedIn) -> QuerySet[Session]:
    """The member's sessions, newest first."""
    return Session.objects.filter(member=signed_in.member).order_by("-ends_at")


def access_factor_resets(custodian: SignedIn) -> QuerySet[FactorReset]:
    """What a custodian may agree to: neither what they asked for nor what concerns themselves."""
    own = custodian.member
    return FactorReset.objects.exclude(member=own).exclude(asked_by=own).select_related("member", "asked_by")


def access_recoveries() -> QuerySet[Recovery]:
    """What custodians are opening the recovery key for; any custodian may look."""
    return Recovery.objects.select_related("member", "started_by").order_by("started_on", "id")


def access_recovery(recovery_id: str) -> Recovery:
    """One of them; raises Http404 if there is none."""
    return _or_404(access_recoveries().filter(id=recovery_id).first())


def _or_404(found: T | None) -> T:
    if found is None:
        raise Http404
    return found
