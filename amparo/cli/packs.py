"""`amparo pack`: sign and inspect packs."""

from pathlib import Path
from typing import TextIO

import click

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group()
def command() -> None:
    """Sign and inspect packs of norms."""


@command.command("new-key")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it into this new file, for your eyes only."
)
def new_key(out: Path | None) -> None:
    """Make a new secret key for signing packs. Keep it apart from the pack, and from everybody else."""
    from nacl.signing import SigningKey

    from amparo.norms.catalogue.packs import keep_secret

    key = SigningKey.generate()
    if out:
        keep_secret(key.encode().hex(), out)
    else:
        click.echo(key.encode().hex())
    click.echo(f"public key: {key.verify_key.encode().hex()}", err=True)


@command.command()
@click.argument("folder", type=FOLDER)
@click.option("--key", required=True, type=click.File("r"), help="The file with the secret key; - for standard input.")
def sign(folder: Path, key: TextIO) -> None:
    """Check the pack in FOLDER, then write its SIGNATURE."""
    from amparo.norms.authors.checking import check
    from amparo.norms.catalogue.packs import sign_pack

    check(folder)
    click.echo(f"Signed. Public key: {sign_pack(folder, key.read())}")


@command.command()
@click.argument("folder", type=FOLDER)
def show(folder: Path) -> None:
    """What the pack in FOLDER is, whether it is as its author signed it, its digest, and the key."""
    from amparo.norms.catalogue.manifests import read_manifest
    from amparo.norms.catalogue.packs import claimed_key, open_pack

    pack = open_pack(folder, frozenset({claimed_key(folder)}))
    manifest = read_manifest(folder)
    click.echo(f"{pack.folder.resolve().name}\n{manifest.title}\nauthor     {manifest.author}")
    click.echo(f"licence    {manifest.licence}\ndigest     {pack.digest}\nsigned by  {pack.signed_by}")
