"""`amparo count`: one table of people from many sources, each person once, and where every row came from."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amparo.evidence.counting.people import People, Source
    from amparo.evidence.counting.tallies import Tally

_TABLE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("sources", type=_TABLE, nargs=-1, required=True)
@click.option("--domain", "domain_file", type=_TABLE, required=True, help="The declared domain.")
@click.option(
    "--out",
    type=_TABLE,
    required=True,
    help="The table of people, as CSV or Parquet; beside it, where its rows came from.",
)
@click.option("--by", metavar="A,B", help="Show how many people there are by these attributes, and of which sex.")
def command(sources: tuple[Path, ...], domain_file: Path, out: Path, by: str | None) -> None:
    """Make one table of people from SOURCES: CSV, Parquet, XLSX, and exports of surveys (Kobo Toolbox).

    Each person is one row, by the column that the domain names as `person`. A blank is not recorded, and never a no. The table is as secret
    as its sources; `amparo release` makes of it what may be published.
    """
    import json

    from amparo.errors import BadInput
    from amparo.evidence.counting.domain import read_domain
    from amparo.evidence.counting.people import one_table
    from amparo.evidence.counting.tallies import tally

    declared = read_domain(domain_file)
    beside = out.with_name(f"{out.stem}.sources.json")
    if taken := next((path for path in (out, beside) if path.exists()), None):
        raise BadInput("file-in-use", f"There is a file {taken.name} already. Name another.", file=taken.name)
    people = one_table([_source(path) for path in sources], declared)
    shown = tally(people, [name.strip() for name in by.split(",")]) if by else None
    if out.suffix == ".parquet":
        people.table.write_parquet(out)
    else:
        people.table.write_csv(out)
    beside.write_text(json.dumps(people.to_plain(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    for line in _told(people):
        click.echo(line)
    if shown is not None:
        click.echo("\n".join(_rows(shown)))


def _source(path: Path) -> "Source":
    from amparo.evidence.counting.frames import read_frame
    from amparo.evidence.counting.people import Source
    from amparo.exchange.lists.frames import frame_of_workbook

    if path.suffix.lower() == ".xlsx" and path.is_file():
        return Source(path.name, frame_of_workbook(path.read_bytes()))
    return Source(path.name, read_frame(path))


def _told(people: "People") -> list[str]:
    rows = sum(one.rows for one in people.sources)
    lines = [f"{len(people):,} people in {rows:,} rows; {people.joined:,} rows were about somebody counted already."]
    if not people.domain.person:
        lines.append("The domain names no column that says who is who: if two rows are one person, they count twice.")
    elif unnamed := sum(one.unnamed for one in people.sources):
        lines.append(f"{unnamed:,} rows do not say who they are about; each counts as a person of its own.")
    for one in people.sources:
        if one.lacks:
            lines.append(f"{one.name} has no {', '.join(one.lacks)}: not recorded for its {one.rows:,} rows.")
    return lines + [
        f"{name} differed between rows of {number:,} people; one answer was kept."
        for name, number in people.differing.items()
        if number
    ]


def _rows(shown: "Tally") -> list[str]:
    sexes = list(shown.cells[0].by_sex) if shown.cells else []
    lines = ["\t".join([*shown.by, "people", *(sex or "sex not recorded" for sex in sexes)])]
    for cell in shown.cells:
        lines.append(
            "\t".join(
                [*(value or "not recorded" for value in cell.values), str(cell.people), *map(str, cell.by_sex.values())]
            )
        )
    return lines
