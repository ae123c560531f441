"""`amparo evaluate`: which rights bind which State, for every row of a table of situations."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amparo.errors import Problem


@click.command()
@click.argument("table", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--instrument", multiple=True, help="Only the provisions of this instrument; may be given again.")
@click.option("--theme", multiple=True, help="Only those under this theme.")
@click.option("--provision", multiple=True, help="Only this one.")
@click.option("--on", metavar="DATE", help="The day asked about, of every row.")
@click.option("--date-column", default="date", show_default=True, help="The column that holds each row's day.")
@click.option("--format", "form", type=click.Choice(("words", "columns", "long")), default="words", show_default=True)
@click.option(
    "--errors",
    nargs=2,
    metavar="report FILE",
    type=click.Tuple([click.Choice(("report",)), click.Path(path_type=Path, dir_okay=False)]),
    help="Go on past rows that cannot be read, and write what is wrong with them into FILE.",
)
def command(
    table: Path,
    out: Path,
    instrument: tuple[str, ...],
    theme: tuple[str, ...],
    provision: tuple[str, ...],
    on: str | None,
    date_column: str,
    form: str,
    errors: tuple[str, Path] | None,
) -> None:
    """Ask every row of IN (.parquet or .csv, a column for each fact) and write the answers into OUT, a Parquet file.

    Nothing is known of a fact that has no column. OUT appears when it is whole; what it held before is kept until then.
    """
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.tables.evaluating import Evaluation, chosen
    from amparo.norms.tables.files import evaluate_file, open_table
    from amparo.norms.tables.rights import RightsTable
    from amparo.situation.clock import today
    from amparo.situation.tables import TableReader

    catalogue = load_catalogue()
    instruments = [options.instrument(name, catalogue) for name in instrument]
    themes = [options.one_of(name, list(catalogue.themes), "theme") for name in theme]
    provisions = [options.one_of(name, list(catalogue.provisions), "provision") for name in provision]
    day = options.day(on) if on else None
    source, columns, total = open_table(table)
    rights = RightsTable(catalogue, chosen(catalogue, instruments, themes, provisions))
    reader = TableReader(catalogue.vocabulary, rights.facts, str(table), today(), day, date_column)
    reader.check_header(columns)
    evaluation = Evaluation(rights, reader, form, goes_on=errors is not None)
    rows = evaluate_file(source, total, out, evaluation, _progress())
    if errors:
        _report(errors[1], reader.problems)
    click.echo(f"{rows:,} rows, {len(rights.provisions)} provisions: {out}", err=True)


def _report(path: Path, problems: "list[Problem]") -> None:
    """Writes the problems, one on each line, by row."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["row", "problem"])
        writer.writerows((one.place.line, one.sentence) for one in sorted(set(problems)))


def _progress() -> Callable[[int, int | None], None]:
    """Tells on standard error how many rows are done, how fast, and how long the rest will take."""
    start = monotonic()
    told = [start]

    def progress(done: int, total: int | None) -> None:
        now = monotonic()
        if not sys.stderr.isatty() or now - start < 2 or (now - told[0] < 0.5 and done != total):
            return
        told[0] = now
        rate = done / (now - start)
        left = f" of {total:,}, {(total - done) / rate:,.0f} s left" if total else ""
        click.echo(f"\r{done:,} rows{left} at {rate:,.0f} a second   ", nl=done == total, err=True)

    return progress
