"""Giving all of one colleague's cases to another, before a leave or after somebody left, with one note that is read first."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.doing import entry_of
from amparo.web.casework.actions.writing import append
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.lists.lines import SHORT_ID
from amparo.web.casework.models import Case, State
from amparo.web.casework.telling import check_words
from amparo.web.people.models import Member
from amparo.web.people.permissions import NotAllowed
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet


def hand_over(signed_in: SignedIn, office: str, whose: str, to: str, words: str) -> int:
    """Gives every case that `whose` works on in the office to `to`, and says how many; each by itself, so that nobody waits long.

    Whoever works on cases hands over their own; a supervisor those of anybody, but not to themself: taking others' cases is done one
    by one, with a reason. Raises NotAllowed for who is neither, BadInput if `to` works on no cases there.
    """
    check_may_hand_over(signed_in, office, whose, to)
    colleague = _colleague(signed_in, office, to)
    if colleague is None or to == whose:
        raise BadInput("no-such-colleague", _("This person does not work on cases in this office."))
    check_words(words)
    return sum(_give(signed_in, case, whose, colleague, words) for case in list(_cases_of(signed_in, office, whose)))


def check_may_hand_over(signed_in: SignedIn, office: str, whose: str, to: str) -> None:
    """Raises NotAllowed for who may not give the cases of `whose` in this office to `to`."""
    me = signed_in.member.id
    is_own = whose == me and signed_in.has(office, *access.WRITERS)
    supervises = signed_in.has(office, Role.SUPERVISOR) and to != me
    if not is_own and not supervises:
        raise NotAllowed


def _cases_of(signed_in: SignedIn, office: str, whose: str) -> Iterator[Case]:
    """The cases that stand with a colleague in the list."""
    tables = [table for table in access.access_tables(signed_in) if table.office == office]
    found = [case for table in tables for case in table.given().get(whose[:SHORT_ID], ())]
    return iter(access.access_cases(signed_in).filter(id__in=found).exclude(state=State.CLOSED).order_by("id"))


def _give(signed_in: SignedIn, case: Case, whose: str, to: Member, words: str) -> bool:
    entry = entry_of(signed_in, EntryKind.TAKEN, {"to": to.id, "words": words})
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(id=case.id).exclude(state=State.CLOSED).exists()
        # Somebody may have taken, closed or erased it meanwhile.
        if not held or _assigned_to(signed_in, case) != whose:
            return False
        append(case, signed_in.ring, entry, line={"assigned_to": to.id[:SHORT_ID]})
        record(signed_in.member.id, "case.hand-over", case.id, at=timezone.now())
    return True


def _assigned_to(signed_in: SignedIn, case: Case) -> str:
    return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today).assigned_to


def _colleague(signed_in: SignedIn, office: str, member_id: str) -> Member | None:
    colleagues = access.access_colleagues(signed_in, office, Role.CASEWORKER)
    return next((one for one in colleagues if one.id == member_id), None)
