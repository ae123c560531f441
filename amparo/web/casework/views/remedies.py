"""Remedies in all, for supervisors: what is due, what was received, how long it took. It needs no identity and shows none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.shown.totals import due, parts_of
from amparo.web.people.doors import holders, who_is


@holders(Role.SUPERVISOR)
@require_GET
def remedies(request: HttpRequest) -> HttpResponse:
    """The offices that the member supervises, together."""
    signed_in = who_is(request)
    totals, behind, missing = access.access_totals(signed_in)
    supervised = [one for one in access.access_tables(signed_in) if signed_in.has(one.office, Role.SUPERVISOR)]
    wanted = {view: forms.view_wanted(view, "", signed_in.today) for view in ("overdue", "unpaid")}
    counts = [one.counts(list(wanted.values())) for one in supervised]
    shown = {
        "totals": totals,
        "behind": behind,
        "missing": missing,
        "parts": parts_of(totals) if totals else [],
        "views": [(view, forms.VIEWS[view][0], sum(one[at] for one in counts)) for at, view in enumerate(wanted)],
        "due": due(totals, signed_in.today) if totals else [],
    }
    return render(request, "casework/remedies.html", shown)
