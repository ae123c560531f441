"""One case: closed until it is opened, then open for a while in this session; its files are only ever downloaded."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from amparo.web.casework import access
from amparo.web.casework.actions import opening
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.shown.case import closed_page, opened_page
from amparo.web.people.doors import holders, who_is
from amparo.web.people.models import Signal


@holders(*access.READERS)
@require_GET
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """The page of a case."""
    signed_in = who_is(request)
    found = access.access_case(signed_in, case_id)
    if not access.is_opened(signed_in, found):
        return closed_page(request, found, meanwhile="meanwhile" in request.GET)
    dossier = access.access_dossier(signed_in, found)
    return opened_page(request, found, dossier, meanwhile="meanwhile" in request.GET)


@holders(*access.READERS)
@require_POST
def case_open(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Opens a case, or asks why."""
    signed_in = who_is(request)
    found = access.access_case(signed_in, case_id)
    form = forms.Reason(request.POST if "reason" in request.POST else None)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        opening.open_case(signed_in, found, reason=reason)
    except opening.ReasonNeeded as needed:
        shown = {"case": found, "form": form, "is_many": needed.kind == Signal.Kind.MANY_OPENED}
        return render(request, "casework/reason.html", shown, status=400 if form.is_bound else 200)
    return redirect("case", found.id)


@holders(*access.READERS)
@require_GET
def case_file(request: HttpRequest, case_id: str, record: str) -> HttpResponse:
    """A file of an opened case, under a name that tells nothing; never shown by the browser."""
    signed_in = who_is(request)
    found = access.access_case(signed_in, case_id)
    file = access.access_file(signed_in, found, record)
    opening.record_file(signed_in, found)
    name = str(file.data.get("stored_name", "file.bin"))
    headers = {
        "Content-Disposition": f'attachment; filename="{name if name.replace(".", "").isalnum() else "file.bin"}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(file.content, content_type="application/octet-stream", headers=headers)
