"""Pages within an opened case, and their forms, which keep what was typed whatever happens."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from amparo.errors import BadInput
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case
from amparo.web.casework.shown.case import closed_page
from amparo.web.people.doors import who_is


def opened(request: HttpRequest, case: Case) -> Dossier | None:
    """What the member's keys open of the case, if it is open in this session, or was when a form was made; else None."""
    signed_in = who_is(request)
    is_open = access.has_opened if request.method == "POST" else access.is_opened
    return access.access_dossier(signed_in, case) if is_open(signed_in, case) else None


def closed(request: HttpRequest, case: Case, form: forms.Form | None = None) -> HttpResponseBase:
    """The closed page of a case that is not open, with what was typed still in it."""
    if form is None or not form.is_bound:
        return redirect("case", case.id)
    for field in form.fields.values():
        # What may be chosen can name people of the case: what was chosen travels on unseen.
        if isinstance(field, forms.ChoiceField):
            field.widget = field.hidden_widget()
    return closed_page(request, case, status=400, kept=form, kept_to=request.path)


def form_page(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    page: Callable[..., HttpResponse],
    *,
    then: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """A form beneath a case: shown, done with what it tells, or shown again with what is wrong, by `page(request, case, sent=, status=)`.

    If the case closed meanwhile, its closed page with that form alone: what was typed is not lost, and nothing is shown.
    """
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
            return then()
        except CannotOpen:
            raise
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    if form.is_bound:
        # It may have been erased meanwhile.
        case = access.access_case(who_is(request), case.id)
    if not access.is_opened(who_is(request), case):
        return closed(request, case, form)
    return page(request, case, sent=form, status=400 if form.is_bound else 200)


def page_of(template: str, **shown: object) -> Callable[..., HttpResponse]:
    """A page with one form and what is shown beside it."""

    def page(request: HttpRequest, case: Case, *, sent: forms.Form, status: int) -> HttpResponse:
        return render(request, template, {**shown, "case": case, "form": sent}, status=status)

    return page
