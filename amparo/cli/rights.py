"""`amparo rights`: the rights of a person, towards a State, on a day."""

import json
from pathlib import Path

import click

from amparo.situation.vocabulary import LANGUAGES

SHOWS = ("engaged", "held", "unknown", "no", "all")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--show", type=click.Choice(SHOWS), help="Only these; by default what matters now first, the rest folded."
)
@click.option(
    "--open",
    "opened",
    multiple=True,
    metavar="ID",
    help="The id of a right, such as iccpr/13: ask about it even where a dangerous fact decides.",
)
@click.option(
    "--row",
    type=click.IntRange(1),
    help="FILE is a table of people, as `evaluate` reads it: explain what that says of this row, counted from 1.",
)
@click.option(
    "--provision",
    "only",
    multiple=True,
    metavar="ID",
    help="Only this one, such as icrmw/25: what is said of it, and why; may be given again.",
)
@click.option("--on", metavar="DATE", help="With --row: the day asked about.")
@click.option("--date-column", default="date", help="With --row: the column that holds the day.")
@click.option(
    "--suppose", multiple=True, metavar="INSTRUMENT:STATE:DATE", help="As if that State deposited on that day."
)
def command(
    file: Path,
    form: str,
    language: str,
    show: str | None,
    opened: tuple[str, ...],
    row: int | None,
    on: str | None,
    date_column: str,
    suppose: tuple[str, ...],
    only: tuple[str, ...],
) -> None:
    """The rights of the person described in FILE (JSON, YAML or CSV; - for standard input).

    The situation is read, answered and forgotten. Only `state` is needed; what is not given is unknown.
    """
    from amparo.cli import options
    from amparo.norms.answers.as_json import plain_answers
    from amparo.norms.answers.as_text import screen
    from amparo.norms.answers.rights import rights
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.tables.files import open_table, situation_in
    from amparo.situation.clock import today
    from amparo.situation.reading import read_situations
    from amparo.situation.tables import TableReader

    known = load_catalogue()
    for name in (*opened, *only):
        options.one_of(name, list(known.provisions), "provision")
    deposits = options.deposits(suppose, known)
    catalogue = options.as_if(deposits, known)
    if row is None:
        path = None if str(file) == "-" else file
        text = "" if path else options.standard_input()
        people = read_situations(path, text, catalogue.vocabulary)
    else:
        source, columns, _ = open_table(file)
        day = options.day_supposed(on, deposits, catalogue) if on else None
        facts, latest = list(catalogue.vocabulary.facts), max(day or today(), today())
        reader = TableReader(catalogue.vocabulary, facts, str(file), latest, day, date_column)
        reader.check_header(columns)
        people = [situation_in(source, row, reader)]
    found = [rights(situation, catalogue=catalogue) for situation in people]
    if form == "json":
        documents = [
            plain_answers(answers, language, opened=opened, show=show or "all", only=only) for answers in found
        ]
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=1))
        return
    click.echo("\n\n".join(screen(answers, language, show=show, opened=opened, only=only) for answers in found))
