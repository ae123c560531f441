"""Closing everything at once."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from amparo.web.people import sessions
from amparo.web.people.actions import locking_down
from amparo.web.people.doors import keepers, who_is
from amparo.web.people.forms import LockDown
from amparo.web.people.views.answers import asked


@keepers
@require_http_methods(["GET", "POST"])
def lockdown(request: HttpRequest) -> HttpResponseBase:
    """Ends all sessions and everything lent, and shows once what had been open."""
    form = LockDown(request.POST or None)
    if form.is_valid():
        exposed = locking_down.lock_down_as(who_is(request), since=form.cleaned_data["since"])
        request.signed_in = None  # type: ignore[attr-defined]
        cases = sorted((exposed.names[who], count) for who, count in exposed.cases.items())
        taken = {purpose: exposed.wraps.get(purpose, 0) for purpose in ("cover", "sharing", "referral")}
        shown = {"exposed": exposed, "cases": cases, "taken": taken}
        response = render(request, "people/locked_down.html", shown)
        response.delete_cookie(sessions.COOKIE)
        return response
    return asked(request, "people/lockdown.html", form, may_lift=locking_down.may_lift(who_is(request)))


@keepers
@require_POST
def lift_lockdown(request: HttpRequest) -> HttpResponseBase:
    """Lets everybody sign in again."""
    locking_down.lift_as(who_is(request))
    return redirect("lockdown")
