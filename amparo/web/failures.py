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
            return _wrong(request, _("This does not open with your keys, or it is not there any more."), status=404)
        if isinstance(wrong, BadInput):
            return _wrong(request, wrong.sentence, status=400)
        return _page_of(request, wrong) if isinstance(wrong, AmparoError) else None


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The one page for what is not there, not allowed or not understood; the same words for each."""
    return render(request, "refused.html", {"layout": _layout(request)}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody expected."""
    return _page_of(request, sys.exc_info()[1])


def _wrong(request: HttpRequest, sentence: object, *, status: int) -> HttpResponse:
    return render(request, "wrong.html", {"sentence": sentence, "layout": _layout(request)}, status=status)


def _page_of(request: HttpRequest, wrong: BaseException | None) -> HttpResponse:
    # Without the request, whose surroundings ask the database: that may be what failed.
    page = render_to_string("failed.html", {"number": report(wrong) if wrong else "", "layout": _layout(request)})
    return HttpResponse(page, status=500)


def _layout(request: HttpRequest) -> str:
    """Who is at work stays among the pages of work: those for the public say that they set no cookie, and lead out."""
    signed_in = getattr(request, "signed_in", None)
    return "work.html" if signed_in and signed_in.session.is_confirmed else "public.html"
