"""`amparo gain`: who would gain what if States ratified."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.people import People, asks_people

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
@click.option("--on", metavar="DATE", help="The day asked about; the first on which all are bound if left out.")
@asks_people(BY)
def command(
    people: People,
    instrument: str,
    largest: int | None,
    deposit: str | None,
    on: str | None,
    suppose: tuple[str, ...],
    by: str | None,
) -> None:
    """Measure on TABLE (as for `coverage`; the world's migrants if left out) what deposits would change, and for how many people.

    From when a State would be bound follows from the instrument's own rules. Who surely gains, and who may, are told apart.
    """
    from amparo.cli import options
    from amparo.errors import BadInput
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.coverage.gains import largest_destinations, measure_gains
    from amparo.norms.coverage.pictures import ORIGIN_IS_NO_NATIONALITY, draw_gains, sentence_of_gains
    from amparo.situation.clock import today

    if not largest and not suppose:
        raise click.UsageError("Say who deposits: --largest 10, or --suppose icrmw:QAT:2027-01-01.")
    catalogue = load_catalogue()
    norm = options.instrument(instrument, catalogue)
    population, assumptions = people.population(catalogue), people.assumptions(catalogue)
    deposits = options.deposits(suppose, catalogue)
    if largest:
        day = options.any_day(deposit) if deposit else today()
        year = people.stock_year or population.year_for(day)
        ranked = largest_destinations(population, norm, largest, day, year, catalogue)
        deposits += [one for one in ranked if one.state not in {other.state for other in deposits}]
    if not deposits:
        raise BadInput("no-deposit", f"No State of {population.name} could deposit: all are bound, or none can be.")
    supposed = options.as_if(deposits, catalogue)
    asked = options.day_supposed(on, deposits, supposed)
    found = measure_gains(
        population, norm, deposits, asked, catalogue, stock_year=people.stock_year, by=by, assumptions=assumptions
    )
    title = catalogue.instruments[norm].short_name
    lines = [
        sentence_of_gains(found, title),
        _lines({**(found.groups or found.alike), title: found.whole}),
        ORIGIN_IS_NO_NATIONALITY,
    ]
    people.tell(found, lines, lambda path: draw_gains(found, title, path))


def _lines(gains: "Mapping[str, Gain]") -> str:
    """The gains as aligned columns: people, and shares in per cent."""
    lines = [
        f"{'':24}{'people':>14}{'already %':>11}{'gain %':>9}{'may gain %':>12}{'gain':>16}{'may gain':>16}{'not known':>14}"
    ]
    for name, gain in gains.items():
        told, share = gain.to_plain(), gain.to_plain()["share"]
        lines.append(
            f"{name:24}{told['people']:>14,}{share['held']:>11.1%}{share['gained']:>9.1%}{share['perhaps']:>12.1%}"
            f"{told['gained']:>16,}{told['perhaps']:>16,}{told['unknown']:>14,}"
        )
    return "\n".join(lines)
