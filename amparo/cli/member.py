"""`amparo member`: what whoever is at the machine itself can do about a member's way in, where nobody else can."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.installation import HOME

if TYPE_CHECKING:
    from amparo.web.people.models import Member


@click.group()
def command() -> None:
    """Help a member back in, at the machine itself. Each act is recorded as done by the server."""


@command.command("invite-again")
@click.argument("name")
@click.option(
    "--days", type=click.IntRange(1, 30), default=7, show_default=True, help="For how long the words are good."
)
@HOME
def invite_again(name: str, days: int, home: Path | None) -> None:
    """Print words with which the member who signs in as NAME begins anew, with another passphrase and another key.

    Until they are used nothing changes. Afterwards a colleague, the custodians or the printed phrase let the new key in.
    """
    member = _member(home, name)
    from amparo.web.people.actions.inviting import invite_again_at_the_server

    click.echo(invite_again_at_the_server(member, days=days).words)
    click.echo("Tell these words to their owner only; they type them on the page for joining, once.", err=True)


@command.command("reset-factor")
@click.argument("name")
@HOME
def reset_factor(name: str, home: Path | None) -> None:
    """Take away the lost second factor of the member who signs in as NAME; they set up another when they next sign in."""
    member = _member(home, name)
    from amparo.web.people.actions.lost_factors import reset_at_the_server

    reset_at_the_server(member)
    click.echo("Done. Their sessions have ended.")


@command.command("make-administrator")
@click.argument("name")
@HOME
def make_administrator(name: str, home: Path | None) -> None:
    """Let the member who signs in as NAME administer, as when the only administrator is gone. It opens nothing that is sealed."""
    member = _member(home, name)
    from amparo.web.people.actions.leaving import make_administrator_at_the_server

    make_administrator_at_the_server(member)
    click.echo("Done.")


@command.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--needed", type=int, default=2, show_default=True, help="How many of them it takes.")
@HOME
def entrust(names: tuple[str, ...], needed: int, home: Path | None) -> None:
    """Move recovery from the printed phrase, which is asked for, to the custodians who sign in as NAMES."""
    chosen = list({found.id: found for found in (_member(home, name) for name in names)}.values())
    from amparo.web.people.actions.recovering import entrust_at_the_server

    phrase = click.prompt("The words of the recovery phrase", hide_input=sys.stdin.isatty(), err=True)
    entrust_at_the_server(phrase, chosen, needed)
    click.echo("Done. The printed phrase opens nothing any more.")


def _member(home: Path | None, name: str) -> "Member":
    from amparo.errors import BadInput
    from amparo.web.operating.starting import start

    start(home)
    from amparo.web.people.access import find_colleague

    found = find_colleague(name)
    if found is None:
        raise BadInput(
            "no-such-member", "Nobody who works here signs in with this name. The page People lists everybody."
        )
    return found
