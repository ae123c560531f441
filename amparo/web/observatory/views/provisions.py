"""A provision: what it says, whom it protects, and towards which States it is held."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.claims import STAYS
from amparo.norms.profiles.provisions import provision_profile
from amparo.rules.spelling import spelt
from amparo.situation.clock import today
from amparo.web.observatory.publishing import published


@published
def provision(request: HttpRequest, provision: str) -> HttpResponse:
    """One provision, and who holds it by State."""
    catalogue, language = load_catalogue(), get_language() or "en"
    profile = provision_profile(catalogue, provision, today())
    if profile is None:
        raise Http404
    right = catalogue.rights[profile.provision.right]
    shown = {
        "profile": profile,
        "provision": profile.provision,
        "says": profile.says(language),
        "right": right.label[language],
        "theme": catalogue.themes[right.theme].label[language],
        "depends_on": profile.depends_on(language),
        "condition": spelt(profile.provision.holder),
        "stays": STAYS,
    }
    return render(request, "observatory/provision.html", shown)
