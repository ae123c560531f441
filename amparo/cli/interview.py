"""`amparo interview`: asks the fewest questions, then shows the rights. Nothing is kept."""

from typing import TYPE_CHECKING

import click

from amparo.errors import BadInput
from amparo.situation.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from amparo.norms.interviewing import Interview, Screen


@click.command()
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--on", "on", metavar="DATE", help="The day asked about; today if left out.")
@click.option("--most", type=click.IntRange(1), default=12, show_default=True, help="At most so many questions.")
@click.option(
    "--open",
    "opened",
    multiple=True,
    metavar="ID",
    help="A right to be asked about, even where a dangerous fact decides.",
)
def command(language: str, on: str | None, most: int, opened: tuple[str, ...]) -> None:
    """Ask the fewest questions, in any of four languages, then print the rights.

    Every question can be skipped, and what was told is never asked again. Facts that are dangerous to hold are asked last, and
    only for rights named with --open.
    """
    from amparo.cli import options
    from amparo.norms.catalogue import load_catalogue
    from amparo.norms.interviewing import Interview
    from amparo.norms.phrases import phrase
    from amparo.norms.screen import screen

    catalogue = load_catalogue()
    click.echo(phrase("ask_intro", language))
    while True:
        code = click.prompt(phrase("ask_state", language), prompt_suffix="\n> ")
        try:
            state = options.state(code, catalogue)
            break
        except BadInput as wrong:
            click.echo(wrong.sentence)
    interview = Interview.begin(catalogue, state, options.day(on), opened)
    for _ in range(most):
        asked = interview.next_asked()
        if asked is None or not _ask(interview, asked, language):
            break
    click.echo("\n" + screen(interview.answers, language))


def _ask(interview: "Interview", asked: "Screen", language: str) -> bool:
    """Asks once, or again while the answer cannot be understood; False when the person wants to stop."""
    from amparo.norms.phrases import phrase

    click.echo("\n" + asked.question(language))
    click.echo("  " + phrase("ask_why", language, why=asked.why(language)))
    for at, label in enumerate(asked.options(language), start=1):
        click.echo(f"  {at}  {label}")
    click.echo("  " + phrase(asked.instruction, language))
    while True:
        said = click.prompt("", default="", show_default=False, prompt_suffix="> ").strip()
        if said.lower() == "q":
            return False
        if interview.answer(asked, said):
            return True
        click.echo(phrase("ask_again", language))
