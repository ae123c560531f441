"""Gathering people into a collective case. Their cases stay their own; nobody has to open one to name it."""

from collections.abc import Collection

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
    _link(signed_in, collective, members, ("gathers", "joined"), "case.gather")


def leave_out(signed_in: SignedIn, collective: Case, members: Collection[Case]) -> None:
    """The cases no longer belong to it; what was reckoned for them stays in the collective case."""
    _link(signed_in, collective, members, ("leaves_out", "left"), "case.leave-out")


def _link(
    signed_in: SignedIn, collective: Case, members: Collection[Case], words: tuple[str, str], action: str
) -> None:
    if any(one.id == collective.id or one.office_id != collective.office_id for one in members):
        raise BadInput("not-members", _("Name other cases of the same office."))
    there, here = words
    with transaction.atomic():
        check_opened(signed_in, collective, Role.CASEWORKER)
        told = {one.id: one.number for one in members}
        check_not_closed(collective)
        append(collective, signed_in.ring, entry_of(signed_in, EntryKind.GROUP, {there: told}))
        # Always in one order, so that two who gather the same people never wait for each other.
        for member in sorted(members, key=lambda one: one.id):
            back = {collective.id: collective.number}
            check_not_closed(member)
            append(member, signed_in.ring, entry_of(signed_in, EntryKind.GROUP, {here: back}))
            record(signed_in.member.id, action, member.id, at=timezone.now())
        record(signed_in.member.id, action, collective.id, at=timezone.now())
