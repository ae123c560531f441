"""Which cases a person may see: the only way by which cases leave the database."""

from django.db.models import Q, QuerySet
from django.http import Http404

from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case, State
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import cabinet

# Who comes to cases at all; an analyst, a custodian and an administrator never do.
READERS = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR)


def access_cases(signed_in: SignedIn) -> QuerySet[Case]:
    """The cases that the member's posts of today let them see. Intake sees what has not been made a case yet."""
    caseworkers = Q(office_id__in=signed_in.offices(Role.CASEWORKER, Role.SUPERVISOR))
    intake = Q(office_id__in=signed_in.offices(Role.INTAKE), state=State.RECEIVED)
    return Case.objects.filter(caseworkers | intake)


def access_case(signed_in: SignedIn, case_id: str) -> Case:
    """One of those cases; raises Http404 for all others, whether they exist or not."""
    found = access_cases(signed_in).filter(id=case_id).select_related("office").first()
    if found is None:
        raise Http404
    return found


def access_case_to_write(signed_in: SignedIn, case_id: str) -> Case:
    """The same, for those who work on cases; a supervisor looks, and does not write."""
    found = access_case(signed_in, case_id)
    if not signed_in.has(found.office_id, Role.CASEWORKER, Role.INTAKE):
        raise Http404
    return found


def access_dossier(signed_in: SignedIn, case: Case) -> Dossier:
    """What the member's keys open of the case; raises Http404 if they open nothing."""
    try:
        return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
    except CannotOpen:
        raise Http404 from None
