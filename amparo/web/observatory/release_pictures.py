"""Pictures of a published release, drawn on the server once for each language and kept for a while: a trend, a map of tiles, or bars."""

import functools
from typing import Literal

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from amparo.evidence.release.bundles.published import Published
from amparo.evidence.release.pictures import Mark, draw_bars, draw_trend
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.pictures import TILE, tiled
from amparo.web.evidence.questions import number_of
from amparo.web.evidence.shelf import shown_release
from amparo.web.observatory.release_tables import Part, part_of
from amparo.web.observatory.release_words import NOT_TOLD

MOST_BARS, _LEVELS = 20, 4
# How each kind of tile is told apart: by its number, by lightness, and by the line round it.
_LOOKS = {
    "s1": 'fill="#e3f1ef" stroke="#a9cfca"',
    "s2": 'fill="#a9cfca"',
    "s3": 'fill="#2f7d75"',
    "s4": 'fill="#0b4a45"',
    "unsure": 'fill="#ffffff" stroke="#2f7d75" stroke-dasharray="1 3"',
    "untold": 'fill="#fff5d6" stroke="#8a6d1f" stroke-dasharray="3 3"',
    "blank": 'fill="#ffffff" stroke="#e2e5e8"',
}


@functools.lru_cache(maxsize=256)
def picture_of(slug: str, at: int, _digest: str, _language: str, _day: str) -> str | None:
    """The picture of one part as SVG, or None if there is no such part; what it follows from is what it is remembered by."""
    release = shown_release(slug)
    if release is None or at >= len(release.told):
        return None
    part = part_of(release, at)
    return _map(release, part) if part.picture == "map" else _chart(release, part)


def _chart(release: Published, part: Part) -> str:
    side: Literal["left", "right"] = "right" if get_language_bidi() else "left"
    rows = [row for row in part.rows if row.value] if part.picture == "trend" else part.rows[:MOST_BARS]
    marks = [Mark(row.name, row.number, row.words if row.number is None else number_of(row.number)) for row in rows]
    draw = draw_trend if part.picture == "trend" else draw_bars
    return draw(marks, release.errors.get(1, 0.0), _("people"), part.said, side=side)


def _map(release: Published, part: Part) -> str:
    """The States by region: how many, in words and in four shades; what is not told has a broken line round it."""
    numbers = {row.value: row.number for row in part.rows if row.value}
    sure = {row.value for row in part.rows if row.is_sure}
    ranked = sorted(number for value, number in numbers.items() if number is not None and value in sure)
    shades = {number: f"s{1 + place * _LEVELS // len(ranked)}" for place, number in enumerate(ranked)}
    untold = str(NOT_TOLD[release.kind]) if len(str(NOT_TOLD[release.kind])) < 9 else "?"
    words: dict[str, str] = {}
    marked = []
    for state in load_catalogue().vocabulary.states.values():
        number = numbers.get(state.code)
        if number is not None and state.code not in sure:
            marked.append((state, "unsure"))
        elif number is not None:
            marked.append((state, shades[number]))
        elif state.code in numbers:
            marked.append((state, "untold"))
        elif state.kind == "state":
            marked.append((state, "blank"))
        if state.code in numbers:
            words[state.code] = untold if number is None else _short(number)
    drawn = tiled(sorted(marked, key=lambda one: one[0].code), mirrored=get_language_bidi())
    tiles = [(tile, tile.x + TILE / 2 - 0.5, words.get(tile.state.code, "")) for tile in drawn.tiles]
    looks = [(kind, mark_safe(look)) for kind, look in _LOOKS.items()]
    return render_to_string("observatory/tiles.svg.html", {"picture": drawn, "tiles": tiles, "looks": looks})


def _short(number: int) -> str:
    """A number that fits a tile."""
    return str(number) if abs(number) < 100_000 else f"{number / 1_000_000:.1f}M"
