"""`amparo evaluate`: which rights bind which State, for every row of a table of situations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amparo.cli.rows import Rows, asks_rows

if TYPE_CHECKING:
    from amparo.norms.tables.counting import Counting, Why
    from amparo.norms.tables.evaluating import Evaluation


@click.command()
@click.argument("table", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@asks_rows
@click.option("--format", "form", type=click.Choice(("words", "columns", "long")), default="words", show_default=True)
@click.option("--why", metavar="PROVISION", help="Count why people hold this provision or not, into standard output.")
@click.option("--why-format", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "--resume", is_flag=True, help="Work in pieces beside OUT, and go on where a run with this option stopped."
)
def command(rows: Rows, out: Path | None, form: str, why: str | None, why_format: str, resume: bool) -> None:
    """Ask every row of IN (.parquet or .csv, a column for each fact) and write the answers into OUT, a Parquet file.

    Nothing is known of a fact that has no column. OUT appears when it is whole; what it held before is kept until then. With --why
    OUT may be left out; a column `people` says how many people a row stands for.
    """
    from amparo.cli import options
    from amparo.norms.tables.counting import Counting, Why
    from amparo.norms.tables.evaluating import Evaluation
    from amparo.norms.tables.reasons import Reasons

    if out is None and why is None:
        raise click.UsageError("Name the file OUT for the answers, or a provision with --why.")
    if resume and rows.errors:
        raise click.UsageError(
            "With --resume there is no report of errors: those of finished pieces would be missing in it."
        )
    rows.check_files(out)
    asked = options.one_of(why, list(rows.known.provisions), "provision") if why else None
    evaluation = counting = None
    if out:
        told = tuple(map(str, rows.deposits))
        evaluation = Evaluation(rows.rights, rows.reader(rows.rights.facts), form, rows.goes_on, told)
    if asked:
        why_it_is = Why(Reasons(rows.catalogue, asked))
        counting = Counting(rows.reader(why_it_is.reasons.facts), why_it_is, rows.goes_on)
    with rows.reporting([one.reader for one in (evaluation, counting) if one]):
        # counted first: a number of people that cannot be read is found before OUT is replaced
        if counting:
            _count(rows, counting)
        if out and evaluation:
            _evaluate(rows, out, evaluation, resume)
    if counting:
        found = counting.counter.to_plain()
        click.echo(json.dumps(found, ensure_ascii=False, indent=1) if why_format == "json" else _why(found))


def _evaluate(rows: Rows, out: Path, evaluation: "Evaluation", resume: bool) -> None:
    from amparo.cli.progress import rows_done
    from amparo.norms.tables.files import evaluate_file
    from amparo.norms.tables.resuming import evaluate_in_pieces

    source, _, total = rows.opened
    if resume:
        done, kept = evaluate_in_pieces(rows.table, source, total, out, evaluation, rows_done())
        click.echo(f"{kept:,} rows had been done before.", err=True)
    else:
        done = evaluate_file(source, total, out, evaluation, rows_done())
    click.echo(f"{done:,} rows, {len(evaluation.rights.provisions)} provisions: {out}", err=True)


def _count(rows: Rows, counting: "Counting[Why]") -> None:
    from amparo.cli.progress import rows_done
    from amparo.norms.tables.files import count_file

    source, _, total = rows.opened
    count_file(source, total, counting, rows_done())


def _why(told: dict[str, Any]) -> str:
    """The counts as aligned lines: people, and shares of all."""
    whole = told["people"] or 1

    def line(name: str, people: float, alone: float | None = None) -> str:
        nothing_else = "" if alone is None else f"{alone:>16,.0f} for this alone"
        return f"{name:44}{people:>16,.0f}{people / whole:>9.1%}{nothing_else}"

    lines = [f"Supposed, not a fact: {', '.join(told['supposed'])}"] if told["supposed"] else []
    lines += [
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
