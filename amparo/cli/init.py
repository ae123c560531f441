"""`amparo init`: makes a real installation, and prints once what has to go onto paper."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.serve import HOME

if TYPE_CHECKING:
    from amparo.web.operating.installing import PaperKit


@click.command()
@HOME
@click.option("--name", help="The name of the organisation, as people know it.")
@click.option("--telephone", help="A number that people can call; it stands on every page.")
@click.option("--leave-to", default="https://www.wikipedia.org/", show_default=True, help="Where the quick exit leads.")
@click.option("--office", "offices", multiple=True, metavar="CODE:NAME", help="An office; say it again for each.")
@click.option("--administrator", metavar="NAME[:SHOWN]", help="Who invites the others; opens no report.")
@click.option(
    "--worker",
    "workers",
    multiple=True,
    metavar="NAME:SHOWN:OFFICE[:ROLES]",
    help="A first member, with roles separated by commas; intake, caseworker and supervisor if left out.",
)
def command(
    home: Path | None,
    name: str | None,
    telephone: str | None,
    leave_to: str,
    offices: tuple[str, ...],
    administrator: str | None,
    workers: tuple[str, ...],
) -> None:
    """Found an installation. What is not given as an option is asked for.

    Passphrases are generated. The recovery phrase, the two secrets of the server and the passphrase of backups are printed once, for paper.
    """
    from amparo.errors import BadInput
    from amparo.web.home import Home
    from amparo.web.operating.starting import start

    if home is None:
        raise BadInput("no-home", "Say with --home which folder the installation gets.")
    _make(home)
    start(home)
    from amparo.web.operating import installing
    from amparo.web.people.models import Organisation

    installing.check_is_new()
    organisation = Organisation(
        name=name or click.prompt("Name of the organisation"),
        telephone=telephone or click.prompt("A telephone number that people can call"),
        leave_to=leave_to,
    )
    offices = offices or _ask_each("An office, as code:Name, such as north:North office")
    founded = [installing.read_office(told) for told in offices]
    administrator = administrator or click.prompt("The administrator, as name:Shown Name")
    workers = workers or _ask_each("A first member, as name:Shown Name:office, or with :role,role after it")
    joiners = [installing.read_administrator(administrator)]
    joiners += [installing.read_worker(told, founded) for told in workers]
    _print(installing.install(Home.find(), organisation, founded, joiners))


def _make(home: Path) -> None:
    import os

    from amparo.web.home import Home

    os.environ["AMPARO_HOME"] = str(home.absolute())
    Home.find().make()


def _ask_each(question: str) -> tuple[str, ...]:
    told: list[str] = []
    while True:
        answer = click.prompt(
            question if not told else "Another (Enter if there is none)", default="" if told else None
        )
        if not answer.strip():
            return tuple(told)
        told.append(answer)


def _print(kit: "PaperKit") -> None:
    from amparo.web.operating.paper import in_lines

    click.echo(
        "\nPrint this, or copy it by hand, twice, and keep the copies apart. It is shown once and stored nowhere."
    )
    shown = (
        ("Recovery phrase", "brings back the keys when everybody has lost theirs", kit.recovery_phrase),
        ("Server secret", "without it no backup is of use", kit.server_secret),
        ("Signing key", "proves filings; another can be made", kit.signing_key),
        ("Passphrase of backups", "opens the archives that `amparo backup` writes", kit.backup_passphrase),
    )
    for name, why, words in shown:
        click.echo(f"\n{name}: {why}\n{in_lines(words)}")
    click.echo("\nFirst passphrases: hand each to its owner only; they set up a second factor when they first sign in.")
    for name, passphrase in kit.passphrases:
        click.echo(f"\n  {name}\n{in_lines(passphrase, 7)}")
    click.echo("\nNext: `amparo doctor`, then `amparo serve`; see docs/install.md.")
