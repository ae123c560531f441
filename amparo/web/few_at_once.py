"""Work that takes more than other pages do: only so much of it at once, and nobody waits, for a server has few threads."""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

_AGAIN_AFTER = 10  # seconds


class FewAtOnce:
    """Does so much of a kind of work at once; whoever else comes gets a page that asks to come back."""

    def __init__(self, most: int) -> None:
        self.free = BoundedSemaphore(most)

    def answer(self, request: HttpRequest, work: Callable[[], HttpResponse], *, busy: Promise) -> HttpResponse:
        """What the work gives; where others are being served, the sentence `busy`, and when to ask again."""
        if not self.free.acquire(blocking=False):
            page = render(request, "busy.html", {"busy": busy}, status=503)
            page.headers["Retry-After"] = str(_AGAIN_AFTER)
            return page
        try:
            return work()
        finally:
            self.free.release()
