"""A report that a caseworker opens for somebody, in a visit or on the telephone, on one page."""

from contextlib import suppress
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from amparo.vault.receipts import Receipt
from amparo.web import travelling
from amparo.web.casework import access
from amparo.web.casework.actions.opening import ReasonNeeded, open_case
from amparo.web.casework.actions.opening_here import Heard, open_here
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.forms.facts import FactsForm
from amparo.web.casework.pictures import qr
from amparo.web.people.doors import holders, who_is

_PURPOSE, _WITHIN = "open-here", timedelta(hours=10)


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def open_a_report(request: HttpRequest) -> HttpResponse:
    """The page, half filled or whole; then the receipt for the person. The receipt travels sealed, so sent twice is one report."""
    signed_in = who_is(request)
    offices = access.access_offices_to_open(signed_in)
    posted = request.POST or None
    form = forms.OpenHere(posted, offices=offices, initial={"language": get_language()})
    facts = FactsForm(posted)
    held = request.POST.get("held", "")
    receipt = _receipt(held) if held else Receipt.new()
    if posted and form.is_valid() and facts.is_valid():
        told = form.cleaned_data
        office = next(one for one in offices if one.code == told["office"])
        heard = Heard(
            told["language"],
            told["words"],
            form.contact,
            told["name"],
            told["interpreter"],
            told["danger"],
            told["notice"],
            form.consents,
            facts.cleaned_data["facts"],
            tuple(facts.also),
        )
        case = open_here(signed_in, heard, receipt, office)
        # Whoever has just written it down lands in it; of very many in an hour they are asked why, as with any other.
        with suppress(ReasonNeeded):
            open_case(signed_in, case)
        return render(request, "casework/opened_here.html", {"case": case, "receipt": receipt, "picture": qr(receipt)})
    shown = {"form": form, "facts": facts, "held": travelling.pack(_PURPOSE, {"receipt": receipt.digits})}
    return render(request, "casework/open_here.html", shown, status=400 if posted else 200)


def _receipt(held: str) -> Receipt:
    return Receipt.read(str(travelling.unpack(_PURPOSE, held, within=_WITHIN)["receipt"]))
