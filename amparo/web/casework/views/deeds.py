"""What is done on the page of a case. Each form is posted by itself; what cannot be taken stays in it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import working
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.models import Case
from amparo.web.casework.shown.case import closed_page, opened_page
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

_MOST_WRITES = 10**9
Form: TypeAlias = django_forms.Form
View: TypeAlias = Callable[[HttpRequest, str], HttpResponseBase]


def deed(
    kind: Callable[..., Form], prefix: str, **given: Callable[[SignedIn, Case], object]
) -> Callable[[Callable[[SignedIn, Case, Form], None]], View]:
    """A view that does something with a case for those who write, as a form of that kind says; then back to the page of the case.

    What the form or the action refuses is said on that page, with everything typed still in it. `given` is what else the form needs.
    """

    def made(act: Callable[[SignedIn, Case, Form], None]) -> View:
        @wraps(act)
        def view(request: HttpRequest, case_id: str) -> HttpResponseBase:
            signed_in = who_is(request)
            found = access.access_case_to_write(signed_in, case_id)
            form = kind(request.POST, prefix=prefix, **{name: of(signed_in, found) for name, of in given.items()})
            if form.is_valid():
                try:
                    act(signed_in, found, form)
                    return _done(request, found)
                except BadInput as wrong:
                    form.add_error(None, wrong.sentence)
            return refused(request, found, form)

        return holders(*access.WRITERS)(require_POST(view))

    return made


@deed(forms.Assign, "assign", colleagues=lambda signed_in, case: access.access_colleagues(signed_in, case.office_id))
def case_assign(signed_in: SignedIn, case: Case, form: Form) -> None:
    """A colleague works on it from now on."""
    working.assign(signed_in, case, form.cleaned_data["member"], form.cleaned_data["words"])


@deed(forms.Next, "next")
def case_next(signed_in: SignedIn, case: Case, form: Form) -> None:
    """Says what happens next."""
    working.say_next(signed_in, case, form.cleaned_data["words"], form.cleaned_data["due_on"])


@deed(forms.Note, "note")
def case_note(signed_in: SignedIn, case: Case, form: Form) -> None:
    """Writes something for colleagues."""
    working.note(signed_in, case, form.cleaned_data["words"])


@deed(forms.Said, "said")
def case_add(signed_in: SignedIn, case: Case, form: Form) -> None:
    """Writes down what the person said in a visit or a call."""
    assert isinstance(form, forms.Said)
    told = form.cleaned_data
    working.write_down(
        signed_in,
        case,
        words=told["words"],
        contact=form.contact if told["how"] or told["when"] else None,
        name=told["name"],
        consents=form.consents if any(form.consents.values()) else None,
    )


@deed(forms.Message, "message")
def _answer(signed_in: SignedIn, case: Case, form: Form) -> None:
    working.answer(signed_in, case, form.cleaned_data["words"])


@holders(*access.WRITERS)
@require_POST
def case_answer(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Writes to the person; a ready answer is put into the form first, to be read before it is sent."""
    if ready := request.POST.get("canned"):
        found = access.access_case_to_write(who_is(request), case_id)
        return _again(request, found, _filled(request, found, ready), status=200)
    return _answer(request, case_id)


@holders(*access.WRITERS)
@require_POST
def case_take(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The member works on it from now on."""
    found = access.access_case_to_write(who_is(request), case_id)
    working.take(who_is(request), found)
    return _done(request, found)


@holders(*access.WRITERS)
@require_POST
def case_danger(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Notes that the person is in danger now, or that it has passed."""
    found = access.access_case_to_write(who_is(request), case_id)
    working.note_danger(who_is(request), found, is_now=request.POST.get("danger") != "passed")
    return _done(request, found)


@holders(Role.CASEWORKER)
@require_POST
def case_make(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Makes a case of a report."""
    found = access.access_case_to_decide(who_is(request), case_id)
    working.make_case(who_is(request), found)
    return _done(request, found)


def refused(request: HttpRequest, case: Case, form: Form) -> HttpResponse:
    """The page of the case with that form as it was sent, and what is wrong with it."""
    return _again(request, case, form, status=400)


def _filled(request: HttpRequest, case: Case, ready: str) -> forms.Message:
    """The message so far, and below it a ready answer of the office."""
    chosen = access.access_canned(who_is(request)).filter(id=ready, office=case.office_id).first()
    words = request.POST.get("message-words", "").strip()
    filled = "\n\n".join(part for part in (words, chosen.text if chosen else "") if part)
    return forms.Message(initial={"words": filled}, prefix="message")


def _again(request: HttpRequest, found: Case, form: Form, *, status: int) -> HttpResponse:
    """The page with what was typed still in it; if the case closed meanwhile, closed, with that form alone."""
    signed_in = who_is(request)
    # It may have been erased meanwhile.
    found = access.access_case_to_write(signed_in, found.id)
    if access.is_opened(signed_in, found):
        shown = {f"{form.prefix}_form": form}
        return opened_page(request, found, access.access_dossier(signed_in, found), status=status, **shown)
    return closed_page(request, found, status=status, kept=form, kept_to=request.path)


def _done(request: HttpRequest, found: Case) -> HttpResponseBase:
    """Back to the case; it says so if somebody else wrote since the page was made."""
    seen = forms.number_in(request.POST.get("seen", ""), most=_MOST_WRITES)
    is_alone = seen is None or access.access_case(who_is(request), found.id).writes <= seen + 1
    return redirect(reverse("case", args=[found.id]) + ("" if is_alone else "?meanwhile"))
