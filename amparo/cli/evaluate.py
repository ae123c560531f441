"""`amparo evaluate`: which rights bind which State, for every row of a table of situations."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

    from amparo.norms.tables.counting import Counting, Why
    from amparo.norms.tables.evaluating import Evaluation


@click.command()
@click.argument("table", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--instrument", multiple=True, help="Only the provisions of this instrument; may be given again.")
@click.option("--theme", multiple=True, help="Only those under this theme.")
@click.option("--provision", multiple=True, help="Only this one.")
@click.option("--on", metavar="DATE", help="The day asked about, of every row.")
@click.option("--date-column", default="date", show_default=True, help="The column that holds each row's day.")
@click.option("--format", "form", type=click.Choice(("words", "columns", "long")), default="words", show_default=True)
@click.option(
    "--suppose",
    multiple=True,
    metavar="INSTRUMENT:STATE:DATE",
    help="As if that State deposited on that day; may be given again.",
)
@click.option("--why", metavar="PROVISION", help="Count why people hold this provision or not, into standard output.")
@click.option("--why-format", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "--resume", is_flag=True, help="Work in pieces beside OUT, and go on where a run with this option stopped."
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
    instrument: tuple[str, ...],
    theme: tuple[str, ...],
    provision: tuple[str, ...],
    on: str | None,
    date_column: str,
    form: str,
    suppose: tuple[str, ...],
    why: str | None,
    why_format: str,
    resume: bool,
    errors: tuple[str, Path] | None,
) -> None:
    """Ask every row of IN (.parquet or .csv, a column for each fact) and write the answers into OUT, a Parquet file.

    Nothing is known of a fact that has no column. OUT appears when it is whole; what it held before is kept until then. With --why
    OUT may be left out; a column `people` says how many people a row stands for.
    """
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.tables.counting import Counting, Why
    from amparo.norms.tables.evaluating import Evaluation, chosen
    from amparo.norms.tables.files import open_table, reporting
    from amparo.norms.tables.reasons import Reasons
    from amparo.norms.tables.rights import RightsTable
    from amparo.situation.clock import today
    from amparo.situation.tables import TableReader

    if out is None and why is None:
        raise click.UsageError("Name the file OUT for the answers, or a provision with --why.")
    if resume and errors:
        raise click.UsageError(
            "With --resume there is no report of errors: those of finished pieces would be missing in it."
        )
    catalogue = load_catalogue()
    instruments = [options.instrument(name, catalogue) for name in instrument]
    themes = [options.one_of(name, list(catalogue.themes), "theme") for name in theme]
    provisions = [options.one_of(name, list(catalogue.provisions), "provision") for name in provision]
    asked = options.one_of(why, list(catalogue.provisions), "provision") if why else None
    deposits = options.deposits(suppose, catalogue)
    supposed = options.as_if(deposits, catalogue)
    day = options.day_supposed(on, deposits, supposed) if on else None
    source, columns, total = open_table(table)
    latest = max(day or today(), today())
    readers: list[TableReader] = []
    work: list[Callable[[], None]] = []

    def reading(facts: list[str]) -> TableReader:
        reader = TableReader(supposed.vocabulary, facts, str(table), latest, day, date_column)
        reader.check_header(columns)
        readers.append(reader)
        return reader

    if out:
        rights = RightsTable(supposed, chosen(supposed, instruments, themes, provisions))
        told = tuple(map(str, deposits))
        evaluation = Evaluation(rights, reading(rights.facts), form, goes_on=errors is not None, supposed=told)
        work.append(lambda: _evaluate(table, source, total, out, evaluation, resume))
    if asked:
        why_it_is = Why(Reasons(supposed, asked))
        counting = Counting(reading(why_it_is.reasons.facts), why_it_is, goes_on=errors is not None)
        work.append(lambda: _count(source, total, counting, why_format))
    with reporting(errors[1], readers) if errors else nullcontext():
        for do in work:
            do()


def _evaluate(
    table: Path, source: "pl.LazyFrame", total: int | None, out: Path, evaluation: "Evaluation", resume: bool
) -> None:
    from amparo.cli.progress import rows_done
    from amparo.norms.tables.files import evaluate_file
    from amparo.norms.tables.resuming import evaluate_in_pieces

    if resume:
        rows, kept = evaluate_in_pieces(table, source, total, out, evaluation, rows_done())
        click.echo(f"{kept:,} rows had been done before.", err=True)
    else:
        rows = evaluate_file(source, total, out, evaluation, rows_done())
    click.echo(f"{rows:,} rows, {len(evaluation.rights.provisions)} provisions: {out}", err=True)


def _count(source: "pl.LazyFrame", total: int | None, counting: "Counting[Why]", form: str) -> None:
    from amparo.cli.progress import rows_done
    from amparo.norms.tables.files import count_file

    count_file(source, total, counting, rows_done())
    told = counting.counter.to_plain()
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if form == "json" else _why(told))


def _why(told: dict[str, Any]) -> str:
    """The counts as aligned lines: people, and shares of all."""
    whole = told["people"] or 1

    def line(name: str, people: float, alone: float | None = None) -> str:
        nothing_else = "" if alone is None else f"{alone:>16,.0f} for this alone"
        return f"{name:44}{people:>16,.0f}{people / whole:>9.1%}{nothing_else}"

    lines = [
        line(f"{told['norm']}: all people", told["people"]),
        line("surely hold it", told["surely"]),
        line("surely do not", told["surely_not"]),
    ]
    for one in told["for_want_of"]:
        lines.append(line(f"  {_WANTS[one['kind']]}", one["people"], one["alone"]))
        for clause in (each for each in told["clauses"] if each["kind"] == one["kind"] != "reservation"):
            lines.append(line(f"    {clause['clause']} is {clause['is']}", clause["people"], clause["alone"]))
    lines.append(line("not known", sum(told["unknown"].values())))
    lines += [line(f"  {reason}", people) for reason, people in told["unknown"].items()]
    lines += [line(f"    not told: {name}", people) for name, people in told["missing"].items()]
    return "\n".join(lines)


_WANTS = {
    "ratification": "for want of ratification",
    "text": "for the text was not in force",
    "role": "for the State's role",
    "status": "for status",
    "person": "for who the person is",
    "reservation": "for a reservation of the State",
}
