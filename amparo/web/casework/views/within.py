"""Pages within an opened case: one form each, which keeps what was typed whatever happens."""

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from amparo.errors import BadInput
from amparo.web.casework import access
from amparo.web.casework.case_page import closed_page
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case
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
    act: Callable[[], None],
    *,
    template: str,
    shown: Mapping[str, object],
    then: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """A form on a page of its own: shown, taken, or shown again with what is wrong; if the case closed meanwhile, on its closed page."""
    if form.is_bound and form.is_valid():
        try:
            act()
            return then()
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    if not access.is_opened(who_is(request), case):
        return closed(request, case, form)
    return render(request, template, {**shown, "case": case, "form": form}, status=400 if form.is_bound else 200)
