"""Doors: who may come to a view. Every view has exactly one; a test lists the addresses and fails for one without.

A door looks at posts, never at cases: those are fetched through `access`, which asks again. Who is not let in sees the page for what
is not there, whether it is there or not; who is not signed in is asked to sign in, whatever the address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from amparo.vault.keys import Role
from amparo.web.people.sessions import SignedIn

P = ParamSpec("P")
_TOKEN = "csrfmiddlewaretoken"
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Who(Enum):
    """The kinds of people whom a door lets in."""

    ANYBODY = "anybody"
    UNCONFIRMED = "somebody signed in, also before the second factor is set up"
    MEMBERS = "every member"
    ADMINISTRATORS = "administrators"
    HOLDERS = "who holds one of the roles"
    KEEPERS = "administrators and custodians"


@dataclass(frozen=True, slots=True)
class Door:
    """Whom a view lets in."""

    who: Who
    roles: frozenset[Role] = frozenset()

    def lets_in(self, signed_in: SignedIn | None) -> bool:
        """Whether this person may come to the view at all."""
        if self.who is Who.ANYBODY:
            return True
        if signed_in is None:
            return False
        if self.who is Who.UNCONFIRMED:
            return True
        if not signed_in.session.is_confirmed:
            return False
        if self.who is Who.ADMINISTRATORS:
            return signed_in.member.is_administrator
        if self.who is Who.KEEPERS and signed_in.member.is_administrator:
            return True
        return self.who is Who.MEMBERS or any(role in self.roles for _, role in signed_in.posts)


def anybody(view: View[P]) -> View[P]:
    """A public page. It sets no cookie and so has no token against forged forms; what another site's page sends is not read.

    Else a page elsewhere could have somebody write under a receipt that is not theirs.
    """

    @wraps(view)
    def from_here(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and _is_from_elsewhere(request):
            return redirect(request.path)
        return view(request, *args, **kwargs)

    return csrf_exempt(_with(Door(Who.ANYBODY), from_here))


def at_the_gate(view: View[P]) -> View[P]:
    """A page of the way in (sign in, join): for anybody, with a token against forged forms."""
    return _with(Door(Who.ANYBODY), view)


def unconfirmed(view: View[P]) -> View[P]:
    """A page for who has given the passphrase and has no second factor yet."""
    return _with(Door(Who.UNCONFIRMED), view)


def members(view: View[P]) -> View[P]:
    """A page for everybody who works here."""
    return _with(Door(Who.MEMBERS), view)


def administrators(view: View[P]) -> View[P]:
    """A page for administrators, who as such open nothing that is sealed."""
    return _with(Door(Who.ADMINISTRATORS), view)


def holders(*roles: Role) -> Callable[[View[P]], View[P]]:
    """A page for who holds one of these roles in any office."""

    def made(view: View[P]) -> View[P]:
        return _with(Door(Who.HOLDERS, frozenset(roles)), view)

    return made


def keepers(view: View[P]) -> View[P]:
    """A page for those who may close everything at once: administrators, and custodians of any office."""
    return _with(Door(Who.KEEPERS, frozenset({Role.CUSTODIAN})), view)


def who_is(request: HttpRequest) -> SignedIn:
    """The person at work; only behind a door that lets nobody else in."""
    return cast(SignedIn, request.signed_in)  # type: ignore[attr-defined]


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page sent this. Old ones say nothing, and are believed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def _signed_out(request: HttpRequest, door: Door) -> HttpResponseBase:
    """The way to sign in; a form of casework comes back with what was typed, to be sent again: no other can hold a passphrase."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    if typed and door.who is Who.HOLDERS and Role.CASEWORKER in door.roles:
        return render(request, "people/not_sent.html", {"typed": typed}, status=403)
    return redirect(reverse("sign-in"))


def _with(door: Door, view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        signed_in: SignedIn | None = request.signed_in  # type: ignore[attr-defined]
        if door.lets_in(signed_in):
            return view(request, *args, **kwargs)
        if signed_in is None:
            return _signed_out(request, door)
        if not signed_in.session.is_confirmed:
            return redirect(reverse("second-factor"))
        raise Http404

    guarded.door = door  # type: ignore[attr-defined]
    return guarded
