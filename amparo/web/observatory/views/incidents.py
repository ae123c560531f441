"""Who died or went missing on the way, as IOM's Missing Migrants Project records it: by year, by region, and by both."""

import functools
from importlib.resources import files
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from amparo.evidence.incidents.shipped import UNTIL, Shipped, shipped
from amparo.evidence.release.pictures import Mark, draw_bars, draw_trend
from amparo.evidence.release.releases import Kind
from amparo.web.evidence.questions import number_of
from amparo.web.observatory.publishing import published
from amparo.web.observatory.release_words import NOT_TOLD, WHY_NOT_TOLD, value_of

_BY = ("year", "region")


@published
def dead_and_missing(request: HttpRequest) -> HttpResponse:
    """The figures in pictures and tables, and what they cannot say."""
    found = shipped()

    cells = [
        (value_of("region", region), _told(number), [_told(found.of(region, year)) for year in found.years])
        for region, number in _ranked(found)
    ]
    shown = {
        "found": found,
        "dead_or_missing": number_of(found.dead_or_missing),
        "incidents": number_of(found.incidents),
        "first": min(found.years),
        "last": max(found.years),
        "until": UNTIL,
        "years": [
            (year, [_measured(one.number) for one in measures.values()]) for year, measures in found.years.items()
        ],
        "cells": cells,
        "why_hidden": WHY_NOT_TOLD[Kind.SUPPRESSED],
        "said": {by: said_of(by) for by in _BY},
    }
    return render(request, "observatory/dead_and_missing.html", shown)


@published
def picture(request: HttpRequest, by: str) -> HttpResponse:
    """The dead or missing over the years, or by region."""
    if by not in _BY:
        raise Http404
    return HttpResponse(_drawn(by, get_language() or "en"), content_type="image/svg+xml")


@published
def table(request: HttpRequest, name: str) -> HttpResponse:
    """The figures as CSV, as they are shipped."""
    if name != "figures":
        raise Http404
    content = (files("amparo.evidence.incidents") / "data" / "missing-migrants.csv").read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="missing-migrants.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def said_of(by: str) -> str:
    """What a picture shows, in one sentence."""
    told = [(name, number) for name, number in _pairs(by) if number is not None]
    (most, number), (fewest, least) = max(told, key=lambda one: one[1]), min(told, key=lambda one: one[1])
    filled = {"most": most, "number": number_of(number), "fewest": fewest, "least": number_of(least)}
    return _("Most in %(most)s: %(number)s. Fewest in %(fewest)s: %(least)s.") % filled


def _pairs(by: str) -> list[tuple[str, int | None]]:
    found = shipped()
    if by == "year":
        return [(year, measures["dead-or-missing"].number) for year, measures in found.years.items()]
    return [(value_of("region", region), number) for region, number in _ranked(found)]


def _ranked(found: Shipped) -> list[tuple[str, int | None]]:
    """The regions, the most first, and those that are hidden last."""
    return sorted(found.regions.items(), key=lambda one: (one[1] is None, -(one[1] or 0)))


@functools.lru_cache(maxsize=8)
def _drawn(by: str, _language: str) -> str:
    side: Literal["left", "right"] = "right" if get_language_bidi() else "left"
    marks = [Mark(name, number, _told(number)) for name, number in _pairs(by)]
    draw = draw_trend if by == "year" else draw_bars
    return draw(marks, 0.0, _("people"), said_of(by), side=side)


def _told(number: int | None) -> str:
    return str(NOT_TOLD[Kind.SUPPRESSED]) if number is None else number_of(number)


def _measured(number: int | None) -> str:
    return _("Not recorded") if number is None else number_of(number)
