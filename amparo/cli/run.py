"""`amparo demo run`, `demo code`: the demonstration organisation on this machine, and codes for who has no authenticator."""

import os
import sys
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path, file_okay=False)
_HOME = click.option("--home", type=FOLDER, default="demonstration", show_default=True, help="Its folder.")


@click.command()
@_HOME
@click.option("--fresh", is_flag=True, help="Begin anew: what was tried out is lost.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def run(home: Path, fresh: bool, port: int) -> None:
    """Load an organisation in which everything is invented, and serve it to this machine. Ctrl-C stops it.

    On another day it begins anew: what was tried out is gone.
    """
    from amparo.web.home import Home

    _only_here(home)
    # Django wants its secrets before anything of the demonstration can be imported.
    Home.find().make()
    from amparo.web.operating.starting import start

    start()
    from amparo.web.operating import demonstration
    from amparo.web.operating.serving import serve

    if fresh or not (demonstration.is_of_this_version(home) and demonstration.is_of_today(home)):
        click.echo(f"Loading the demonstration into {home}/; this takes a moment ...")
        _load(home)
    # Read before the server starts: it must not share a connection with its own process of work.
    seeds = {player.name: demonstration.seed_of(player.name) for player in demonstration.CAST}
    serve("127.0.0.1", port, when_ready=lambda: _tell(port, home, seeds))


@click.command()
@click.argument("name")
@_HOME
def code(name: str, home: Path) -> None:
    """The code with which NAME signs in to the demonstration now."""
    from amparo.errors import BadInput

    _only_here(home)
    if not (home / "amparo.sqlite3").exists():
        raise BadInput("no-demonstration", "There is no demonstration here. Begin with `make run`.")
    from amparo.web.operating.starting import start

    start()
    from amparo.web.operating import demonstration

    found, seconds = demonstration.code_of(name)
    click.echo(found if found else "The last two codes are used up. Try again in half a minute.")
    if found:
        click.echo(f"It is good once, for {seconds} seconds.", err=True)


def _load(home: Path) -> None:
    from django.db import connections

    from amparo.web.home import Home
    from amparo.web.operating import demonstration

    connections.close_all()
    demonstration.clear(home)
    Home.find().make()
    demonstration.mark(home, demonstration.load_demonstration())


def _only_here(home: Path) -> None:
    """A demonstration never touches another installation, whatever the environment says."""
    for name in ("DATABASE_URL", "AMPARO_SECRETS", "AMPARO_HOSTS", "AMPARO_HTTPS", "AMPARO_PROXY"):
        os.environ.pop(name, None)
    os.environ["AMPARO_HOME"] = str(home.absolute())


def _tell(port: int, home: Path, seeds: dict[str, str]) -> None:
    from amparo.web.operating.demonstration import CAST, PASSPHRASE, receipts, recovery_phrase

    site = f"http://127.0.0.1:{port}"
    click.echo(
        f"\nThe demonstration runs. Everything in it is invented.\n\n  for people   {site}/en/   /es/   /fr/   /ar/"
    )
    click.echo(f"  for staff    {site}/en/work/sign-in/\n\nPassphrase of everybody: {PASSPHRASE}\n")
    for player in CAST:
        click.echo(f"  {player.name:<8}{seeds[player.name]}  {player.who}")
    option = "" if str(home) == "demonstration" else f" --home {home}"
    click.echo("\nThe letters are for an authenticator. Without one, ask for a code in another terminal:")
    click.echo(f"  {_program()} demo code ana{option}")
    click.echo(f"\nRecovery phrase, with which Carmen entrusts recovery to custodians:\n  {recovery_phrase(home)}")
    click.echo("\nReceipts of reports that are there already:")
    for language, words in receipts():
        click.echo(f"  {language}  {words}")
    click.echo("\nCtrl-C stops it.")


def _program() -> str:
    """How this program was called: a newcomer has it in `.venv`, and not on their path."""
    return sys.argv[0] if "/" in sys.argv[0] else "amparo"
