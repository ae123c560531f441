"""Closing a case and reopening it. The person is told that work has ended, and may write all the same."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.remedy.reckoning import RemedyState
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.access import access_colleagues, access_dossier
from amparo.web.casework.actions.doing import check_not_closed, entry_of
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.closing_together import ALONE, Together, may_be_closed, open_members
from amparo.web.casework.closings import LONGEST, Closing
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.groups import members_of
from amparo.web.casework.lists.lines import SHORT_ID, Line
from amparo.web.casework.models import Case, State
from amparo.web.casework.plans import Plan
from amparo.web.casework.remedies import remedies_of
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet

_OWED = (RemedyState.NONE, RemedyState.PARTIAL)  # whatever somebody says who closes


def close(
    signed_in: SignedIn, case: Case, closing: Closing, *, left_open: Collection[str], together: Together = ALONE
) -> None:
    """Ends work on a case; `left_open` are the tasks that somebody saw open and leaves so, `together` what becomes of its people.

    Raises BadInput if it is closed already, while a task is open that nobody named, while somebody is still to ask the person
    after a filing and nobody says what becomes of it, or while nobody says what becomes of one of the people of a collective case.
    """
    with transaction.atomic():
        # Everybody's reports are waited for in one order, so that two who close or gather the same never wait for each other.
        asked = {case.id, *members_of(access_dossier(signed_in, case))}
        held = {one.id: one for one in Case.objects.select_for_update().filter(id__in=asked).order_by("id")}
        dossier = _dossier(signed_in, case)
        _close_together(signed_in, case, open_members(signed_in, case, dossier), held, together)
        if {task.id for task in Plan.of(dossier.entries).open_tasks} - set(left_open):
            raise BadInput(
                "tasks-open", _("Something in the plan is still to be done. Say of each that it stays undone.")
            )
        if closing.asking is None and remedies_of(dossier).due:
            sentence = _("Somebody is still to ask the person after a filing. Say whether that goes on.")
            raise BadInput("asking-open", sentence)
        _end(signed_in, case, dossier, closing)


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


def _close_together(
    signed_in: SignedIn, collective: Case, members: Sequence[Line], held: Mapping[str, Case], told: Together
) -> None:
    """Closes the reports of a collective case's people that are to be closed with it, and gives away those that nobody works on."""
    if {line.case for line in members} - {*told.closed, *told.stays}:
        raise BadInput("people-open", _("Say of the report of each person what becomes of it."))
    for line in members:
        case, ending = held[line.case], told.closed.get(line.case)
        if ending is None:
            if not line.assigned_to:
                _give(signed_in, collective, case, told.to)
            continue
        dossier = access_dossier(signed_in, case)
        if not may_be_closed(line, signed_in.member.id):
            sentence = _("Nobody has read report %(number)s yet, or a colleague works on it: let it stay open.")
            raise BadInput("not-to-close", sentence % {"number": line.number})
        if Plan.of(dossier.entries).open_tasks or remedies_of(dossier).due:
            sentence = _(
                "Something is still to be done in report %(number)s: let it stay open, or end work on it by itself."
            )
            raise BadInput("still-to-do", sentence % {"number": line.number})
        _end(signed_in, case, dossier, ending)


def _give(signed_in: SignedIn, collective: Case, case: Case, to: str) -> None:
    """A report that nobody works on is the colleague's from now on."""
    colleagues = access_colleagues(signed_in, collective.office_id, Role.CASEWORKER)
    colleague = next((one for one in colleagues if one.id == to), None)
    if colleague is None:
        raise BadInput("no-such-colleague", _("Say who works on the reports that stay open."))
    line = {"assigned_to": colleague.id[:SHORT_ID]}
    append(case, signed_in.ring, entry_of(signed_in, EntryKind.TAKEN, {"to": colleague.id}), line=line)
    record(signed_in.member.id, "case.assign", case.id, at=timezone.now())


def _end(signed_in: SignedIn, case: Case, dossier: Dossier, closing: Closing) -> None:
    """Writes that work on the case has ended, for staff and for the person."""
    check_not_closed(case)
    told = {"state": State.CLOSED.value, "why": closing.why.value}
    entries = [entry_of(signed_in, EntryKind.CLOSED, closing.data), entry_of(signed_in, EntryKind.PROGRESS, told)]
    due_on = Plan.of([*dossier.entries, *entries]).due_on
    line = {
        "state": State.CLOSED.value,
        "due_on": due_on,
        "waits_since": None,
        "is_read": True,
        "is_unpaid": closing.is_unpaid or remedies_of(dossier).reckoning.state in _OWED,
    }
    append(case, signed_in.ring, *entries, line=line)
    Case.objects.filter(id=case.id).update(state=State.CLOSED, due_on=due_on)
    record(signed_in.member.id, "case.close", case.id, at=timezone.now())


def _dossier(signed_in: SignedIn, case: Case) -> Dossier:
    """What is in a case that a caseworker has opened; until the transaction ends nobody else writes to it."""
    check_opened(signed_in, case, Role.CASEWORKER)
    if not Case.objects.select_for_update().filter(id=case.id).exists():
        raise CannotOpen
    return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
