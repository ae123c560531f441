"""`amparo backup`: an installation in one encrypted file."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TextIO

import click

from amparo.cli.installation import HOME

FILE = click.Path(path_type=Path, dir_okay=False)
PASSPHRASE = click.option(
    "--passphrase-file", type=click.File("r"), help="A file with the passphrase of backups; asked for if left out."
)


@click.command()
@click.argument("out", type=FILE)
@HOME
@PASSPHRASE
def command(out: Path, home: Path | None, passphrase_file: TextIO | None) -> None:
    """Write everything into the encrypted file OUT, and the list of what was erased beside it. The server may run."""
    from amparo.web.operating.starting import start_installed

    start_installed(home)
    from amparo.web.operating.backups import TOMBSTONES, back_up

    done = back_up(out, asked_passphrase(passphrase_file), tell=progress())
    click.echo(f"{done.rows} rows in {out} ({done.size / 2**20:.1f} MiB); what was erased is listed in {TOMBSTONES}.")


def asked_passphrase(file: TextIO | None) -> str:
    """The passphrase in the file, or the one that somebody types."""
    if file is not None:
        return file.read().strip()
    return str(click.prompt("Passphrase of backups", hide_input=sys.stdin.isatty(), err=True))


def progress() -> Callable[[int, int], None]:
    """Says how far it is, once it has taken two seconds, and then every second."""
    begun = said = monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        now = monotonic()
        if now - begun > 2 and now - said > 1:
            said = now
            click.echo(f"{done:,} of {of:,} rows", err=True)

    return tell
