"""What happened and who was there: events and parties, each new or written down again, none erased."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from amparo.case.parties import ACCOUNTABLE
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import coding
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.employer_files import files_of
from amparo.web.casework.forms.deeds import ROLES
from amparo.web.casework.forms.events import EventForm, PartyForm, event_shown, party_shown
from amparo.web.casework.views.within import closed, form_page, opened, page_of
from amparo.web.people.doors import holders, who_is


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_event(request: HttpRequest, case_id: str, event: str = "") -> HttpResponseBase:
    """One event; `withdraw` strikes it, and it stays in the case."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    chronicle = chronicle_of(dossier)
    known = next((one for one in chronicle.happened if one.id == event), None)
    initial = event_shown(known) if known else None
    form = EventForm(request.POST or None, initial=initial, chronicle=chronicle, parties=parties_of(dossier))
    if dossier is None:
        return closed(request, found, form)
    if event and known is None:
        raise Http404

    def act(given: dict[str, Any]) -> None:
        told = given["event"]
        if known is not None:
            told = replace(told, id=known.id, basis=known.basis, is_withdrawn="withdraw" in request.POST)
        coding.write_event(signed_in, found, told)

    return form_page(
        request,
        found,
        form,
        act,
        page_of("casework/event.html", event=known),
        then=lambda: redirect("case", found.id),
    )


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_people(request: HttpRequest, case_id: str, party: str = "") -> HttpResponseBase:
    """Who the case speaks of, and a form for one more or for one of them."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    parties = parties_of(dossier)
    known = next((one for one in parties if one.id == party), None)
    form = PartyForm(request.POST or None, initial=party_shown(known) if known else None)
    if dossier is None:
        return closed(request, found, form)
    if party and known is None:
        raise Http404

    def act(given: dict[str, Any]) -> None:
        told = given["party"]
        if known is not None:
            told = replace(told, id=known.id, is_withdrawn="withdraw" in request.POST)
        coding.write_party(signed_in, found, told)

    files = files_of(dossier)
    names = access.access_names(signed_in, found.office_id, files.values())
    listed = [(ROLES[one.role], one, one.role in ACCOUNTABLE, names.get(files.get(one.id, ""), "")) for one in parties]
    return form_page(
        request,
        found,
        form,
        act,
        page_of("casework/people.html", party=known, parties=listed),
        then=lambda: redirect("case-people", found.id),
    )
