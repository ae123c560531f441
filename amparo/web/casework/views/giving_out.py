"""What leaves the office: the case file on paper, and everything for the person it concerns. Names of downloads tell nothing."""

from collections.abc import Iterator, Mapping

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.papers.as_pdf import as_pdf
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.giving_out import give_everything, print_case
from amparo.web.casework.attached import open_file
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.downloads import download
from amparo.web.casework.giving_out import everything
from amparo.web.casework.giving_out.paper import WHOLE, Chosen, collectives, paper_of
from amparo.web.casework.groups import members_of
from amparo.web.casework.models import Case
from amparo.web.casework.views.within import closed, opened
from amparo.web.languages import NAMES
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

PAPER, BUNDLE = "paper.pdf", "papers.zip"
_ROLES: Mapping[Role | None, Promise] = {
    Role.CASEWORKER: gettext_lazy("A caseworker"),
    Role.SUPERVISOR: gettext_lazy("A supervisor"),
    Role.INTAKE: gettext_lazy("Somebody who receives reports"),
}


class PrintForm(forms.Form):
    """What goes on paper; what could harm somebody only if it is ticked."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the paper"), choices=list(NAMES.items()))
    names = forms.BooleanField(
        label=gettext_lazy("Names: of the person, and of family, witnesses and others"), required=False
    )
    account = forms.BooleanField(label=gettext_lazy("What was told and written, word for word"), required=False)
    notes = forms.BooleanField(label=gettext_lazy("Notes of colleagues"), required=False)

    @property
    def chosen(self) -> Chosen:
        """What was ticked."""
        return Chosen(**{name: self.cleaned_data[name] for name in ("names", "account", "notes")})


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_print(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The case file, after a form that says what goes in."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    form = PrintForm(request.POST or None, initial={"language": get_language()})
    if dossier is None:
        return closed(request, found, form)
    if form.is_valid():
        try:
            print_case(signed_in, found)
            return download(_printed(signed_in, found, dossier, form.chosen, form.cleaned_data["language"]), PAPER)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    shown = {"case": found, "form": form}
    return render(request, "casework/print.html", shown, status=400 if form.is_bound else 200)


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_everything(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """What the bundle holds and to whom it may be given; then, on a second word, the bundle."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    if dossier is None:
        return closed(request, found)
    together, sentence = collectives(signed_in, dossier), ""
    if request.POST.get("sure") == "yes":
        try:
            give_everything(signed_in, found)
            return download(_bundle(signed_in, found, dossier), BUNDLE)
        except BadInput as wrong:
            sentence = wrong.sentence
    shown = {
        "case": found,
        "sentence": sentence,
        "entries": everything.count_told(dossier),
        "files": len(everything.files_in(dossier)),
        "is_collective": bool(members_of(dossier)),
        "not_opened": [number for number, one in together.items() if one is None],
    }
    return render(request, "casework/everything.html", shown, status=400 if sentence else 200)


def _printed(signed_in: SignedIn, case: Case, dossier: Dossier, chosen: Chosen, language: str) -> bytes:
    with translation.override(language):
        return as_pdf(paper_of(signed_in, case, dossier, chosen, language))


def _bundle(signed_in: SignedIn, case: Case, dossier: Dossier) -> bytes:
    roles = access.access_roles(case)

    def who(member: str) -> str:
        return str(_ROLES.get(roles[member], _("A colleague"))) if member in roles else ""

    def files() -> Iterator[tuple[str, bytes]]:
        for record, name in everything.files_in(dossier):
            yield name, open_file(case.id, record, signed_in.ring, on=signed_in.today).content

    told = {
        _("Report"): case.number,
        _("Made on"): timezone.localdate().isoformat(),
        _("Everything that was told and written"): everything.entries_told(dossier, who),
    }
    paper = _printed(signed_in, case, dossier, WHOLE, get_language() or "en")
    return everything.bundle(told, {PAPER: paper}, files())
