"""What every answer carries: strict content policy, no caching of what is sealed, no refusal that tells one reason from another."""

import sys
from collections.abc import Callable
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from amparo.errors import AmparoError, BadInput
from amparo.web.logs import report

Answering: TypeAlias = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}
UNCACHED = "no-store, max-age=0"


def quiet(answer: Answering) -> Answering:
    """Puts the headers on every answer; only files of ours may be kept by a browser."""

    def answering(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", UNCACHED)
        return response

    return answering


class sentences:
    """Turns an error into one sentence for the person, and one line without any of their words for the log."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """A page for our own errors; None leaves refusals to Django."""
        if isinstance(wrong, BadInput):
            return render(request, "wrong.html", {"sentence": wrong.sentence}, status=400)
        if isinstance(wrong, AmparoError):
            return render(request, "failed.html", {"number": report(wrong)}, status=500)
        return None


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The one page for what is not there, not allowed or not understood; the same words for each."""
    return render(request, "refused.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody expected."""

    wrong = sys.exc_info()[1]
    return render(request, "failed.html", {"number": report(wrong) if wrong else ""}, status=500)
