"""Answers on paper. Setting one takes the most of all public pages, so two at once, and nobody waits: a server has few threads."""

from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.norms.answers.as_pdf import as_pdf
from amparo.norms.answers.rights import Answers

_AT_ONCE, _AGAIN_AFTER = BoundedSemaphore(2), 10  # seconds


def on_paper(request: HttpRequest, answers: Answers, language: str) -> HttpResponse:
    """The answer as a PDF under a name that says nothing; a page that asks to come back where others are being served."""
    if not _AT_ONCE.acquire(blocking=False):
        busy = render(request, "intake/busy.html", status=503)
        busy.headers["Retry-After"] = str(_AGAIN_AFTER)
        return busy
    try:
        content = as_pdf(answers, language)
    finally:
        _AT_ONCE.release()
    headers = {"Content-Disposition": 'attachment; filename="information.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
