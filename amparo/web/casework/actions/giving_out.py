"""What leaves the office: a case on paper, and everything for the person it concerns. Each leaves a line in the record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.access import access_dossier
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.unsealing import read_section
from amparo.web.casework.groups import members_of
from amparo.web.casework.models import Case
from amparo.web.casework.sealed import Sealed
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def print_case(signed_in: SignedIn, case: Case) -> None:
    """Records that a case was printed."""
    _record(signed_in, case, "case.print")


def give_everything(signed_in: SignedIn, case: Case) -> None:
    """Records that everything was taken out, the sealed sections too; raises BadInput for a collective case, which concerns many."""
    if members_of(access_dossier(signed_in, case)):
        sentence = _("This case gathers several people. Give each of them what is in their own report.")
        raise BadInput("concerns-many", sentence)
    with transaction.atomic():
        _record(signed_in, case, "case.everything")
        # All of them, whether something lies there or not: the chain tells nobody that it does.
        for sealed in Sealed:
            read_section(signed_in, case, sealed)


def _record(signed_in: SignedIn, case: Case, action: str) -> None:
    with transaction.atomic():
        check_opened(signed_in, case, Role.CASEWORKER)
        record(signed_in.member.id, action, case.id, at=timezone.now())
