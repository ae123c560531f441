"""An instrument: who is bound by it, since when, and what it says."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.instruments import InstrumentProfile, instrument_profile
from amparo.rules.truth import NO, UNKNOWN
from amparo.situation.clock import today
from amparo.web.observatory.publishing import published

_PER_PAGE = 60


@published
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """The States that are bound, so many on a page, and the others by what they did."""
    profile = instrument_of(instrument)
    pages = Paginator(profile.bound, _PER_PAGE)
    shown = {
        "profile": profile,
        "bound": pages.get_page(request.GET.get("page")),
        "pages": pages.page_range,
        "unknown": len(profile.standing(UNKNOWN)),
        "not_bound": len(profile.standing(NO)),
        "sources": [profile.catalogue.sources[key] for key in profile.sources],
    }
    return render(request, "observatory/instrument.html", shown)


def instrument_of(name: str) -> InstrumentProfile:
    """The profile of the instrument with this id today; raises Http404 if there is none."""
    profile = instrument_profile(load_catalogue(), name, today())
    if profile is None:
        raise Http404
    return profile
