"""What collective cases hold of one person's money and remedy, for the page of that person's own report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from amparo.remedy.reckoning import reckon
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.giving_out.paper import collectives
from amparo.web.casework.groups import gathered_in
from amparo.web.casework.models import Case
from amparo.web.casework.remedies import remedies_of
from amparo.web.casework.shown.money import balances_shown
from amparo.web.casework.shown.money_words import STATES_OF_REMEDY
from amparo.web.people.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class Theirs:
    """What one collective case says that this person is owed; nothing of the others, and nothing while it is not open."""

    id: str
    number: str
    is_open: bool
    state: str = ""
    balances: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


def theirs(signed_in: SignedIn, case: Case, dossier: Dossier) -> Iterator[Theirs]:
    """For each collective case to which the report belongs, where it is and, if the member has opened it, what is this person's."""
    found = collectives(signed_in, dossier)
    for collective, number in gathered_in(dossier).items():
        shared = found.get(number)
        if shared is None:
            yield Theirs(collective, number, is_open=False)
            continue
        own = reckon(remedies_of(shared).ledger.of_person(case.id))
        state = str(STATES_OF_REMEDY[own.state]) if own.owings else ""
        yield Theirs(collective, number, True, state, tuple(balances_shown(own, get_language() or "en")))
