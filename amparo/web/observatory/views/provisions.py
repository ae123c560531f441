"""A provision: what it says, whom it protects, and towards which States it is held."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.provisions import ProvisionProfile, provision_profile
from amparo.rules.spelling import spelt
from amparo.situation.clock import today
from amparo.web.observatory.publishing import published


@published
def provision(request: HttpRequest, provision: str) -> HttpResponse:
    """One provision, and who holds it by State."""
    profile, language = provision_of(provision), get_language() or "en"
    catalogue = profile.catalogue
    right = catalogue.rights[profile.provision.right]
    shown = {
        "profile": profile,
        "provision": profile.provision,
        "says": profile.says(language),
        "right": right.label[language],
        "theme": catalogue.themes[right.theme].label[language],
        "depends_on": profile.depends_on(language),
        "condition": spelt(profile.provision.holder),
    }
    return render(request, "observatory/provision.html", shown)


def provision_of(name: str) -> ProvisionProfile:
    """The profile of the provision with this id today; raises Http404 if there is none."""
    profile = provision_profile(load_catalogue(), name, today())
    if profile is None:
        raise Http404
    return profile
