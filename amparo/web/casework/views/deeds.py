"""What is done on the page of a case. Each form is posted by itself; what cannot be taken stays in it."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.casework import access, forms
from amparo.web.casework.actions import working
from amparo.web.casework.case_page import closed_page, opened_page
from amparo.web.casework.models import Case
from amparo.web.people.doors import holders, who_is

_MOST_WRITES = 10**9


@holders(*access.WRITERS)
@require_POST
def case_take(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The member works on it from now on."""
    found = access.access_case_to_write(who_is(request), case_id)
    working.take(who_is(request), found)
    return _done(request, found)


@holders(*access.WRITERS)
@require_POST
def case_assign(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """A colleague works on it from now on."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = forms.Assign(request.POST, prefix="assign", colleagues=access.access_colleagues(signed_in, found.office_id))
    return _do(request, found, form, lambda told: working.assign(signed_in, found, told["member"]))


@holders(*access.WRITERS)
@require_POST
def case_answer(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Writes to the person; a ready answer is put into the form first, to be read before it is sent."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    if ready := request.POST.get("canned"):
        return _again(request, found, _filled(request, found, ready), status=200)
    form = forms.Message(request.POST, prefix="message")
    return _do(request, found, form, lambda told: working.answer(signed_in, found, told["words"]))


@holders(*access.WRITERS)
@require_POST
def case_next(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Says what happens next."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = forms.Next(request.POST, prefix="next")
    return _do(request, found, form, lambda told: working.say_next(signed_in, found, told["words"], told["due_on"]))


@holders(*access.WRITERS)
@require_POST
def case_note(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Writes something for colleagues."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = forms.Note(request.POST, prefix="note")
    return _do(request, found, form, lambda told: working.note(signed_in, found, told["words"]))


@holders(*access.WRITERS)
@require_POST
def case_add(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Writes down what the person said in a visit or a call."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = forms.Said(request.POST, prefix="said")

    def act(told: dict[str, Any]) -> None:
        working.write_down(
            signed_in,
            found,
            words=told["words"],
            contact=form.contact if told["how"] or told["when"] else None,
            name=told["name"],
            consents=form.consents if any(form.consents.values()) else None,
        )

    return _do(request, found, form, act)


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


def refused(request: HttpRequest, case: Case, form: django_forms.Form) -> HttpResponse:
    """The page of the case with that form as it was sent, and what is wrong with it."""
    return _again(request, case, form, status=400)


def _filled(request: HttpRequest, case: Case, ready: str) -> forms.Message:
    """The message so far, and below it a ready answer of the office."""
    chosen = access.access_canned(who_is(request)).filter(id=ready, office=case.office_id).first()
    words = request.POST.get("message-words", "").strip()
    filled = "\n\n".join(part for part in (words, chosen.text if chosen else "") if part)
    return forms.Message(initial={"words": filled}, prefix="message")


def _do(
    request: HttpRequest, found: Case, form: django_forms.Form, act: Callable[[dict[str, Any]], None]
) -> HttpResponseBase:
    if form.is_valid():
        try:
            act(form.cleaned_data)
            return _done(request, found)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return refused(request, found, form)


def _again(request: HttpRequest, found: Case, form: django_forms.Form, *, status: int) -> HttpResponse:
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
