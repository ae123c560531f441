"""The way in: sign in, set up the second factor, sign out."""

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people import second_factor as factors
from amparo.web.people import sessions
from amparo.web.people.access import access_organisation
from amparo.web.people.actions import signing_in
from amparo.web.people.doors import at_the_gate, members, unconfirmed, who_is
from amparo.web.people.forms import Code, SignIn


@at_the_gate
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Opens a session."""
    form = SignIn(request.POST or None)
    if not form.is_valid():
        return render(request, "people/sign_in.html", {"form": form}, status=400 if form.is_bound else 200)
    told = form.cleaned_data
    try:
        key = signing_in.sign_in(told["name"], told["passphrase"], told["code"])
    except BadInput as wrong:
        form.add_error(None, wrong.sentence)
        return render(request, "people/sign_in.html", {"form": form}, status=400)
    response = redirect("work")
    sessions.hand_over(response, key)
    return response


@members
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Leads to where this member's work begins."""
    signed_in = who_is(request)
    if signed_in.offices(Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR):
        return redirect("inbox")
    return redirect("figures" if signed_in.offices(Role.ANALYST) else "people")


@unconfirmed
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Shows the picture for an authenticator, and the spare codes once a code of it has come."""
    signed_in = who_is(request)
    if signed_in.session.is_confirmed:
        return redirect("work")
    form = Code(request.POST or None)
    if form.is_valid():
        try:
            codes = signing_in.confirm_second_factor(signed_in, form.cleaned_data["code"])
            return render(request, "people/spare_codes.html", {"codes": codes})
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    factors.check_not_set_up(signed_in.member)
    seed = factors.seed_to_set_up(signed_in.session.id)
    organisation = access_organisation()
    picture = segno.make(factors.address(signed_in.member, seed, organisation.name)).svg_data_uri(scale=4)
    shown = {"form": form, "seed": seed, "picture": picture}
    return render(request, "people/second_factor.html", shown, status=400 if form.is_bound else 200)


@members
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    signing_in.sign_out(who_is(request))
    response = redirect("sign-in")
    response.delete_cookie(sessions.COOKIE)
    return response
