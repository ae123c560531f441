"""`amparo norms`: list, show, check, compare, and stamp translations."""

from pathlib import Path

import click


@click.group()
def command() -> None:
    """List, show, check and compare norms."""


@command.command()
@click.argument("pack", required=False, type=click.Path(path_type=Path))
@click.option("--instrument", "instruments", multiple=True, help="Only the examples of these instruments.")
def check(pack: Path | None, instruments: tuple[str, ...]) -> None:
    """Check the knowledge, or a PACK joined to it: every problem with file and line, then the examples."""
    from amparo.norms.checking import check as check_knowledge

    found = check_knowledge(pack, frozenset(instruments) or None)
    click.echo(
        f"{found.provisions} provisions are in order; {found.examples} examples came out; each of {found.mistakes} mistakes was noticed."
    )
