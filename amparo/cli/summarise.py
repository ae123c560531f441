"""`amparo summarise`: how many people of a table hold each right, by State and status."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import polars as pl

BY = ("state", "stay", "sex", "role", "work", "worker_category", "sector", "asylum")
MOST_LINES = 60


@click.command()
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write every line into this .csv or .parquet."
)
@click.option("--by", multiple=True, type=click.Choice(BY), help="Group by this; by default by State and status.")
@click.option("--instrument", multiple=True, help="Only the provisions of this instrument; may be given again.")
@click.option("--theme", multiple=True, help="Only those under this theme.")
@click.option("--provision", multiple=True, help="Only this one.")
@click.option("--on", metavar="DATE", help="The day asked about, of every row.")
@click.option("--date-column", default="date", show_default=True, help="The column that holds each row's day.")
@click.option(
    "--suppose", multiple=True, metavar="INSTRUMENT:STATE:DATE", help="As if that State deposited on that day."
)
@click.option(
    "--errors",
    nargs=2,
    metavar="report FILE",
    type=click.Tuple([click.Choice(("report",)), click.Path(path_type=Path, dir_okay=False)]),
    help="Go on past rows that cannot be read, and write what is wrong with them into FILE.",
)
def command(
    table: Path,
    out: Path | None,
    by: tuple[str, ...],
    instrument: tuple[str, ...],
    theme: tuple[str, ...],
    provision: tuple[str, ...],
    on: str | None,
    date_column: str,
    suppose: tuple[str, ...],
    errors: tuple[str, Path] | None,
) -> None:
    """Count the people of TABLE (.parquet or .csv, a column for each fact) who surely hold each provision, and who may.

    A column `people` says how many people a row stands for. The table is read once.
    """
    from amparo.cli import options
    from amparo.cli.progress import rows_done
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.tables import summaries
    from amparo.norms.tables.counting import Counting
    from amparo.norms.tables.evaluating import chosen
    from amparo.norms.tables.files import count_file, open_table, reporting, write_table
    from amparo.norms.tables.rights import RightsTable
    from amparo.situation.clock import today
    from amparo.situation.tables import TableReader

    known = load_catalogue()
    instruments = [options.instrument(name, known) for name in instrument]
    themes = [options.one_of(name, list(known.themes), "theme") for name in theme]
    provisions = [options.one_of(name, list(known.provisions), "provision") for name in provision]
    deposits = options.deposits(suppose, known)
    catalogue = options.as_if(deposits, known)
    day = options.day_supposed(on, deposits, catalogue) if on else None
    source, columns, total = open_table(table)
    rights = RightsTable(catalogue, chosen(catalogue, instruments, themes, provisions))
    summary = summaries.Summary(rights, by or summaries.BY)
    latest = max(day or today(), today())
    reader = TableReader(catalogue.vocabulary, summary.facts, str(table), latest, day, date_column)
    reader.check_header(columns)
    with reporting(errors[1], [reader]) if errors else nullcontext():
        rows = count_file(source, total, Counting(reader, summary, goes_on=errors is not None), rows_done())
    if out:
        write_table(summary.table(), out)
        click.echo(f"{rows:,} rows, {len(rights.provisions)} provisions: {out}", err=True)
    else:
        click.echo(_lines(summary.table()))


def _lines(found: "pl.DataFrame") -> str:
    """The first lines of the summary, aligned."""
    names = found.columns[: found.columns.index("people")]
    lines = ["".join(f"{name:16}" for name in names) + f"{'people':>16}{'sure %':>9}{'possible %':>12}"]
    for row in found.head(MOST_LINES).iter_rows(named=True):
        sure, possible = (row[f"share_{name}"] or 0 for name in ("surely", "possibly"))
        group = "".join(f"{row[name]:16}" for name in names)
        lines.append(f"{group}{row['people']:>16,.0f}{sure:>9.1%}{possible:>12.1%}")
    if found.height > MOST_LINES:
        lines.append(
            f"{found.height - MOST_LINES:,} more lines. Write them all with --out FILE.csv, or name a provision."
        )
    return "\n".join(lines)
