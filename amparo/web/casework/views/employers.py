"""Files on employers and recruiters: a list to look through, one file, and joining a party of a case to one, or parting them."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amparo.case.acts import acts
from amparo.case.parties import ACCOUNTABLE, Party, PartyRole
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.remedy.figures import money_name
from amparo.remedy.party_files import PartyFile
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.keeping_files import begin_file, join, look, part
from amparo.web.casework.chronicles import parties_of
from amparo.web.casework.employer_files import cases_in, files_of, party_file
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.forms.deeds import ROLES
from amparo.web.casework.lists.lines import Line
from amparo.web.casework.lists.tables import lines_in
from amparo.web.casework.lists.wanted import Wanted, folded
from amparo.web.casework.models import Case, Kind, State
from amparo.web.casework.shown.money_words import STATES_OF_REMEDY
from amparo.web.casework.views.within import closed, opened
from amparo.web.fields import OneLine
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

_NOTHING_YET = gettext_lazy("nothing claimed yet")
_SUMS = ("claimed", "ordered", "received", "unpaid")


class LookForm(forms.Form):
    """Part of a name; posted, so that no name stands in an address."""

    text = OneLine(label=gettext_lazy("Part of the name"), required=False, max_length=60)


class JoinForm(LookForm):
    """Which file a party is in: one of those found, or a new one."""

    text = OneLine(label=gettext_lazy("Look for files whose name contains"), required=False, max_length=60)
    name = OneLine(label=gettext_lazy("Name of a new file"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """A new file has a name."""
        if "new" in self.data and not self.cleaned_data.get("name"):
            self.add_error("name", _("Give the file a name."))
        return self.cleaned_data


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def employers(request: HttpRequest) -> HttpResponse:
    """The files of the member's offices, by name."""
    form = LookForm(request.POST or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    shown = {"form": form, "files": _found(who_is(request), text)}
    return render(request, "casework/employers.html", shown, status=400 if form.is_bound and form.errors else 200)


@holders(Role.CASEWORKER)
@require_GET
def employer(request: HttpRequest, file_id: str) -> HttpResponse:
    """One file: the cases joined to it, what they are owed, what they say together."""
    signed_in = who_is(request)
    found = access.access_file_on(signed_in, file_id)
    dossier, language = look(signed_in, found), get_language() or "en"
    cases = access.access_cases(signed_in).filter(id__in=cases_in(dossier), office=found.office_id)
    seen = {one.id: one for one in cases}
    kept = party_file(dossier, seen)
    about = dossier.newest(EntryKind.IDENTITY)
    shown = {
        "file": found,
        "name": about.get("name", ""),
        "role": ROLES[PartyRole(str(about.get("role", PartyRole.EMPLOYER)))],
        "kept": kept,
        "cases": [(seen[one], [_state(s.state) for s in kept.summaries if s.case == one]) for one in kept.cases],
        **_sums(kept, language),
        **_patterns(kept, language),
    }
    return render(request, "casework/employer.html", shown)


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_party_file(request: HttpRequest, case_id: str, party: str) -> HttpResponseBase:
    """Which file a party of the case is in; `file` joins it to one, `new` begins one, `leave` parts them."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    form = JoinForm(request.POST or None)
    if dossier is None:
        return closed(request, found, form)
    known = next((one for one in parties_of(dossier) if one.id == party and one.role in ACCOUNTABLE), None)
    if known is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            if _decided(request, signed_in, found, known, form):
                return redirect("case-people", found.id)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    if not form.is_bound:
        form = JoinForm(initial={"text": known.name[:60], "name": known.name})
    text = form["text"].value() or ""
    there = files_of(dossier).get(known.id, "")
    files = [one for one in _found(signed_in, str(text), office=found.office_id) if one.case != there]
    joined = access.access_names(signed_in, found.office_id, [there]).get(there, "") if there else ""
    shown = {"case": found, "party": known, "form": form, "files": files, "file": there, "joined": joined}
    return render(request, "casework/party_file.html", shown, status=400 if form.is_bound and form.errors else 200)


def _decided(request: HttpRequest, signed_in: SignedIn, case: Case, party: Party, form: JoinForm) -> bool:
    """Whether something was decided; else somebody only looked."""
    if "leave" in request.POST:
        part(signed_in, case, party.id)
    elif chosen := request.POST.get("file", ""):
        join(signed_in, case, party, access.access_file_on(signed_in, chosen))
    elif "new" in request.POST:
        join(signed_in, case, party, begin_file(signed_in, case.office, form.cleaned_data["name"], party.role))
    else:
        return False
    return True


def _found(signed_in: SignedIn, text: str, *, office: str = "") -> list[Line]:
    """The files whose name contains it, by name."""
    wanted = Wanted(text=text, states=frozenset(State), kind=Kind.PARTY)
    tables = [one for one in access.access_tables(signed_in) if signed_in.has(one.office, Role.CASEWORKER)]
    found = [lines_in(one.found(wanted)) for one in tables if office in ("", one.office)]
    return sorted((line for lines in found for line in lines), key=lambda one: (folded(one.name), one.number))


def _sums(kept: PartyFile, language: str) -> dict[str, object]:
    """What is owed and received, for each currency by itself."""
    return {
        "reckoned": [money_name(one, language) for one in kept.reckoned],
        "balances": [[money_name(getattr(one, name), language) for name in _SUMS] for one in kept.balances],
    }


def _patterns(kept: PartyFile, language: str) -> dict[str, object]:
    """In how many cases each act is alleged and each right engaged, and how far remedy has come in how many."""
    rights = load_catalogue().rights
    return {
        "acts": [(acts()[one].label[language], count) for one, count in kept.acts if one in acts()],
        "rights": [(rights[one].label[language], count) for one, count in kept.rights if one in rights],
        "states": [(_state(state), count) for state, count in kept.states],
    }


def _state(state: Any) -> object:
    return STATES_OF_REMEDY[state] if state else _NOTHING_YET
