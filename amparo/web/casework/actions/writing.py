"""Writing into a case: entries sealed for everybody who reads it now, and what changed in lists. Part of every other action."""

from collections.abc import Mapping

from django.utils import timezone

from amparo.vault.material import CannotOpen, new_id
from amparo.vault.rings import KeyRing
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry
from amparo.web.casework.lists.lines import add_line
from amparo.web.casework.models import Case
from amparo.web.casework.readers import all_readers
from amparo.web.safekeeping.store import cabinet, store


def append(case: Case, ring: KeyRing, *entries: Entry, line: Mapping[str, object] | None = None) -> bool:
    """Whether the entries were sealed into the case, with what changed of its line. Call it inside the transaction of an action.

    An entry that names its record is written once: if the case has that record, nothing is written, and the answer is False.
    Raises CannotOpen if the ring does not open the section that an entry belongs to, or the case was erased meanwhile.
    """
    today = timezone.localdate()
    # Writers of one case queue here: what one wrote is never lost under what another did.
    locked = Case.objects.select_for_update().filter(id=case.id).first()
    if locked is None:
        raise CannotOpen
    dossier = Dossier.open(cabinet(), ring, case.id, on=today)
    if dossier.bound.get("office") != locked.office_id:
        # Somebody moved its row: what is written now would be sealed to another office.
        raise CannotOpen
    if {entry.record for entry in entries if entry.record} & {entry.record for entry in dossier.entries}:
        return False
    readers = all_readers(store(), locked.office_id, dossier.bound)
    for entry in entries:
        record = entry.record or new_id()
        cabinet().write(ring, case.id, entry.kind.section, record, entry.encode(), readers=readers, on=today)
    locked.writes += 1
    locked.save(update_fields=["writes"])
    if line:
        add_line(store(), locked.office_id, case.id, locked.writes, line)
    return True
