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
def command(file: Path, form: str, language: str, show: str | None, opened: tuple[str, ...]) -> None:
    """The rights of the person described in FILE (JSON, YAML or CSV; - for standard input).

    The situation is read, answered and forgotten. Only `state` is needed; what is not given is unknown.
    """
    from amparo.cli import options
    from amparo.norms.answers.as_json import plain_answers
    from amparo.norms.answers.as_text import screen
    from amparo.norms.answers.rights import rights
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.situation.reading import read_situations

    catalogue = load_catalogue()
    path = None if str(file) == "-" else file
    text = "" if path else options.standard_input()
    for name in opened:
        options.one_of(name, list(catalogue.provisions), "provision")
    found = [rights(situation, catalogue=catalogue) for situation in read_situations(path, text, catalogue.vocabulary)]
    if form == "json":
        documents = [plain_answers(answers, language, opened=opened, show=show or "all") for answers in found]
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=1))
        return
    click.echo("\n\n".join(screen(answers, language, show=show, opened=opened) for answers in found))
