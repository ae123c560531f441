"""Pictures of tallies, drawn on the server: bars, beside one another or below one another, and columns over the years.

Everything is told by length and place, and nothing by colour. `told` says the same in words; at `side` lines begin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import altair as alt

Side: TypeAlias = Literal["left", "right"]
_COLOUR = "#1b6ca8"
_ROOM = 50  # pixels
_WIDTH, _STEP = 420, 20
_HIDDEN = "–"


@dataclass(frozen=True, slots=True)
class Bars:
    """Some bars under one title, in their order; of None the length is not told."""

    title: str
    bars: tuple[tuple[str, int | None], ...]


def draw(bars: Sequence[tuple[str, int]], unit: str, told: str, *, side: Side = "left") -> str:
    """One bar for each row, as SVG."""
    return draw_below([Bars("", tuple(bars))], unit, told, side=side)


def draw_below(several: Sequence[Bars], unit: str, told: str, *, side: Side = "left") -> str:
    """Bars under bars, as SVG, all to one scale."""
    import altair as alt

    most = _most(several)
    last = len(several) - 1
    charts = [_chart(one, most, side, unit if at == last else "") for at, one in enumerate(several)]
    return _saved(alt.vconcat(*charts, spacing=6), told)


def draw_apart(several: Sequence[Bars], told: str, *, side: Side = "left") -> str:
    """Bars under bars, as SVG, each group to a scale of its own: what one measures the other does not."""
    import altair as alt

    return _saved(alt.vconcat(*(_chart(one, _most([one]), side, "") for one in several), spacing=6), told)


def draw_beside(several: Sequence[Bars], unit: str, told: str, *, side: Side = "left") -> str:
    """The same rows side by side, as SVG, all to one scale; the rows are named once."""
    import altair as alt

    most, width = _most(several), max(_WIDTH // len(several), 110)
    charts = [_chart(one, most, side, unit, width=width, is_named=at == 0) for at, one in enumerate(several)]
    return _saved(alt.hconcat(*(charts if side == "left" else reversed(charts)), spacing=14), told)


def draw_columns(bars: Sequence[tuple[str, int | None]], unit: str, told: str, *, side: Side = "left") -> str:
    """A column for each time, as SVG; time runs the way lines are read."""
    import altair as alt

    names = [name for name, _ in (bars if side == "left" else reversed(bars))]
    base = alt.Chart(_frame(bars)).encode(
        x=alt.X("name:N", sort=names, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("number:Q", axis=alt.Axis(title=unit, tickMinStep=1, orient=side)),
    )
    number = base.mark_text(dy=-8).encode(text="shown:N")
    return _saved((base.mark_bar(color=_COLOUR) + number).properties(width=alt.Step(60), height=220), told)


def _chart(
    one: Bars, most: int, side: Side, unit: str, *, width: int = _WIDTH, is_named: bool = True
) -> "alt.LayerChart":
    import altair as alt

    is_mirrored = side == "right"
    names = [name for name, _ in one.bars]
    scale = alt.Scale(domain=[0, most], reverse=is_mirrored)
    axis = alt.Axis(labelLimit=320, orient=side) if is_named else None
    base = alt.Chart(_frame(one.bars)).encode(
        x=alt.X("number:Q", axis=alt.Axis(title=unit or None, tickMinStep=1, labels=bool(unit)), scale=scale),
        y=alt.Y("name:N", sort=names, title=None, axis=axis),
    )
    number = base.mark_text(align=side, dx=-3 if is_mirrored else 3).encode(text="shown:N")
    title = alt.Title(wrap(one.title, max(width // 8, 12)), anchor="end" if is_mirrored else "start", frame="group")
    chart: alt.LayerChart = (base.mark_bar(color=_COLOUR) + number).properties(
        width=width, height=alt.Step(_STEP), title=title
    )
    return chart


def _frame(bars: Sequence[tuple[str, int | None]]) -> object:
    import polars as pl

    rows = [
        {"name": name, "number": number or 0, "shown": _HIDDEN if number is None else str(number)}
        for name, number in bars
    ]
    return pl.DataFrame(rows, schema={"name": pl.String, "number": pl.Int64, "shown": pl.String})


def _most(several: Sequence[Bars]) -> int:
    return max((number or 0 for one in several for _, number in one.bars), default=0) or 1


def _saved(chart: "alt.TopLevelMixin", told: str) -> str:
    import altair as alt
    from vl_convert import vegalite_to_svg

    # Letters are wider in some browsers than where the picture is measured.
    room = {"left": _ROOM, "right": _ROOM, "top": 5, "bottom": 5}
    # Altair checks each chart against its whole schema, which takes longer than drawing it; tests check what is drawn.
    plain = chart.properties(description=told, background="white", padding=room).to_dict(validate=False)
    return str(vegalite_to_svg(plain, vl_version="_".join(alt.SCHEMA_VERSION.split(".")[:2])))
