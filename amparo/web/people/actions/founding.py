"""Founding an installation: the organisation, its offices, the first members, and the keys of every role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from amparo.vault.custodians import RecoveryPhrase
from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey, Role, role_name
from amparo.vault.passphrases import USUAL, Effort, lock
from amparo.vault.staffing import found_role
from amparo.web.people.keys import name_of, put_generation, recovery_key
from amparo.web.people.models import Member, Office, Organisation, Post
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

RECOVERY = KeyName(KeyKind.RECOVERY, ("recovery",))


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody who starts with the installation."""

    sign_in_name: str
    shown_name: str
    passphrase: str
    posts: tuple[tuple[str, Role], ...] = ()
    is_administrator: bool = False


def found_organisation(
    organisation: Organisation, offices: Sequence[Office], joiners: Iterable[Joiner], *, effort: Effort = USUAL
) -> RecoveryPhrase:
    """Makes everything at once, and returns the recovery phrase to print: it is stored nowhere."""
    phrase = RecoveryPhrase.new()
    # Argon2id is slow by design, so locks are made before the transaction.
    people = [_member(joiner, effort) for joiner in joiners]
    now = timezone.now()
    with transaction.atomic():
        organisation.save()
        store().publish(phrase.pair(RECOVERY).public)
        for office in offices:
            office.save()
        for joiner, member, own in people:
            member.joined_on = timezone.localdate(now)
            member.save()
            store().publish(own)
            Post.objects.bulk_create(
                Post(member=member, office_id=office, role=role.value) for office, role in joiner.posts
            )
            record(member.id, "member.join", member.id, at=now)
        for office in offices:
            found_roles(
                office,
                {role: [own for joiner, _, own in people if (office.code, role) in joiner.posts] for role in Role},
            )
    return phrase


def found_roles(office: Office, holders: Mapping[Role, Sequence[PublicKey]]) -> None:
    """Makes the first generation of the key of every role in an office, for its holders and for recovery."""
    for role in Role:
        name = role_name(office.code, role)
        put_generation(store(), found_role(name, holders.get(role, ()), recovery=recovery_key(store())))


def _member(joiner: Joiner, effort: Effort) -> tuple[Joiner, Member, PublicKey]:
    member = Member(
        sign_in_name=joiner.sign_in_name.casefold(),
        shown_name=joiner.shown_name,
        is_administrator=joiner.is_administrator,
    )
    pair = KeyPair.new(name_of(member))
    member.lock = lock(pair, joiner.passphrase, settings.HOME.server_secret, effort=effort)
    return joiner, member, pair.public
