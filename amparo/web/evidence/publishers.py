"""Who may sign releases, and with which key: members with a post of analyst or supervisor today, each with a key that only they can use.

A signing key follows from the member's own key, so it needs no place of its own and is there in their sessions only. Its public half is
kept, endorsed, for ever: a bundle verifies after somebody left, and nobody who writes to the database can slip in a key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nacl.signing import SigningKey

from amparo.vault.keys import KeyKind, KeyName, PublicKey, Role
from amparo.vault.material import digest
from amparo.web.evidence.access import SIGNERS
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member, Post
from amparo.web.people.sessions import SignedIn
from amparo.web.people.standing import Standing
from amparo.web.safekeeping.store import store

NEEDED = 2
_DOMAIN = b"amparo.web.signg"


@dataclass(frozen=True, slots=True)
class Signer:
    """A member who may sign today, and the public key of their signatures; empty while they have never signed."""

    member: Member
    key: str


def signing_seed(signed_in: SignedIn) -> str:
    """The secret key of the member's signatures, in hexadecimal digits."""
    own = signed_in.ring.pair(name_of(signed_in.member), on=signed_in.today)
    return digest(b"", _DOMAIN, key=own.private.reveal()).hex()


def keep_public_key(signed_in: SignedIn) -> None:
    """Keeps the public half of the member's signing key, if it is not there yet. Part of an action."""
    name = _name(signed_in.member)
    if name not in {key.name for key in store().public_keys(KeyKind.SIGNING, name.of)}:
        seed = bytes.fromhex(signing_seed(signed_in))
        store().publish(PublicKey(name, SigningKey(seed).verify_key.encode()))


def signers(office: str, *, on: date) -> list[Signer]:
    """Who may sign a release of this office today, by name: a post alone, without its key, is not enough."""
    posts = Post.objects.filter(office=office, role__in=[role.value for role in SIGNERS], member__left_on=None)
    standing, found = Standing.of(store()), {}
    for post in posts.select_related("member").order_by("member__shown_name"):
        if post.is_held_on(on) and standing.holds(post.member, office, Role(post.role), on=on):
            found[post.member_id] = Signer(post.member, _public(post.member))
    return list(found.values())


def who_signed(keys: frozenset[str]) -> Iterator[tuple[Member, str]]:
    """The members, also those who have left, of whom these are the keys."""
    for known in store().public_keys(KeyKind.SIGNING):
        if known.raw.hex() in keys:
            yield Member.objects.get(id=known.name.of[0]), known.raw.hex()


def _public(member: Member) -> str:
    return next((key.raw.hex() for key in store().public_keys(KeyKind.SIGNING) if key.name == _name(member)), "")


def _name(member: Member) -> KeyName:
    return KeyName(KeyKind.SIGNING, (member.id,), member.key_generation)
