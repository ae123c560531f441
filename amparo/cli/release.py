"""`amparo release`: draft a domain, plan, and release records or tables. What is done with a bundle: `amparo.cli.bundles`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli import bundles

if TYPE_CHECKING:
    from amparo.evidence.counting.domain import Domain
    from amparo.evidence.release.releases import Release

_TABLE = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)

_domain = click.option("--domain", "domain_file", type=_FILE, required=True, help="The declared domain.")
_ledger = click.option("--ledger", type=_FILE, help="The ledger; without it the release is not for publication.")
_name = click.option("--name", help="What to call the release; the table's name if left out.")
_out = click.option("--out", type=_TABLE, required=True, metavar="DIR", help="A new folder.")
_by = click.option(
    "--by",
    "asked",
    multiple=True,
    metavar="A,B",
    help="A table: its attributes, with commas. May be given several times.",
)
_EPSILON = "How much any one person may change any result; 1 is careful, 4 usual."
_epsilon = click.option("--epsilon", type=float, required=True, help=_EPSILON)
_delta = click.option(
    "--delta", type=float, help="The chance beside it; 1/(p ln p) for p people, as declared, if left out."
)
_max_length = click.option(
    "--max-length", type=click.IntRange(1, 3), default=3, show_default=True, help="Longest combination counted."
)
_k = click.option("--k", type=int, default=10, show_default=True, help="Cells of fewer people are hidden.")


@click.group()
def command() -> None:
    """Publish tables and records that expose nobody, and keep account of what that costs."""


for one in bundles.COMMANDS:
    command.add_command(one)


@command.command()
@click.argument("table", type=_TABLE)
def domain(table: Path) -> None:
    """Draft a domain for TABLE, to be edited by a person before use.

    Which values occur in a secret table is itself secret, so a domain that is read off the table leaks; the draft says so.
    """
    from amparo.evidence.counting.drafting import draft_domain
    from amparo.evidence.counting.frames import read_frame

    click.echo(draft_domain(read_frame(table), table.stem), nl=False)
    click.echo(
        "This draft was read off the table, which is itself a leak. Put public lists in place of its values.", err=True
    )


@command.command()
@click.argument("table", type=_TABLE)
@_domain
@_epsilon
@_delta
@_max_length
@_ledger
@_name
@_out
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
    from amparo.evidence.counting.records import read_records
    from amparo.evidence.release.gate import release_records
    from amparo.evidence.release.prices import price_of

    declared = _prepare(domain_file, out)
    price = price_of(declared, epsilon, delta)
    people = read_records(table, declared)
    _write(
        release_records(people, price, name=name or table.stem, on=_today(), max_length=max_length, ledger=ledger), out
    )


@command.command()
@click.argument("table", type=_TABLE)
@_domain
@_by
@_epsilon
@_delta
@_ledger
@_name
@_out
def tables(
    table: Path,
    domain_file: Path,
    asked: tuple[str, ...],
    epsilon: float,
    delta: float | None,
    ledger: Path | None,
    name: str | None,
    out: Path,
) -> None:
    """Release tables of TABLE with noise: unbiased counts that can be added up with those of others."""
    from amparo.evidence.counting.records import read_records
    from amparo.evidence.release.gate import release_tables
    from amparo.evidence.release.prices import price_of

    declared = _prepare(domain_file, out)
    price = price_of(declared, epsilon, delta)
    people = read_records(table, declared)
    _write(release_tables(people, price, _split(asked), name=name or table.stem, on=_today(), ledger=ledger), out)


@command.command()
@click.argument("table", type=_TABLE)
@_domain
@_by
@_k
@click.option(
    "--contributor", metavar="COLUMN", help="The column that says who brought each person, such as an office."
)
@click.option(
    "--dominance", "share", type=float, default=0.8, show_default=True, help="The largest share of one contributor."
)
@_ledger
@_name
@_out
def suppress(
    table: Path,
    domain_file: Path,
    asked: tuple[str, ...],
    k: int,
    contributor: str | None,
    share: float,
    ledger: Path | None,
    name: str | None,
    out: Path,
) -> None:
    """Release exact tables of TABLE with small cells hidden, and others beside them, so that none can be worked out."""
    from amparo.evidence.counting.records import read_contributors, read_records
    from amparo.evidence.release.gate import release_suppressed
    from amparo.evidence.release.suppression.rules import Rule

    declared, rule = _prepare(domain_file, out), Rule(k, share)
    people = read_records(table, declared, contributor=contributor or "")
    brought = read_contributors(table, contributor) if contributor else None
    called = name or table.stem
    _write(
        release_suppressed(people, rule, _split(asked), name=called, on=_today(), contributors=brought, ledger=ledger),
        out,
    )


@command.command()
@_domain
@_by
@click.option("--epsilon", type=float, help=_EPSILON)
@_delta
@_max_length
@click.option("--k", type=int, help="Exact tables, with cells of fewer people hidden.")
@click.option("--ledger", type=_FILE, help="The ledger of privacy spent.")
def plan(
    domain_file: Path,
    asked: tuple[str, ...],
    epsilon: float | None,
    delta: float | None,
    max_length: int,
    k: int | None,
    ledger: Path | None,
) -> None:
    """Say what a release would cost and what could not be asked afterwards. Reads no data.

    With --epsilon alone: synthetic records; with --by as well: tables with noise; with --by and --k: suppressed tables.
    """
    from amparo.evidence.counting.domain import read_domain
    from amparo.evidence.release import planning
    from amparo.evidence.release.ledger import account_of
    from amparo.evidence.release.prices import price_of
    from amparo.evidence.release.suppression.rules import Rule

    if (epsilon is None) == (k is None):
        raise click.UsageError("Give either --epsilon, for a release with noise, or --k, for suppressed tables.")
    declared = read_domain(domain_file)
    account = account_of(ledger, declared.population) if ledger else None
    if epsilon is None:
        click.echo(planning.plan_suppressed(declared, Rule(k or 0), account, _split(asked)))
    elif asked:
        click.echo(planning.plan_tables(declared, price_of(declared, epsilon, delta), account, _split(asked)))
    else:
        click.echo(planning.plan(declared, price_of(declared, epsilon, delta), account, max_length))


def _prepare(domain_file: Path, out: Path) -> "Domain":
    """The domain, once it is sure that the folder can be used: that is said before anything is spent."""
    from amparo.evidence.counting.domain import read_domain
    from amparo.evidence.release.bundles.writing import refuse_used

    declared = read_domain(domain_file)
    refuse_used(out)
    return declared


def _split(asked: tuple[str, ...]) -> list[list[str]]:
    return [[name.strip() for name in names.split(",")] for names in asked]


def _today() -> str:
    from amparo.situation.clock import today

    return today().isoformat()


def _write(release: "Release", out: Path) -> None:
    from amparo.evidence.release.bundles.writing import write_bundle

    manifest = write_bundle(release, out)
    click.echo(f"{manifest['kind'].capitalize()} of {manifest['people']:,} people in {out}; {manifest['status']}.")
    if "epsilon" in manifest["privacy"]:
        click.echo(f"Epsilon {manifest['privacy']['epsilon']:g}, delta {manifest['privacy']['delta']:.2g}.")
