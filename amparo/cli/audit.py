"""`amparo audit`: the record of every act, exported, and verified without database or server."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from amparo.cli.installation import HOME

if TYPE_CHECKING:
    from amparo.vault.audit import Head


@click.group()
def command() -> None:
    """Export the record of every act, and verify it anywhere."""


@command.command()
@HOME
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A new file; standard output if left out.")
def export(home: Path | None, out: Path | None) -> None:
    """Write the chain, one act a line; its signed head goes to standard error. Send that head to where nobody here can change it."""
    from amparo.web.operating.starting import start

    found = start(home)
    from amparo.vault.audit import START, head_of, sign_head
    from amparo.web.operating.snapshot import one_moment
    from amparo.web.safekeeping.store import store

    head = START
    with click.open_file(str(out or "-"), "x" if out else "w", encoding="ascii") as file, one_moment():
        for line in store().audit_lines():
            file.write(f"{line}\n")
            head = head_of(line)
    key = found.signing_key
    click.echo(
        f"head        {head}\nsigned      {sign_head(head, key)}\npublic key  {key.verify_key.encode().hex()}", err=True
    )


@command.command()
@click.argument("file", type=click.File("r", encoding="ascii", errors="replace"))
@click.option(
    "--head", "told", help="A head that you noted earlier: its number, a space and its hash, or these with a signature."
)
@click.option("--key", help="The public key with which the head was signed, in hexadecimal.")
def verify(file: TextIO, told: str | None, key: str | None) -> None:
    """Check the chain in FILE (- for standard input). Needs neither the installation nor a database."""
    from amparo.vault.audit import verify_chain

    head = _head(told, key) if told else None
    found = verify_chain(_lines(file), head=head)
    click.echo(f"{found.number} acts, each as it was written. Head: {found}")
    if head is None:
        click.echo("Whether the end was cut off shows only with --head.", err=True)


def _head(told: str, key: str | None) -> "Head":
    from nacl.signing import VerifyKey

    from amparo.errors import BadInput
    from amparo.vault.audit import Head, read_signed_head

    if key is None:
        return Head.parse(" ".join(told.split()[:2]))
    try:
        public = VerifyKey(bytes.fromhex(key))
    except (ValueError, TypeError):
        raise BadInput("bad-key", "A public key is 64 hexadecimal digits.") from None
    return read_signed_head(told, public)


def _lines(file: TextIO) -> Iterator[str]:
    """Line by line, none longer than an entry can be."""
    while line := file.readline(1000):
        yield line
