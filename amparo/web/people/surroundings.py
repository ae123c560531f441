"""What every page shows around its own content."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.vault.keys import Role
from amparo.web.languages import NAMES
from amparo.web.people.access import find_organisation
from amparo.web.people.sessions import SignedIn

_CASEWORK = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR)
# name of the address, what the page is called, who has it among their places
PLACES = (
    ("inbox", _("Inbox"), _CASEWORK),
    ("open-here", _("Open a report"), (Role.INTAKE, Role.CASEWORKER)),
    ("remedies", _("Remedies"), (Role.SUPERVISOR,)),
    ("figures", _("Figures"), (Role.ANALYST,)),
    ("releases", _("Releases"), (Role.ANALYST, Role.SUPERVISOR)),
    ("employers", _("Employers"), (Role.CASEWORKER,)),
    ("people", _("People"), ()),
    ("custody", _("Custody"), (Role.CUSTODIAN,)),
    ("my-keys", _("My access"), ()),
)


def surroundings(request: HttpRequest) -> dict[str, object]:
    """The organisation, who is signed in, their places, and this page in other languages."""
    signed_in: SignedIn | None = getattr(request, "signed_in", None)
    languages = [(code, NAMES[code], _here_in(request, code)) for code, _name in settings.LANGUAGES]
    return {
        "organisation": find_organisation(),
        "signed_in": signed_in,
        "places": _places(signed_in, request.path) if signed_in else (),
        "page_in_languages": languages,
        "LANGUAGE_CODE": get_language(),
    }


def _here_in(request: HttpRequest, code: str) -> str:
    """This page in another language; of an address that leads nowhere, the first page: it may name another site."""
    if request.resolver_match is None:
        return f"/{code}/"
    return translate_url(request.get_full_path(), code)


def _places(signed_in: SignedIn, here: str) -> list[tuple[str, object, bool]]:
    roles = {role for _, role in signed_in.posts}
    return [
        (address := reverse(name), shown, here == address)
        for name, shown, wanted in PLACES
        if not wanted or roles & set(wanted)
    ]
