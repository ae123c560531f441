"""Pictures and tables to keep: SVG, CSV, JSON."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

from amparo.norms.profiles import pictures
from amparo.norms.profiles.whole import whole
from amparo.norms.texts.commitments import COLUMNS
from amparo.web.observatory.publishing import published
from amparo.web.observatory.views.instruments import instrument_of
from amparo.web.observatory.views.provisions import provision_of
from amparo.web.observatory.views.states import profile_of

SHAPED = ("state", "instrument", "provision")
_SVG = "image/svg+xml"
_SHAPES = {name: files("amparo.norms").joinpath(f"data/schemas/{name}-page.json") for name in SHAPED}


@published
def acts(request: HttpRequest, state: str) -> HttpResponse:
    """The picture of what a State did, over the years."""
    picture = pictures.acts(profile_of(state), mirrored=get_language_bidi())
    return render(request, "observatory/acts.svg.html", {"picture": picture}, content_type=_SVG)


@published
def world(request: HttpRequest, instrument: str) -> HttpResponse:
    """The States of the world as tiles: bound by the instrument, or not, or not known."""
    picture = pictures.world(instrument_of(instrument), mirrored=get_language_bidi())
    return render(request, "observatory/world.svg.html", {"picture": picture}, content_type=_SVG)


@published
def state_csv(request: HttpRequest, state: str) -> HttpResponse:
    """The acts of a State, one to a row."""
    events = profile_of(state).timeline.events
    rows = (
        (
            one.instrument,
            one.state,
            one.event,
            one.form,
            str(one.on),
            one.source,
            "yes" if one.verified else "no",
            one.note,
        )
        for one in events
    )
    return _table(state, ("instrument", *COLUMNS), rows)


@published
def state_json(request: HttpRequest, state: str) -> HttpResponse:
    """Everything that a State's pages say, for machines."""
    return _document(whole(profile_of(state)))


@published
def instrument_csv(request: HttpRequest, instrument: str) -> HttpResponse:
    """Where every State stands towards an instrument, one to a row."""
    rows = list(instrument_of(instrument).rows())
    return _table(instrument, list(rows[0]), (list(row.values()) for row in rows))


@published
def instrument_json(request: HttpRequest, instrument: str) -> HttpResponse:
    """Everything that an instrument's page says, for machines."""
    return _document(instrument_of(instrument).to_plain())


@published
def provision_json(request: HttpRequest, provision: str) -> HttpResponse:
    """What a provision's page says about States, for machines."""
    return _document(provision_of(provision).to_plain())


@published
def shape(request: HttpRequest, name: str) -> HttpResponse:
    """What each part of such a document means, and what it may hold: a JSON Schema."""
    if name not in _SHAPES:
        raise Http404
    return HttpResponse(_SHAPES[name].read_bytes(), content_type="application/schema+json")


def _document(told: Mapping[str, object]) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _table(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A CSV file to keep; nothing in it comes from a visitor."""
    written = StringIO()
    out = csv.writer(written, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
