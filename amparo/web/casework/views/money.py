"""Money and remedy: one page with the claim, what came of it and who is to be asked; each form on it is posted by itself."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from amparo.case.parties import PartyRole
from amparo.errors import BadInput
from amparo.remedy.as_pdf import as_pdf
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import remedying
from amparo.web.casework.chronicles import parties_of
from amparo.web.casework.closings import is_asked_still
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.forms.ledger import MeasureForm, StrikeForm, SumForm, TakeOutForm
from amparo.web.casework.forms.money import CheckInForm, FilingForm, InterestForm, LineForm
from amparo.web.casework.models import Case, State
from amparo.web.casework.remedies import remedies_of
from amparo.web.casework.shown.money import (
    Named,
    claim_tables,
    filing_name,
    lines_called,
    money_shown,
    named,
    sums_called,
)
from amparo.web.casework.shown.money_words import sentence
from amparo.web.casework.shown.together import theirs
from amparo.web.casework.views.within import closed, opened
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_money(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The page, and its forms: `act` says which of them was sent."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier, act = opened(request, found), request.POST.get("act", "")
    if dossier is None:
        return closed(request, found, _sent(request, act, Named({}, {}), None))
    called = named(signed_in, found, dossier)
    sent = _sent(request, act, called, dossier)
    if sent is not None and sent.is_valid():
        try:
            _ACTS[act](signed_in, found, sent.cleaned_data, sent)
            return redirect("case-money", found.id)
        except BadInput as wrong:
            sent.add_error(None, sentence(wrong))
    if not access.is_opened(signed_in, found):
        return closed(request, found, sent)
    return _page(request, found, dossier, called, sent)


@holders(Role.CASEWORKER)
@require_GET
def case_claim(request: HttpRequest, case_id: str, number: int) -> HttpResponseBase:
    """The claim against one party on paper, under a name that tells nothing."""
    found = access.access_case_to_decide(who_is(request), case_id)
    dossier = opened(request, found)
    if dossier is None:
        return closed(request, found)
    tables = list(claim_tables(dossier, named(who_is(request), found, dossier)))
    if not 0 < number <= len(tables):
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="claim.pdf"'}
    return HttpResponse(as_pdf(tables[number - 1]), content_type="application/pdf", headers=headers)


def _sent(request: HttpRequest, act: str, called: Named, dossier: Dossier | None) -> forms.Form | None:
    """The form that was posted; None if none was."""
    made = _forms(called, dossier, {act: request.POST} if request.method == "POST" else {})
    return made.get(act) if request.method == "POST" else None


def _forms(called: Named, dossier: Dossier | None, sent: dict[str, Any]) -> dict[str, forms.Form]:
    about = {"people": called.people, "parties": called.parties}
    heirs = {one.id: one.name for one in parties_of(dossier) if one.role is PartyRole.FAMILY}
    filings = {one.id: filing_name(one) for one in remedies_of(dossier).filings} if dossier else {}
    return {
        "line": LineForm(sent.get("line"), prefix="line", **about),
        "strike": TakeOutForm(
            sent.get("strike"), prefix="strike", lines=lines_called(dossier, called) if dossier else {}
        ),
        "interest": InterestForm(sent.get("interest"), prefix="interest"),
        "filing": FilingForm(sent.get("filing"), prefix="filing"),
        "sum": SumForm(sent.get("sum"), prefix="sum", heirs=heirs, **about),
        "strike-sum": StrikeForm(
            sent.get("strike-sum"), prefix="strike-sum", sums=sums_called(dossier, called) if dossier else {}
        ),
        "measure": MeasureForm(sent.get("measure"), prefix="measure", **about),
        "check-in": CheckInForm(sent.get("check-in"), prefix="check-in", filings=filings),
    }


def _page(
    request: HttpRequest, case: Case, dossier: Dossier, called: Named, sent: forms.Form | None
) -> HttpResponseBase:
    made = _forms(called, dossier, {})
    if sent is not None and sent.prefix:
        made[sent.prefix] = sent
    # What was sent stays on the page, be it that work has ended meanwhile.
    may_write = case.state != State.CLOSED or sent is not None
    shown = {"case": case, "called": called, "may_write": may_write, **money_shown(dossier, called)}
    shown["theirs"] = list(theirs(who_is(request), case, dossier))
    shown["may_ask"] = may_write or is_asked_still(dossier)
    shown |= {f"{name.replace('-', '_')}_form": form for name, form in made.items()}
    return render(request, "casework/money.html", shown, status=400 if request.method == "POST" else 200)


_Act = Callable[[SignedIn, Case, dict[str, Any], Any], None]
_ACTS: dict[str, _Act] = {
    "line": lambda by, case, told, _form: remedying.write_line(by, case, told["made"], told["party"], told["line"]),
    "strike": lambda by, case, told, _form: remedying.strike_line(by, case, told["line"]),
    "interest": lambda by, case, told, _form: remedying.set_interest(
        by, case, str(told["percent"] or ""), told["basis"]
    ),
    "filing": lambda by, case, told, form: remedying.write_filing(by, case, form.filing, claims=told["claims"]),
    "sum": lambda by, case, told, _form: remedying.write_sums(by, case, told["sums"]),
    "strike-sum": lambda by, case, told, _form: remedying.strike_sums(by, case, told["sums"], told["why"]),
    "measure": lambda by, case, told, _form: remedying.write_measures(by, case, told["measures"]),
    "check-in": lambda by, case, told, _form: remedying.check_in(by, case, told["check_in"]),
}
