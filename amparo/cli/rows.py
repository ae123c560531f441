"""What `evaluate` and `summarise` are both asked: which table of situations, which provisions, on which day, as if what."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import date

    from amparo.norms.catalogue.catalogue import Catalogue
    from amparo.norms.catalogue.supposing import Deposit
    from amparo.norms.tables.rights import RightsTable
    from amparo.situation.tables import TableReader

_OPTIONS = (
    click.option("--instrument", multiple=True, help="Only the provisions of this instrument; may be given again."),
    click.option("--theme", multiple=True, help="Only those under this theme."),
    click.option("--provision", multiple=True, help="Only this one."),
    click.option("--on", metavar="DATE", help="The day asked about, of every row."),
    click.option("--date-column", default="date", show_default=True, help="The column that holds each row's day."),
    click.option(
        "--suppose",
        multiple=True,
        metavar="INSTRUMENT:STATE:DATE",
        help="As if that State deposited on that day; may be given again.",
    ),
    click.option(
        "--errors",
        nargs=2,
        metavar="report FILE",
        type=click.Tuple([click.Choice(("report",)), click.Path(path_type=Path, dir_okay=False)]),
        help="Go on past rows that cannot be read, and write what is wrong with them into FILE.",
    ),
)


def asks_rows(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the table it reads and these options; they reach it as one `Rows`."""

    @wraps(command)
    def asked(table: Path, **given: Any) -> None:
        own = {name: given.pop(name) for name in Rows.__dataclass_fields__ if name in given}
        command(Rows(table, **own), **given)

    for option in reversed(_OPTIONS):
        asked = option(asked)
    return asked


@dataclass(frozen=True)
class Rows:
    """A table of situations and what is asked of each row. Whatever is misspelt raises BadInput when it is first looked at."""

    table: Path
    instrument: tuple[str, ...]
    theme: tuple[str, ...]
    provision: tuple[str, ...]
    on: str | None
    date_column: str
    suppose: tuple[str, ...]
    errors: tuple[str, Path] | None

    @cached_property
    def known(self) -> "Catalogue":
        """The catalogue as it is."""
        from amparo.norms.catalogue.catalogue import load_catalogue

        return load_catalogue()

    @cached_property
    def deposits(self) -> "list[Deposit]":
        from amparo.cli import options

        return options.deposits(self.suppose, self.known)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The catalogue as if the deposits were made."""
        from amparo.cli import options

        return options.as_if(self.deposits, self.known)

    @cached_property
    def rights(self) -> "RightsTable":
        """The provisions asked about."""
        from amparo.cli import options
        from amparo.norms.tables.evaluating import chosen
        from amparo.norms.tables.rights import RightsTable

        instruments = [options.instrument(name, self.known) for name in self.instrument]
        themes = [options.one_of(name, list(self.known.themes), "theme") for name in self.theme]
        provisions = [options.one_of(name, list(self.known.provisions), "provision") for name in self.provision]
        return RightsTable(self.catalogue, chosen(self.catalogue, instruments, themes, provisions))

    @cached_property
    def day(self) -> "date | None":
        from amparo.cli import options

        return options.day_supposed(self.on, self.deposits, self.catalogue) if self.on else None

    @cached_property
    def opened(self) -> Any:
        """The table as it can be streamed, its columns, and how many rows it has where that is quickly known."""
        from amparo.norms.tables.files import open_table

        return open_table(self.table)

    @property
    def goes_on(self) -> bool:
        """Whether rows that cannot be read are passed over."""
        return self.errors is not None

    def check_files(self, out: Path | None) -> None:
        """Raises BadInput where the table, the answers and the report of errors are not files apart."""
        from amparo.cli import options

        report = self.errors[1] if self.errors else None
        options.files_apart({"table": self.table, "output": out, "report of errors": report})

    def reader(self, facts: Sequence[str]) -> "TableReader":
        """Reads these facts out of the table. Raises BadInput or Problems for columns that cannot hold them."""
        from amparo.situation.clock import today
        from amparo.situation.tables import TableReader

        latest = max(self.day or today(), today())
        reader = TableReader(self.catalogue.vocabulary, facts, str(self.table), latest, self.day, self.date_column)
        reader.check_header(self.opened[1])
        return reader

    def reporting(self, readers: "Sequence[TableReader]") -> AbstractContextManager[None]:
        """Meanwhile, what these readers complain of goes into the report, if one is asked for."""
        from amparo.norms.tables.files import reporting

        return reporting(self.errors[1], readers) if self.errors else nullcontext()
