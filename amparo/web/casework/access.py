"""Which cases a person may see: the only way by which cases leave the database."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import add

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from amparo.vault.counted import open_totals
from amparo.vault.keys import PublicKey, Role
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.attached import open_file
from amparo.web.casework.counting.totals import Totals
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry
from amparo.web.casework.lists import shared
from amparo.web.casework.lists.lines import SHORT_ID, Line
from amparo.web.casework.lists.tables import Table
from amparo.web.casework.models import (
    KEPT_FOR,
    OPEN_FOR,
    CalendarAddress,
    CannedAnswer,
    Case,
    Kind,
    Opening,
    ReceiptKey,
    State,
)
from amparo.web.people.keys import holds_key, role_key
from amparo.web.people.models import Member, Office, Post, Session
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import cabinet, store

# Who comes to cases at all; an analyst, a custodian and an administrator never do.
READERS = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR)
WRITERS = (Role.INTAKE, Role.CASEWORKER)
# Of several roles in one office the list of the first is shown: it holds the most.
_LISTED = (Role.CASEWORKER, Role.SUPERVISOR, Role.INTAKE)


def access_cases(signed_in: SignedIn) -> QuerySet[Case]:
    """The cases that the member's posts of today let them see. Intake sees what has not been made a case yet."""
    caseworkers = Q(office_id__in=signed_in.offices(Role.CASEWORKER, Role.SUPERVISOR))
    intake = Q(office_id__in=signed_in.offices(Role.INTAKE), state=State.RECEIVED)
    return Case.objects.filter(caseworkers | intake).exclude(kind=Kind.PARTY)


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


def access_case_to_decide(signed_in: SignedIn, case_id: str) -> Case:
    """The same, for caseworkers alone: who makes cases, joins doubles and erases."""
    found = access_case(signed_in, case_id)
    if not signed_in.has(found.office_id, Role.CASEWORKER):
        raise Http404
    return found


def access_case_by_number(signed_in: SignedIn, number: str) -> Case | None:
    """The case of that number, if the member may see it."""
    return access_cases(signed_in).filter(number=number.strip().upper()).select_related("office").first()


def access_cases_by_number(signed_in: SignedIn, numbers: Collection[str], office: str) -> list[Case]:
    """The cases of these numbers in one office, as far as the member may decide about cases there."""
    if not signed_in.has(office, Role.CASEWORKER):
        raise Http404
    return list(access_cases(signed_in).filter(number__in=numbers, office=office).order_by("number"))


def access_numbers(signed_in: SignedIn, cases: Collection[str]) -> list[str]:
    """The numbers of those of the cases that the member may see."""
    return list(access_cases(signed_in).filter(id__in=cases).order_by("number").values_list("number", flat=True))


def access_files(signed_in: SignedIn) -> QuerySet[Case]:
    """The files on employers and recruiters that the member's offices keep; for caseworkers, who read names and sums."""
    return Case.objects.filter(kind=Kind.PARTY, office_id__in=signed_in.offices(Role.CASEWORKER))


def access_file_on(signed_in: SignedIn, file_id: str) -> Case:
    """One of those files; raises Http404 for all others, whether they exist or not."""
    found = access_files(signed_in).filter(id=file_id).select_related("office").first()
    if found is None:
        raise Http404
    return found


def access_dossier(signed_in: SignedIn, case: Case) -> Dossier:
    """What the member's keys open of the case; raises Http404 if they open nothing."""
    try:
        return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
    except CannotOpen:
        raise Http404 from None


def access_by_receipt(receipt: Receipt) -> tuple[Case, Dossier]:
    """The report under a receipt, opened; raises CannotOpen, whether there never was one or it was erased."""
    known = ReceiptKey.objects.filter(lookup=receipt.lookup_key).select_related("case__office").first()
    # The same work either way: keys are derived, and something is looked for under an id.
    case_id = known.case_id if known else new_id()
    dossier = Dossier.open(cabinet(), KeyRing.of(receipt.pair), case_id, on=timezone.localdate())
    if known is None:
        raise CannotOpen
    return known.case, dossier


def access_tables(signed_in: SignedIn) -> list[Table]:
    """The lists of the member's offices, with what came since they were last looked at.

    Lets go of every list that no living session uses.
    """
    now = timezone.now()
    alive = Session.objects.filter(id__in=shared.users(), idle_until__gte=now, ends_at__gte=now)
    shared.keep_for(set(alive.values_list("id", flat=True)))
    keys = [key for key in _keys_of_lists(signed_in) if holds_key(signed_in.ring, key, on=signed_in.today)]
    return [_refreshed(signed_in, key) for key in keys]


def offices_shut(signed_in: SignedIn) -> list[str]:
    """The names of offices in which the member has a post, and whose list their keys do not open."""
    shut = [
        key.name.of[0] for key in _keys_of_lists(signed_in) if not holds_key(signed_in.ring, key, on=signed_in.today)
    ]
    return list(Office.objects.filter(code__in=shut).order_by("name").values_list("name", flat=True))


def access_totals(signed_in: SignedIn) -> tuple[Totals | None, int, list[str]]:
    """Remedies in all in the offices that the member supervises, how many later writes in cases there are, and offices without any."""
    found, behind, missing = list[Totals](), 0, []
    for office in Office.objects.filter(code__in=signed_in.offices(Role.SUPERVISOR)).order_by("name"):
        with suppress(CannotOpen):
            if raw := open_totals(store(), signed_in.ring, office.code, on=signed_in.today):
                found.append(Totals.decode(raw))
                behind += abs(writes_in(office.code) - found[-1].writes)
                continue
        missing.append(office.name)
    return (reduce(add, found) if found else None), behind, missing


def writes_in(office: str) -> int:
    """How often the cases of an office were written to; a number for all of them, and no row of any."""
    cases = Case.objects.filter(office=office).exclude(kind=Kind.PARTY)
    return cases.aggregate(all=Sum("writes"))["all"] or 0


def access_line(signed_in: SignedIn, case: Case) -> Line | None:
    """The line of a case, as the member's list shows it."""
    key = _key_of_list(signed_in, case.office_id)
    if key is None or not holds_key(signed_in.ring, key, on=signed_in.today):
        return None
    return _refreshed(signed_in, key).line(case.id)


def access_lines(signed_in: SignedIn, office: str, cases: Collection[str]) -> list[Line]:
    """The lines of those of the cases that the member's list of the office shows."""
    key = _key_of_list(signed_in, office)
    if key is None or not holds_key(signed_in.ring, key, on=signed_in.today):
        return []
    return _refreshed(signed_in, key).among(cases)


def access_names(signed_in: SignedIn, office: str, cases: Collection[str]) -> dict[str, str]:
    """The names of the people of these cases, as the member's list of the office shows them; without those it does not show."""
    key = _key_of_list(signed_in, office)
    if key is None or not holds_key(signed_in.ring, key, on=signed_in.today):
        return {}
    return _refreshed(signed_in, key).names(cases)


def access_file(signed_in: SignedIn, case: Case, record: str) -> Entry:
    """A file of a case that is opened; raises Http404 for everything else."""
    if not is_opened(signed_in, case):
        raise Http404
    try:
        return open_file(case.id, record, signed_in.ring, on=signed_in.today)
    except CannotOpen:
        raise Http404 from None


def is_opened(signed_in: SignedIn, case: Case) -> bool:
    """Whether the member opened the case in this session, a short while ago."""
    since = timezone.now() - OPEN_FOR
    openings = Opening.objects.filter(member=signed_in.member, case=case, session=signed_in.session.id, at__gte=since)
    return openings.exists()


def has_opened(signed_in: SignedIn, case: Case) -> bool:
    """Whether the member opened the case within the hour, and so said why where they were asked; in whichever session."""
    since = timezone.now() - KEPT_FOR
    return Opening.objects.filter(member=signed_in.member, case=case, at__gte=since).exists()


def access_colleagues(signed_in: SignedIn, office: str, *roles: Role) -> list[Member]:
    """Who works on cases in an office of the member's, by name; with roles, who has one of these."""
    if not signed_in.has(office, *READERS):
        raise Http404
    return sorted(_workers(office, signed_in.today, *roles), key=lambda member: member.shown_name)


def worker_of(signed_in: SignedIn, case: Case, dossier: Dossier) -> str:
    """The id of the colleague who works on the case; empty if nobody has taken it, or who did works here no longer."""
    ids = {member.id for member in _workers(case.office_id, signed_in.today)}
    return dossier.assigned_to if dossier.assigned_to in ids else ""


def access_roles(case: Case) -> dict[str, Role | None]:
    """In which role each member works in the office of a case, the one that reads most; None for who works elsewhere, or did once."""
    posts = Post.objects.filter(office_id=case.office_id).values_list("member_id", "role")
    held = {role: {member for member, one in posts if one == role.value} for role in _LISTED}
    return {
        member: next((role for role, members in held.items() if member in members), None) for member in member_names()
    }


def member_names() -> dict[str, str]:
    """Everybody who works here or did, by id."""
    return dict(Member.objects.values_list("id", "shown_name"))


def access_offices_to_open(signed_in: SignedIn) -> list[Office]:
    """The offices in which the member can open a report, by name."""
    return list(Office.objects.filter(code__in=signed_in.offices(*WRITERS)).order_by("name"))


def access_canned(signed_in: SignedIn) -> QuerySet[CannedAnswer]:
    """The ready answers of the member's offices."""
    mine = CannedAnswer.objects.filter(office_id__in=signed_in.offices(*WRITERS))
    return mine.select_related("office").order_by("office__name", "language", "title")


def has_calendar(signed_in: SignedIn) -> bool:
    """Whether the member has a calendar address."""
    return CalendarAddress.objects.filter(member=signed_in.member).exists()


def _keys_of_lists(signed_in: SignedIn) -> Iterator[PublicKey]:
    for office in signed_in.offices(*READERS):
        if key := _key_of_list(signed_in, office):
            yield key


def _key_of_list(signed_in: SignedIn, office: str) -> PublicKey | None:
    role = next((role for role in _LISTED if signed_in.has(office, role)), None)
    return role_key(store(), office, role) if role else None


def _workers(office: str, on: date, *roles: Role) -> set[Member]:
    """Who works on cases in the office on that day: members who are here, with a post that has not ended, of these roles."""
    posts = Post.objects.filter(office_id=office, role__in=[role.value for role in roles or WRITERS]).select_related(
        "member"
    )
    return {post.member for post in posts if post.is_held_on(on) and post.member.is_active}


def _refreshed(signed_in: SignedIn, key: PublicKey) -> Table:
    listed = shared.table(key, signed_in.session.id)
    listed.begin_day(signed_in.today)
    listed.refresh(signed_in.ring, on=signed_in.today)
    listed.workers = {member.id[:SHORT_ID] for member in _workers(listed.office, signed_in.today)}
    return listed
