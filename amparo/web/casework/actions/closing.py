"""Closing a case and reopening it. The person is told that work has ended, and may write all the same."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.closings import LONGEST, Closing
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, State
from amparo.web.casework.plans import Plan
from amparo.web.casework.remedies import remedies_of
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet


def close(signed_in: SignedIn, case: Case, closing: Closing, *, left_open: Collection[str]) -> None:
    """Ends work on a case; `left_open` are the tasks that somebody saw open and leaves so.

    Raises BadInput if it is closed already, while a task is open that nobody named, or while somebody is still to ask the person
    after a filing and nobody says what becomes of it.
    """
    with transaction.atomic():
        dossier = _dossier(signed_in, case)
        if {task.id for task in Plan.of(dossier.entries).open_tasks} - set(left_open):
            raise BadInput(
                "tasks-open", _("Something in the plan is still to be done. Say of each that it stays undone.")
            )
        if closing.asking is None and remedies_of(dossier).due:
            sentence = _("Somebody is still to ask the person after a filing. Say whether that goes on.")
            raise BadInput("asking-open", sentence)
        told = {"state": State.CLOSED.value, "why": closing.why.value}
        entries = [entry_of(signed_in, EntryKind.CLOSED, closing.data), entry_of(signed_in, EntryKind.PROGRESS, told)]
        due_on = Plan.of([*dossier.entries, *entries]).due_on
        line = {
            "state": State.CLOSED.value,
            "due_on": due_on,
            "waits_since": None,
            "is_read": True,
            "is_unpaid": closing.is_unpaid,
        }
        do(signed_in, case, "case.close", entries, line)
        Case.objects.filter(id=case.id).update(state=State.CLOSED, due_on=due_on)


def reopen(signed_in: SignedIn, case: Case, why: str) -> None:
    """Takes up work on a closed case again; raises BadInput if it is not closed, or nobody says why."""
    if not why.strip():
        raise BadInput("no-reason", _("Say in words why work goes on."))
    if len(why) > LONGEST:
        raise BadInput("too-long", _("This is too long. Send it in two parts."))
    with transaction.atomic():
        dossier = _dossier(signed_in, case)
        if not Case.objects.filter(id=case.id, state=State.CLOSED).exists():
            raise BadInput("not-closed", _("Work on this case goes on already."))
        entries = [
            entry_of(signed_in, EntryKind.REOPENED, {"why": why}),
            entry_of(signed_in, EntryKind.PROGRESS, {"state": State.OPEN.value}),
        ]
        due_on = Plan.of([*dossier.entries, *entries]).due_on
        line = {"state": State.OPEN.value, "due_on": due_on, "is_unpaid": False}
        append(case, signed_in.ring, *entries, line=line)
        Case.objects.filter(id=case.id).update(state=State.OPEN, due_on=due_on)
        record(signed_in.member.id, "case.reopen", case.id, at=timezone.now())


def _dossier(signed_in: SignedIn, case: Case) -> Dossier:
    """What is in a case that a caseworker has opened; until the transaction ends nobody else writes to it."""
    check_opened(signed_in, case, Role.CASEWORKER)
    if not Case.objects.select_for_update().filter(id=case.id).exists():
        raise CannotOpen
    return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
