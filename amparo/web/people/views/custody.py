"""What custodians do: recover, agree to the reset of a second factor, look at signals."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people import access
from amparo.web.people.actions import envelopes, looking, lost_factors, recovering
from amparo.web.people.doors import holders, members, who_is
from amparo.web.people.forms import Custodians, OpenLayer, Recover, RecoverWithPhrase
from amparo.web.people.models import Member
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import signals_for
from amparo.web.people.standing import waiting
from amparo.web.people.views.answers import asked
from amparo.web.safekeeping.store import store


@holders(Role.CUSTODIAN)
@require_safe
def custody(request: HttpRequest) -> HttpResponseBase:
    """How recovery stands, and what waits for a custodian."""
    signed_in = who_is(request)
    shown = {
        "custody": envelopes.custody(),
        "recoveries": access.access_recoveries(),
        "resets": access.access_factor_resets(signed_in),
        "waiting": _who_wait(signed_in),
        "new_signals": sum(told.signal.looked_at_by is None for told in signals_for(signed_in)),
    }
    return render(request, "people/custody.html", shown)


@holders(Role.CUSTODIAN)
@require_POST
def agree_reset(request: HttpRequest, member_id: str) -> HttpResponseBase:
    """Takes a lost second factor away, as an administrator asked."""
    lost_factors.agree_reset(who_is(request), member_id)
    return redirect("custody")


@holders(Role.CUSTODIAN)
@require_http_methods(["GET", "POST"])
def custodians(request: HttpRequest) -> HttpResponseBase:
    """Hands recovery over to other custodians: with the phrase at once, or with the custodians of today."""
    signed_in = who_is(request)
    held = envelopes.custody()
    known = {member.id: member for member in access.access_custodians()}
    form = Custodians(request.POST or None, known.values(), asks_for_phrase=held is None)
    if form.is_valid():
        told = form.cleaned_data
        chosen = [known[chosen] for chosen in told["chosen"]]
        try:
            if held is None:
                recovering.entrust_with_phrase(signed_in, told["phrase"], chosen, told["needed"])
                return redirect("custody")
            started = recovering.start_change(signed_in, chosen, told["needed"])
            return redirect("recovery", recovery_id=started.id)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/custodians.html", form, custody=held)


@holders(Role.CUSTODIAN)
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponseBase:
    """Asks the custodians to let in somebody whom nobody else can."""
    signed_in = who_is(request)
    who = _who_wait(signed_in)
    form = Recover(request.POST or None, who.values())
    if form.is_valid():
        told = form.cleaned_data
        try:
            started = recovering.start_for_member(signed_in, who[told["member"]], told["fingerprint"])
            return redirect("recovery", recovery_id=started.id)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/recover.html", form, waiting=who)


@holders(Role.CUSTODIAN)
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest, recovery_id: str) -> HttpResponseBase:
    """One recovery: who has opened their layer, whose turn it is; posted, opens one's own."""
    signed_in = who_is(request)
    found = access.access_recovery(recovery_id)
    form = OpenLayer(request.POST if request.method == "POST" else None)
    if found.member is None:
        del form.fields["fingerprint"]
    if form.is_valid():
        try:
            is_done = recovering.open_own_layer(signed_in, found, form.cleaned_data.get("fingerprint", ""))
            return redirect("custody") if is_done else redirect("recovery", recovery_id=found.id)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    turn = envelopes.next_to_open(found.id)
    shown = {
        "recovery": found,
        "chosen": recovering.chosen_for(found),
        "opened": envelopes.opened_by(found.id),
        "turn": turn,
        "is_my_turn": signed_in.member in turn,
    }
    return asked(request, "people/recovery.html", form, **shown)


@holders(Role.CUSTODIAN)
@require_POST
def stop_recovery(request: HttpRequest, recovery_id: str) -> HttpResponseBase:
    """Ends a recovery that is not done."""
    recovering.stop(who_is(request), access.access_recovery(recovery_id))
    return redirect("custody")


@members
@require_http_methods(["GET", "POST"])
def recover_with_phrase(request: HttpRequest) -> HttpResponseBase:
    """Lets somebody in with the printed phrase; whoever holds the paper decides, as in a safe."""
    signed_in = who_is(request)
    who = _who_wait(signed_in)
    form = RecoverWithPhrase(request.POST or None, who.values())
    if form.is_valid():
        told = form.cleaned_data
        try:
            recovering.recover_with_phrase(signed_in, told["phrase"], who[told["member"]], told["fingerprint"])
            return redirect("people")
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/recover_with_phrase.html", form, waiting=who)


@holders(Role.CUSTODIAN)
@require_safe
def signals(request: HttpRequest) -> HttpResponseBase:
    """What colleagues did that their work does not explain."""
    return render(request, "people/signals.html", {"signals": list(signals_for(who_is(request)))})


@holders(Role.CUSTODIAN)
@require_POST
def look_at_signal(request: HttpRequest, signal_id: str) -> HttpResponseBase:
    """Notes that a custodian looked at a signal."""
    if not looking.look_at(who_is(request), signal_id):
        raise Http404
    return redirect("signals")


def _who_wait(signed_in: SignedIn) -> dict[str, Member]:
    posts = waiting(store(), on=signed_in.today)
    return {post.member_id: post.member for post in posts if post.last_day is None}
