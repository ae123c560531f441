"""Pictures of published counts: bars, and a trend. Each count is written beside its mark, with its likely error as a line, and what is
not told is said in words, so that no colour tells anything and nothing looks like none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Literal

_COLOUR, _INK = "#1b6ca8", "#1c2126"
_ROOM = {
    "left": 60,
    "right": 60,
    "top": 16,
    "bottom": 5,
}  # letters are wider in some browsers than where the picture is measured
_WRITTEN = 16  # points of a trend that have their count written beside them
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: its name, how many, and what is written beside it; without a number it is not told, and the words say so."""

    name: str
    number: int | None
    words: str


def draw_bars(marks: Sequence[Mark], error: float, unit: str, told: str, *, side: Side = "left") -> str:
    """A bar for each value, in the order given, as SVG, beginning at the side where lines begin; `told` says the same in words."""
    import altair as alt

    is_mirrored = side == "right"
    names = [one.name for one in marks]
    base = alt.Chart(_frame(marks, error)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=280, orient=side, ticks=False))
    )
    across = alt.X("number:Q", title=unit, axis=_axis(alt), scale=alt.Scale(reverse=is_mirrored))
    words = base.mark_text(align=side, dx=-5 if is_mirrored else 5, color=_INK).encode(
        x=alt.X("high:Q"), text="words:N"
    )
    chart = base.mark_bar(color=_COLOUR).encode(x=across) + words
    if error:
        chart = chart + base.transform_filter("isValid(datum.number)").mark_rule(color=_INK, strokeWidth=2).encode(
            x="low:Q", x2="high:Q"
        )
    return _svg(chart.properties(width=420, description=told, background="white", padding=_ROOM))


def draw_trend(marks: Sequence[Mark], error: float, unit: str, told: str, *, side: Side = "left") -> str:
    """The values one after the other in time, as SVG; the line is broken where a count is not told."""
    import altair as alt

    is_mirrored = side == "right"
    names = [one.name for one in marks]
    turned = -40 if len(names) > 8 else 0
    when = alt.Axis(labelAngle=turned, ticks=False, labelOverlap="greedy")
    base = alt.Chart(_frame(marks, error)).encode(
        x=alt.X("name:O", sort=names[::-1] if is_mirrored else names, title=None, axis=when)
    )
    up = alt.Y("number:Q", title=unit, axis=_axis(alt, orient=side))
    line = base.mark_line(color=_COLOUR, strokeWidth=2).encode(y=up, detail="stretch:N")
    points = base.mark_point(color=_COLOUR, filled=True, size=50).encode(y=up)
    chart = line + points
    if error:
        chart = chart + base.transform_filter("isValid(datum.number)").mark_rule(color=_INK, strokeWidth=1.5).encode(
            y="low:Q", y2="high:Q"
        )
    written = [one for one in marks if one.number is None or len(marks) <= _WRITTEN]
    words = (
        alt.Chart(_frame(written, error))
        .mark_text(dy=-11, color=_INK)
        .encode(x=alt.X("name:O", sort=names[::-1] if is_mirrored else names), y=alt.Y("high:Q"), text="words:N")
    )
    return _svg((chart + words).properties(width=480, height=220, description=told, background="white", padding=_ROOM))


def _axis(alt: Any, **told: object) -> Any:
    """Few ticks, written alike in every language."""
    return alt.Axis(tickMinStep=1, tickCount=4, format="d", **told)


def _frame(marks: Sequence[Mark], error: float) -> Any:
    import polars as pl

    rows, stretch = [], 0
    for one in marks:
        stretch += one.number is None
        number = one.number or 0
        row = {"name": one.name, "number": one.number, "words": one.words, "stretch": str(stretch)}
        low = max(
            number - error, min(number, 0)
        )  # there are no fewer people than none, though a count with noise may be
        rows.append(row | {"low": float(low), "high": float(number + error if one.number is not None else 0)})
    kinds = {"name": pl.String, "number": pl.Int64, "words": pl.String, "stretch": pl.String}
    return pl.DataFrame(rows, schema=kinds | {"low": pl.Float64, "high": pl.Float64})


def _svg(chart: Any) -> str:
    drawn = StringIO()
    chart.save(drawn, format="svg")
    return drawn.getvalue()
