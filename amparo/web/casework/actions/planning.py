"""The plan of a case, written: needs named and followed, tasks set and done; and the next day of the case, kept beside it.

A need can be named from the first minute, on a report that nobody has made a case of: help does not wait for a label.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.material import CannotOpen, new_id
from amparo.web.casework.access import access_colleagues
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.plans import Need, NeedKind, NeedState, Plan, Task
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import cabinet


def name_need(signed_in: SignedIn, case: Case, kind: NeedKind, words: str = "") -> None:
    """Writes down what the person needs."""
    keep_planned(signed_in, case, "need.name", EntryKind.NEED, Need(new_id(), kind, words=words).data)


def change_need(signed_in: SignedIn, case: Case, need_id: str, state: NeedState, words: str) -> None:
    """Writes down what has come of a need; raises BadInput if there is none of that id, or nobody says why it cannot be met."""
    need = _plan(signed_in, case).needs.get(need_id)
    if need is None:
        raise BadInput("no-such-need", _("This is not in the plan."))
    keep_planned(signed_in, case, "need.change", EntryKind.NEED, Need(need.id, need.kind, state, words).data)


def add_task(signed_in: SignedIn, case: Case, words: str, due_on: date | None = None, who: str = "") -> None:
    """Adds something to do; raises BadInput if `who` does not work on cases in this office."""
    _check_who(signed_in, case, who)
    keep_planned(signed_in, case, "task.add", EntryKind.TASK, Task(new_id(), words, due_on, who).data)


def change_task(
    signed_in: SignedIn, case: Case, task_id: str, words: str, due_on: date | None, who: str, *, is_done: bool
) -> None:
    """Puts a task otherwise, done or not; raises BadInput if there is none of that id."""
    task = _plan(signed_in, case).tasks.get(task_id)
    if task is None:
        raise BadInput("no-such-task", _("This is not in the plan."))
    if who != task.who:
        # Whoever had it may have left since, and stays named.
        _check_who(signed_in, case, who)
    keep_planned(signed_in, case, "task.change", EntryKind.TASK, Task(task.id, words, due_on, who, is_done).data)


def keep_planned(signed_in: SignedIn, case: Case, action: str, kind: EntryKind, data: Mapping[str, object]) -> None:
    """Appends what the next day of the case depends on. Part of other actions."""
    keep_all_planned(signed_in, case, action, [entry_of(signed_in, kind, data)])


def keep_all_planned(
    signed_in: SignedIn,
    case: Case,
    action: str,
    entries: Sequence[Entry],
    line: Mapping[str, object] | None = None,
    *,
    even_closed: bool = False,
) -> None:
    """Appends entries on which the next day of the case depends, and keeps that day, alone, in clear. Part of other actions."""
    with transaction.atomic():
        # Writers of one case queue here, so that the day is that of everything written before.
        if not Case.objects.select_for_update().filter(id=case.id).exists():
            raise CannotOpen
        due_on = _plan(signed_in, case, *entries).due_on
        do(signed_in, case, action, entries, {**(line or {}), "due_on": due_on}, even_closed=even_closed)
        Case.objects.filter(id=case.id).update(due_on=due_on)


def _plan(signed_in: SignedIn, case: Case, *more: Entry) -> Plan:
    """The plan as it is, or as it will be with an entry more."""
    dossier = Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
    return Plan.of([*dossier.entries, *more])


def _check_who(signed_in: SignedIn, case: Case, who: str) -> None:
    if who and who not in {one.id for one in access_colleagues(signed_in, case.office_id)}:
        raise BadInput("no-such-colleague", _("This person does not work on cases in this office."))
