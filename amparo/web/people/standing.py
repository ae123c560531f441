"""How keys stand: who holds the newest key of every role, and who waits to be let in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, PublicKey, Role
from amparo.vault.rings import KeyRing
from amparo.vault.staffing import link
from amparo.vault.wraps import Purpose, Wrap
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member, Post, Session


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest public key of every role, and the wraps of these to members."""

    newest: Mapping[tuple[str, Role], PublicKey]
    wraps: tuple[Wrap, ...]

    @classmethod
    def of(cls, store: EndorsedStore) -> "Standing":
        """How it is now."""
        newest = {_place(key.name): key for key in store.public_keys(KeyKind.ROLE)}
        names = {key.name for key in newest.values()}
        wraps = (found for found in store.role_wraps() if found.holder.kind is KeyKind.MEMBER)
        return cls(newest, tuple(found for found in wraps if found.about in names))

    def holders(self, office: str, role: Role, purpose: Purpose, *, on: date) -> list[Wrap]:
        """The wraps through which members hold the newest key for this purpose on that day."""
        return [
            found
            for found in self.wraps
            if _place(found.about) == (office, role) and found.purpose is purpose and not found.has_ended(on)
        ]

    def holds(self, member: Member, office: str, role: Role, *, on: date) -> bool:
        """Whether the member's present key opens the newest key of the role."""
        name = name_of(member)
        held = [*self.holders(office, role, Purpose.ROLE, on=on), *self.holders(office, role, Purpose.COVER, on=on)]
        return any(found.holder == name for found in held)

    def was_let_in(self, member: Member) -> bool:
        """Whether a colleague compared the member's present key, and gave it any role."""
        return any(found.holder == name_of(member) and found.purpose is Purpose.ROLE for found in self.wraps)


def waiting(store: EndorsedStore, *, on: date) -> list[Post]:
    """The posts whose members have no key to them yet, by name."""
    standing = Standing.of(store)
    posts = Post.objects.filter(member__joined_on__isnull=False, member__left_on=None).select_related(
        "member", "office", "covers_for"
    )
    return [
        post
        for post in posts.order_by("member__shown_name", "office", "role")
        if post.is_held_on(on) and not standing.holds(post.member, post.office_id, Role(post.role), on=on)
    ]


def is_last_holder(store: EndorsedStore, post: Post, *, on: date) -> bool:
    """Whether the member of this post holds the newest key of its role for good, and nobody else does."""
    holders = {
        found.holder for found in Standing.of(store).holders(post.office_id, Role(post.role), Purpose.ROLE, on=on)
    }
    return holders == {name_of(post.member)}


def link_earlier(store: EndorsedStore, ring: KeyRing, *, on: date) -> int:
    """Wraps the earlier generations that this ring holds for good to the next ones, where nobody did so yet, and says how many.

    A role is rotated by whoever removes a member, mostly without holding it; somebody who does comes by here sooner or later.
    """
    published = {key.name: key for key in store.public_keys(KeyKind.ROLE)}
    after = {name: published.get(_next(name)) for name, held in ring.held.items() if held.last_day is None}
    missing = {name: public for name, public in after.items() if name.kind is KeyKind.ROLE and public is not None}
    if missing:
        for found in store.role_wraps():
            if found.purpose is Purpose.EARLIER and found.holder == _next(found.about):
                missing.pop(found.about, None)
    for name, public in missing.items():
        store.put_wrap(link(ring.lasting_pair(name, on=on), public))
    return len(missing)


def ask_for_new_keys(*members: str) -> None:
    """Has the open sessions of these members unlock their roles again at the next request."""
    Session.objects.filter(member__in=members).update(wants_keys=True)


def _next(name: KeyName) -> KeyName:
    return KeyName(name.kind, name.of, name.generation + 1)


def _place(name: KeyName) -> tuple[str, Role]:
    return name.of[0], Role(name.of[1])
