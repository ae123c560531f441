"""A collective case: who belongs to it, and adding people by the numbers of their reports."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.gathering import gather, leave_out
from amparo.web.casework.actions.sharing import share_facts
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.facts_for_all import facts_for_all
from amparo.web.casework.groups import members_of
from amparo.web.casework.models import Case
from amparo.web.casework.shown.facts import Statement, Wording
from amparo.web.casework.views.within import closed, form_page, opened, page_of
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

_MOST = 500  # at once


class TogetherForm(forms.Form):
    """Numbers of reports, however they are separated."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers of their reports"),
        help_text=gettext_lazy("As many as you like, with spaces or commas, or one in each line."),
        max_length=_MOST * 9,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, signed_in: SignedIn, collective: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self._signed_in, self._collective = signed_in, collective

    def clean_numbers(self) -> list[Case]:
        """The cases of these numbers; each that is not there, or lies elsewhere, is named."""
        given = list(dict.fromkeys(self.cleaned_data["numbers"].upper().replace(",", " ").replace(";", " ").split()))
        found = access.access_cases_by_number(self._signed_in, given, self._collective.office_id)
        there = {one.number for one in found} - {self._collective.number}
        if missing := [number for number in given if number not in there]:
            sentence = _("There are no other reports of these numbers in this office: %(numbers)s")
            raise forms.ValidationError(sentence % {"numbers": ", ".join(missing[:20])})
        return found


class ForAllForm(forms.Form):
    """Which facts of a collective case are so for everybody; none, until somebody says so."""

    facts = forms.MultipleChoiceField(
        label=gettext_lazy("What is so for each of them"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, told: Iterable[Statement], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["facts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.id, _in_a_line(one)) for one in told]


def _in_a_line(one: Statement) -> str:
    return f"{one.label}: " + " · ".join(filter(None, dict.fromkeys((one.value, one.state, one.since))))


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_together(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The people of a collective case, and a form for more of them; `leave` takes one out."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    form = TogetherForm(request.POST or None, signed_in=signed_in, collective=found)
    if dossier is None:
        return closed(request, found, form)
    members = members_of(dossier)
    if (gone := request.POST.get("leave", "")) in members:
        leave_out(signed_in, found, {gone: members[gone]})
        return redirect("case-together", found.id)
    names = access.access_names(signed_in, found.office_id, members)
    shown = {"members": [(one, number, names.get(one, "")) for one, number in members.items()]}
    return form_page(
        request,
        found,
        form,
        lambda told: gather(signed_in, found, told["numbers"]),
        page_of("casework/together.html", **shown),
        then=lambda: redirect("case-together", found.id),
    )


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_for_all(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The facts told for all, to be stated for each of the people of a collective case."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    dossier = opened(request, found)
    told: list[Statement] = []
    if dossier is not None:
        wording = Wording(dossier)
        told = [wording.statement(one) for one in facts_for_all(chronicle_of(dossier).history)]
    form = ForAllForm(request.POST or None, told=told)
    if dossier is None:
        return closed(request, found, form)
    return form_page(
        request,
        found,
        form,
        lambda told: share_facts(signed_in, found, told["facts"]),
        page_of("casework/for_all.html"),
        then=lambda: redirect("case-together", found.id),
    )
