"""One release: its plan, how its making goes, what it says, who signed it; and what is done with it."""

import math
from collections.abc import Callable, Iterable

from babel.lists import format_list
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from amparo.errors import BadInput
from amparo.evidence.counting.domain import SEPARATOR
from amparo.evidence.release.ledger import Account
from amparo.vault.keys import Role
from amparo.web.evidence import orders
from amparo.web.evidence.access import SIGNERS, access_release, find_allowance
from amparo.web.evidence.account import account
from amparo.web.evidence.actions.publishing import publish_release, remarks_on, sign_release, withdraw_release
from amparo.web.evidence.actions.releasing import make_release
from amparo.web.evidence.drafts import Draft, Standing, in_the_making, standing_of
from amparo.web.evidence.models import Release
from amparo.web.evidence.publishers import NEEDED, signers, who_signed
from amparo.web.evidence.questions import off_by, questions
from amparo.web.evidence.release_forms import LENGTHS, Make, Sign
from amparo.web.evidence.said import said
from amparo.web.evidence.views.releases import left_of
from amparo.web.evidence.words import ATTRIBUTES, value_name
from amparo.web.people.doors import holders, who_is
from amparo.web.people.sessions import SignedIn

_LARGEST = 12
_AGAIN = 2  # seconds after which the page of what is being made asks anew


@holders(*SIGNERS)
@require_safe
def release(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """One release, as far as it has come."""
    return _page(request, release_id)


@holders(Role.ANALYST)
@require_POST
def make(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """Has it made."""
    asked, form, refusal = access_release(who_is(request), release_id), Make(request.POST), ""
    if form.is_valid():
        try:
            make_release(who_is(request), asked, form.cleaned_data["reason"])
            return redirect(reverse("release", kwargs={"release_id": asked.id}) + "?wait=1")
        except BadInput as wrong:
            # Pressed twice, the second finds the lock taken by the first.
            refusal = "" if in_the_making() == asked.id else said(wrong)
    return _page(request, asked.id, form=form, wrong=refusal, status=400)


@holders(*SIGNERS)
@require_POST
def sign(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """Signs it."""
    asked, form = access_release(who_is(request), release_id), Sign(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        return _done(request, asked, lambda: sign_release(who_is(request), asked, told["read"], told["words"]))
    return _page(request, asked.id, form=form, status=400)


@holders(*SIGNERS)
@require_POST
def publish(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """Publishes it."""
    asked = access_release(who_is(request), release_id)
    return _done(request, asked, lambda: publish_release(who_is(request), asked))


@holders(*SIGNERS)
@require_POST
def withdraw(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """Ends it unpublished; what was only planned is gone afterwards."""
    asked = access_release(who_is(request), release_id)
    try:
        withdraw_release(who_is(request), asked)
    except BadInput as wrong:
        return _page(request, asked.id, wrong=said(wrong), status=400)
    return redirect("releases")


@holders(*SIGNERS)
@require_safe
def file(request: HttpRequest, release_id: str, name: str) -> HttpResponseBase:
    """One file of its bundle, to be read before signing."""
    found = access_release(who_is(request), release_id)
    if standing_of(found) not in (Standing.READY, Standing.PUBLISHED) or name not in Draft(found).manifest["files"]:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(Draft(found).content(name), content_type="application/octet-stream", headers=headers)


def _done(request: HttpRequest, asked: Release, act: Callable[[], None]) -> HttpResponseBase:
    try:
        act()
    except BadInput as wrong:
        return _page(request, asked.id, wrong=said(wrong), status=400)
    return redirect("release", release_id=asked.id)


def _page(
    request: HttpRequest, release_id: str, *, form: Make | Sign | None = None, wrong: str = "", status: int = 200
) -> HttpResponseBase:
    signed_in = who_is(request)
    found = access_release(signed_in, release_id)  # as it is by now: somebody else may have been quicker
    standing = standing_of(found)
    shown: dict[str, object] = {
        "release": found,
        "standing": standing.value,
        "wrong": wrong,
        "attributes": _listed(found.attributes.split()),
        "tables": dict(LENGTHS).get(found.length, ""),
        "can_release": orders.can_release(),
        "may_make": signed_in.has(found.office_id, Role.ANALYST),
    }
    try:
        if standing is Standing.PLANNED and orders.can_release():
            shown |= _plan(signed_in, found) | {"form": form if isinstance(form, Make) else Make()}
        if standing in (Standing.READY, Standing.PUBLISHED):
            shown |= _bundle(signed_in, found, form)
    except BadInput as broken:
        shown["wrong"], status = wrong or said(broken), 400
    if standing is Standing.MAKING and found.entered_at:
        shown["seconds"] = int((timezone.now() - found.entered_at).total_seconds())
        shown["waits"] = "wait" in request.GET
    response = render(request, "evidence/release.html", shown, status=status)
    if shown.get("waits"):
        response.headers["Refresh"] = str(_AGAIN)
    return response


def _plan(signed_in: SignedIn, found: Release) -> dict[str, object]:
    """What it would cost, and what would be left."""
    allowance, spent = find_allowance(), account()
    if allowance is None:
        raise BadInput("no-cap", "")
    plan = orders.order_of(found, allowance, signed_in.today.isoformat()).plan(spent)
    told: dict[str, object] = {
        "plan": plan,
        "off_by": [off_by(*row) for row in plan.noise],
        "refused": _listed(plan.refused),
        "exact": _listed(plan.names) if found.kind == Release.Kind.SUPPRESSED else "",
    }
    if plan.price:
        after = Account(plan.spent + plan.price.rho, plan.cap, "")
        told |= {"now": left_of(spent, allowance.cap), "after": left_of(after, allowance.cap)}
        told["delta"] = round(1 / plan.price.delta)
        told["times"] = f"{math.exp(plan.price.epsilon):.{1 if plan.price.epsilon < 2 else 0}f}"
    return told


def _bundle(signed_in: SignedIn, found: Release, form: Make | Sign | None) -> dict[str, object]:
    """What the bundle says, who signed it, and who else could."""
    draft, able = Draft(found), signers(found.office_id, on=signed_in.today)
    keys = draft.signed_by
    # Of who left the signature stays, and counts no longer; of two who may sign, each is asked once.
    counting = [one for one in able if one.key in keys]
    mine = signed_in.member.id in {one.member.id for one in counting}
    return {
        "questions": questions(draft.manifest),
        "largest": [(_combination(name), count) for name, count in draft.largest(_LARGEST)],
        "files": draft.files,
        "signatures": list(remarks_on(signed_in, found)),
        "keys": [(member, key) for member, key in who_signed(keys)],
        "lost": [member for member, key in who_signed(keys) if key not in {one.key for one in counting}],
        "enough": len(counting) >= NEEDED,
        "mine": mine,
        "alone": len(able) < NEEDED,
        "others": [one.member for one in able if one not in counting and one.member.id != signed_in.member.id],
        "form": form if isinstance(form, Sign) else Sign(initial={"read": draft.digest}),
    }


def _listed(attributes: Iterable[str]) -> str:
    """The names of attributes, one after another as the language has it."""
    return format_list([str(ATTRIBUTES.get(name, name)) for name in attributes], locale=get_language() or "en")


def _combination(name: str) -> list[str]:
    parts = (part.partition(":") for part in name.split(SEPARATOR))
    return [value_name(attribute, value) for attribute, _, value in parts]
