"""What the person with the receipt does after the first report: write more, say that they are in danger, agree or no longer agree,
ask for deletion and take that back.
"""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from amparo.exchange.attachments.attachment import Attachment
from amparo.vault.material import digest
from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import write_as_reporter
from amparo.web.casework.attached import file_entries, listed
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.models import Case, State
from amparo.web.casework.telling import Contact, Purpose, check_words

_SAID = (EntryKind.TOLD, EntryKind.MESSAGE, EntryKind.PROGRESS)
_DOMAIN = b"amparo.web.write"


def tell_more(
    receipt: Receipt, case: Case, dossier: Dossier, words: str, files: Sequence[Attachment] = (), *, form: bytes
) -> None:
    """Adds a message, with files or of files only. The same words from the same form are one message, however often they come."""
    if words or not files:
        check_words(words)
    now = timezone.now()
    attached = file_entries(files, REPORTER, at=now)
    told = {"words": words, "files": listed(attached)}
    record = _record_of(form, words.encode(), *(found.content for found in files))
    message = Entry(EntryKind.MESSAGE, now, REPORTER, told, record=record)
    waiting = unanswered(dossier)
    line = {"waits_since": waiting[0].at if waiting else now, "is_read": False}
    write_as_reporter(receipt, case, message, *attached, line=line)


def say_danger(receipt: Receipt, case: Case, *, is_now: bool, form: bytes) -> None:
    """That the person is in danger now, or is so no longer. It is written even if it is known: somebody may just have noted otherwise."""
    record = _record_of(form, EntryKind.DANGER.value.encode(), bytes([is_now]))
    entry = Entry(EntryKind.DANGER, timezone.now(), REPORTER, {"danger": is_now}, record=record)
    write_as_reporter(receipt, case, entry, line={"is_danger": is_now, "is_read": False})


def change_consents(receipt: Receipt, case: Case, dossier: Dossier, purposes: Iterable[Purpose]) -> None:
    """The purposes to which the person agrees from now on."""
    wanted = sorted(frozenset(purposes))
    if wanted != sorted(dossier.consents):
        entry = Entry(EntryKind.CONSENTS, timezone.now(), REPORTER, {"purposes": wanted})
        write_as_reporter(receipt, case, entry, line={"is_read": False})


def change_contact(receipt: Receipt, case: Case, dossier: Dossier, contact: Contact) -> None:
    """How the person can be reached safely from now on."""
    told = {"how": contact.how, "when": contact.when}
    if told != dict(dossier.newest(EntryKind.CONTACT)):
        write_as_reporter(
            receipt, case, Entry(EntryKind.CONTACT, timezone.now(), REPORTER, told), line={"is_read": False}
        )


def ask_for_deletion(receipt: Receipt, case: Case, dossier: Dossier) -> None:
    """Asks that everything be erased; once is enough."""
    if not dossier.is_deletion_asked:
        entry = Entry(EntryKind.DELETION_ASKED, timezone.now(), REPORTER)
        write_as_reporter(receipt, case, entry, line={"wants_deletion": True, "is_read": False})


def take_deletion_back(receipt: Receipt, case: Case, dossier: Dossier) -> None:
    """Takes the wish for deletion back; from then on nobody can erase."""
    if dossier.is_deletion_asked:
        entry = Entry(EntryKind.DELETION_TAKEN_BACK, timezone.now(), REPORTER)
        write_as_reporter(receipt, case, entry, line={"wants_deletion": False, "is_read": False})


def unanswered(dossier: Dossier) -> list[Entry]:
    """What the person said since the last answer, or since they were told that work has ended; oldest first."""
    said: list[Entry] = []
    for entry in dossier.of(*_SAID):
        if entry.by == REPORTER:
            said = [*said, entry]
        elif entry.kind is not EntryKind.PROGRESS or entry.data["state"] == State.CLOSED:
            said = []
    return said


def _record_of(form: bytes, *sent: bytes) -> str:
    """The record of what a form sends: the same from the same form is one."""
    return digest(b"".join(digest(part, _DOMAIN) for part in sent), _DOMAIN, key=form, size=16).hex()
