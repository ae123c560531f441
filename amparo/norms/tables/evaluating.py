"""Evaluates tables of situations: reads each batch, asks every provision of every row, and writes the answers in one of three forms.

`words`: `holds_yes_0`, `holds_possible_0` ... of 64 provisions each. `columns`: `<id>|holds`, `<id>|engaged`, null where unknown.
`long`: a line for each row and provision. A row that could not be read has null answers.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from amparo.errors import BadInput, Problems
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.catalogue.supposing import read_deposits, supposing
from amparo.norms.tables.rights import BATCH, ENGAGED, HOLDS, RightsTable
from amparo.norms.texts.provisions import Provision
from amparo.rules.table.factors import FORMS
from amparo.rules.table.packing import BITS
from amparo.rules.table.words import bit
from amparo.situation.clock import today
from amparo.situation.tables import TableReader

WORDS, COLUMNS, LONG = FORMATS = ("words", "columns", "long")
_PARTS = (HOLDS, ENGAGED)


@dataclass(frozen=True)
class Evaluation:
    """How batches of one table are turned into answers."""

    rights: RightsTable
    reader: TableReader
    form: str = WORDS
    goes_on: bool = False  # past rows that cannot be read
    supposed: tuple[str, ...] = ()  # deposits that were not made

    def batch(self, raw: pl.DataFrame, first_row: int) -> pl.DataFrame:
        """The answers of some rows; `first_row` is the number of the first, from 1. Raises Problems unless it is to go on."""
        frame, bad = self.reader.ready(raw, first_row)
        if bad.any() and not self.goes_on:
            raise Problems(self.reader.problems)
        words = self.rights.table.words(frame)
        if bad.any():
            words = words.select(pl.when(~bad).then(pl.all()))
        return _FORMS[self.form](words, self.rights.provisions, first_row)

    def schema(self) -> dict[str, Any]:
        """The columns of the answers."""
        names = [f"{part}_{form}_{place}" for part in _PARTS for place in self._places for form in FORMS]
        words = pl.DataFrame(schema=dict.fromkeys(names, pl.UInt64))
        return dict(_FORMS[self.form](words, self.rights.provisions, 1).schema)

    @property
    def _places(self) -> range:
        return range(-(-len(self.rights.provisions) // BITS))


def evaluate(
    table: Any,
    *,
    instrument: Collection[str] = (),
    theme: Collection[str] = (),
    provision: Collection[str] = (),
    on: date | None = None,
    suppose: Collection[str] = (),
    form: str = COLUMNS,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """The answers of every row of a table (Polars, or anything that Polars can read), for the provisions named or for all.

    `suppose` names deposits (`icrmw:QAT:2027-01-01`) as if they were made. Raises BadInput or Problems, naming column and row, for
    what cannot be read.
    """
    catalogue = catalogue or load_catalogue()
    catalogue = supposing(catalogue, read_deposits(suppose, catalogue))
    raw = table.collect() if isinstance(table, pl.LazyFrame) else pl.DataFrame(table)
    rights = RightsTable(catalogue, chosen(catalogue, instrument, theme, provision))
    reader = TableReader(catalogue.vocabulary, rights.facts, "table", max(today(), on or today()), on)
    reader.check_header(raw.schema)
    evaluation = Evaluation(rights, reader, form)
    parts = [evaluation.batch(part, place * BATCH + 1) for place, part in enumerate(raw.iter_slices(BATCH))]
    return pl.concat(parts) if parts else pl.DataFrame(schema=evaluation.schema())


def chosen(
    catalogue: Catalogue, instrument: Collection[str] = (), theme: Collection[str] = (), provision: Collection[str] = ()
) -> list[Provision]:
    """The provisions that are named, by themselves, by their instrument or by their theme; all where nothing is named."""
    for names, known, what in (
        (instrument, catalogue.instruments, "instrument"),
        (theme, catalogue.themes, "theme"),
        (provision, catalogue.provisions, "provision"),
    ):
        for name in names:
            if name not in known:
                raise BadInput("no-such-name", f"There is no {what} {name}.")
    found = [
        one
        for one in catalogue.provisions.values()
        if one.id in provision or one.instrument in instrument or catalogue.theme_of(one) in theme
    ]
    if (instrument or theme or provision) and not found:
        raise BadInput("no-provision", "No provision has that name, instrument or theme.")
    return found or list(catalogue.provisions.values())


def _in_words(words: pl.DataFrame, provisions: Sequence[Provision], first_row: int) -> pl.DataFrame:
    return words


def _in_columns(words: pl.DataFrame, provisions: Sequence[Provision], first_row: int) -> pl.DataFrame:
    return words.select(
        **{f"{one.id}|{part}": bit(part, place) for place, one in enumerate(provisions) for part in _PARTS}
    )


def _in_lines(words: pl.DataFrame, provisions: Sequence[Provision], first_row: int) -> pl.DataFrame:
    """A line for each row and provision, row by row."""
    kind = pl.Enum([one.id for one in provisions])
    rows = pl.int_range(first_row, first_row + words.height, dtype=pl.UInt64, eager=True)
    lines = [
        words.select(
            pl.lit(rows).alias("row"),
            pl.lit(one.id, dtype=kind).alias("provision"),
            **{part: bit(part, place) for part in _PARTS},
        )
        for place, one in enumerate(provisions)
    ]
    return pl.concat(lines).sort("row", maintain_order=True)


_FORMS: dict[str, Callable[[pl.DataFrame, Sequence[Provision], int], pl.DataFrame]] = {
    WORDS: _in_words,
    COLUMNS: _in_columns,
    LONG: _in_lines,
}
