"""Releases: what they may cost, which there are, and asking for one."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from amparo.errors import BadInput
from amparo.evidence.counting.domain import USUAL_DELTA
from amparo.evidence.release.accounting import epsilon_of, rho_for
from amparo.evidence.release.ledger import Account
from amparo.vault.keys import Role
from amparo.web.evidence import orders
from amparo.web.evidence.access import SIGNERS, access_analysed, access_releases, find_allowance
from amparo.web.evidence.account import account
from amparo.web.evidence.actions.releasing import declare, plan_release
from amparo.web.evidence.drafts import standing_of
from amparo.web.evidence.models import Release
from amparo.web.evidence.release_forms import Ask, Declare
from amparo.web.evidence.said import said
from amparo.web.people.doors import holders, who_is


@holders(*SIGNERS)
@require_safe
def releases(request: HttpRequest) -> HttpResponseBase:
    """The releases of the member's offices, and what is left in the account."""
    signed_in = who_is(request)
    wrong, spent = "", None
    try:
        spent = account()
    except BadInput as broken:
        wrong = said(broken)
    allowance = find_allowance()
    shown = {
        "wrong": wrong,
        "allowance": allowance,
        "left": left_of(spent, allowance.cap) if allowance else None,
        "releases": [(one, standing_of(one).value) for one in access_releases(signed_in)],
        "may_ask": bool(signed_in.offices(Role.ANALYST)),
        "can_release": orders.can_release(),
    }
    return render(request, "evidence/releases.html", shown)


@holders(Role.ANALYST)
@require_http_methods(["GET", "POST"])
def declare_allowance(request: HttpRequest) -> HttpResponseBase:
    """Says what all releases may cost, ever."""
    if find_allowance() is not None:
        return redirect("releases")
    form = Declare(request.POST or None, initial={"cap": 10.0})
    if form.is_valid():
        try:
            declare(who_is(request), form.cleaned_data["cap"], form.cleaned_data["people"])
            return redirect("new-release")
        except BadInput as wrong:
            form.add_error(None, said(wrong))
    return render(request, "evidence/declare.html", {"form": form}, status=400 if form.errors else 200)


@holders(Role.ANALYST)
@require_http_methods(["GET", "POST"])
def new_release(request: HttpRequest) -> HttpResponseBase:
    """Asks for a release, which costs nothing yet."""
    signed_in = who_is(request)
    if orders.can_release() and find_allowance() is None:
        return redirect("declare-allowance")
    form = Ask(request.POST or None, offices=access_analysed(signed_in))
    if form.is_valid():
        told = form.cleaned_data
        try:
            kind = Release.Kind(told["kind"])
            asked = plan_release(
                signed_in, told["office"], told["title"], kind, told["attributes"], told["length"], told["epsilon"]
            )
            return redirect("release", release_id=asked.id)
        except BadInput as wrong:
            form.add_error(None, said(wrong))
    shown = {"form": form, "can_release": orders.can_release()}
    return render(request, "evidence/ask.html", shown, status=400 if form.errors else 200)


def left_of(spent: Account | None, cap: float) -> dict[str, object]:
    """What is left under the limit: in hundredths of it, and as the epsilon that one more release could have."""
    whole = spent.cap if spent and spent.cap else rho_for(cap, USUAL_DELTA)
    left = max(whole - (spent.spent if spent else 0.0), 0.0)
    epsilon = epsilon_of(left, USUAL_DELTA) if left > 1e-6 * whole else 0.0
    return {"percent": int(100 * left / whole + 1e-6), "epsilon": int(epsilon * 10 + 1e-6) / 10}
