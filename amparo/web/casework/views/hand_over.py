"""All cases of one colleague given to another."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.handing_over import hand_over
from amparo.web.casework.forms.deeds import HANDOVER
from amparo.web.casework.forms.plans import NO_NAMES
from amparo.web.casework.lists.lines import SHORT_ID
from amparo.web.casework.telling import LONGEST
from amparo.web.fields import Words
from amparo.web.people.access import access_offices
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn


class HandOver(forms.Form):
    """Whose cases go to whom. Both are chosen together with their office."""

    whose = forms.ChoiceField(label=_("Whose cases"))
    to = forms.ChoiceField(label=_("Who works on them from now on"))
    words = Words(label=HANDOVER, max_length=LONGEST, help_text=NO_NAMES, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, signed_in: SignedIn, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = {one.code: one.name for one in access_offices()}
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            (f"{office}/{member}", f"{offices[office]} · {name} ({count})")
            for office, member, name, count in _whose(signed_in)
        ]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (f"{office}/{one.id}", f"{offices[office]} · {one.shown_name}")
            for office in signed_in.offices(*access.READERS)
            for one in access.access_colleagues(signed_in, office, Role.CASEWORKER)
        ]

    def clean(self) -> dict[str, Any]:
        """One office, for both."""
        told = self.cleaned_data
        (office, _slash, whose), (other, _slash, to) = (told.get(name, "").partition("/") for name in ("whose", "to"))
        if not self.errors and office != other:
            self.add_error("to", _("Choose somebody of the same office."))
        return {**told, "office": office, "whose": whose, "to": to}


@holders(*access.READERS)
@require_http_methods(["GET", "POST"])
def hand_over_cases(request: HttpRequest) -> HttpResponse:
    """Whose cases, to whom, with which note."""
    signed_in = who_is(request)
    form = HandOver(request.POST or None, signed_in=signed_in)
    done = None
    if form.is_valid():
        told = form.cleaned_data
        try:
            done = hand_over(signed_in, told["office"], told["whose"], told["to"], told["words"])
            form = HandOver(signed_in=signed_in)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    status = 400 if form.is_bound else 200
    return render(request, "casework/hand_over.html", {"form": form, "done": done}, status=status)


def _whose(signed_in: SignedIn) -> list[tuple[str, str, str, int]]:
    """Office, id, name and number of cases of those whose cases the member may hand over: their own, or everybody's they supervise."""
    names = access.member_names()
    ids = {member[:SHORT_ID]: member for member in names}
    found = []
    for table in access.access_tables(signed_in):
        for colleague, cases in table.given().items():
            member = ids.get(colleague)
            if member and (member == signed_in.member.id or signed_in.has(table.office, Role.SUPERVISOR)):
                found.append((table.office, member, names[member], len(cases)))
    return found
