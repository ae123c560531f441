"""`amparo pack`: sign and inspect packs."""

from pathlib import Path
from typing import TextIO

import click

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group()
def command() -> None:
    """Sign and inspect packs of norms."""


@command.command("new-key")
def new_key() -> None:
    """Print a new secret key for signing packs. Keep it apart from the pack, and from everybody else."""
    from nacl.signing import SigningKey

    key = SigningKey.generate()
    click.echo(key.encode().hex())
    click.echo(f"public key: {key.verify_key.encode().hex()}", err=True)


@command.command()
@click.argument("folder", type=FOLDER)
@click.option("--key", required=True, type=click.File("r"), help="The file with the secret key; - for standard input.")
def sign(folder: Path, key: TextIO) -> None:
    """Check the pack in FOLDER, then write its SIGNATURE."""
    from amparo.norms.checking import check
    from amparo.norms.packs import sign_pack

    check(folder)
    click.echo(f"Signed. Public key: {sign_pack(folder, key.read())}")


@command.command()
@click.argument("folder", type=FOLDER)
def show(folder: Path) -> None:
    """Whether the pack in FOLDER is as its author signed it, its digest, and the key."""
    from amparo.norms.packs import SIGNATURE, open_pack

    signature = folder / SIGNATURE
    claimed = signature.read_text("ascii").split()[0] if signature.is_file() else ""
    pack = open_pack(folder, frozenset({claimed}))
    click.echo(f"{pack.folder.name}\ndigest     {pack.digest}\nsigned by  {pack.signed_by}")
