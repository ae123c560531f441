"""A sealed section of a case: a closed door that says what lies behind it in general. Open, it shows its notes for one answer."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.unsealing import read_section, write_section
from amparo.web.casework.models import Case, State
from amparo.web.casework.sealed import HOLDS, SEALED, Sealed
from amparo.web.casework.telling import LONGEST
from amparo.web.casework.views.within import form_page
from amparo.web.fields import Words
from amparo.web.people.doors import holders, who_is


class SectionNote(forms.Form):
    """A note for a sealed section."""

    words = Words(label=_("Note in this section"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


@holders(Role.CASEWORKER)
@require_GET
def case_section(request: HttpRequest, case_id: str, name: str) -> HttpResponseBase:
    """The closed door, while the case is open."""
    found, sealed = _found(request, case_id, name)
    if not access.is_opened(who_is(request), found):
        return redirect("case", found.id)
    return _door(request, found, sealed, SectionNote(), is_kept="kept" in request.GET)


@holders(Role.CASEWORKER)
@require_POST
def case_section_open(request: HttpRequest, case_id: str, name: str) -> HttpResponseBase:
    """What lies behind it, for this answer only."""
    found, sealed = _found(request, case_id, name)
    if not access.is_opened(who_is(request), found):
        return redirect("case", found.id)
    names = access.member_names()
    notes = [
        (entry.at, names.get(entry.by, ""), str(entry.data["words"]))
        for entry in read_section(who_is(request), found, sealed)
    ]
    told = {"case": found, "sealed": sealed, "name": SEALED[sealed], "notes": notes}
    return render(request, "casework/section_open.html", told)


@holders(Role.CASEWORKER)
@require_POST
def case_section_note(request: HttpRequest, case_id: str, name: str) -> HttpResponseBase:
    """Adds a note; nothing need be read for it."""
    found, sealed = _found(request, case_id, name)

    def page(request: HttpRequest, case: Case, *, sent: SectionNote, status: int) -> HttpResponse:
        return _door(request, case, sealed, sent, status=status)

    return form_page(
        request,
        found,
        SectionNote(request.POST),
        lambda told: write_section(who_is(request), found, sealed, told["words"]),
        page,
        then=lambda: redirect(reverse("case-section", args=[found.id, sealed.value]) + "?kept"),
    )


def _found(request: HttpRequest, case_id: str, name: str) -> tuple[Case, Sealed]:
    found = access.access_case_to_decide(who_is(request), case_id)
    if name not in list(Sealed):
        raise Http404
    return found, Sealed(name)


def _door(
    request: HttpRequest, case: Case, sealed: Sealed, form: SectionNote, *, status: int = 200, is_kept: bool = False
) -> HttpResponse:
    told = {"case": case, "sealed": sealed, "name": SEALED[sealed], "holds": HOLDS[sealed], "is_kept": is_kept}
    shown = {"form": form if case.state != State.CLOSED or form.is_bound else None, "may_reopen": True}
    return render(request, "casework/section.html", {**told, **shown}, status=status)
