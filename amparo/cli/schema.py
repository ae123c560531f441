"""`amparo schema`: the JSON Schemas of our answers."""

from importlib.resources import files

import click

NAMES = ("rights", "state", "commitments", "coverage", "state-page", "instrument-page", "provision-page")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema of what the command NAME gives with --format json, or of a page's data."""
    click.echo(files("amparo.norms").joinpath(f"data/schemas/{name}.json").read_text("utf-8"), nl=False)
