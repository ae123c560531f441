"""Inviting somebody, and joining with the words of the invitation; the new key opens nothing until a colleague lets it in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import KeyPair, Role, member_name
from amparo.vault.material import digest
from amparo.vault.passphrases import new_passphrase
from amparo.web.people.actions.rotating import one_at_a_time, roles_of, rotate_all
from amparo.web.people.keys import name_of
from amparo.web.people.locks import check_new, new_lock
from amparo.web.people.models import Invitation, Member, Post
from amparo.web.people.permissions import check_administrator, check_is_open
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store

WORDS, MOST_DAYS = 8, 30
_DOMAIN = b"amparo.web.invit"


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited, and the words to tell them: they are shown once and stored nowhere."""

    member: Member
    words: str = field(repr=False)


def invite(
    by: SignedIn,
    *,
    sign_in_name: str,
    shown_name: str,
    posts: Collection[tuple[str, Role]],
    is_administrator: bool = False,
    days: int = 7,
) -> Invited:
    """Invites a new colleague; raises BadInput if the name is taken."""
    check_administrator(by)
    now = timezone.now()
    name = sign_in_name.strip().casefold()
    with transaction.atomic():
        one_at_a_time()
        if Member.objects.filter(sign_in_name=name).exists():
            raise BadInput("name-taken", _("Somebody has this sign-in name, or had it. Choose another."))
        member = Member.objects.create(sign_in_name=name, shown_name=shown_name, is_administrator=is_administrator)
        Post.objects.bulk_create(Post(member=member, office_id=office, role=role.value) for office, role in posts)
        words = _invitation(member, days, now)
        record(by.member.id, "member.invite", member.id, at=now)
    return Invited(member, words)


def invite_again(by: SignedIn, member: Member, *, days: int = 7) -> Invited:
    """Fresh words for somebody whose invitation has ended or whose passphrase is lost. Until they are used nothing changes."""
    check_administrator(by)
    return _invited_again(by.member.id, member, days)


def invite_again_at_the_server(member: Member, *, days: int = 7) -> Invited:
    """The same for whoever is at the machine itself, as when the only administrator has lost their passphrase."""
    return _invited_again("server", member, days)


def join(words: str, passphrase: str) -> Member:
    """Makes the key of who was invited, under their passphrase; raises BadInput if the words are no invitation, or in a lockdown.

    Who begins anew gets the next generation of their key, and every wrap to those before goes; each role they
    held gets a new key as well. Their second factor stays.
    """
    invitation = _found(words)
    member = invitation.member
    check_new(passphrase)
    begins_anew = member.joined_on is not None
    pair = KeyPair.new(member_name(member.id, member.key_generation + begins_anew))
    locked = new_lock(pair, passphrase)
    now = timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        one_at_a_time()
        check_is_open(member)  # before the words are used up: they are good afterwards
        # Once: who comes second, even at the same moment, finds nothing.
        if not Invitation.objects.filter(digest=invitation.digest).delete()[0]:
            raise _no_invitation()
        if begins_anew:
            lost = cabinet().remove_member(name_of(member), on=today)
            rotate_all(roles_of(lost), on=today)
            member.sessions.all().delete()
        member.key_generation, member.lock = pair.name.generation, locked
        member.joined_on = member.joined_on or today
        member.save(update_fields=["key_generation", "lock", "joined_on"])
        store().publish(pair.public)
        record(member.id, "member.begin-anew" if begins_anew else "member.join", member.id, at=now)
    return member


def _invited_again(who: str, member: Member, days: int) -> Invited:
    now = timezone.now()
    with transaction.atomic():
        if member.left_on is not None:
            raise _no_invitation()
        words = _invitation(member, days, now)
        record(who, "member.invite-again", member.id, at=now)
    return Invited(member, words)


def _invitation(member: Member, days: int, now: datetime) -> str:
    if not 1 <= days <= MOST_DAYS:
        raise ValueError("an invitation is good for 1 to 30 days")
    words = new_passphrase(WORDS)
    ends_on = timezone.localdate(now) + timedelta(days=days)
    Invitation.objects.filter(member=member).delete()
    Invitation.objects.create(member=member, digest=_digest(member.id, words), ends_on=ends_on)
    return words


def _found(words: str) -> Invitation:
    # Each digest is of its member's, so that nobody gives the words of one to another; those that are open are few.
    waiting = Invitation.objects.select_related("member")
    found = next((one for one in waiting if one.digest == _digest(one.member_id, words)), None)
    if found is None or timezone.localdate() > found.ends_on or found.member.left_on is not None:
        raise _no_invitation()
    return found


def _no_invitation() -> BadInput:
    return BadInput("no-invitation", _("These words are no invitation, or it has ended. Ask for another one."))


def _digest(member_id: str, words: str) -> str:
    told = f"{member_id}/{' '.join(words.casefold().split())}".encode("utf-8", "replace")
    # 88 random bits under a secret that the database lacks; nobody tries these out.
    return digest(told, _DOMAIN, key=settings.HOME.factor_key.reveal()).hex()
