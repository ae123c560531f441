"""Gathering people into a collective case. Their cases stay their own; nobody has to open one to name it."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.actions.doing import check_not_closed, entry_of
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def gather(signed_in: SignedIn, collective: Case, members: Collection[Case]) -> None:
    """Each of the cases belongs to the collective from now on, and each names the other; all or none.

    Raises BadInput for the collective itself, or a case of another office.
    """
    told = {one.id: one.number for one in members}
    _link(signed_in, collective, members, {"gathers": told}, "joined", "case.gather")


def leave_out(signed_in: SignedIn, collective: Case, members: Mapping[str, str]) -> None:
    """The cases, by id and number, no longer belong to it, those that were erased neither; what was reckoned for them stays in it."""
    there = list(Case.objects.filter(id__in=members, office=collective.office_id))
    _link(signed_in, collective, there, {"leaves_out": dict(members)}, "left", "case.leave-out")


def _link(
    signed_in: SignedIn, collective: Case, members: Collection[Case], told: Mapping[str, object], here: str, action: str
) -> None:
    if any(one.id == collective.id or one.office_id != collective.office_id for one in members):
        raise BadInput("not-members", _("Name other cases of the same office."))
    with transaction.atomic():
        check_opened(signed_in, collective, Role.CASEWORKER)
        # Always in one order, the collective among them, so that two who gather the same people never wait for each other.
        for case in sorted((collective, *members), key=lambda one: one.id):
            data = told if case.id == collective.id else {here: {collective.id: collective.number}}
            check_not_closed(case)
            append(case, signed_in.ring, entry_of(signed_in, EntryKind.GROUP, data))
            record(signed_in.member.id, action, case.id, at=timezone.now())
