"""Erasing a case, when the person asked for it: keys and content are destroyed, its row goes, a tombstone stays."""

from django.db import transaction
from django.utils import timezone

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.access import access_dossier
from amparo.web.casework.lines import index_of
from amparo.web.casework.models import Case
from amparo.web.people.keys import holds_key, role_key
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store


def erase(signed_in: SignedIn, case: Case) -> None:
    """Erases a case for good; raises BadInput if the person did not ask for it."""
    now = timezone.now()
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(id=case.id)
        if not access_dossier(signed_in, locked).is_deletion_asked:
            raise BadInput("deletion-not-asked", "The person has not asked that this be erased.")
        cabinet().erase(locked.id, on=signed_in.today)
        locked.delete()
        _compact(signed_in, case.office_id)
        record(signed_in.member.id, "case.erase", case.id, at=now)


def _compact(signed_in: SignedIn, office: str) -> None:
    """Makes the indexes anew that the member's keys open, so that the line is gone, not only passed over.

    Those of other roles pass it over until a holder compacts them.
    """
    for role in (Role.CASEWORKER, Role.INTAKE):
        key = role_key(store(), office, role)
        if key is not None and holds_key(signed_in.ring, key.name, on=signed_in.today):
            index_of(store(), office, role).compact(signed_in.ring, key, on=signed_in.today)
