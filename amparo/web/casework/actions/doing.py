"""What most acts with a case are made of: check, append, record. Part of other actions."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.access import WRITERS
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case, State
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def entry_of(signed_in: SignedIn, kind: EntryKind, data: Mapping[str, object]) -> Entry:
    """An entry of that kind by the member, now."""
    return Entry(kind, timezone.now(), signed_in.member.id, data)


def do(
    signed_in: SignedIn,
    case: Case,
    action: str,
    entries: Sequence[Entry],
    line: Mapping[str, object] | None = None,
    *,
    roles: Sequence[Role] = WRITERS,
    even_closed: bool = False,
) -> None:
    """Appends entries to a case that the member has opened, with what changed of its line, and records the act.

    Raises BadInput if work on the case has ended, but for what goes on `even_closed`.
    """
    with transaction.atomic():
        check_opened(signed_in, case, *roles)
        if not even_closed:
            check_not_closed(case)
        append(case, signed_in.ring, *entries, line=line)
        record(signed_in.member.id, action, case.id, at=timezone.now())


def check_not_closed(case: Case) -> None:
    """Raises BadInput for a closed case, to which only the person writes; until the transaction ends nobody closes it."""
    if is_closed(case):
        sentence = _("Work on this case has ended. Reopen it, in another window; then send this again.")
        raise BadInput("case-closed", sentence)


def is_closed(case: Case) -> bool:
    """Whether work on the case has ended; until the transaction ends nobody else writes to it."""
    locked = Case.objects.select_for_update().filter(id=case.id).first()
    return locked is not None and locked.state == State.CLOSED
