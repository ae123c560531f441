"""`amparo release`: draft a domain, plan, synthesize, and verify a release."""

from pathlib import Path

import click

_TABLE = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def command() -> None:
    """Publish tables and records that expose nobody, and keep account of what that costs."""


@command.command()
@click.argument("table", type=_TABLE)
def domain(table: Path) -> None:
    """Draft a domain for TABLE, to be edited by a person before use.

    Which values occur in a secret table is itself secret, so a domain that is read off the table leaks; the draft says so.
    """
    from amparo.evidence.counting.drafting import draft_domain
    from amparo.evidence.counting.records import read_frame

    click.echo(draft_domain(read_frame(table), table.stem), nl=False)
    click.echo(
        "This draft was read off the table, which is itself a leak. Put public lists in place of its values.", err=True
    )


@command.command()
@click.argument("table", type=_TABLE)
@click.option("--domain", "domain_file", type=_FILE, required=True, help="The declared domain.")
@click.option(
    "--epsilon", type=float, required=True, help="How much any one person may change any result; 1 is careful, 4 usual."
)
@click.option("--delta", type=float, help="The chance beside it; 1/(p ln p) for p people, as declared, if left out.")
@click.option(
    "--max-length", type=click.IntRange(1, 3), default=3, show_default=True, help="Longest combination counted."
)
@click.option(
    "--ledger", type=_FILE, help="The ledger of privacy spent; without it the release is not for publication."
)
@click.option("--name", help="What to call the release; the table's name if left out.")
@click.option("--out", type=_TABLE, required=True, metavar="DIR", help="A new folder.")
def synthesize(
    table: Path,
    domain_file: Path,
    epsilon: float,
    delta: float | None,
    max_length: int,
    ledger: Path | None,
    name: str | None,
    out: Path,
) -> None:
    """Release TABLE, one row for each person, as synthetic records and tables that agree with them."""
    from amparo.errors import BadInput
    from amparo.evidence.counting.domain import read_domain
    from amparo.evidence.counting.records import read_records
    from amparo.evidence.release.bundle import write_bundle
    from amparo.evidence.release.gate import price_of, release
    from amparo.situation.clock import today

    declared = read_domain(domain_file)
    price = price_of(declared, epsilon, delta)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):  # said before anything is spent
        raise BadInput("folder-in-use", f"{out.name} is in use. Name a new folder: a release is not written over.")
    people = read_records(table, declared)
    called, on = name or table.stem, today().isoformat()
    released = release(people, price, name=called, on=on, max_length=max_length, ledger=ledger)
    manifest = write_bundle(released, out, name=called, on=on)
    click.echo(
        f"{manifest['records']} records in {out}. Epsilon {price.epsilon:g}, delta {price.delta:.2g}; {manifest['status']}."
    )


@command.command()
@click.option("--domain", "domain_file", type=_FILE, required=True, help="The declared domain.")
@click.option("--epsilon", type=float, required=True)
@click.option("--delta", type=float)
@click.option("--max-length", type=click.IntRange(1, 3), default=3, show_default=True)
@click.option("--ledger", type=_FILE, help="The ledger of privacy spent.")
def plan(domain_file: Path, epsilon: float, delta: float | None, max_length: int, ledger: Path | None) -> None:
    """Say what a release would cost and what could not be asked afterwards. Reads no data."""
    from amparo.evidence.counting.domain import read_domain
    from amparo.evidence.release import planning
    from amparo.evidence.release.gate import price_of
    from amparo.evidence.release.ledger import account_of

    declared = read_domain(domain_file)
    account = account_of(ledger, declared.population) if ledger else None
    click.echo(planning.plan(declared, price_of(declared, epsilon, delta), account, max_length))


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def verify(folder: Path) -> None:
    """Check that every file of the release in FOLDER is as it was written."""
    from amparo.evidence.release.bundle import verify_bundle

    manifest = verify_bundle(folder)
    click.echo(
        f"{folder.name}: every file is as it was released. {str(manifest['status']).capitalize()}. It bears no signature."
    )
