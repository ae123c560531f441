"""A list that an office already has, brought in: a dry run that names every row it cannot read, then the rows that are good.

Between the steps the list travels sealed in the form where it is small, and is chosen again where it is not; it is stored nowhere.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.exchange.lists.headings import FREE, targets
from amparo.exchange.lists.reading import read_list
from amparo.exchange.lists.rows import DryRun, RowRead, read_rows
from amparo.exchange.lists.sheet import RowProblem, SheetRead
from amparo.rules.dates import Period
from amparo.vault.material import digest, new_id
from amparo.web import travelling
from amparo.web.casework import access, forms
from amparo.web.casework.actions.opening_here import Heard, bring
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.telling import LONGEST, Contact
from amparo.web.people.doors import holders, who_is

AT_ONCE = 200  # rows in one request; the page goes on from there
_PURPOSE, _WITHIN, _DOMAIN = "bring-list", timedelta(hours=4), b"amparo.web.lists"
_TRAVELS = 400_000  # bytes, pressed: sealed and written as text they fit a form
_SHOWN = 500  # problems


@dataclass(frozen=True, slots=True)
class Held:
    """What goes from one step to the next: the list or its digest, and a token from which the ids of its cases follow."""

    content: bytes = field(repr=False)
    token: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Held | None":
        """The list that was sent, or came along; None if there is neither. Raises BadInput if another one was chosen."""
        sent = request.FILES.get("list")
        packed = request.POST.get("held", "")
        known = travelling.unpack(_PURPOSE, packed, within=_WITHIN) if packed else {}
        if sent is not None:
            content = sent.read()
            if known.get("digest") == _digest(content):
                return cls(content, str(known["token"]))
            if request.POST.get("do") == "bring":
                raise BadInput("another-list", _("This is not the list that was looked at. Look at it first."))
            return cls(content, new_id())
        if "list" in known:
            return cls(zlib.decompress(b64decode(str(known["list"]))), str(known["token"]))
        return None

    @property
    def travels(self) -> bool:
        """Whether it is small enough to come along in the form."""
        return len(zlib.compress(self.content)) <= _TRAVELS

    @property
    def packed(self) -> str:
        """The hidden field."""
        held: dict[str, object] = {"digest": _digest(self.content), "token": self.token}
        if self.travels:
            held["list"] = b64encode(zlib.compress(self.content)).decode()
        return travelling.pack(_PURPOSE, held)


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def bring_list(request: HttpRequest) -> HttpResponse:
    """Choose a list, see what is read of it, change what columns mean, bring it in."""
    offices = access.access_offices_to_open(who_is(request))
    form = forms.BringList(request.POST or None, offices=offices, initial={"language": get_language()})
    shown: dict[str, object] = {"form": form}
    try:
        held = Held.of(request) if request.method == "POST" else None
        if held is None:
            if form.is_bound:
                form.add_error(None, _("Choose the list."))
        elif form.is_valid():
            return _looked_at(request, form, held, shown)
    except BadInput as wrong:
        say = _SENTENCES.get(wrong.code)
        form.add_error(None, say() if say else wrong.sentence)
    return render(request, "casework/bring_list.html", shown, status=400 if form.is_bound else 200)


def _looked_at(request: HttpRequest, form: forms.BringList, held: Held, shown: dict[str, object]) -> HttpResponse:
    sheet = read_list(held.content, vocabulary=vocabulary())
    mapping = _mapping(request, sheet)
    run = read_rows(sheet, mapping, vocabulary())
    ready = [row for row in run.ready if not _too_long(row)]
    shown |= {"held": held, "sheet": sheet, "columns": _columns(sheet, mapping), "ready": len(ready), **_problems(run)}
    if request.POST.get("do") != "bring":
        return render(request, "casework/bring_list.html", shown)
    begun = request.POST.get("begun", "0")
    at = int(begun) if begun.isdecimal() else 0
    part = {_case_id(held, row): _heard(row, form.cleaned_data["language"]) for row in ready[at : at + AT_ONCE]}
    office = next(
        one for one in access.access_offices_to_open(who_is(request)) if one.code == form.cleaned_data["office"]
    )
    bring(who_is(request), part, office)
    shown |= {"brought": min(at + AT_ONCE, len(ready)), "is_done": at + AT_ONCE >= len(ready)}
    return render(request, "casework/bring_list.html", shown)


def _mapping(request: HttpRequest, sheet: SheetRead) -> dict[str, str]:
    """What the columns mean: as chosen on the page, or else as proposed."""
    if "column-0" not in request.POST:
        return dict(sheet.mapping)
    chosen = {name: request.POST.get(f"column-{at}", "") for at, name in enumerate(sheet.columns)}
    return {name: target for name, target in chosen.items() if target}


def _columns(sheet: SheetRead, mapping: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    language = get_language() or "en"
    facts = vocabulary().facts
    own = {
        "account": _("What happened, in words"),
        "name": _("Name"),
        "contact": _("How to reach the person"),
        "reference": _("Reference in the list"),
        "received_on": _("Day received"),
        "circumstances": _("Circumstances that are so"),
        "circumstances_false": _("Circumstances that are not so"),
    }
    labels = [
        (name, own.get(name) or facts[name].wording.label[language])
        for name in (*FREE, *targets(vocabulary())[: -len(FREE)])
    ]
    return [(name, [(value, label, mapping.get(name) == value) for value, label in labels]) for name in sheet.columns]


def _problems(run: DryRun) -> dict[str, object]:
    found = [*run.problems, *(_long_problem(row) for row in run.ready if _too_long(row))]
    found.sort(key=lambda one: one.row)
    rows = [(one.row, one.column, _CELLS.get(one.code, lambda one=one: one.sentence)()) for one in found[:_SHOWN]]
    return {"problems": rows, "problem_count": len(found), "bad_rows": len({one.row for one in found})}


def _too_long(row: RowRead) -> bool:
    return any(len(said) > LONGEST for said in row.fields.values())


def _long_problem(row: RowRead) -> RowProblem:
    return RowProblem(row.number, "", "A text is too long.", "too-long")


def _heard(row: RowRead, language: str) -> Heard:
    told = row.fields
    day = told.get("received_on")
    return Heard(
        language,
        told.get("account", ""),
        Contact(how=told.get("contact", "")),
        told.get("name", ""),
        facts=row.facts,
        received_on=Period.parse(day).first if day else None,
        reference=told.get("reference", ""),
    )


def _case_id(held: Held, row: RowRead) -> str:
    """The same list brought in twice from one page is one list."""
    return digest(f"{held.token}/{row.number}".encode(), _DOMAIN, size=16).hex()


def _digest(content: bytes) -> str:
    return digest(content, _DOMAIN).hex()


_CELLS = {
    "broken-row": lambda: _("This row does not come apart into cells. Look for a quotation mark that does not close."),
    "too-many-cells": lambda: _("The row has more cells than there are headings."),
    "contradiction": lambda: _("Two columns say different things of the same."),
    "nothing-read": lambda: _("Nothing in this row stands in a column that is brought in."),
    "double": lambda: _("Another row has the same reference. See whether they are one."),
    "ambiguous-date": lambda: _("Day and month may be read either way. Write it as 2024-04-03."),
    "future-date": lambda: _("This day lies in the future."),
    "unread": lambda: _(
        "This cannot be read as what the column means. Correct it, or let the column mean something else."
    ),
    "too-long": lambda: _("A text in this row is too long."),
}
_SENTENCES = {
    "empty-list": lambda: _("The list is empty, or has no headings in its first row."),
    "list-too-long": lambda: _("The list is too long. Bring it in in parts."),
    "list-too-wide": lambda: _("The list has too many columns. Leave out those that are not needed."),
    "unreadable-list": lambda: _("This file cannot be read as a list. Save it as XLSX without a password, or as CSV."),
    "bad-mapping": lambda: _("The meaning of a column does not fit the list. Choose the columns again."),
    "form-expired": lambda: _("This page was open for too long. Please begin again."),
}
