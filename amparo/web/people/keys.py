"""The keys of offices and members: which public key to seal to, and the ring that a member's own key opens."""

from datetime import date

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey, Role, member_name
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.staffing import Generation
from amparo.web.people.models import Member


def name_of(member: Member) -> KeyName:
    """The name of the member's present key."""
    return member_name(member.id, member.key_generation)


def role_key(store: EndorsedStore, office: str, role: Role) -> PublicKey | None:
    """The newest public key of a role in an office; None if nobody ever had the role there."""
    return store.newest(KeyKind.ROLE, (office, role.value))


def recovery_key(store: EndorsedStore) -> PublicKey | None:
    """What the keys of new roles are wrapped to besides, so that custodians or the printed phrase can bring them back."""
    found = store.public_keys(KeyKind.RECOVERY)
    return found[-1] if found else None


def ring_of(store: EndorsedStore, own: KeyPair, *, on: date) -> KeyRing:
    """Everything that the member's own key opens on that day."""
    return KeyRing.unlock(own, store.role_wraps(), on=on)


def put_generation(store: EndorsedStore, made: Generation) -> None:
    """Keeps a new generation of a role's key."""
    store.publish(made.public)
    for found in made.wraps:
        store.put_wrap(found)


def holds_key(ring: KeyRing, name: KeyName, *, on: date) -> bool:
    """Whether the ring opens what is sealed to this key today."""
    try:
        ring.pair(name, on=on)
    except CannotOpen:
        return False
    return True
