"""The inbox: every report of the member's offices, the most urgent first."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.actions.counting import bring_up_to_date
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.lists.lines import SHORT_ID, Line
from amparo.web.casework.lists.load import Load, case_load, first_answers
from amparo.web.casework.lists.tables import PAGE, Table, page
from amparo.web.casework.lists.wanted import Wanted
from amparo.web.people.actions.letting_in import to_be_seen
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

_MOST_PAGES = 99_999


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its words in the language of the page."""

    line: Line
    kind: object
    state: object
    language: str
    assigned_to: str
    is_overdue: bool


@holders(*access.READERS)
@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of lines. What is looked for is posted: no name of a person stands in an address; a ready view has an address of its own."""
    signed_in = who_is(request)
    tables = access.access_tables(signed_in)
    me, view = signed_in.member.id[:SHORT_ID], request.GET.get("view", "")
    form = forms.Filter(request.POST or None, initial=forms.view_initial(view))
    if form.is_bound:
        wanted = form.wanted(me, signed_in.today) if form.is_valid() else Wanted()
    else:
        wanted = forms.view_wanted(view, me, signed_in.today)
    number = forms.number_in(request.POST.get("page", ""), most=_MOST_PAGES) or 1
    lines, count = page(tables, wanted, number)
    pages = max(-(-count // PAGE), 1)
    shown = {
        "form": form,
        "views": _views(tables, me, signed_in.today, "" if form.is_bound else view),
        "rows": _rows(lines, signed_in.today),
        "count": count,
        "unread": sum(table.unread for table in tables),
        "number": number,
        "pages": pages,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < pages else None,
        "unopened": sum(table.unopened for table in tables),
        "shut": access.offices_shut(signed_in),
        "load": _load(signed_in, tables),
        "answered": first_answers(_supervised(signed_in, tables)),
        "newcomers": len({post.member_id for post in to_be_seen(signed_in)}),
        "may_write": bool(signed_in.offices(*access.WRITERS)),
    }
    response = render(
        request, "casework/inbox.html", shown, status=400 if form.is_bound and not form.is_valid() else 200
    )
    _tidy(signed_in, tables)
    if request.method == "GET":
        _count(signed_in)
    return response


def _views(tables: list[Table], me: str, today: date, here: str) -> list[tuple[str, object, int, bool]]:
    """Each ready view: its name in an address, what it is called, how many reports are in it, whether it is this page."""
    wanted = [forms.view_wanted(view, me, today) for view in forms.VIEWS]
    counts = [table.counts(wanted) for table in tables]
    return [
        (view, name, sum(counted[at] for counted in counts), view == here)
        for at, (view, (name, _told)) in enumerate(forms.VIEWS.items())
    ]


def _load(signed_in: SignedIn, tables: list[Table]) -> list[tuple[str, Load]]:
    """The case load of the offices that the member supervises, with the names of colleagues."""
    names = {member[:SHORT_ID]: name for member, name in access.member_names().items()}
    found = case_load(_supervised(signed_in, tables), on=signed_in.today)
    return [(names.get(one.assigned_to, ""), one) for one in found]


def _supervised(signed_in: SignedIn, tables: list[Table]) -> list[Table]:
    return [table for table in tables if signed_in.has(table.office, Role.SUPERVISOR)]


def _rows(lines: list[Line], today: date) -> list[Shown]:
    names = {member[:SHORT_ID]: name for member, name in access.member_names().items()}
    return [
        Shown(
            line,
            forms.KINDS.get(line.kind, line.kind),  # type: ignore[call-overload]
            forms.STATES.get(line.state, line.state),  # type: ignore[call-overload]
            forms.language_name(line.language),
            names.get(line.assigned_to, ""),
            line.due_on is not None and line.due_on < today,
        )
        for line in lines
    ]


def _count(signed_in: SignedIn) -> None:
    """Brings what the analysts count up to what cases say now: no other session has both the keys and the occasion."""
    for office in signed_in.offices(Role.CASEWORKER):
        with suppress(CannotOpen):
            bring_up_to_date(signed_in, office)


def _tidy(signed_in: SignedIn, tables: list[Table]) -> None:
    """Compacts what has grown long, in the session that can open it."""
    for table in tables:
        if table.is_to_be_compacted(signed_in.today):
            try:
                table.compact(signed_in.ring, on=signed_in.today)
            except CannotOpen:
                # A row that does not open stands in the way; the page says that there is one.
                continue
