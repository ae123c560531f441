"""The keys of offices and members: which public key to seal to, and the ring that a member's own key opens."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey, Role, member_name
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.staffing import Generation
from amparo.web.people.models import Member
from amparo.web.safekeeping import generation_file

_RECOVERY = ("recovery",)


def name_of(member: Member) -> KeyName:
    """The name of the member's present key."""
    return member_name(member.id, member.key_generation)


def keys_stay() -> None:
    """Until the transaction ends nobody changes the keys of roles, so nothing is sealed to a key that somebody just left with.

    Those who seal do not wait for each other, only for those who change (`rotating.one_at_a_time`), and those for them. SQLite has one
    writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_organisation FOR SHARE")


def role_key(store: EndorsedStore, office: str, role: Role) -> PublicKey | None:
    """The newest public key of a role in an office; None if nobody ever had the role there. Raises BadInput if it is gone."""
    return _newest(store, KeyKind.ROLE, (office, role.value))


def recovery_key(store: EndorsedStore) -> PublicKey | None:
    """What the keys of new roles are wrapped to besides, so that custodians or the printed phrase can bring them back."""
    return _newest(store, KeyKind.RECOVERY, _RECOVERY)


def ring_of(store: EndorsedStore, own: KeyPair, *, on: date) -> KeyRing:
    """Everything that the member's own key opens on that day."""
    return KeyRing.unlock(own, store.role_wraps(), on=on)


def put_generation(store: EndorsedStore, made: Generation) -> None:
    """Keeps a new generation of a role's key."""
    store.publish(made.public)
    for found in made.wraps:
        store.put_wrap(found)


def holds_key(ring: KeyRing, key: PublicKey, *, on: date) -> bool:
    """Whether the ring opens what is sealed to this key today: the pair itself is compared, a name proves nothing."""
    try:
        return ring.pair(key.name, on=on).public == key
    except CannotOpen:
        return False


def _newest(store: EndorsedStore, kind: KeyKind, of: tuple[str, ...]) -> PublicKey | None:
    """The newest generation; raises BadInput rather than seal to an older one, which somebody who left may hold."""
    home = settings.HOME
    known = generation_file.newest(home.generations, home).get((kind, of), 0)
    found = store.newest(kind, of)
    if known > (found.name.generation if found else 0):
        raise BadInput("key-missing", _("A key is missing, so nothing can be kept safely now. Tell an administrator."))
    return found
