"""Where things stand in pictures: a State's ties over the years, and the States of the world as tiles. Lengths in units of the picture.

Only places are worked out here; colours, words and marks are put in where the picture is drawn. In a language that is written from
right to left, time runs from right to left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from amparo.norms.bonds.spans import Span
from amparo.norms.profiles.instruments import InstrumentProfile
from amparo.norms.profiles.regions import REGIONS
from amparo.norms.profiles.states import StateProfile, Tie
from amparo.rules.truth import UNKNOWN, YES
from amparo.situation.states import State

NAMES, WIDTH, ROW, TOP = 230, 900, 20, 34
TILE, IN_A_ROW, HEADING = 44, 20, 26
SURE, PERHAPS, NOT_KNOWN = "sure", "perhaps", "not-known"
MARKS = {"signature": "signature", "denunciation": "denunciation", "acceptance": "deposit"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A time on a row: bound surely, perhaps, or not known."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """An act on a row: a signature, a deposit (whatever its form), a denunciation."""

    kind: str
    x: float


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument: its name, and what happened when."""

    name: str
    y: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]

    @property
    def middle(self) -> int:
        return self.y + ROW // 2


@dataclass(frozen=True, slots=True)
class Acts:
    """The picture of a State's ties: rows under an axis of years."""

    width: int
    height: int
    names_at: float
    years: tuple[tuple[int, float], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A State on the map of tiles; `kind` says how it is shown, such as whether it is bound."""

    state: State
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class World:
    """The States of the world as tiles, under the names of their regions."""

    width: int
    height: int
    headings: tuple[tuple[str, float, float], ...]
    tiles: tuple[Tile, ...]


def acts(profile: StateProfile, *, mirrored: bool) -> Acts:
    """The picture of what a State did up to its day, since when it is bound, and where that is not known of a State."""
    ties = [
        tie
        for tie in profile.ties
        if tie.instrument.binding and (tie.is_told or (profile.is_state and tie.bound is UNKNOWN))
    ]
    acted = [event.on.first for tie in ties for event in tie.events]
    joined = [tie.instrument.binds.bound_from for tie in ties if tie.instrument.binds]
    begins = min([profile.on, *acted, *joined]).year // 10 * 10
    axis = _Axis(date(begins, 1, 1), profile.on, mirrored=mirrored)
    rows = (
        Row(
            tie.instrument.short_name,
            TOP + place * ROW,
            tuple(bar for bar in _bars(tie, profile.state.code, axis) if bar.width > 0),
            tuple(Mark(MARKS.get(event.event, "deposit"), axis.x(event.on.last)) for event in tie.events),
        )
        for place, tie in enumerate(ties)
    )
    step = 10 if profile.on.year - begins < 110 else 20
    years = tuple((year, axis.x(date(year, 1, 1))) for year in range(begins, profile.on.year + 1, step))
    names_at = float(WIDTH - NAMES + 12 if mirrored else NAMES - 12)
    return Acts(WIDTH, TOP + ROW * len(ties) + 8, names_at, years, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Places of days along the picture, from the first year to the day of the profile."""

    first: date
    last: date
    mirrored: bool

    def x(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        share = (min(max(day, self.first), self.last) - self.first).days / whole
        found = NAMES + share * (WIDTH - NAMES - 16)
        return round(WIDTH - found if self.mirrored else found, 1)

    def bar(self, kind: str, begins: date, ends: date) -> Bar:
        a, b = sorted((self.x(begins), self.x(ends)))
        return Bar(kind, a, round(b - a, 1))


def _bars(tie: Tie, state: str, axis: _Axis) -> Iterator[Bar]:
    for span in tie.spans:
        yield from _of_span(span, axis)
    belonging = tie.standing.belonging
    if tie.instrument.binds and belonging.value is YES:
        yield axis.bar(SURE, date.fromisoformat(tie.basis["bound_from"]), axis.last)
    if belonging.value is UNKNOWN and not any(span.perhaps(axis.last) for span in tie.spans):
        yield axis.bar(NOT_KNOWN, tie.instrument.complete_for(state) or axis.first, axis.last)


def _of_span(span: Span, axis: _Axis) -> Iterator[Bar]:
    sure_until = span.possible_until or axis.last
    yield axis.bar(PERHAPS, span.possible_from, min(span.sure_from, sure_until))
    yield axis.bar(SURE, span.sure_from, sure_until)
    if span.possible_until:
        yield axis.bar(PERHAPS, span.possible_until, span.sure_until or axis.last)


def world(profile: InstrumentProfile, *, mirrored: bool) -> World:
    """The States as tiles by region, each with whether it is bound that day."""
    kinds = {YES: SURE, UNKNOWN: NOT_KNOWN}
    return tiled(((one.state, kinds.get(one.standing.value, "no")) for one in profile.parties), mirrored=mirrored)


def tiled(states: Iterable[tuple[State, str]], *, mirrored: bool) -> World:
    """States as tiles by region, each with its kind; the European Union stands with Europe, and a region without States nowhere."""
    by_region: dict[str, list[tuple[State, str]]] = {}
    for state, kind in states:
        by_region.setdefault(state.subregion or state.region, []).append((state, kind))
    headings, tiles, y = [], [], 8.0
    for region in (one for one in REGIONS if one in by_region):
        here = by_region[region]
        headings.append((region, float(WIDTH if mirrored else 0), y + HEADING - 8))
        y += HEADING
        for place, (state, kind) in enumerate(here):
            x = float(place % IN_A_ROW * TILE)
            tiles.append(Tile(state, kind, WIDTH - x - TILE if mirrored else x, y + place // IN_A_ROW * TILE))
        y += -(-len(here) // IN_A_ROW) * TILE + 6
    return World(WIDTH, int(y) + 4, tuple(headings), tuple(tiles))
