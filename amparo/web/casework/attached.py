"""Files of a case: each an entry of its own, and a list of them in the entry they came with, so that a page opens none to name them."""

from collections.abc import Iterable
from datetime import date, datetime

from amparo.exchange.attachments.attachment import Attachment
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.rings import KeyRing
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.safekeeping.store import cabinet


def file_entries(files: Iterable[Attachment], by: str, *, at: datetime) -> list[Entry]:
    """An entry for each file; what the person called it lies sealed with its content."""
    return [Entry(EntryKind.FILE, at, by, _about(found), found.content, new_id()) for found in files]


def listed(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """What the entry that came with the files says of each: record, name, type, size, and what cleaning left or took."""
    return [{"record": entry.record, **entry.data} for entry in entries]


def open_file(case: str, record: str, ring: KeyRing, *, on: date) -> Entry:
    """A file of the case, with its content; raises CannotOpen for everything else."""
    found = Entry.decode(cabinet().read(ring, case, EntryKind.FILE.section, record, on=on), record)
    if found.kind is not EntryKind.FILE:
        raise CannotOpen
    return found


def _about(found: Attachment) -> dict[str, object]:
    return {
        "name": found.display_name,
        "stored_name": found.stored_name,
        "type": found.media_type,
        "size": len(found.content),
        "notes": list(found.notes),
    }
