"""A member's calendar: the page on which its address is made, and the address itself, for any calendar to ask."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from amparo.exchange.calendars import MEDIA_TYPE
from amparo.web.casework import access
from amparo.web.casework.actions.calendars import end_calendar, make_calendar
from amparo.web.casework.lists.due_days import calendar_under
from amparo.web.people.attempts import Attempts
from amparo.web.people.doors import anybody, holders, who_is

# Calendars ask every few minutes at most. Whatever is asked for counts alike, so a refusal tells nothing.
_asked = Attempts(most=60, minutes=60)


@holders(*access.READERS)
@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponseBase:
    """Makes the address, shows it once, ends it."""
    signed_in = who_is(request)
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            end_calendar(signed_in)
            return redirect("my-calendar")
        address = request.build_absolute_uri(reverse("due-days", args=[make_calendar(signed_in)]))
    shown = {"address": address, "is_made": access.has_calendar(signed_in)}
    return render(request, "casework/my_calendar.html", shown)


@anybody
@require_safe
def due_days(request: HttpRequest, secret: str) -> HttpResponse:
    """Number and day of what is due, for whoever has the address."""
    if _asked.is_spent(secret):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    _asked.count(secret)
    found = calendar_under(secret)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="days.ics"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found, content_type=MEDIA_TYPE, headers=headers)
