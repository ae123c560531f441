"""`amparo restore`: an installation again, from its paper and a backup."""

import sys
from pathlib import Path
from typing import TextIO

import click

from amparo.cli.backup import FILE, PASSPHRASE, asked_passphrase, progress

_LIST = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("archive", required=False, type=FILE)
@click.option("--home", required=True, type=click.Path(path_type=Path, file_okay=False), help="A new folder.")
@click.option("--secrets", is_flag=True, help="First put the server's secrets back: type them from paper.")
@click.option(
    "--tombstones",
    multiple=True,
    type=_LIST,
    help="Another list of what was erased; that beside the archive is always read.",
)
@click.option("--no-tombstones", is_flag=True, help="There is no such list any more: what was erased may come back.")
@PASSPHRASE
def command(
    archive: Path | None,
    home: Path,
    secrets: bool,
    tombstones: tuple[Path, ...],
    no_tombstones: bool,
    passphrase_file: TextIO | None,
) -> None:
    """Make an installation again from ARCHIVE, in a new folder, or in the empty PostgreSQL that DATABASE_URL names.

    On another machine begin with `amparo restore --secrets --home FOLDER`.
    """
    if secrets:
        _put_back(home)
    if archive is None:
        return
    from amparo.errors import BadInput
    from amparo.web.operating.starting import start

    found = start(home)
    from amparo.web.operating.backups import TOMBSTONES
    from amparo.web.operating.restoring import restore
    from amparo.web.safekeeping import tombstone_file

    lists = [path for path in (archive.parent / TOMBSTONES, *tombstones) if path.exists()]
    if not lists and not no_tombstones:
        raise BadInput(
            "no-tombstones",
            f"There is no {TOMBSTONES} beside the backup. Name the list of what was erased with --tombstones,"
            " or say --no-tombstones if there is none any more.",
        )
    erased = [one for path in lists for one in tombstone_file.read(path, found.server_secret)]
    done = restore(archive, asked_passphrase(passphrase_file), found, erased, tell=progress())
    click.echo(f"{done.rows} rows are back, as they were on {done.made[:16]} UTC.")
    again = done.reapplied
    if again.erased or again.wraps:
        click.echo(f"Erased again: {again.erased} records, {again.wraps} keys that had been taken back.")
    click.echo(
        "Look at the list of people: who joined after that day is to be invited again, and lost roles are back until you take them."
    )


def _put_back(home: Path) -> None:
    import os

    from amparo.errors import BadInput
    from amparo.web.home import Home
    from amparo.web.operating.paper import CALLED, put_back

    os.environ["AMPARO_HOME"] = str(home.absolute())
    folder = Home.find()
    for name, called in CALLED.items():
        while True:
            try:
                put_back(folder, name, click.prompt(f"The words of the {called}", err=True))
                break
            except BadInput as wrong:
                if not sys.stdin.isatty():
                    raise
                click.echo(wrong.sentence, err=True)
    click.echo(f"The secrets are in {folder.secrets}.")
