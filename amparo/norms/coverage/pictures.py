"""A picture of coverage: one bar for each group, divided into sure, unknown, not and the remainder; and its sentence."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

from amparo.errors import BadInput
from amparo.norms.coverage.tallies import Coverage, Tally

PARTS = ("surely bound", "not known", "surely not bound", "not reached")
PARTS_OF_A_PROVISION = ("surely held", "not known", "surely not held", "not reached")
COLOURS = (
    "#1b6ca8",
    "#e3b23c",
    "#8a8d91",
    "#dddddd",
)  # told apart also without colour, by order and by pattern of lightness
MOST_BARS = 40


def sentence(found: Coverage, title: str) -> str:
    """What the picture says, in one sentence."""
    tally = found.whole.to_plain()
    sure, possible = tally["share"]["sure"], tally["share"]["possible"]
    upper = f", and at most {possible:.1%}," if possible > sure else ""
    people = f"{tally['people']:,} people counted in {found.stock_year}"
    are = f"hold {title}" if found.is_of_provision else f"live where {title} binds"
    return f"At least {sure:.1%}{upper} of the {people} {are} on {found.on}."


def draw(found: Coverage, title: str, path: Path) -> None:
    """Writes the picture of one measurement as SVG; the largest groups first, the rest left to the table."""
    bars = found.groups or {"world": found.whole}
    if found.by != "year":
        bars = dict(sorted(bars.items(), key=lambda item: -item[1].people)[:MOST_BARS])
    draw_bars(bars, title, sentence(found, title), path, PARTS_OF_A_PROVISION if found.is_of_provision else PARTS)


def draw_bars(bars: Mapping[str, Tally], title: str, told: str, path: Path, parts: Sequence[str] = PARTS) -> None:
    """Writes one bar for each tally, in the order given, with its title and the sentence that tells the same."""
    import altair as alt
    import polars as pl

    rows = [
        {"group": name, "part": part, "order": order, "people": people}
        for name, tally in bars.items()
        for order, (part, people) in enumerate(zip(parts, _parts(tally), strict=True))
    ]
    scale = alt.Scale(domain=list(parts), range=list(COLOURS))
    chart = (
        alt.Chart(pl.DataFrame(rows), title=alt.Title(title, subtitle=told, anchor="start"))
        .mark_bar(stroke="white")
        .encode(
            x=alt.X("people:Q", stack="normalize", axis=alt.Axis(format="%", title="share of people")),
            y=alt.Y("group:N", sort=list(bars), title=None),
            color=alt.Color("part:N", scale=scale, legend=alt.Legend(title=None, orient="bottom")),
            order=alt.Order("order:Q"),
        )
        .properties(width=560, description=told)
    )
    drawn = StringIO()
    chart.save(drawn, format="svg")
    _write(drawn.getvalue(), path)


def _write(drawn: str, path: Path) -> None:
    """Writes the whole picture, or leaves what was there and raises BadInput."""
    part = path.resolve().with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            path.write_text(drawn, encoding="utf-8")
            return
        part.write_text(drawn, encoding="utf-8")
        part.replace(path.resolve())
    except OSError as wrong:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        sentence = f"{path} cannot be written: {wrong.strerror}. Name a file in a folder that is yours."
        raise BadInput("cannot-write", sentence) from None


def _parts(tally: Tally) -> tuple[float, float, float, float]:
    return tally.yes, sum(tally.unknown.values()), tally.no, sum(tally.remainder.values())
