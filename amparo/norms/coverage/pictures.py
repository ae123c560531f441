"""A picture of coverage: one bar for each group, divided into sure, unknown, not and the remainder; and its sentence."""

from collections.abc import Mapping
from pathlib import Path

from amparo.norms.coverage.measuring import Coverage, Tally

PARTS = ("surely bound", "not known", "surely not bound", "not reached")
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
    return f"At least {sure:.1%}{upper} of the {people} live where {title} binds on {found.on}."


def draw(found: Coverage, title: str, path: Path) -> None:
    """Writes the picture of one measurement as SVG; the largest groups first, the rest left to the table."""
    bars = found.groups or {"world": found.whole}
    if found.by != "year":
        bars = dict(sorted(bars.items(), key=lambda item: -item[1].people)[:MOST_BARS])
    draw_bars(bars, title, sentence(found, title), path)


def draw_bars(bars: Mapping[str, Tally], title: str, told: str, path: Path) -> None:
    """Writes one bar for each tally, in the order given, with its title and the sentence that tells the same."""
    import altair as alt
    import polars as pl

    rows = [
        {"group": name, "part": part, "order": order, "people": people}
        for name, tally in bars.items()
        for order, (part, people) in enumerate(zip(PARTS, _parts(tally), strict=True))
    ]
    scale = alt.Scale(domain=list(PARTS), range=list(COLOURS))
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
    chart.save(str(path), format="svg")


def _parts(tally: Tally) -> tuple[float, float, float, float]:
    return tally.yes, sum(tally.unknown.values()), tally.no, sum(tally.remainder.values())
