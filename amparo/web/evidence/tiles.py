"""The States concerned as tiles on a map, darker for more people, each with its number."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from amparo.evidence.counting.tallies import Tally
from amparo.norms.profiles.pictures import tiled
from amparo.norms.profiles.regions import region_name
from amparo.web.casework.coded import vocabulary

# From how many people on, and how a tile is filled and written on; told apart by lightness, and each tile says its number.
SHADES = ((100, "#0b4f4a", "#ffffff"), (25, "#2f7f78", "#ffffff"), (0, "#d5ebe8", "#1c2126"))
_PLAIN = ("#ffffff", "#515a63")


@dataclass(frozen=True, slots=True)
class Shaded:
    """A tile with its colours and, where it is shown, its number."""

    x: float
    y: float
    code: str
    people: int | None
    fill: str
    ink: str


def draw_tiles(found: Tally) -> str:
    """The map, as SVG, of the parts of the world in which a number is shown; whatever is hidden looks like nobody."""
    told = {cell.values[0]: cell.people for cell in found.cells if cell.people is not None and cell.values[0]}
    states = vocabulary().states
    parts = {states[code].subregion or states[code].region for code in told}
    near = (one for one in states.values() if one.code in told or (one.kind == "state" and one.subregion in parts))
    picture = tiled(((one, "") for one in near), mirrored=get_language_bidi())
    tiles = [
        Shaded(one.x, one.y, one.state.code, told.get(one.state.code), *_colours(told.get(one.state.code)))
        for one in picture.tiles
    ]
    headings = [(region_name(name, get_language() or "en"), x, y) for name, x, y in picture.headings]
    return render_to_string("evidence/tiles.svg.html", {"picture": picture, "headings": headings, "tiles": tiles})


def _colours(people: int | None) -> tuple[str, str]:
    return _PLAIN if people is None else next((fill, ink) for least, fill, ink in SHADES if people >= least)
