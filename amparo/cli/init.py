"""`amparo init`: makes a real installation, and prints once what has to go onto paper."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from amparo.cli.installation import HOME
from amparo.errors import BadInput, Place, Problem, Problems

if TYPE_CHECKING:
    from amparo.web.operating.installing import PaperKit
    from amparo.web.people.actions.founding import Joiner
    from amparo.web.people.models import Office

T = TypeVar("T")
_ANOTHER = "Another (Enter if there is none)"


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
    from amparo.web.home import Home
    from amparo.web.operating.starting import start

    if home is None:
        raise BadInput("no-home", "Say with --home which folder the installation gets.")
    _make(home)
    start(home)
    from amparo.web.operating import installing
    from amparo.web.people.models import Organisation

    installing.check_is_new()
    wrong: list[Problem] = []
    founded = _given("--office", offices, installing.read_office, wrong)
    first = _given("--administrator", (administrator,) if administrator else (), installing.read_administrator, wrong)
    # Without its office no worker can be read: then this waits, and says nothing that would only follow from the rest.
    joined = [] if wrong or not founded else _given("--worker", workers, _worker_of(founded), wrong)
    if wrong:
        raise Problems(wrong)
    organisation = Organisation(
        name=name or click.prompt("Name of the organisation"),
        telephone=telephone or click.prompt("A telephone number that people can call"),
        leave_to=leave_to,
    )
    founded = founded or _ask_each("An office, as code:Name, such as north:North office", installing.read_office)
    first = first or [_ask("The administrator, as name:Shown Name", installing.read_administrator)]
    if workers and not joined:
        joined = _given("--worker", workers, _worker_of(founded), wrong)
        if wrong:
            raise Problems(wrong)
    joined = joined or _ask_each(
        "A first member, as name:Shown Name:office, or with :role,role after it", _worker_of(founded)
    )
    _print(installing.install(Home.find(), organisation, founded, [*first, *joined]))


def _worker_of(founded: "list[Office]") -> "Callable[[str], Joiner]":
    from amparo.web.operating import installing

    return lambda told: installing.read_worker(told, founded)


def _given(option: str, told: Sequence[str], read: Callable[[str], T], wrong: list[Problem]) -> list[T]:
    """What the options say; what cannot be read is added to `wrong`, by the option's number and without the words."""
    found = []
    for number, one in enumerate(told, 1):
        try:
            found.append(read(one))
        except BadInput as refused:
            wrong.append(Problem(Place(f"{option} {number}"), refused.sentence, refused.code))
    return found


def _ask(question: str, read: Callable[[str], T]) -> T:
    """Asks until the answer can be read; what comes from a file is not asked for twice."""
    while True:
        try:
            return read(click.prompt(question, default="" if question == _ANOTHER else None, show_default=False))
        except BadInput as wrong:
            if not sys.stdin.isatty():
                raise
            click.echo(wrong.sentence, err=True)


def _ask_each(question: str, read: Callable[[str], T]) -> list[T]:
    found = [_ask(question, read)]
    while (more := _ask(_ANOTHER, lambda told: read(told) if told.strip() else None)) is not None:
        found.append(more)
    return found


def _make(home: Path) -> None:
    import os

    from amparo.web.home import Home

    os.environ["AMPARO_HOME"] = str(home.absolute())
    Home.find().make()


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
