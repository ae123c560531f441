"""New generations of the keys of roles, and wraps taken away. Part of other actions, inside their transactions."""

from collections.abc import Iterable
from datetime import date

from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey, Role
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.staffing import rotate_role
from amparo.vault.tombstones import Tombstone
from amparo.vault.wraps import Purpose, Wrap
from amparo.web.people.keys import name_of, put_generation, recovery_key, role_key
from amparo.web.people.models import Member, Organisation, Post
from amparo.web.people.standing import Standing, ask_for_new_keys
from amparo.web.safekeeping.store import store


def one_at_a_time() -> None:
    """Has actions that change the keys of roles wait for each other; the first thing each of them does."""
    Organisation.objects.select_for_update().get()


def rotate(office: str, role: Role, *, on: date, ring: KeyRing | None = None) -> None:
    """Makes the next key of a role, for those who hold the present one and still have the post, and for those who cover.

    It needs no key. If `ring` holds the present one for good, the two are linked at once; else when a holder comes by.
    """
    before = role_key(store(), office, role)
    if before is None:
        return
    going_on = _who_goes_on(office, role, on)
    made = rotate_role(
        before.name,
        [key for key, last_day in going_on if last_day is None],
        recovery=recovery_key(store()),
        held=_lasting(ring, before.name, on),
        covering=[(key, last_day) for key, last_day in going_on if last_day is not None],
    )
    put_generation(store(), made)
    ask_for_new_keys(*(key.name.of[0] for key, _ in going_on))


def rotate_all(roles: Iterable[tuple[str, Role]], *, on: date, ring: KeyRing | None = None) -> None:
    """Makes the next key of each of these roles. Whoever loses a wrap may keep what was in it, so every lost wrap asks for this."""
    for office, role in sorted(roles, key=str):
        rotate(office, role, on=on, ring=ring)


def roles_of(names: Iterable[KeyName]) -> set[tuple[str, Role]]:
    """The roles among the keys so named."""
    return {(name.of[0], Role(name.of[1])) for name in names if name.kind is KeyKind.ROLE}


def take_wraps(member: Member, office: str, role: Role, *, on: date) -> int:
    """Removes every wrap of a role's keys to this member, and says how many."""
    names = {KeyName(KeyKind.MEMBER, (member.id,), number) for number in range(1, member.key_generation + 1)}
    theirs = [
        found for found in store().role_wraps() if found.holder in names and found.about.of == (office, role.value)
    ]
    remove_wraps(theirs, on=on)
    return len(theirs)


def remove_wraps(wraps: Iterable[Wrap], *, on: date) -> None:
    """Removes these for good: a restored backup does not bring them back, and cases they opened get new keys at the next write."""
    gone = list(wraps)
    for found in gone:
        store().delete_wrap(found.id)
        if found.about.kind is KeyKind.CASE:
            store().mark_stale(found.about.of[0])
    store().put_tombstones(Tombstone.of(found.id, on=on) for found in gone)


def _who_goes_on(office: str, role: Role, on: date) -> list[tuple[PublicKey, date | None]]:
    """Who holds the present key and has the post, with the last day of those who cover."""
    standing = Standing.of(store())
    lasting = {found.holder for found in standing.holders(office, role, Purpose.ROLE, on=on)}
    lent = {found.holder for found in standing.holders(office, role, Purpose.COVER, on=on)}
    posts = Post.objects.filter(office=office, role=role.value, member__left_on=None).select_related("member")
    return [
        (store().public_key(name_of(post.member)), post.last_day)
        for post in posts
        if post.is_held_on(on) and name_of(post.member) in (lasting if post.last_day is None else lent)
    ]


def _lasting(ring: KeyRing | None, name: KeyName, on: date) -> KeyPair | None:
    try:
        return ring.lasting_pair(name, on=on) if ring else None
    except CannotOpen:
        return None
