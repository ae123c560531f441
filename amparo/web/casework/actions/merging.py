"""Joining doubles: people decide that two reports are about the same; each then names the other, and both receipts go on working."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.actions.doing import check_not_closed
from amparo.web.casework.actions.keeping_files import sum_up
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def merge(signed_in: SignedIn, double: Case, into: Case) -> None:
    """Links the double and the case that goes on, both ways; raises BadInput if they are one, or lie in two offices."""
    if double.id == into.id or double.office_id != into.office_id:
        raise BadInput("not-doubles", _("Choose another report of the same office."))
    now = timezone.now()
    with transaction.atomic():
        for case in (double, into):
            check_opened(signed_in, case, Role.CASEWORKER)
        # Always in the same order, so that two who join the same pair do not wait for each other for ever.
        for case, other, how in sorted(((double, into, "into"), (into, double, "from")), key=lambda part: part[0].id):
            entry = Entry(
                EntryKind.MERGED, now, signed_in.member.id, {"case": other.id, "number": other.number, "how": how}
            )
            check_not_closed(case)
            append(case, signed_in.ring, entry, line={"merged_into": other.number} if how == "into" else None)
            record(signed_in.member.id, "case.merge", case.id, at=now)
        sum_up(signed_in, double)
