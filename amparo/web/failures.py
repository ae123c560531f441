"""Pages for what went wrong: a sentence for the person, one line without any of their words for the log."""

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from amparo.errors import AmparoError, BadInput
from amparo.vault.material import CannotOpen
from amparo.web.logs import report


class Sentences:
    """Turns an error of ours into a page; leaves refusals to Django, which calls `refused`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """A page for our own errors; None for all others."""
        if isinstance(wrong, CannotOpen):
            told = {"sentence": _("This does not open with your keys, or it is not there any more.")}
            return render(request, "wrong.html", told, status=404)
        if isinstance(wrong, BadInput):
            return render(request, "wrong.html", {"sentence": wrong.sentence}, status=400)
        return _page_of(wrong) if isinstance(wrong, AmparoError) else None


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The one page for what is not there, not allowed or not understood; the same words for each."""
    return render(request, "refused.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody expected."""
    return _page_of(sys.exc_info()[1])


def _page_of(wrong: BaseException | None) -> HttpResponse:
    # Without the request, whose surroundings ask the database: that may be what failed.
    page = render_to_string("failed.html", {"number": report(wrong) if wrong else ""})
    return HttpResponse(page, status=500)
