"""What `coverage` and `gain` are both asked of a table of counted people, and how both tell what was found."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from amparo.norms.catalogue.catalogue import Catalogue
    from amparo.norms.coverage.assumptions import Assumption
    from amparo.norms.coverage.tables import Population


def asks_people(by: Sequence[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command these options; what concerns the people, and how it is told, reaches it as one `People`."""
    options = (
        click.option(
            "--suppose",
            multiple=True,
            metavar="INSTRUMENT:STATE:DATE",
            help="As if that State deposited on that day; may be given again.",
        ),
        click.option("--by", type=click.Choice(by), help="One line for each."),
        click.option(
            "--stock-year", type=int, help="This year of the table, instead of the latest that is not after the day."
        ),
        click.option(
            "--assume",
            type=click.Path(path_type=Path),
            help="A file of cited shares for facts that the table does not hold.",
        ),
        click.option(
            "--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also draw a picture into this file."
        ),
        click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True),
    )

    def asks(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def asked(**given: Any) -> None:
            own = {name: given.pop(name) for name in People.__dataclass_fields__}
            command(People(**own), **given)

        for option in reversed(options):
            asked = option(asked)
        return asked

    return asks


class Found(Protocol):
    """What was measured, and what was assumed for it."""

    @property
    def assumptions(self) -> "Sequence[Assumption]": ...

    def to_plain(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class People:
    """A table of people, if one is named, and how it is to be read and told."""

    table: Path | None
    stock_year: int | None
    assume: Path | None
    svg: Path | None
    form: str

    def population(self, catalogue: "Catalogue") -> "Population":
        """The people of the table, or the world's migrants. Raises BadInput if they were not counted in the year asked for."""
        from amparo.cli import options
        from amparo.norms.coverage.tables import read_population
        from amparo.norms.demonstration import population as shipped

        options.files_apart({"table": self.table, "file of shares": self.assume, "picture": self.svg})
        found = read_population(self.table or shipped(), dict(catalogue.vocabulary.states))
        found.refuse_other_years(self.stock_year)
        return found

    def assumptions(self, catalogue: "Catalogue") -> "list[Assumption]":
        from amparo.norms.coverage.assumptions import read_assumptions

        return read_assumptions(self.assume, catalogue.vocabulary) if self.assume else []

    def tell(self, found: Found, lines: Sequence[str], draw: Callable[[Path], None]) -> None:
        """Prints what was found, as these lines or as JSON, and draws it where a picture is asked for."""
        if self.svg:
            draw(self.svg)
        if self.form == "json":
            click.echo(json.dumps(found.to_plain(), ensure_ascii=False, indent=1))
            return
        for line in lines:
            click.echo(line)
        for one in found.assumptions:
            click.echo(f"Assumed {one.fact}: {one.source}{'' if one.verified else ' (not verified)'}")
