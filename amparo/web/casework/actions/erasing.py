"""Erasing a case, when the person asked for it: keys and content are destroyed, its row goes, a tombstone stays.

What remains: the tombstone, which names nobody, and the lines of the audit chain, with the id of the case and who did what to it.
Indexes of roles whose keys the member does not hold keep the sealed line, passed over, until a holder compacts them.
"""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.vault.tombstones import Tombstone
from amparo.web.casework.actions.counting import stop_counting
from amparo.web.casework.actions.keeping_files import forget
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.lists.lines import INDEXED
from amparo.web.casework.lists.tables import compact
from amparo.web.casework.models import Case, ReceiptKey
from amparo.web.people.keys import holds_key, role_key
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store


def erase(signed_in: SignedIn, case: Case) -> None:
    """Erases a case for good; raises BadInput if the person did not ask for it, CannotOpen if it was erased meanwhile."""
    with transaction.atomic():
        locked = Case.objects.select_for_update().filter(id=case.id).first()
        if locked is None:
            raise CannotOpen
        check_opened(signed_in, locked, Role.CASEWORKER)
        if not Dossier.open(cabinet(), signed_in.ring, locked.id, on=signed_in.today).is_deletion_asked:
            raise BadInput("deletion-not-asked", _("The person has not asked that this be erased."))
        forget(signed_in, locked)
        cabinet().erase(locked.id, on=signed_in.today)
        for lookup in ReceiptKey.objects.filter(case=locked).values_list("lookup", flat=True):
            # The form it came in, sent again, is refused.
            store().put_tombstone(Tombstone.of(lookup, on=signed_in.today))
        # With it go its receipt's look-up key, and who opened it of late.
        locked.delete()
        # Here who else writes to the record begins to wait.
        stop_counting(signed_in.ring, case.id, locked.office_id, on=signed_in.today)
        record(signed_in.member.id, "case.erase", case.id, at=timezone.now())
    # A long index takes seconds; nobody who reports waits for them.
    _compact(signed_in, case.office_id)


def _compact(signed_in: SignedIn, office: str) -> None:
    """Makes the indexes anew that the member's keys open, so that the line is gone, not only passed over."""
    for role in INDEXED:
        key = role_key(store(), office, role)
        if key is not None and holds_key(signed_in.ring, key, on=signed_in.today):
            # The case is erased whatever happens here.
            with suppress(CannotOpen):
                compact(key, signed_in.ring, on=signed_in.today)
