"""Roles given and taken away, and leaving: sessions end, wraps go, and what comes after has keys that were never held by who left."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import KeyName, Role
from amparo.vault.tombstones import Tombstone
from amparo.web.people import second_factor
from amparo.web.people.actions.envelopes import drop_envelopes_of
from amparo.web.people.actions.rotating import one_at_a_time, roles_of, rotate, rotate_all, take_wraps
from amparo.web.people.keys import name_of
from amparo.web.people.models import Invitation, Member, Post
from amparo.web.people.permissions import check_administrator
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store


def give_role(by: SignedIn, member: Member, office: str, role: Role) -> None:
    """Gives a member a role in an office. It opens nothing until somebody who holds it lets them in."""
    check_administrator(by)
    with transaction.atomic():
        one_at_a_time()
        held = Post.objects.filter(member=member, office=office, role=role.value)
        if held.filter(last_day=None).exists():
            raise BadInput("has-role", _("This colleague has the role already."))
        # Who covered waits now, to be let in for good.
        if held.exists() and take_wraps(member, office, role, on=by.today):
            rotate(office, role, on=by.today, ring=by.ring)
        for_good = {"last_day": None, "covers_for": None}
        Post.objects.update_or_create(member=member, office_id=office, role=role.value, defaults=for_good)
        record(by.member.id, "role.give", member.id, at=timezone.now())


def take_role(by: SignedIn, member: Member, post_id: int) -> None:
    """Takes a role away: their wraps go, their sessions end, and the role has a new key for what comes after."""
    check_administrator(by)
    with transaction.atomic():
        one_at_a_time()
        post = Post.objects.filter(member=member, id=post_id).first()
        if post is None:
            return
        office, role = post.office_id, Role(post.role)
        post.delete()
        member.sessions.all().delete()
        if take_wraps(member, office, role, on=by.today):
            rotate(office, role, on=by.today, ring=by.ring)
        record(by.member.id, "role.take", member.id, at=timezone.now())


def make_administrator(by: SignedIn, member: Member) -> None:
    """Lets a member administer; it opens nothing that is sealed."""
    check_administrator(by)
    _set_administrator(by.member.id, member, True)


def make_administrator_at_the_server(member: Member) -> None:
    """The same by whoever is at the machine itself, as when the only administrator is gone."""
    _set_administrator("server", member, True)


def stop_administrator(by: SignedIn, member: Member) -> None:
    """Ends that; raises BadInput if nobody else could administer."""
    check_administrator(by)
    _set_administrator(by.member.id, member, False)


def leave(by: SignedIn, member: Member) -> None:
    """Ends somebody's work here, in one step; raises BadInput if nobody else could administer.

    Sessions, passphrase, second factor and every wrap go; each role they held gets a new key, for those who remain.
    """
    check_administrator(by)
    with transaction.atomic():
        one_at_a_time()
        _check_another_administrator(member)
        lost = end_work(member, on=by.today)
        rotate_all(roles_of(lost), on=by.today, ring=by.ring)
        record(by.member.id, "member.leave", member.id, at=timezone.now())


def end_work(member: Member, *, on: date) -> frozenset[KeyName]:
    """Removes whatever lets a member in, and names the keys whose wraps went; rotate those. Part of an action.

    A tombstone of the member stays: a restored backup does not bring back who left.
    """
    lost = cabinet().remove_member(name_of(member), on=on)
    member.sessions.all().delete()
    member.posts.all().delete()
    Invitation.objects.filter(member=member).delete()
    second_factor.forget(member)
    member.left_on, member.lock, member.is_administrator = on, b"", False
    member.save(update_fields=["left_on", "lock", "is_administrator"])
    drop_envelopes_of(name_of(member))
    store().put_tombstone(Tombstone.of(member.id, on=on))
    return lost


def _set_administrator(who: str, member: Member, administers: bool) -> None:
    with transaction.atomic():
        one_at_a_time()
        if not administers:
            _check_another_administrator(member)
        Member.objects.filter(id=member.id).update(is_administrator=administers)
        record(who, f"administrator.{'begin' if administers else 'end'}", member.id, at=timezone.now())


def _check_another_administrator(member: Member) -> None:
    others = Member.objects.filter(is_administrator=True, left_on=None, joined_on__isnull=False)
    if not others.exclude(id=member.id).exists():
        raise BadInput(
            "last-administrator", _("Nobody else could administer. Make somebody else an administrator first.")
        )
