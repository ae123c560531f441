"""Finding a State or an instrument by part of its name; and the sources."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amparo.norms.answers.phrases import state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.texts.instruments import Instrument
from amparo.situation.states import State
from amparo.web.casework.lists.wanted import folded
from amparo.web.observatory.publishing import published

_LONGEST = 60


@published
def index(request: HttpRequest) -> HttpResponse:
    """All States and instruments, or those of which a part of the name was given."""
    catalogue, language = load_catalogue(), get_language() or "en"
    said = " ".join(request.GET.get("name", "")[:_LONGEST].split())
    states = sorted(
        (one for one in catalogue.vocabulary.states.values() if _matches(said, *_names(one, language))),
        key=lambda one: folded(state_name(one, language)),
    )
    instruments = [one for one in catalogue.instruments.values() if _matches(said, *_titles(one, language))]
    kinds = [
        (kind, [one for one in states if one.kind == kind]) for kind in ("state", "organisation", "territory", "ended")
    ]
    shown = {"said": said, "kinds": [kind for kind in kinds if kind[1]], "instruments": instruments}
    return render(request, "observatory/index.html", shown)


@published
def sources(request: HttpRequest) -> HttpResponse:
    """Where the acts of States were read, and what each source lacks."""
    return render(request, "observatory/sources.html", {"sources": load_catalogue().sources.values()})


def _names(state: State, language: str) -> tuple[str, ...]:
    return state_name(state, language), state.name, state.code


def _titles(instrument: Instrument, language: str) -> tuple[str, ...]:
    return instrument.title_in(language)[0], instrument.title, instrument.short_name


def _matches(said: str, *names: str) -> bool:
    """Whether one of the names has this part, whatever its case and accents."""
    return any(folded(said) in folded(name) for name in names)
