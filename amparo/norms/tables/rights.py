"""The catalogue's provisions as a compiled table: holds and engaged, for every row."""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.tables.turning import DatedBonds, holding_anywhere
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import facts_read
from amparo.rules.table import FORMS, Table, compile_table

HOLDS, ENGAGED = "holds", "engaged"
BATCH = 2**18  # rows: their columns stay in the cache, and starting a batch costs nothing


@dataclass(frozen=True)
class RightsTable:
    """Some provisions of a catalogue, compiled; bit *i* of the words is provision *i*."""

    catalogue: Catalogue
    provisions: Sequence[Provision]

    @cached_property
    def states(self) -> list[str]:
        """The codes of States in the order in which columns number them."""
        return list(self.catalogue.vocabulary.states)

    @cached_property
    def table(self) -> Table:
        holds = [holding_anywhere(one, self.catalogue) for one in self.provisions]
        engaged = [one.engaged_by for one in self.provisions]
        facts, bonds = self.catalogue.vocabulary.kernel_facts, DatedBonds(self.catalogue)
        return compile_table({HOLDS: holds, ENGAGED: engaged}, facts, self.states, bonds)

    @cached_property
    def facts(self) -> list[str]:
        """The facts that the answers depend on, in the order of the vocabulary."""
        conditions = [one for several in self.table.sections.values() for one in several]
        read = {"state", "date"} | {name for one in dict.fromkeys(conditions) for name in facts_read(one)}
        return [name for name in self.catalogue.vocabulary.facts if name in read]

    def words(self, frame: pl.DataFrame, *, forms: Collection[str] = FORMS, of: Collection[str] = ()) -> pl.DataFrame:
        """Sure and possible answers of every row, 64 provisions to a word; batch by batch, on all cores."""
        batches = frame.iter_slices(BATCH)
        with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
            found = list(pool.map(lambda batch: self.table.words(batch, forms=forms, of=of), batches))
        return pl.concat(found, rechunk=False) if found else self.table.words(frame, forms=forms, of=of)
