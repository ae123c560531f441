"""A State: what it bound itself to, what may be claimed there, whom that reaches, its peers, and what a deposit would change."""

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.supposing import Deposit
from amparo.norms.profiles import claims as claiming
from amparo.norms.profiles import peers as comparing
from amparo.norms.profiles import people as counting
from amparo.norms.profiles import what_if as supposing
from amparo.norms.profiles.states import StateProfile, state_profile
from amparo.norms.texts.instruments import Instrument
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.clock import today
from amparo.web.few_at_once import FewAtOnce
from amparo.web.observatory.publishing import published

_EARLIEST, _LATEST = date(1945, 1, 1), date(2100, 12, 31)
# Every State, instrument and day is a question of its own, which nobody can have answered before.
_SUPPOSING = FewAtOnce(2)
_BUSY = _("Others are asking what a deposit would change just now. Ask again in a moment; the other pages answer.")


@published
def state(request: HttpRequest, state: str) -> HttpResponse:
    """What the State did, since when it is bound, and what is not known."""
    profile = profile_of(state)
    ties = [tie for tie in profile.ties if tie.instrument.binding and tie.is_told]
    unknown = [tie for tie in profile.tied(UNKNOWN) if not tie.is_told]
    shown = {
        "profile": profile,
        "ties": ties,
        "unknown": unknown,
        "bound": len(profile.tied(YES)),
        "not_known": len(profile.tied(UNKNOWN)),
        "not_bound": len(profile.tied(NO)),
        "claims": _claims(profile),
        "sources": [profile.catalogue.sources[key] for key in profile.sources],
    }
    return render(request, "observatory/state.html", shown)


@published
def claims(request: HttpRequest, state: str) -> HttpResponse:
    """How many provisions are held there, by status and by theme."""
    profile = _present(state)
    found = _claims(profile)
    themes = [
        (theme, [(status, one.by_theme[theme.id]) for status, one in found])
        for theme in profile.catalogue.themes.values()
    ]
    return render(request, "observatory/claims.html", {"profile": profile, "claims": found, "themes": themes})


@published
def claimed(request: HttpRequest, state: str, status: str, theme: str) -> HttpResponse:
    """The provisions of one theme that people of one status may claim there."""
    profile = _present(state)
    found, asked = profile.catalogue.themes.get(theme), claiming.STATUSES.get(status)
    if asked is None or found is None:
        raise Http404
    held = claiming.claims(profile.catalogue, state, profile.on, asked.facts).by_theme[theme]
    shown = {"profile": profile, "status": asked, "theme": found, "held": held}
    return render(request, "observatory/claimed.html", shown)


@published
def people(request: HttpRequest, state: str) -> HttpResponse:
    """Whom the instruments reach: those who live there, and its own who live abroad."""
    profile = profile_of(state)
    if not profile.has_people:
        raise Http404
    found = counting.people(profile.catalogue, state, profile.on, counting.counted_for(profile.catalogue))
    return render(request, "observatory/people.html", {"profile": profile, "people": found})


@published
def peers(request: HttpRequest, state: str) -> HttpResponse:
    """What States of the same part of the world are bound by, and this one is not."""
    profile = _present(state)
    found = comparing.peers(profile.catalogue, profile.state, profile.on)
    return render(request, "observatory/peers.html", {"profile": profile, "peers": found})


class Supposing(forms.Form):
    """An instrument, and the day on which the State would deposit."""

    instrument = forms.ChoiceField(
        error_messages={"required": _("Choose an instrument."), "invalid_choice": _("Choose an instrument.")}
    )
    day = forms.DateField(
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Give a day, such as 2027-01-01."),
            "invalid": _("Give a day, such as 2027-01-01."),
        },
    )

    def __init__(self, could: tuple[Instrument, ...], *told: object) -> None:
        super().__init__(*told)  # type: ignore[arg-type]
        self.fields["instrument"].choices = [(one.id, one.short_name) for one in could]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day in living memory, or within the century."""
        day: date = self.cleaned_data["day"]
        if not _EARLIEST <= day <= _LATEST:
            raise forms.ValidationError(_("Give a day, such as 2027-01-01."))
        return day


@published
def what_if(request: HttpRequest, state: str) -> HttpResponse:
    """The form, and what the deposit that it supposes would change."""
    profile = _present(state)
    catalogue = profile.catalogue
    could = supposing.could_deposit(catalogue, state, profile.on)
    form = Supposing(could, request.GET if "instrument" in request.GET else None)
    shown: dict[str, object] = {"profile": profile, "could": could, "form": form}
    shown["wanting"] = supposing.wanting_parent(catalogue, state, profile.on)
    if not form.is_valid():
        return render(request, "observatory/what_if.html", shown, status=400 if form.errors else 200)
    deposit = Deposit(form.cleaned_data["instrument"], state, form.cleaned_data["day"])

    def supposed() -> HttpResponse:
        found, instrument = supposing.what_if(catalogue, deposit), catalogue.instruments[deposit.instrument]
        return render(request, "observatory/what_if.html", {**shown, "found": found, "instrument": instrument})

    return _SUPPOSING.answer(request, supposed, busy=_BUSY)


def profile_of(state: str) -> StateProfile:
    """The profile of the State with this code today; raises Http404 if there is none."""
    profile = state_profile(load_catalogue(), state, today())
    if profile is None:
        raise Http404
    return profile


def _present(state: str) -> StateProfile:
    """The profile of a State that is one today."""
    profile = profile_of(state)
    if not profile.is_state:
        raise Http404
    return profile


def _claims(profile: StateProfile) -> list[tuple[claiming.Status, claiming.Claims]]:
    """What people of each status may claim of it; nothing of what is no State today."""
    asked = claiming.STATUSES.values() if profile.is_state else ()
    return [(one, claiming.claims(profile.catalogue, profile.state.code, profile.on, one.facts)) for one in asked]
