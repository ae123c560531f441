"""`amparo incidents`: what the Missing Migrants Project's incidents add up to, and how they pass the one gate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amparo.evidence.incidents.figures import Figure
    from amparo.evidence.release.releases import Release

_FILE = click.Path(path_type=Path, dir_okay=False)
_out = click.option("--out", type=_FILE, required=True, help="A new file.")


@click.group()
def command() -> None:
    """Dead and missing migrants, from the incident file of IOM's Missing Migrants Project (CSV, CSV.gz or Parquet)."""


@command.command()
@click.argument("incidents", type=_FILE)
@click.option("--by", default="", metavar="A,B", help="Of year, quarter and region.")
@click.option(
    "--picture", type=_FILE, help="Draw the dead or missing by year, or by region, as SVG into this new file."
)
def totals(incidents: Path, by: str, picture: Path | None) -> None:
    """Add up INCIDENTS: dead, missing, survivors, women, men, children. Where nothing is recorded there is a dash, and no nought."""
    from amparo.errors import BadInput
    from amparo.evidence.incidents.figures import figures
    from amparo.evidence.incidents.reading import MEASURES, read_incidents

    names = [name.strip() for name in by.split(",") if name.strip()]
    if picture and (len(names) != 1 or picture.exists()):
        raise BadInput("no-picture", "A picture is by year alone or by region alone, and goes into a new file.")
    found = figures(read_incidents(incidents), names)
    click.echo("\t".join([*names, "incidents", *MEASURES]))
    for one in found:
        numbers = ["–" if total.number is None else f"{total.number:,}" for total in one.totals]
        click.echo("\t".join([*one.values, f"{one.incidents:,}", *numbers]))
    if picture:
        picture.write_text(_drawn(found, names[0]), "utf-8")


@command.command()
@click.argument("incidents", type=_FILE)
@_out
@click.option("--domain", "domain_file", type=_FILE, required=True, help="A new file for the domain of that table.")
def people(incidents: Path, out: Path, domain_file: Path) -> None:
    """Make a table of the dead and missing, one row each, for `amparo release suppress`: region, year, quarter, sex; nothing finer."""
    from amparo.evidence.incidents.people import domain_of, domain_yaml, people_of
    from amparo.evidence.incidents.reading import read_incidents

    _refuse_used(out, domain_file)
    read = read_incidents(incidents)
    table = people_of(read)
    table.write_csv(out)
    domain_file.write_text(domain_yaml(domain_of(read)), "utf-8")
    click.echo(
        f"{table.height:,} people in {out.name}. Next: amparo release suppress {out.name} --domain {domain_file.name} --by region,year"
    )


@command.command()
@click.argument("incidents", type=_FILE)
@_out
def figures(incidents: Path, out: Path) -> None:
    """Make the figures that the public page shows: sums by year, and by region what suppressed tables tell."""
    from amparo.evidence.incidents.reading import read_incidents
    from amparo.evidence.incidents.shipped import HEADER, rows_to_ship
    from amparo.evidence.release.bundles.writing import as_csv

    _refuse_used(out)
    read = read_incidents(incidents)
    released = _released(incidents)
    out.write_bytes(as_csv(HEADER, rows_to_ship(read, released)))
    click.echo(f"{released.people:,} dead or missing in {out.name}.")


def _released(incidents: Path) -> "Release":
    """The coarse tables, through the one gate."""
    from tempfile import TemporaryDirectory

    from amparo.evidence.counting.records import read_records
    from amparo.evidence.incidents.people import domain_of, people_of
    from amparo.evidence.incidents.reading import read_incidents
    from amparo.evidence.incidents.shipped import ASKED
    from amparo.evidence.release.gate import release_suppressed
    from amparo.evidence.release.suppression.rules import Rule
    from amparo.situation.clock import today

    read = read_incidents(incidents)
    with TemporaryDirectory() as folder:
        table = Path(folder) / "people.parquet"
        people_of(read).write_parquet(table)
        records = read_records(table, domain_of(read))
    return release_suppressed(records, Rule(), ASKED, name=incidents.stem, on=today().isoformat())


def _drawn(found: "list[Figure]", by: str) -> str:
    from amparo.evidence.release.pictures import Mark, draw_bars, draw_trend

    several = [one.of("dead-or-missing").number for one in found]
    marks = [
        Mark(one.values[0], number, "not recorded" if number is None else f"{number:,}")
        for one, number in zip(found, several, strict=True)
    ]
    told = f"Dead or missing migrants by {by}: {sum(number or 0 for number in several):,}, as IOM's Missing Migrants Project records them."
    if by == "year":
        return draw_trend(marks, 0.0, "dead or missing", told)
    return draw_bars(sorted(marks, key=lambda one: -(one.number or 0)), 0.0, "dead or missing", told)


def _refuse_used(*files: Path) -> None:
    from amparo.errors import BadInput

    if taken := next((path for path in files if path.exists()), None):
        raise BadInput("file-in-use", f"There is a file {taken.name} already. Name another.", file=taken.name)
