"""`amparo interview`: asks the fewest questions, then shows the rights. Nothing is kept."""

from typing import TYPE_CHECKING

import click

from amparo.situation.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from amparo.norms.answers.interviewing import Interview, Screen


@click.command()
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--on", "on", metavar="DATE", help="The day asked about; today if left out.")
@click.option("--most", type=click.IntRange(1), default=12, show_default=True, help="At most so many questions.")
@click.option(
    "--open",
    "opened",
    multiple=True,
    metavar="ID",
    help="The id of a right, such as iccpr/13: ask about it even where a dangerous fact decides.",
)
def command(language: str, on: str | None, most: int, opened: tuple[str, ...]) -> None:
    """Ask the fewest questions, in any of four languages, then print the rights.

    Every question can be skipped, and what was told is never asked again. Facts that are dangerous to hold are asked last, and
    only for rights named with --open.
    """
    from amparo.cli import options
    from amparo.norms.answers.as_text import screen
    from amparo.norms.answers.interviewing import Interview
    from amparo.norms.answers.phrases import find_state, phrase
    from amparo.norms.catalogue.catalogue import load_catalogue

    catalogue = load_catalogue()
    asked_about = options.day(on)
    for name in opened:
        options.one_of(name, list(catalogue.provisions), "provision")
    click.echo(phrase("ask_intro", language))
    state = None
    while state is None:
        said = _said(phrase("ask_state", language) + "\n")
        if said is None:
            return
        found = find_state(said, catalogue.vocabulary.states)
        state = found.code if found and found.kind in ("state", "territory") else None
        if state is None:
            click.echo(phrase("ask_again", language))
    interview = Interview.begin(catalogue, state, asked_about, opened)
    for _ in range(most):
        asked = interview.next_asked()
        if asked is None or not _ask(interview, asked, language):
            break
    click.echo("\n" + screen(interview.answers, language, opened=opened))


def _ask(interview: "Interview", asked: "Screen", language: str) -> bool:
    """Asks once, or again while the answer cannot be understood; False when the person wants to stop."""
    from amparo.norms.answers.phrases import phrase

    click.echo("\n" + asked.question(language))
    click.echo("  " + phrase("ask_why", language, why=asked.why(language)))
    for at, label in enumerate(asked.options(language), start=1):
        click.echo(f"  {at}  {label}")
    click.echo("  " + phrase(asked.instruction, language))
    while (said := _said()) is not None:
        if interview.answer(asked, said):
            return True
        click.echo(phrase("ask_again", language) + " " + phrase(asked.instruction, language))
    return False


def _said(question: str = "") -> str | None:
    """What the person types; None where they stop, by q or by the end of the input."""
    try:
        said: str = click.prompt(question, default="", show_default=False, prompt_suffix="> ").strip()
    except click.Abort:
        return None
    return None if said.lower() == "q" else said
