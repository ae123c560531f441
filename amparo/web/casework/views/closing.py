"""The end of work on a case, and its taking up again."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import closing
from amparo.web.casework.closing_together import members_shown
from amparo.web.casework.forms.closing import Close, Reopen
from amparo.web.casework.models import State
from amparo.web.casework.plans import Plan
from amparo.web.casework.shown.money import rest_of, still_to_ask
from amparo.web.casework.views.within import form_page, page_of
from amparo.web.people.doors import holders, who_is


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_close(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Why work ends, what was received, and what stays undone."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = access.access_dossier(signed_in, found)
    left: dict[str, Any] = {
        "tasks": Plan.of(dossier.entries).open_tasks,
        "rest": (rest := rest_of(dossier)).get("remains", ""),
        "to_ask": still_to_ask(dossier),
        "members": members_shown(signed_in, found, dossier),
        "colleagues": access.access_colleagues(signed_in, found.office_id, Role.CASEWORKER),
    }
    if request.method == "GET" and found.state == State.CLOSED:
        return redirect("case", found.id)
    posted = request.POST if request.method == "POST" else None
    form = Close(posted, **left, initial={**rest, "to": signed_in.member.id})
    return form_page(
        request,
        found,
        form,
        lambda told: closing.close(
            signed_in, found, form.closing, left_open=told.get("left_open", ()), together=form.together
        ),
        page_of("casework/close.html"),
        then=lambda: redirect("case", found.id),
    )


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_reopen(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Why work goes on."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    if request.method == "GET" and found.state != State.CLOSED:
        return redirect("case", found.id)
    return form_page(
        request,
        found,
        Reopen(request.POST if request.method == "POST" else None),
        lambda told: closing.reopen(signed_in, found, told["why"]),
        page_of("casework/reopen.html"),
        then=lambda: redirect("case", found.id),
    )
