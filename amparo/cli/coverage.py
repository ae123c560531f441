"""`amparo coverage`: what share of a population lives where a norm binds."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.people import People, asks_people
from amparo.norms.coverage import BY

if TYPE_CHECKING:
    from amparo.norms.coverage.tallies import Tally


@click.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--instrument", help="Where this instrument binds.")
@click.option("--provision", help="Who holds this provision.")
@click.option("--on", "on", metavar="DATE", help="The day asked about; today if left out.")
@asks_people(BY)
def command(
    people: People,
    instrument: str | None,
    provision: str | None,
    on: str | None,
    suppose: tuple[str, ...],
    by: str | None,
) -> None:
    """Measure TABLE (columns origin, destination, year, sex, people; .csv, .csv.gz or .parquet).

    Sure and possible shares are printed apart. The origin is read as nationality. Rows of territories and of
    people counted in their own country are kept as a remainder, by name; people whose origin nobody recorded are surely nothing but no.
    """
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.coverage.assumptions import can_be_assumed
    from amparo.norms.coverage.measuring import measure
    from amparo.norms.coverage.pictures import ORIGIN_IS_NO_NATIONALITY, draw, sentence

    if (instrument is None) == (provision is None):
        raise click.UsageError("Give --instrument or --provision, one of the two.")
    catalogue = load_catalogue()
    known, what = (catalogue.instruments, "instrument") if instrument else (catalogue.provisions, "provision")
    norm = options.one_of(instrument or provision or "", list(known), what)
    deposits = options.deposits(suppose, catalogue)
    catalogue = options.as_if(deposits, catalogue)
    day = options.day_supposed(on, deposits, catalogue)
    assumptions, population = people.assumptions(catalogue), people.population(catalogue)
    found = measure(population, norm, day, catalogue, by=by, stock_year=people.stock_year, assumptions=assumptions)
    title = catalogue.instruments[norm].short_name if instrument else catalogue.provisions[norm].citation
    last = f"all, {found.supposition}" if found.supposition else "all"
    lines = [sentence(found, title), table_of({**found.groups, last: found.whole})]
    if found.missing:
        shares = ", ".join(name for name in found.missing if can_be_assumed(name, catalogue.vocabulary))
        hint = f" --assume FILE supplies cited shares of {shares}." if shares else ""
        lines.append(f"The table does not hold: {', '.join(found.missing)}.{hint}")
    lines.append(ORIGIN_IS_NO_NATIONALITY)
    people.tell(found, lines, lambda path: draw(found, title, path))


def table_of(rows: Mapping[str, "Tally"]) -> str:
    """The tallies as aligned columns: people, and shares in per cent."""
    lines = [f"{'':16}{'people':>14}{'sure %':>9}{'possible %':>12}   not known / remainder"]
    for name, tally in rows.items():
        whole = tally.people or 1
        rest = {**tally.unknown, **tally.remainder}
        told = ", ".join(f"{kind} {people / whole:.1%}" for kind, people in sorted(rest.items()))
        lines.append(
            f"{name:16}{tally.people:>14,.0f}{tally.yes / whole:>9.1%}{tally.possible / whole:>12.1%}   {told}"
        )
    return "\n".join(lines)
