"""Opening a sealed section, and writing into it. Having opened the case is not enough: each opening is an act of its own."""

from django.db import transaction
from django.utils import timezone

from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry
from amparo.web.casework.models import Case
from amparo.web.casework.sealed import Sealed
from amparo.web.casework.telling import check_words
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet


def read_section(signed_in: SignedIn, case: Case, sealed: Sealed) -> list[Entry]:
    """What lies in the section, oldest first; raises CannotOpen if the member's keys do not open it."""
    with transaction.atomic():
        check_opened(signed_in, case, Role.CASEWORKER)
        dossier = Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
        if sealed.kind.section not in dossier.sections:
            raise CannotOpen
        # The chain stands in clear, and that somebody has such a section would tell about them: which it was is in the digest.
        record(signed_in.member.id, "section.read", f"{case.id}/{sealed.value}", at=timezone.now())
        return list(dossier.of(sealed.kind))


def write_section(signed_in: SignedIn, case: Case, sealed: Sealed, words: str) -> None:
    """Adds a note to the section."""
    check_role(signed_in, case.office_id, Role.CASEWORKER)
    entry = entry_of(signed_in, sealed.kind, {"words": check_words(words)})
    do(signed_in, case, "section.note", [entry])
