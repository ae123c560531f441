"""Letting a newcomer in, and covering for an absent colleague: one wrap each, by somebody who holds the role for good."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import KeyPair, PublicKey, Role, fingerprint
from amparo.vault.material import CannotOpen
from amparo.vault.staffing import cover, join
from amparo.web.people.actions.rotating import one_at_a_time, take_wraps
from amparo.web.people.keys import name_of, role_key
from amparo.web.people.models import Member, Post
from amparo.web.people.sessions import SignedIn
from amparo.web.people.standing import Standing, ask_for_new_keys, waiting
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

LONGEST_COVER = timedelta(days=92)


def may_let_in(by: SignedIn) -> list[Post]:
    """The waiting posts in the roles that this member holds for good."""
    return [
        post
        for post in waiting(store(), on=by.today)
        if post.member_id != by.member.id and _lasting_pair(by, post.office_id, Role(post.role)) is not None
    ]


def to_be_seen(by: SignedIn) -> list[Post]:
    """The waiting posts that this member ought to know of: those in which they can let somebody in; all, if they administer."""
    return waiting(store(), on=by.today) if by.member.is_administrator else may_let_in(by)


def let_in(by: SignedIn, post_id: int, typed: str) -> None:
    """Gives a newcomer the key of the role, once the fingerprint that they read out was typed in; raises BadInput otherwise."""
    with transaction.atomic():
        one_at_a_time()
        post = next((post for post in may_let_in(by) if post.id == post_id), None)
        pair = _lasting_pair(by, post.office_id, Role(post.role)) if post else None
        if post is None or pair is None:
            raise BadInput("not-waiting", _("Nobody waits here for you to let them in."))
        public = store().public_key(name_of(post.member))
        check_fingerprint(public, typed)
        found = join(pair, public) if post.last_day is None else cover(pair, public, last_day=post.last_day)
        store().put_wrap(found)
        ask_for_new_keys(post.member_id)
        record(by.member.id, "member.let-in", post.member_id, at=timezone.now())


def let_cover(by: SignedIn, office: str, role: Role, member: Member, last_day: date) -> None:
    """Lets a colleague stand in until a last day; it ends by itself. Done again, it sets another last day."""
    if not by.today <= last_day <= by.today + LONGEST_COVER:
        raise BadInput("bad-last-day", _("Choose a last day from today to three months from now."))
    with transaction.atomic():
        one_at_a_time()
        pair = _lasting_pair(by, office, role)
        if pair is None or not by.has(office, role):
            raise BadInput("role-not-held", _("You do not hold this role yourself, or only for a time."))
        if not member.is_active or not Standing.of(store()).was_let_in(member):
            raise BadInput("key-not-compared", _("Nobody has compared this colleague's key yet. Let them in first."))
        post = Post.objects.filter(member=member, office=office, role=role.value).first()
        if post is not None and post.last_day is None:
            raise BadInput("has-role", _("This colleague has the role already."))
        take_wraps(member, office, role, on=by.today)
        Post.objects.update_or_create(
            member=member,
            office_id=office,
            role=role.value,
            defaults={"last_day": last_day, "covers_for": by.member},
        )
        store().put_wrap(cover(pair, store().public_key(name_of(member)), last_day=last_day))
        ask_for_new_keys(member.id)
        record(by.member.id, "member.cover", member.id, at=timezone.now())


def check_fingerprint(public: PublicKey, typed: str) -> None:
    """Raises BadInput unless what was read out by telephone is the fingerprint of this key."""
    if "".join(typed.split()).casefold() != fingerprint(public).replace(" ", ""):
        raise BadInput(
            "other-fingerprint",
            _(
                "This is not what their page shows. Check it on the telephone. If it still differs, tell an administrator."
            ),
        )


def _lasting_pair(by: SignedIn, office: str, role: Role) -> KeyPair | None:
    """The newest key of the role, if this member holds it for good today and has the post."""
    newest = role_key(store(), office, role)
    if newest is None or not by.has(office, role):
        return None
    try:
        return by.ring.lasting_pair(newest.name, on=by.today)
    except CannotOpen:
        return None
