"""A picture of a tally: one bar for each row, drawn on the server."""

from collections.abc import Sequence
from io import StringIO
from typing import Literal

_COLOUR = "#1b6ca8"
_ROOM = 50  # pixels


def draw(bars: Sequence[tuple[str, int]], unit: str, told: str, *, side: Literal["left", "right"] = "left") -> str:
    """The bars in the order given, as SVG, beginning at the side where lines begin; `told` says the same in words."""
    import altair as alt
    import polars as pl

    names = [name for name, _ in bars]
    frame = pl.DataFrame({"name": names, "number": [number for _, number in bars]})
    is_mirrored = side == "right"
    base = alt.Chart(frame).encode(
        x=alt.X("number:Q", axis=alt.Axis(title=unit, tickMinStep=1), scale=alt.Scale(reverse=is_mirrored)),
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=320, orient=side)),
    )
    number = base.mark_text(align=side, dx=-3 if is_mirrored else 3).encode(text="number:Q")
    chart = base.mark_bar(color=_COLOUR) + number
    drawn = StringIO()
    # Letters are wider in some browsers than where the picture is measured.
    room = {"left": _ROOM, "right": _ROOM, "top": 5, "bottom": 5}
    chart.properties(width=420, description=told, background="white", padding=room).save(drawn, format="svg")
    return drawn.getvalue()
