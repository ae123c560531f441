"""Tidying a long case: entries that lie in many records are gathered into few, so that a case of years still opens at once.

Nothing is changed: every entry keeps its id, time and author. Part of opening a case.
"""

from collections import defaultdict
from collections.abc import Iterator

from amparo.vault.sections import Section
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind, encode_together, entries_in
from amparo.web.casework.models import Case
from amparo.web.casework.readers import all_readers
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import cabinet, store

MOST_RECORDS = 400
_LARGEST = 96 * 1024  # bytes of one gathered record; a page opens none above 256 KiB
# The first records of a case hold its keys' first use, and files are opened one at a time.
_ALONE = frozenset({EntryKind.BEGUN, EntryKind.TOLD, EntryKind.FILE})


def tidy(signed_in: SignedIn, case: Case, dossier: Dossier) -> bool:
    """Whether loose records of the case were gathered; only where there are many. Call it inside the transaction of an action."""
    if dossier.records <= MOST_RECORDS:
        return False
    # Writers of the case queue here, and what one wrote meanwhile is read with the rest.
    Case.objects.select_for_update().get(id=case.id)
    loose: defaultdict[Section, list[Entry]] = defaultdict(list)
    for record in cabinet().records(signed_in.ring, case.id, on=signed_in.today, largest=_LARGEST):
        found = entries_in(record.content, record.id)
        if len(found) == 1 and found[0].record == record.id and found[0].kind not in _ALONE:
            loose[record.section] += found
    readers = all_readers(store(), case.office_id, dossier.bound)
    for section, entries in loose.items():
        for part in _parts(entries):
            gone = [entry.record for entry in part]
            content = encode_together(part)
            cabinet().gather(signed_in.ring, case.id, section, gone, content, readers=readers, on=signed_in.today)
    return bool(loose)


def _parts(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries in parts that are no larger than one record should be; what would stay alone is left as it is."""
    part: list[Entry] = []
    size = 0
    for entry in entries:
        length = len(entry.encode())
        if part and size + length > _LARGEST:
            yield part
            part, size = [], 0
        part.append(entry)
        size += length
    if len(part) > 1:
        yield part
