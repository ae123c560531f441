"""`amparo summarise`: how many people of a table hold each right, by State and status."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.rows import Rows, asks_rows

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
@asks_rows
def command(rows: Rows, out: Path | None, by: tuple[str, ...]) -> None:
    """Count the people of TABLE (.parquet or .csv, a column for each fact) who surely hold each provision, and who may.

    A column `people` says how many people a row stands for. The table is read once.
    """
    from amparo.cli.progress import rows_done
    from amparo.norms.catalogue.supposing import supposition
    from amparo.norms.tables import summaries
    from amparo.norms.tables.counting import Counting
    from amparo.norms.tables.files import count_file, write_table

    rows.check_files(out)
    summary = summaries.Summary(rows.rights, by or summaries.BY)
    counting = Counting(rows.reader(summary.facts), summary, rows.goes_on)
    source, _, total = rows.opened
    with rows.reporting([counting.reader]):
        done = count_file(source, total, counting, rows_done())
    if out:
        write_table(summary.table(), out)
        click.echo(f"{done:,} rows, {len(rows.rights.provisions)} provisions: {out}", err=True)
    else:
        if told := supposition(rows.catalogue):
            click.echo(f"Counted {told}.")
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
