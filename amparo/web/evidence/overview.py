"""The analysts' overview: ready questions, each answered by a sentence, a picture and a table.

All of it stands on one page and may be printed, so nothing hidden may be the difference of two of its numbers: what has a sum elsewhere
on the page is hidden with it (`without_small_beside`), and what overlaps is not added up. See docs/decisions/0021-dashboards.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.evidence.counting.people import People
from amparo.evidence.counting.pictures import Bars, draw, draw_below, draw_beside, draw_columns
from amparo.evidence.counting.tallies import NOT_RECORDED, Tally, tally, without_small, without_small_beside
from amparo.web.casework.pictures import address, side
from amparo.web.evidence.cycle import STAGES, stages
from amparo.web.evidence.shown import bars, is_recorded, names_of, row_name, sentence
from amparo.web.evidence.tiles import draw_tiles
from amparo.web.evidence.words import ATTRIBUTES, value_name

_MOST_BARS, _MOST_ROWS = 15, 40
_RECEIVED = ("partial", "full")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is about, and its numbers; None is hidden."""

    names: list[str]
    numbers: list[int | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what is counted: in words, as a picture (an address that holds it) and as a table."""

    id: str
    title: Promise
    said: str
    picture: str
    headings: list[object]
    rows: list[Row]
    left_out: int  # rows that are hidden, or too many
    overlaps: bool


def overview(people: People) -> list[Answer]:
    """Every question, answered."""
    rights, states, remedies = (without_small(tally(people, [name])) for name in ("rights", "state", "remedy"))
    papers = without_small_beside(tally(people, ["rights", "papers"]), rights)
    corridors = without_small_beside(tally(people, ["state", "nationality-region"]), states)
    times = without_small_beside(tally(people, ["remedy", "remedy-time"]), remedies)
    return [
        _over_years(without_small(tally(people, ["year"]))),
        _by_sex(rights),
        _by_papers(rights, papers),
        _along_the_way(without_small(tally(people, ["abuse"]))),
        _answer("corridors", gettext_lazy("From which region, to which country"), _turned(corridors), draw),
        _answer("where", ATTRIBUTES["state"], states, lambda told, unit, said, side: draw_tiles(states)),
        _answer("outcome", ATTRIBUTES["outcome"], without_small(tally(people, ["outcome"])), draw),
        replace(_answer("remedy", ATTRIBUTES["remedy"], remedies, draw), said=_what_was_received(remedies)),
        _answer("time", ATTRIBUTES["remedy-time"], _of_received(times), draw),
    ]


def _turned(found: Tally) -> Tally:
    """The same with the last attribute first."""
    return replace(
        found, by=found.by[::-1], cells=tuple(replace(cell, values=cell.values[::-1]) for cell in found.cells)
    )


def _of_received(times: Tally) -> Tally:
    """How long it took those who received something; of others there is nothing to say, and their number would tell of these."""
    return replace(times, cells=tuple(cell for cell in times.cells if cell.values[0] in _RECEIVED))


def _answer(name: str, title: Promise, found: Tally, picture: Callable[..., str] | None = None) -> Answer:
    """An answer with a row for each number that is shown; with a way to draw them, a picture of the largest."""
    said, told = sentence(found), [cell for cell in found.cells if cell.people is not None]
    drawn = _drawn(picture, bars(found)[:_MOST_BARS], said) if picture else ""
    headings = [*(ATTRIBUTES[one] for one in found.by), _("People")]
    rows = [Row(names_of(found, cell), [cell.people]) for cell in told[:_MOST_ROWS]]
    return Answer(name, title, said, drawn, headings, rows, len(found.cells) - len(rows), found.overlaps)


def _drawn(picture: Callable[..., str], what: object, said: str) -> str:
    return address(picture(what, _("people"), said, side=side())) if what else ""


def _over_years(found: Tally) -> Answer:
    """Year by year, also those in which nobody came."""
    told = {cell.values[0]: cell.people for cell in found.cells}
    years = [int(year) for year in told if year]
    span = range(min(years), max(years) + 1) if years else ()
    columns = [(str(year), told.get(str(year), 0)) for year in span]
    rows = [Row([name], [number]) for name, number in columns]
    rows += [Row([value_name("year", "")], [told[NOT_RECORDED]])] if NOT_RECORDED in told else []
    answer = _answer("years", gettext_lazy("Year by year"), found)
    return replace(answer, rows=rows, left_out=0, picture=_drawn(draw_columns, columns, answer.said))


def _by_sex(rights: Tally) -> Answer:
    """The rights that are engaged, by sex."""
    sexes = (
        {sex: value_name("sex", sex) if sex else _("Sex not recorded") for sex in rights.cells[0].by_sex}
        if rights.cells
        else {}
    )
    rows = [Row(names_of(rights, cell), [cell.people, *cell.by_sex.values()]) for cell in rights.cells if cell.people]
    return _beside(
        "rights", gettext_lazy("Which rights are engaged, and whose"), rights, [_("People"), *sexes.values()], rows
    )


def _by_papers(rights: Tally, found: Tally) -> Answer:
    """The rights that are engaged, by permission to stay: one row for each right."""
    values = ["none", "pending", "temporary", "permanent", NOT_RECORDED]
    told = {cell.values: cell.people for cell in found.cells}
    rows = []
    for cell in rights.cells:
        numbers = [told.get((*cell.values, value), 0) for value in values]
        # Beside a hidden number, nobody would tell something too.
        rows.append(Row(names_of(rights, cell), [number or None for number in numbers] if None in numbers else numbers))
    rows = [row for row in rows if any(row.numbers)]
    title = gettext_lazy("Which rights are engaged, by permission to stay")
    return _beside("papers", title, found, [value_name("papers", value) for value in values], rows)


def _beside(name: str, title: Promise, found: Tally, columns: list[str], rows: list[Row]) -> Answer:
    """An answer with several numbers in a row, each with bars of its own."""
    said = sentence(found)
    parts = [
        Bars(column, tuple((row.names[0], row.numbers[at]) for row in rows[:_MOST_BARS]))
        for at, column in enumerate(columns)
        if any(row.numbers[at] for row in rows)
    ]
    drawn = _drawn(draw_beside, parts, said)
    return Answer(name, title, said, drawn, [ATTRIBUTES["rights"], *columns], rows, 0, True)


def _along_the_way(found: Tally) -> Answer:
    """What was done to people, at the stages of the migration cycle; one person may stand at several."""
    answer = _answer("cycle", gettext_lazy("What was done to people along the way"), found)
    told = {cell.values[0]: (row_name(found, cell), cell.people) for cell in found.cells if cell.people is not None}
    parts = [(STAGES[stage], [told[one] for one in met if one in told]) for stage, met in stages().items()]
    rows = [Row([str(stage), name], [number]) for stage, cells in parts for name, number in cells]
    rows += [Row(["–", name], [number]) for value, (name, number) in told.items() if value == NOT_RECORDED]
    several = [Bars(str(stage), tuple(cells)) for stage, cells in parts if cells]
    headings = [_("Stage"), *answer.headings]
    return replace(answer, headings=headings, rows=rows, picture=_drawn(draw_below, several, answer.said))


def _what_was_received(found: Tally) -> str:
    """How many received something, of those of whom it is recorded; or what else can be said."""
    told = {cell.values[0]: cell.people for cell in found.cells}
    blank, none = told.get(NOT_RECORDED, 0), told.get("none", 0)
    if not any(is_recorded(cell) for cell in found.cells) or blank is None or none is None:
        return sentence(found)
    known = found.people - blank
    filled = {"known": known, "received": known - none, "percent": round(100 * (known - none) / known)}
    said = _(
        "Of %(known)s people of whom it is recorded, %(received)s received all or a part of their remedy (%(percent)s%%)."
    )
    return " ".join(
        part for part in (said % filled, _("Not recorded: %(number)s.") % {"number": blank} if blank else "") if part
    )
