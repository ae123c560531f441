"""How a form beneath a case is answered: done and back to its page, or that page with what was typed and what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from amparo.errors import BadInput
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.models import Case
from amparo.web.casework.views.within import closed
from amparo.web.people.doors import who_is


def sent(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    page: Callable[..., HttpResponse],
    *,
    back: str,
) -> HttpResponseBase:
    """Does what a form asks and leads to the address named `back`; else `page(request, case, sent=form, status=400)`.

    If the case closed meanwhile, its closed page with that form alone: what was typed is not lost, and nothing is shown.
    """
    if form.is_valid():
        try:
            act(form.cleaned_data)
            return redirect(back, case.id)
        except CannotOpen:
            raise
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    # It may have been erased meanwhile.
    case = access.access_case(who_is(request), case.id)
    if access.is_opened(who_is(request), case):
        return page(request, case, sent=form, status=400)
    return closed(request, case, form)
