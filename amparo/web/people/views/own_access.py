"""A member's own access: keys, passphrase, second factor, spare codes, sessions."""

from datetime import timedelta

import segno
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.errors import BadInput
from amparo.vault.keys import fingerprint
from amparo.web.people import second_factor
from amparo.web.people.access import access_organisation, access_own_sessions
from amparo.web.people.actions import own_access
from amparo.web.people.doors import members, who_is
from amparo.web.people.forms import ChangePassphrase, Code, ReplaceFactor
from amparo.web.people.keys import name_of
from amparo.web.people.sessions import LONGEST
from amparo.web.people.standing import waiting
from amparo.web.people.views.answers import asked, suggested
from amparo.web.safekeeping.store import store
from amparo.web.travelling import Expired, pack, unpack

_SEED, _WITHIN = "new-factor", timedelta(minutes=30)


@members
@require_safe
def my_keys(request: HttpRequest) -> HttpResponseBase:
    """The fingerprint to read out, what one waits for, one's roles and sessions."""
    signed_in = who_is(request)
    sessions = access_own_sessions(signed_in)
    shown = {
        "fingerprint": fingerprint(store().public_key(name_of(signed_in.member))),
        "posts": signed_in.member.posts.select_related("office", "covers_for").order_by("office", "role"),
        "waiting": [post for post in waiting(store(), on=signed_in.today) if post.member_id == signed_in.member.id],
        "sessions": [(found.ends_at - LONGEST, found.id == signed_in.session.id) for found in sessions],
        "spare_codes": signed_in.member.spare_codes.count(),
    }
    return render(request, "people/my_keys.html", shown)


@members
@require_http_methods(["GET", "POST"])
def change_passphrase(request: HttpRequest) -> HttpResponseBase:
    """Another passphrase for the same key."""
    form = ChangePassphrase(request.POST or None)
    if form.is_valid():
        try:
            own_access.change_passphrase(who_is(request), form.cleaned_data["old"], form.cleaned_data["new"])
            return redirect("my-keys")
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/change_passphrase.html", form, suggestion=suggested(request))


@members
@require_http_methods(["GET", "POST"])
def replace_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Another authenticator; its seed travels sealed in the form until it is confirmed."""
    signed_in = who_is(request)
    form = ReplaceFactor(request.POST or None)
    seed = _travelling_seed(request)
    if form.is_valid():
        told = form.cleaned_data
        try:
            codes = own_access.replace_second_factor(signed_in, told["old_code"], seed, told["new_code"])
            return render(request, "people/spare_codes.html", {"codes": codes})
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    address = second_factor.address(signed_in.member, seed, access_organisation().name)
    picture = segno.make(address).svg_data_uri(scale=4)
    packed = pack(_SEED, {"seed": seed})
    return asked(request, "people/replace_factor.html", form, seed=seed, picture=picture, packed=packed)


@members
@require_http_methods(["GET", "POST"])
def renew_spare_codes(request: HttpRequest) -> HttpResponseBase:
    """New spare codes."""
    form = Code(request.POST or None)
    if form.is_valid():
        try:
            codes = own_access.renew_spare_codes(who_is(request), form.cleaned_data["code"])
            return render(request, "people/spare_codes.html", {"codes": codes})
        except BadInput as wrong:
            form.add_error("code", wrong.sentence)
    return asked(request, "people/renew_spare_codes.html", form)


@members
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponseBase:
    """Ends every session but this one."""
    own_access.end_other_sessions(who_is(request))
    return redirect("my-keys")


def _travelling_seed(request: HttpRequest) -> str:
    try:
        return str(unpack(_SEED, request.POST["travelling"], within=_WITHIN)["seed"])
    except (KeyError, Expired):
        return second_factor.new_seed()
