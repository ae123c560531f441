"""Stating for each person of a collective case what was told for all. Nobody has to open their reports; nothing of them is shown."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.case.facts import StatedFact
from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework.access import access_cases, access_dossier
from amparo.web.casework.actions.doing import entry_of, is_closed
from amparo.web.casework.actions.keeping_files import sum_up
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.writing import append
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.facts_for_all import facts_for_all, lacking
from amparo.web.casework.groups import members_of
from amparo.web.casework.models import Case
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def share_facts(signed_in: SignedIn, collective: Case, chosen: Collection[str]) -> None:
    """States the chosen facts for each of the people whose reports are open.

    Each by itself, so that nobody waits long. Raises BadInput if none of them is a fact of the collective case.
    """
    check_opened(signed_in, collective, Role.CASEWORKER)
    dossier = access_dossier(signed_in, collective)
    told = [one for one in facts_for_all(chronicle_of(dossier).history) if one.id in chosen]
    if not told:
        raise BadInput("nothing-told", _("Choose what is so for everybody."))
    members = access_cases(signed_in).filter(id__in=members_of(dossier), office=collective.office_id)
    for one in members.order_by("id"):
        _share(signed_in, collective, one, told)


def _share(signed_in: SignedIn, collective: Case, case: Case, told: Sequence[StatedFact]) -> None:
    """States what the report of one person does not say; nothing in a closed one."""
    with transaction.atomic():
        check_opened(signed_in, collective, Role.CASEWORKER)
        if is_closed(case):
            return
        own = chronicle_of(access_dossier(signed_in, case)).history
        if stated := [one.to_data() for one in lacking(told, own, collective.id)]:
            append(case, signed_in.ring, entry_of(signed_in, EntryKind.STATED, {"stated": stated}))
            record(signed_in.member.id, "facts.share", case.id, at=timezone.now())
            sum_up(signed_in, case)
