"""A picture of coverage: one bar for each group, divided into sure, unknown, not and the remainder; and its sentence."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path
from textwrap import wrap

from amparo.errors import BadInput
from amparo.norms.coverage.gains import Gain, Gains
from amparo.norms.coverage.tallies import Coverage, Tally

PARTS = ("surely bound", "not known", "surely not bound", "not reached")
PARTS_OF_A_PROVISION = ("surely held", "not known", "surely not held", "not reached")
PARTS_OF_A_GAIN = ("surely already", "would surely gain", "may gain", "not known", "no change")
COLOURS_OF_A_GAIN = ("#1b6ca8", "#58a65c", "#e3b23c", "#8a8d91", "#dddddd")
ORIGIN_IS_NO_NATIONALITY = "The origin of people is read as their nationality, which it is not always."
COLOURS = (
    "#1b6ca8",
    "#e3b23c",
    "#8a8d91",
    "#dddddd",
)  # told apart also without colour, by order and by pattern of lightness
MOST_BARS = 40
WIDEST_LINE = 130  # letters


def sentence(found: Coverage, title: str) -> str:
    """What the picture says, in one sentence."""
    tally = found.whole.to_plain()
    sure, possible = tally["share"]["sure"], tally["share"]["possible"]
    upper = f", and at most {possible:.1%}," if possible > sure else ""
    people = f"{tally['people']:,} people counted in {found.stock_year}"
    are = f"hold {title}" if found.is_of_provision else f"live where {title} binds"
    supposed = f", {found.supposition}" if found.supposition else ""
    return f"At least {sure:.1%}{upper} of the {people} {are} on {found.on}{supposed}."


def draw(found: Coverage, title: str, path: Path) -> None:
    """Writes the picture of one measurement as SVG; the largest groups first, the rest left to the table."""
    bars = found.groups or {"world": found.whole}
    if found.by != "year":
        bars = dict(sorted(bars.items(), key=lambda item: -item[1].people)[:MOST_BARS])
    told = f"{sentence(found, title)} {ORIGIN_IS_NO_NATIONALITY}"
    parts = PARTS_OF_A_PROVISION if found.is_of_provision else PARTS
    draw_bars({name: parts_of(tally) for name, tally in bars.items()}, title, told, path, parts)


def sentence_of_gains(found: Gains, title: str) -> str:
    """What would change, in one sentence."""
    states = ", ".join(sorted(one.state for one, _ in found.deposits))
    begins = " and ".join(sorted({str(day) for _, day in found.deposits if day})) or "no day yet"
    deposited = " and ".join(sorted({str(one.on) for one, _ in found.deposits}))
    whole = found.whole.to_plain()
    now, then = whole["share"]["held"], whole["share"]["held"] + whole["share"]["gained"]
    return (
        f"If {states} deposited on {deposited}, {title} would bind there from {begins}: on {found.on} at least {then:.1%} of the "
        f"{whole['people']:,} people counted in {found.stock_year} would live where it binds, instead of at least {now:.1%}; "
        f"that is {whole['gained']:,} people more."
    )


def draw_gains(found: Gains, title: str, path: Path) -> None:
    """Writes the picture of gains as SVG: by group, or without groups what would change provision by provision."""
    bars = {title: found.whole} | (found.groups or found.alike)
    several = {name: parts_of_gain(gain) for name, gain in list(bars.items())[: MOST_BARS + 1]}
    told = f"{sentence_of_gains(found, title)} {ORIGIN_IS_NO_NATIONALITY}"
    draw_bars(several, title, told, path, PARTS_OF_A_GAIN, COLOURS_OF_A_GAIN)


def parts_of_gain(gain: Gain) -> tuple[float, ...]:
    """The people of a gain in the order of its bar."""
    return gain.held, gain.gained, gain.perhaps, gain.unknown, gain.rest


def draw_bars(
    bars: Mapping[str, Sequence[float]],
    title: str,
    told: str,
    path: Path,
    parts: Sequence[str] = PARTS,
    colours: Sequence[str] = COLOURS,
) -> None:
    """Writes one bar for each group, in the order given, with its title and the sentence that tells the same."""
    import altair as alt
    import polars as pl

    rows = [
        {"group": name, "part": part, "order": order, "people": people}
        for name, several in bars.items()
        for order, (part, people) in enumerate(zip(parts, several, strict=True))
    ]
    scale = alt.Scale(domain=list(parts), range=list(colours))
    chart = (
        alt.Chart(pl.DataFrame(rows), title=alt.Title(title, subtitle=wrap(told, WIDEST_LINE), anchor="start"))
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


def parts_of(tally: Tally) -> tuple[float, float, float, float]:
    """The people of a tally in the order of its bar."""
    return tally.yes, sum(tally.unknown.values()), tally.no, sum(tally.remainder.values())
