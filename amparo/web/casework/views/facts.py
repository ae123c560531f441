"""Coding facts: what is known, what is not so, and what stays unknown."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.actions import working
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.facts_form import FactsForm, initial_of
from amparo.web.people.doors import holders, who_is


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def case_facts(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The form with the facts known so far; only while the case is open."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    if request.method == "GET":
        if not access.is_opened(signed_in, found):
            return redirect("case", found.id)
        dossier = access.access_dossier(signed_in, found)
        form = FactsForm(initial=initial_of(dossier.newest(EntryKind.FACTS)))
        return render(request, "casework/facts.html", {"case": found, "form": form})
    form = FactsForm(request.POST)
    if form.is_valid():
        try:
            working.code_facts(signed_in, found, form.cleaned_data["facts"], form.also)
            return redirect("case", found.id)
        except CannotOpen:
            raise
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return render(request, "casework/facts.html", {"case": found, "form": form}, status=400)
