"""The same tables as in `gathering`, looked up by a compiled loop: what the extra `amparo[compiled]` is for.

A program says where the tables stand and in which order they are asked. Whatever is rare is numbered by Polars: States, days and
pairs that were not met before, which make the program anew; periods of several days; a column of an unusual type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from amparo.rules.conditions import DAY
from amparo.rules.table import joining, loops
from amparo.rules.table.arrow import Buffers, lent
from amparo.rules.table.batches import Batch
from amparo.rules.table.columns import Choices, Naming, Source, Zones
from amparo.rules.table.factors import Factor, Fused, Growing
from amparo.rules.table.joining import Joined, Part, join
from amparo.rules.table.packing import Lanes, word_names
from amparo.rules.table.places import Lists, days_of
from amparo.rules.table.runs import UNSEEN

MOST_PAIRS = 2**10  # profiles of lists, of which every pair has a place in a table
_EPOCH = date(1970, 1, 1)
_WHOLE = (pl.Date, pl.Int16, pl.Int32)
Step = tuple[int, ...]


def answered(
    factors: Mapping[str, Factor], lanes: Lanes, batch: Batch, forms: Sequence[str], programs: dict[Any, Any]
) -> pl.DataFrame:
    """The words of every row."""
    days_of(batch)
    ready = {
        name: one.numbers(batch)
        for name, one in factors.items()
        if isinstance(one, Growing) and not _is_plain(batch, one)
    }
    asked = "compiled", tuple(lanes), tuple(forms)
    while True:
        program = programs.get(asked)
        if program is None or program.version != version(factors):
            program = programs[asked] = Program(factors, lanes, forms)
        words, missed = program.run(batch, ready)
        if not missed:
            return words
        ready |= {name: one.numbers(batch) for name in missed if isinstance(one := factors[name], Growing)}


def version(factors: Mapping[str, Factor]) -> tuple[object, ...]:
    """What changes whenever something new has been met."""
    sources = [one.source for one in factors.values() if isinstance(one, Growing)]
    pairs = [len(one.together) for one in sources if isinstance(one, Lists)]
    return *(one.runs.laid for one in sources), *joining.version(factors.values()), *pairs


@dataclass
class Shelf:
    """Tables one behind the other."""

    kind: Any
    held: list[Any] = field(default_factory=list)
    size: int = 0

    def put(self, table: Any) -> int:
        """The place at which the table begins."""
        self.held.append(np.asarray(table, dtype=self.kind).ravel())
        self.size += len(self.held[-1])
        return self.size - len(self.held[-1])

    @cached_property
    def whole(self) -> Any:
        return np.concatenate([*self.held, np.zeros(1, self.kind)])


class Program:
    """Some words of a table, as the loop is asked for them."""

    def __init__(self, factors: Mapping[str, Factor], lanes: Lanes, forms: Sequence[str]) -> None:
        self.version = version(factors)  # before anything is read, so that it is never newer than what was read
        self.numbers, self.words, self.limits = Shelf(np.uint32), Shelf(np.uint64), Shelf(np.int64)
        self.grown = {name: self._runs(one) for name, one in factors.items() if isinstance(one, Growing)}
        groups = join(factors, lanes, forms)
        self.factors = {part.factor: factors[part.factor] for group in groups for part in group.parts}
        self.parts = [self._part(place, *part) for place, group in enumerate(groups) for part in group.strides]
        self.limits_of = {
            source: self._limits(source)
            for one in factors.values()
            if isinstance(one, Fused)
            for source, _ in one.sources
            if isinstance(source, Zones)
        }
        self.outputs = word_names(lanes, forms)
        self._order(lanes, forms, groups)
        whole = self.numbers.whole
        kind = np.uint16 if whole[whole != UNSEEN].max(initial=0) < 2**16 - 1 else np.uint32  # half the cache
        self.small, self.unseen = whole.astype(kind), kind(np.iinfo(kind).max)

    def _part(self, group: int, part: Part, stride: int) -> Step:
        """To which group a factor belongs, how it is added there, and where its classes stand, if it has any."""
        if part.classes is None:
            return group, stride, 0, 0
        return group, stride, self.numbers.put(part.classes.to_numpy()), 1

    def _limits(self, source: Zones) -> tuple[int, int]:
        begin = self.limits.put([_number(limit) for limit in source.limits])
        return begin, self.limits.size

    def _runs(self, factor: Growing) -> Step:
        """Where the epochs, profiles and pairs of a factor stand. Its words are read after, so that they are of all these profiles."""
        source, laid = factor.source, factor.source.runs.laid
        pairs, size = {}, 0
        if isinstance(source, Lists) and len(source.ledger) <= MOST_PAIRS:
            with source.ledger.lock:
                pairs, size = dict(source.together), len(source.ledger)
        together = np.full((size, size), UNSEEN, np.uint32)
        for pair, number in pairs.items():
            together[pair] = number
        epochs, profiles = self.numbers.put(laid.epochs.to_numpy()), self.numbers.put(laid.profiles.to_numpy())
        return (
            laid.first,
            laid.last,
            epochs,
            laid.width,
            profiles,
            self.numbers.put(together),
            size,
            source.runs.unknown,
        )

    def _order(self, lanes: Lanes, forms: Sequence[str], groups: Sequence[Joined]) -> None:
        """In which order the loop gathers and folds; what both forms of a lane are gathered from stands side by side."""
        gathers, folds, masks = list[Step](), list[Step](), list[int]()
        for output, several in enumerate(lanes.values()):
            for lane in several:
                begin, words = len(folds), [f"{lane.name}.{form}" for form in forms]
                folds += [
                    (output, fold.shift, int(lane is several[0] and fold is lane.folds[0])) for fold in lane.folds
                ]
                masks += [fold.bits for fold in lane.folds]
                asked = [place for place, group in enumerate(groups) if words[0] in group.words]
                for place in asked:
                    says = np.column_stack([groups[place].words[word].to_numpy() for word in words])
                    is_last = int(place == asked[-1])
                    gathers.append((place, self.words.put(says), is_last, begin, len(folds)))
        self.gathers, self.folds = np.array(gathers, np.int64), np.array(folds, np.int64)
        self.masks, self.forms = np.array(masks, np.uint64), len(forms)

    def run(self, batch: Batch, ready: Mapping[str, pl.Series]) -> tuple[pl.DataFrame, list[str]]:
        """The words, and the factors that met what the program does not know; then no word means anything."""
        reading = _Reading(self, batch, ready)
        steps = [list(reading.steps(name)) for name in self.factors]
        words = np.empty((len(self.outputs), batch.frame.height), np.uint64)
        with lent(pl.DataFrame(reading.read)) as buffers:
            missed = loops.answer(
                batch.frame.height,
                reading.addresses(buffers),
                np.array([step for several in steps for step in several], np.int64).reshape(-1, 7),
                np.cumsum([0, *map(len, steps)]),
                self.limits.whole,
                np.array(list(self.grown.values()) or [(0,) * 8], np.int64),
                self.small,
                self.unseen,
                np.array(self.parts, np.int64),
                self.gathers,
                self.folds,
                self.masks,
                self.words.whole,
                self.forms,
                words,
            )
        told = pl.DataFrame({name: word for (name, _, _), word in zip(self.outputs, words, strict=True)})
        return told, [name for name, has_missed in zip(self.factors, missed, strict=True) if has_missed]


class _Reading:
    """Which columns of a batch are read, and how."""

    def __init__(self, program: Program, batch: Batch, ready: Mapping[str, pl.Series]) -> None:
        self.program, self.batch, self.ready = program, batch, ready
        day, _ = days_of(batch)
        self.read = {day: batch.frame[day]}

    def steps(self, name: str) -> Iterator[Step]:
        """How the loop comes by the number of a factor."""
        factor = self.program.factors[name]
        if name in self.ready:
            yield loops.CHOICE, 1, 0, self._place(f"ready {name}", self.ready[name]), 0, 0, 0
        elif isinstance(factor, Growing):
            what = loops.LIST if isinstance(factor.source, Lists) else loops.STATE
            runs = list(self.program.grown).index(name)
            yield what, 1, factor.source.runs.unknown, self._place(factor.source.fact), self._place(DAY), runs, 0
        elif isinstance(factor, Fused):
            for source, stride in factor.sources:
                yield self._step(source, stride)

    def _step(self, source: Source, stride: int) -> Step:
        if isinstance(source, Choices) and _is_of(self.batch.column(source.fact), source.values):
            return loops.CHOICE, stride, len(source.values), self._place(source.fact), 0, 0, 0
        ends = self.batch.ends(source.fact) if isinstance(source, Zones) else None
        if isinstance(source, Zones) and ends and all(one.dtype in _WHOLE for one in ends):
            least, most = (self._place(one.name) for one in ends)
            return loops.ZONES, stride, 0, least, most, *self.program.limits_of[source]
        if isinstance(source, Naming) and {source.listed, source.sought} <= set(self.batch.frame.columns):
            return loops.NAMED, stride, 0, self._place(source.listed), self._place(source.sought), 0, 0
        codes = self.batch.frame.select(source.codes(self.batch).alias("code")).to_series()
        return loops.CHOICE, stride, 0, self._place(f"codes {len(self.read)}", codes), 0, 0, 0

    def _place(self, name: str, column: pl.Series | None = None) -> int:
        """The row of a column's address; in the one behind it is that of what its lists hold."""
        if name not in self.read:
            self.read[name] = self.batch.frame.get_column(name) if column is None else column
        return 2 * list(self.read).index(name)

    def addresses(self, buffers: Mapping[str, Buffers]) -> Any:
        several = [one for name in self.read for one in (buffers[name], buffers[name].inner)]
        return np.array(
            [(one.kind, one.first, one.known, one.values) if one else (0,) * 4 for one in several], np.int64
        )


def _is_plain(batch: Batch, factor: Growing) -> bool:
    """Whether the loop can number the rows: each has one day, and States in a column that numbers them as the tables do."""
    column, day = batch.column(factor.source.fact), batch.column(DAY)
    return (
        column is not None and day is not None and day.dtype == pl.Date and _numbers(column, factor.source.runs.states)
    )


def _numbers(column: pl.Series, values: Sequence[object]) -> bool:
    kind = column.dtype.inner if isinstance(column.dtype, pl.List) else column.dtype
    return isinstance(kind, pl.Enum) and len(kind.categories) == len(values)


def _is_of(column: pl.Series | None, values: Sequence[bool | str]) -> bool:
    """Whether the column's own numbers are the codes of these values."""
    return column is not None and (column.dtype == pl.Boolean or _numbers(column, values))


def _number(limit: int | date) -> int:
    return (limit - _EPOCH).days if isinstance(limit, date) else limit
