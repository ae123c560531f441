"""What every answer carries: a strict content policy, and that nobody keeps it."""

from collections.abc import Callable
from typing import TypeAlias

from django.http import HttpRequest, HttpResponseBase

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


def guarded(answer: Answering) -> Answering:
    """Puts the headers on every answer; only files of ours may be kept by a browser."""

    def answering(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not (request.path.startswith("/static/") and response.status_code in (200, 304)):
            response.headers.setdefault("Cache-Control", UNCACHED)
        return response

    return answering
