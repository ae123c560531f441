"""`amparo commitments`: counts of States."""

import json

import click

from amparo.norms.states.counting import ACTIONS


@click.group()
def command() -> None:
    """Count the States that signed, ratified or are bound."""


@command.command()
@click.argument("instruments", nargs=-1, required=True)
@click.option("--on", "on", metavar="DATE", help="The day asked about; today if left out.")
@click.option("--action", type=click.Choice(ACTIONS), default="bound", show_default=True)
@click.option("--any-of", is_flag=True, help="With several instruments: States of which it is so for at least one.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def count(instruments: tuple[str, ...], on: str | None, action: str, any_of: bool, form: str) -> None:
    """Print the number of States that surely did it by that day.

    What is not known goes to standard error. ratified = deposited by that day and not ended; bound = the day lies within the
    derived interval. The European Union counts in signed and ratified, and is named apart.
    """
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.states.counting import count as count_states

    if len(instruments) > 1 and not any_of:
        raise click.UsageError("Several instruments need --any-of.")
    catalogue = load_catalogue()
    names = [options.instrument(name, catalogue) for name in instruments]
    found = count_states(catalogue, names, action, options.day(on))
    if form == "json":
        told = {"action": action, "instruments": names, "on": found.on.isoformat(), "count": found.number}
        told |= {
            "states": list(found.surely),
            "european_union": found.includes_union,
            "unknown": list(found.unknown),
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(found.number)
    if action == "signed" and any(catalogue.instruments[name].body == "ILO" for name in names):
        click.echo("Conventions of the ILO are not signed.", err=True)
    if found.includes_union:
        click.echo("One of these is the European Union.", err=True)
    if found.unknown:
        shown = " ".join(found.unknown[:20]) + (" ..." if len(found.unknown) > 20 else "")
        click.echo(f"Not known for {len(found.unknown)} more: {shown}", err=True)
