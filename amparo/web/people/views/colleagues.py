"""One colleague: invited, given roles, covered for, let go."""

from collections.abc import Callable
from typing import TypeAlias

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people.access import access_colleague, access_colleagues, access_covers, access_offices, access_post
from amparo.web.people.actions import inviting, leaving, letting_in, lost_factors
from amparo.web.people.actions.ending_sessions import end_sessions_of
from amparo.web.people.actions.envelopes import custody
from amparo.web.people.doors import administrators, holders, who_is
from amparo.web.people.forms import Cover, GiveRole, Invite, LetIn, read_post, shown_post
from amparo.web.people.models import Member
from amparo.web.people.sessions import SignedIn
from amparo.web.people.standing import is_last_holder
from amparo.web.people.views.answers import asked
from amparo.web.safekeeping.store import store

Act: TypeAlias = Callable[[SignedIn, Member], object]


@administrators
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invites a colleague, and shows the words to tell them, once."""
    form = Invite(request.POST or None, access_offices())
    if form.is_valid():
        told = form.cleaned_data
        try:
            invited = inviting.invite(
                who_is(request),
                sign_in_name=told["sign_in_name"],
                shown_name=told["shown_name"],
                posts=[read_post(chosen) for chosen in told["posts"]],
                is_administrator=told["is_administrator"],
                days=told["days"],
            )
            return _invited(request, invited)
        except BadInput as wrong:
            form.add_error("sign_in_name", wrong.sentence)
    return asked(request, "people/invite.html", form)


@administrators
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, member_id: str) -> HttpResponseBase:
    """What an administrator can do about a colleague; posted, gives them a role."""
    found = access_colleague(member_id)
    form = GiveRole(request.POST or None, access_offices())
    if form.is_valid():
        try:
            leaving.give_role(who_is(request), found, *read_post(form.cleaned_data["post"]))
            return redirect("member", member_id=found.id)
        except BadInput as wrong:
            form.add_error("post", wrong.sentence)
    return asked(request, "people/member.html", form, member=found)


@administrators
@require_http_methods(["GET", "POST"])
def invite_again(request: HttpRequest, member_id: str) -> HttpResponseBase:
    """Says what fresh words do, and makes them, for somebody who lost theirs or their passphrase."""
    found = access_colleague(member_id)
    if request.method == "POST":
        return _invited(request, inviting.invite_again(who_is(request), found))
    return render(request, "people/invite_again.html", {"member": found})


@administrators
@require_http_methods(["GET", "POST"])
def take_role(request: HttpRequest, member_id: str, post_id: int) -> HttpResponseBase:
    """Says what taking a role away ends, and takes it."""
    found = access_colleague(member_id)
    if request.method == "POST":
        leaving.take_role(who_is(request), found, post_id)
        return redirect("member", member_id=member_id)
    post = access_post(found, post_id)
    is_last = is_last_holder(store(), post, on=who_is(request).today)
    return render(request, "people/take_role.html", {"member": found, "post": post, "is_last": is_last})


@administrators
@require_http_methods(["GET", "POST"])
def make_administrator(request: HttpRequest, member_id: str) -> HttpResponseBase:
    """Says what an administrator can do, and makes somebody one."""
    found = access_colleague(member_id)
    if request.method == "POST":
        leaving.make_administrator(who_is(request), found)
        return redirect("member", member_id=member_id)
    return render(request, "people/make_administrator.html", {"member": found})


@administrators
@require_POST
def change_member(request: HttpRequest, member_id: str, act: str) -> HttpResponseBase:
    """One of the acts that need nothing but a colleague."""
    acts: dict[str, Act] = {
        "end-sessions": end_sessions_of,
        "ask-factor-reset": lost_factors.ask_reset,
        "stop-administrator": leaving.stop_administrator,
    }
    acts[act](who_is(request), access_colleague(member_id))
    return redirect("member", member_id=member_id)


@administrators
@require_http_methods(["GET", "POST"])
def leave_member(request: HttpRequest, member_id: str) -> HttpResponseBase:
    """Says what leaving ends, and ends it."""
    found = access_colleague(member_id)
    if request.method == "POST":
        leaving.leave(who_is(request), found)
        return redirect("people")
    held = custody()
    is_custodian = held is not None and found in held.present
    too_few = is_custodian and held is not None and len(held.present) <= held.needed
    shown = {"member": found, "is_custodian": is_custodian, "too_few": too_few}
    return render(request, "people/leave_member.html", shown)


@holders(*Role)
@require_http_methods(["GET", "POST"])
def let_in(request: HttpRequest) -> HttpResponseBase:
    """Newcomers whom this member can let in."""
    signed_in = who_is(request)
    form = LetIn(request.POST or None)
    if form.is_valid():
        try:
            letting_in.let_in(signed_in, form.cleaned_data["post"], form.cleaned_data["fingerprint"])
            return redirect("let-in")
        except BadInput as wrong:
            form.add_error("fingerprint", wrong.sentence)
    posts = letting_in.may_let_in(signed_in)
    # Each form on the page has ids of its own.
    forms = [
        (
            post,
            form if form["post"].value() == str(post.id) else LetIn(initial={"post": post.id}, auto_id=f"{post.id}_%s"),
        )
        for post in posts
    ]
    return asked(request, "people/let_in.html", form, forms=forms)


@holders(*Role)
@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest) -> HttpResponseBase:
    """Lets a colleague stand in, and lists who does."""
    signed_in = who_is(request)
    colleagues = {found.id: found for found in access_colleagues() if found.is_active and found != signed_in.member}
    form = Cover(request.POST or None, _own_posts(signed_in), colleagues.values())
    if form.is_valid():
        told = form.cleaned_data
        try:
            letting_in.let_cover(signed_in, *read_post(told["post"]), colleagues[told["member"]], told["last_day"])
            return redirect("cover")
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/cover.html", form, covers=access_covers(signed_in))


def _invited(request: HttpRequest, invited: inviting.Invited) -> HttpResponseBase:
    address = request.build_absolute_uri(reverse("join"))
    return render(request, "people/invited.html", {"invited": invited, "join_address": address})


def _own_posts(signed_in: SignedIn) -> list[tuple[str, str]]:
    posts = [post for post in signed_in.member.posts.select_related("office") if post.last_day is None]
    return [(f"{post.office_id}/{post.role}", shown_post(post.office, Role(post.role))) for post in posts]
