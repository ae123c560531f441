"""`amparo filing`: check a proof of filing, without the server that signed it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nacl.signing import VerifyKey

MOST = 2**20
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def command() -> None:
    """Check a proof of filing."""


@command.command()
@click.argument("proof", type=FILE)
@click.option("--copy", type=FILE, help="The copy that belongs to the proof.")
@click.option(
    "--digest", metavar="HEX", help="The digest of the copy instead: 64 digits, as `b2sum -l 256` computes it."
)
@click.option(
    "--key",
    required=True,
    metavar="HEX|FILE",
    help="The organisation's public key, from somewhere else than the proof: 64 digits, or a file with them.",
)
def verify(proof: Path, copy: Path | None, digest: str | None, key: str) -> None:
    """Say whether PROOF proves that the copy had been filed, and by when."""
    from amparo.vault.filings import key_mark
    from amparo.vault.filings import verify as verify_proof

    if (copy is None) == (digest is None):
        raise click.UsageError("Give either --copy or --digest.")
    public = _key(key)
    content = _bytes(copy) if copy else None
    found = verify_proof(_bytes(proof).decode("utf-8", "replace"), public, copy=content, digest=digest)
    click.echo(f"Proved: this copy had been filed by {found.at:%Y-%m-%d %H:%M:%S} UTC.")
    click.echo(f"digest  {found.digest}\nkey     {key_mark(public)}")
    click.echo("It does not say who filed it, nor that it is true.", err=True)


def _key(told: str) -> "VerifyKey":
    from nacl.encoding import HexEncoder
    from nacl.signing import VerifyKey

    from amparo.errors import BadInput

    text = told.encode() if not Path(told).is_file() else _bytes(Path(told))
    try:
        return VerifyKey(b"".join(text.split()).lower(), HexEncoder)
    except Exception:
        raise BadInput(
            "bad-key",
            "This is no public key. It has 64 digits and letters from a to f; name them, or a file with them.",
        ) from None


def _bytes(path: Path) -> bytes:
    """A small file, whole."""
    from amparo.errors import BadInput

    with path.open("rb") as source:
        found = source.read(MOST + 1)
    if len(found) > MOST:
        raise BadInput("file-too-large", f"{path} is larger than 1 MiB, so it is neither a proof nor a copy.")
    return found
