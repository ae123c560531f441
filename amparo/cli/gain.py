"""`amparo gain`: who would gain what if States ratified."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amparo.norms.coverage.gains import Gain

BY = ("destination", "origin", "region", "sex")


@click.command()
@click.argument("table", required=False, type=click.Path(path_type=Path))
@click.option("--instrument", required=True, help="The instrument that they would ratify.")
@click.option(
    "--largest", type=click.IntRange(1, 200), help="So many States, with the most people, that are not surely bound."
)
@click.option("--deposit", metavar="DATE", help="The day on which these deposit; today if left out.")
@click.option(
    "--suppose", multiple=True, metavar="INSTRUMENT:STATE:DATE", help="That State, on that day; may be given again."
)
@click.option("--on", metavar="DATE", help="The day asked about; the first on which all are bound if left out.")
@click.option("--by", type=click.Choice(BY), help="One line for each, instead of for each provision.")
@click.option("--stock-year", type=int, help="This year of the table, instead of the latest that is not after the day.")
@click.option(
    "--assume", type=click.Path(path_type=Path), help="A file of cited shares for facts that the table does not hold."
)
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also draw a picture into this file.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    table: Path | None,
    instrument: str,
    largest: int | None,
    deposit: str | None,
    suppose: tuple[str, ...],
    on: str | None,
    by: str | None,
    stock_year: int | None,
    assume: Path | None,
    svg: Path | None,
    form: str,
) -> None:
    """Measure on TABLE (as for `coverage`; the world's migrants if left out) what deposits would change, and for how many people.

    From when a State would be bound follows from the instrument's own rules. Who surely gains, and who may, are told apart.
    """
    from amparo.cli import options
    from amparo.errors import BadInput
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.coverage.assumptions import read_assumptions
    from amparo.norms.coverage.gains import largest_destinations, measure_gains
    from amparo.norms.coverage.pictures import draw_gains, sentence_of_gains
    from amparo.norms.coverage.tables import read_population
    from amparo.norms.demonstration import population as shipped
    from amparo.situation.clock import today

    if not largest and not suppose:
        raise click.UsageError("Say who deposits: --largest 10, or --suppose icrmw:QAT:2027-01-01.")
    catalogue = load_catalogue()
    norm = options.instrument(instrument, catalogue)
    population = read_population(table or shipped(), dict(catalogue.vocabulary.states))
    population.refuse_other_years(stock_year)
    assumptions = read_assumptions(assume, catalogue.vocabulary) if assume else []
    deposits = options.deposits(suppose, catalogue)
    if largest:
        day = options.any_day(deposit) if deposit else today()
        year = stock_year or population.year_for(day)
        ranked = largest_destinations(population, norm, largest, day, year, catalogue)
        deposits += [one for one in ranked if one.state not in {other.state for other in deposits}]
    if not deposits:
        raise BadInput("no-deposit", f"No State of {population.name} could deposit: all are bound, or none can be.")
    supposed = options.as_if(deposits, catalogue)
    asked = options.day_supposed(on, deposits, supposed)
    found = measure_gains(
        population, norm, deposits, asked, catalogue, stock_year=stock_year, by=by, assumptions=assumptions
    )
    title = catalogue.instruments[norm].short_name
    if svg:
        draw_gains(found, title, svg)
    if form == "json":
        click.echo(json.dumps(found.to_plain(), ensure_ascii=False, indent=1))
        return
    click.echo(sentence_of_gains(found, title))
    click.echo(_lines({**(found.groups or found.alike), title: found.whole}))
    for one in assumptions:
        click.echo(f"Assumed {one.fact}: {one.source}{'' if one.verified else ' (not verified)'}")


def _lines(gains: "Mapping[str, Gain]") -> str:
    """The gains as aligned columns: people, and shares in per cent."""
    lines = [f"{'':24}{'people':>14}{'already %':>11}{'gain %':>9}{'may gain %':>12}{'gain':>16}{'may gain':>16}"]
    for name, gain in gains.items():
        told, share = gain.to_plain(), gain.to_plain()["share"]
        lines.append(
            f"{name:24}{told['people']:>14,}{share['held']:>11.1%}{share['gained']:>9.1%}{share['perhaps']:>12.1%}"
            f"{told['gained']:>16,}{told['perhaps']:>16,}"
        )
    return "\n".join(lines)
