"""Summarises a table in one pass: for each provision, the people of each State and status who surely hold it, or may."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from threading import Lock
from typing import Any

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.catalogue.supposing import read_deposits, supposing
from amparo.norms.tables.counting import Counting
from amparo.norms.tables.evaluating import chosen
from amparo.norms.tables.rights import BATCH, HOLDS, RightsTable
from amparo.rules.table.factors import FORMS
from amparo.rules.table.packing import BITS
from amparo.situation.clock import today
from amparo.situation.tables import TableReader

BY = ("state", "stay")  # a State and a status
_PEOPLE, _NOT_TOLD = "people", "not told"


@dataclass
class Summary:
    """Adds up people by group; memory grows with the groups and the provisions, not with the rows."""

    rights: RightsTable
    by: Sequence[str] = BY
    groups: dict[tuple[str, ...], "_Sums"] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock, repr=False)

    @property
    def facts(self) -> list[str]:
        """The facts that are read: those that the answers depend on, and those that people are grouped by."""
        read = {*self.rights.facts, *self.by}
        return [name for name in self.rights.catalogue.vocabulary.facts if name in read]

    def add(self, frame: pl.DataFrame, people: pl.Series) -> None:
        """The words of 64 provisions at a time, since few different ones occur; then their bits."""
        words = self.rights.table.words(frame, of=[HOLDS])
        keys = [_key(frame, name) for name in self.by]
        counted = words.with_columns(*keys, people.alias(_PEOPLE))
        sums = counted.group_by(self.by).agg(pl.col(_PEOPLE).sum())
        found: list[tuple[tuple[str, ...], str, int, Sequence[float]]]
        found = [(row[:-1], _PEOPLE, 0, row[-1:]) for row in sums.iter_rows()]
        for place in range(-(-len(self.rights.provisions) // BITS)):
            word = {form: f"{HOLDS}_{form}_{place}" for form in FORMS}
            few = counted.group_by(*self.by, *word.values()).agg(pl.col(_PEOPLE).sum())
            bits = range(min(BITS, len(self.rights.provisions) - place * BITS))
            asked = [
                pl.col(_PEOPLE).filter(pl.col(word[form]) & (1 << bit) != 0).sum().alias(f"{form} {bit}")
                for form, bit in product(FORMS, bits)
            ]
            for row in few.group_by(self.by).agg(asked).iter_rows():
                group, told = row[: len(self.by)], row[len(self.by) :]
                for nth, form in enumerate(FORMS):
                    found.append((group, form, place * BITS, told[nth * len(bits) : (nth + 1) * len(bits)]))
        with self._lock:
            for group, what, first, several in found:
                self.groups.setdefault(group, _Sums(len(self.rights.provisions))).add(what, first, several)

    def table(self) -> pl.DataFrame:
        """A row for each provision and group: the people, those who surely hold it, those who may, and both as shares.

        What is supposed stands in a last column `supposed`.
        """
        rows = [
            (one.id, *group, sums.people, sums.yes[place], sums.possible[place])
            for place, one in enumerate(self.rights.provisions)
            for group, sums in sorted(self.groups.items())
        ]
        schema: dict[str, Any] = dict.fromkeys(("provision", *self.by), pl.String)
        schema |= dict.fromkeys((_PEOPLE, "surely", "possibly"), pl.Float64)
        found = _with_shares(pl.DataFrame(rows, schema=schema, orient="row"))
        supposed = " ".join(self.rights.catalogue.supposed)
        return found.with_columns(supposed=pl.lit(supposed)) if supposed else found

    def totals(self) -> pl.DataFrame:
        """The same for everybody together: a row for each provision."""
        columns = [pl.col(name).sum() for name in (_PEOPLE, "surely", "possibly")]
        return _with_shares(self.table().group_by("provision", maintain_order=True).agg(columns))


def summarise(
    table: Any,
    *,
    instrument: Collection[str] = (),
    theme: Collection[str] = (),
    provision: Collection[str] = (),
    on: date | None = None,
    suppose: Collection[str] = (),
    by: Sequence[str] = BY,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """The people of each State and status who surely hold each provision or may, as `evaluate` would answer, row by row.

    A column `people` says how many a row stands for.
    """
    catalogue = catalogue or load_catalogue()
    catalogue = supposing(catalogue, read_deposits(suppose, catalogue))
    raw = table.collect() if isinstance(table, pl.LazyFrame) else pl.DataFrame(table)
    summary = Summary(RightsTable(catalogue, chosen(catalogue, instrument, theme, provision)), by)
    reader = TableReader(catalogue.vocabulary, summary.facts, "table", max(today(), on or today()), on)
    reader.check_header(raw.schema)
    counting = Counting(reader, summary)
    for place, part in enumerate(raw.iter_slices(BATCH)):
        counting.batch(part, place * BATCH + 1)
    return summary.table()


def _with_shares(found: pl.DataFrame) -> pl.DataFrame:
    counted = pl.when(pl.col(_PEOPLE) > 0)
    names = ("surely", "possibly")
    return found.with_columns(**{f"share_{one}": counted.then(pl.col(one) / pl.col(_PEOPLE)) for one in names})


class _Sums:
    def __init__(self, provisions: int) -> None:
        self.people = 0.0
        self.yes, self.possible = [0.0] * provisions, [0.0] * provisions

    def add(self, what: str, first: int, several: Sequence[float]) -> None:
        if what == _PEOPLE:
            self.people += several[0]
            return
        sums = self.yes if what == "yes" else self.possible
        for place, people in enumerate(several, first):
            sums[place] += people


def _key(frame: pl.DataFrame, name: str) -> pl.Expr:
    """The group of each row; those of whom it is not told are a group by themselves."""
    if name not in frame.columns:
        return pl.lit(_NOT_TOLD).alias(name)
    return pl.lit(frame.get_column(name).cast(pl.String)).fill_null(_NOT_TOLD).alias(name)
