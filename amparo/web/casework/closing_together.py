"""The people of a collective case when work on it ends: the report of each is closed with it, or stays open with somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from amparo.remedy.reckoning import RemedyState
from amparo.web.casework import access
from amparo.web.casework.closings import Closing
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.groups import members_of
from amparo.web.casework.lists.lines import SHORT_ID, Line
from amparo.web.casework.models import Case, State
from amparo.web.casework.remedies import remedies_of
from amparo.web.casework.shown.money import rest_in
from amparo.web.people.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class Together:
    """What becomes of the people's reports: how each that is closed ends, which stay open, and who takes those nobody works on."""

    closed: Mapping[str, Closing] = field(default_factory=dict)
    stays: frozenset[str] = frozenset()
    to: str = ""


ALONE = Together()


@dataclass(frozen=True, slots=True)
class MemberShown:
    """One person's report, as the list shows it, with what the collective case knows of their remedy."""

    id: str
    number: str
    name: str = field(repr=False)
    worker: str
    is_read: bool
    is_danger: bool
    may_close: bool
    remedy: str  # how far it has come, with which closing is proposed; empty where it is to stay open
    remains: str = field(repr=False)


def open_members(signed_in: SignedIn, case: Case, dossier: Dossier) -> list[Line]:
    """The lines of the people of a collective case on whose reports work goes on, in the order in which they came."""
    members = list(members_of(dossier))
    lines = [line for line in access.access_lines(signed_in, case.office_id, members) if line.state != State.CLOSED]
    return sorted(lines, key=lambda line: members.index(line.case))


def may_be_closed(line: Line, me: str) -> bool:
    """Whether the report may be closed with the collective case: somebody has read it, and it is not a colleague's."""
    return line.is_read and line.assigned_to in ("", me[:SHORT_ID])


def members_shown(signed_in: SignedIn, case: Case, dossier: Dossier) -> list[MemberShown]:
    """What the page of closing shows of each; what was received is proposed for whom the ledger of the collective case knows."""
    names = {member[:SHORT_ID]: name for member, name in access.member_names().items()}
    people = remedies_of(dossier).reckoning.people
    found = []
    for line in open_members(signed_in, case, dossier):
        own = people.get(line.case)
        is_known = own is not None and own.state is not RemedyState.UNKNOWN
        # Whoever is in danger, or has a day, is not closed by default.
        is_proposed = is_known and not line.is_danger and line.due_on is None
        found.append(
            MemberShown(
                line.case,
                line.number,
                line.name,
                names.get(line.assigned_to, ""),
                line.is_read,
                line.is_danger,
                may_be_closed(line, signed_in.member.id),
                own.state.value if own and is_proposed else "",
                rest_in(own, get_language() or "en") if own else "",
            )
        )
    return found
