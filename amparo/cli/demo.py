"""`amparo demo`: the demonstration organisation; and twelve accounts and the rights in them, with the reach of three treaties."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.run import code, run

if TYPE_CHECKING:
    from amparo.norms.answers.rights import RightInForce

TREATIES = ("icrmw", "ilo-c097", "ilo-c143")
ON = date(2019, 7, 1)  # the day to which the latest year of the table refers
RIGHTS_SHOWN = 4


@click.group()
def command() -> None:
    """Look around: an organisation in which everything is invented, and twelve accounts from decided cases."""


command.add_command(run)
command.add_command(code)


@command.command("accounts")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="demonstration", show_default=True)
def answer_accounts(out: Path) -> None:
    """Answer the twelve demonstration accounts, and measure the reach of three treaties; the whole answers go into a folder."""
    from amparo.norms.answers.as_text import matter_now, screen
    from amparo.norms.answers.rights import rights
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.demonstration import accounts

    out.mkdir(parents=True, exist_ok=True)
    catalogue = load_catalogue()
    click.echo(f"{len(catalogue.provisions)} provisions of {len(catalogue.instruments)} instruments.\n")
    for account in accounts(catalogue):
        answers = rights(account.on_the_day, catalogue=catalogue)
        now = matter_now(answers)
        click.echo(f"{account.title} ({account.on_the_day.state}, {account.on_the_day.date})")
        click.echo(f"  {len(now)} rights mattered that day, among them:")
        for right in _leading(now):
            click.echo(f"    • {answers.statement(right, 'en').text}  [{right.provision.id}]")
        text = f"{account.title}\n\n{account.text}\n\n{screen(answers, 'en')}\n"
        (out / f"{account.id}.txt").write_text(text, encoding="utf-8")
    click.echo("")
    _coverage(out)
    click.echo(f"\nThe whole answers are in {out}/, and the picture in {out / 'coverage.svg'}.")


def _leading(now: "list[RightInForce]") -> "list[RightInForce]":
    """The first norm of each right, a few of them."""
    first: dict[str, RightInForce] = {}
    for right in now:
        first.setdefault(right.provision.right, right)
    return list(first.values())[:RIGHTS_SHOWN]


def _coverage(out: Path) -> None:
    from amparo.cli.coverage import table_of
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.coverage.measuring import measure
    from amparo.norms.coverage.pictures import draw_bars, parts_of, sentence
    from amparo.norms.coverage.tables import read_population
    from amparo.norms.demonstration import population

    catalogue = load_catalogue()
    table = read_population(population(), dict(catalogue.vocabulary.states))
    names = {name: catalogue.instruments[name].short_name for name in TREATIES}
    found = {name: measure(table, name, ON, catalogue) for name in TREATIES}
    for name, coverage in found.items():
        click.echo(sentence(coverage, names[name]))
    click.echo(table_of({names[name]: coverage.whole for name, coverage in found.items()}))
    told = f"Shares of the {found['icrmw'].whole.people:,.0f} people counted in 2019 (UN DESA), by the law of {ON}"
    bars = {names[name]: parts_of(coverage.whole) for name, coverage in found.items()}
    draw_bars(
        bars, "Where the world's migrants live under the three treaties on migrant workers", told, out / "coverage.svg"
    )
