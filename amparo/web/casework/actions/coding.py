"""Coding: facts stated over time, and events. Nothing is erased; what stands instead of what is said by its id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.case.ages import born_between
from amparo.case.chronicle import Chronicle
from amparo.case.events import Event
from amparo.case.facts import StatedFact
from amparo.case.parties import Party
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Interval
from amparo.web.casework.access import access_dossier
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.actions.keeping_files import do_and_sum_up
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.shown.rights import days_of, engaged_by_key, side_by_side
from amparo.web.people.sessions import SignedIn


def state_facts(signed_in: SignedIn, case: Case, facts: Sequence[Mapping[str, object]]) -> None:
    """Adds stated facts, as `StatedFact.to_data` gives them; none changes nothing."""
    if facts:
        do_and_sum_up(signed_in, case, "facts.code", [entry_of(signed_in, EntryKind.STATED, {"stated": list(facts)})])


def decide(signed_in: SignedIn, case: Case, chosen: str) -> None:
    """Of several statements that differ, the one with this id stands from now on; raises BadInput if there is none such."""
    with transaction.atomic():
        history = chronicle_of(access_dossier(signed_in, case)).history
        several = next((group for group in history.contradictions if any(one.id == chosen for one in group)), None)
        if several is None:
            raise BadInput(
                "nothing-to-decide", _("These statements do not differ any more. Look at the facts as they are now.")
            )
        stands = next(one for one in several if one.id == chosen)
        state_facts(signed_in, case, [replace(stands, instead_of=frozenset(one.id for one in several)).to_data()])


def write_event(signed_in: SignedIn, case: Case, event: Event) -> None:
    """Adds an event, or a later version of one; raises BadInput if the person was not born then."""
    with transaction.atomic():
        _check_born(event, chronicle_of(access_dossier(signed_in, case)).history.standing)
        entries = [entry_of(signed_in, EntryKind.EVENT, event.to_data())]
        if event.place or event.words:
            detail = {"event": event.id, "place": event.place, "words": event.words}
            entries.append(entry_of(signed_in, EntryKind.DETAIL, detail))
        do_and_sum_up(signed_in, case, "event.write", entries)


def write_party(signed_in: SignedIn, case: Case, party: Party) -> None:
    """Adds a party, or a later version of one."""
    do_and_sum_up(signed_in, case, "party.write", [entry_of(signed_in, EntryKind.PARTY, party.to_data())])


def keep_rights_read(signed_in: SignedIn, case: Case, chronicle: Chronicle) -> None:
    """Notes which rights were read, by State and day, and the digest of the knowledge that gave them."""
    columns = side_by_side(chronicle, days_of(chronicle), "en")
    told = {"digest": load_catalogue().digest, "engaged": engaged_by_key(columns)}
    do(signed_in, case, "rights.read", [entry_of(signed_in, EntryKind.ANSWERED, told)])


def _check_born(event: Event, facts: Iterable[StatedFact]) -> None:
    for one in facts:
        if one.name != "age" or not isinstance(one.value, Interval) or event.target:
            continue
        if event.when.last < born_between(one.value, one.as_of).first:
            raise BadInput("before-birth", _("By the age that is known, the person was not born yet on that day."))
