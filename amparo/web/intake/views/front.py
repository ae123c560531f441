"""The first page, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.web.people.doors import anybody
from amparo.web.people.surroundings import surroundings

_EMPTY_PAGE = "about:blank"


@anybody
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this place is, and the ways in."""
    return render(request, "intake/front.html")


@anybody
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Somewhere harmless, at once; the browser is told to forget the pages it kept of ours."""
    organisation = surroundings(request)["organisation"]
    away = getattr(organisation, "leave_to", _EMPTY_PAGE)
    return HttpResponse(
        status=303, headers={"Location": away, "Clear-Site-Data": '"cache"', "Referrer-Policy": "no-referrer"}
    )
