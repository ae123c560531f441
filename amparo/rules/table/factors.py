"""Factors: a few columns taken together, which give each row one number, and each number its words.

A bit of a word says that the block of its conjunct, as far as this factor can see, is surely so (`yes`) or may be (`possible`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from math import prod
from operator import add
from typing import Protocol

import polars as pl

from amparo.rules.conditions import All, Any, Condition, Derived, Leaf, Open, Unless
from amparo.rules.table.batches import Batch
from amparo.rules.table.columns import Source
from amparo.rules.table.packing import BITS
from amparo.rules.table.places import Grown
from amparo.rules.truth import NO, UNKNOWN, YES, Truth

FORMS = ("yes", "possible")
_FEW = 256  # numbers that need no classes
Wanted = Mapping[str, Mapping[int, Condition]]  # by the name of a word: the block of each bit that this factor decides


class Factor(Protocol):
    """Gives each row a number, and each number, or its class, its words: named as in `Wanted`, with `.yes` or `.possible` behind."""

    @property
    def classes(self) -> pl.Series | None: ...

    def numbers(self, batch: Batch) -> pl.Expr | pl.Series: ...

    def words(self) -> Mapping[str, pl.Series]: ...


class Fused:
    """Columns with few values, fused by mixed radix; `classes` are of numbers of which all tests say the same."""

    def __init__(self, sources: Sequence[Source], of_leaf: Mapping[Leaf, Source], wanted: Wanted) -> None:
        self.sources = [(source, prod(one.size for one in sources[:place])) for place, source in enumerate(sources)]
        self.size = prod(source.size for source in sources)
        places = {id(source): stride for source, stride in self.sources}
        row = pl.int_range(self.size, dtype=pl.UInt32, eager=True)

        def says(leaf: Leaf) -> pl.Series:
            source = of_leaf[leaf]
            truths = pl.Series(source.truths(leaf), dtype=pl.UInt8)
            return truths.gather(row // places[id(source)] % source.size)

        words = pl.DataFrame(dict(_words(wanted, _Blocks(says, self.size))))
        self.classes: pl.Series | None = None
        if self.size > _FEW and words.width:
            words, self.classes = classed(words)
        self._words = {name: words.get_column(name) for name in words.columns}

    def numbers(self, batch: Batch) -> pl.Expr:
        """The numbers of the rows, before they are classed. As long as they are small they are added as small numbers."""
        small, large = list[pl.Expr](), list[pl.Expr]()
        for source, stride in self.sources:
            if stride * source.size <= 2**16:
                small.append(source.codes(batch, stride, pl.UInt16))
            else:
                large.append(source.codes(batch, stride, pl.UInt32))
        fused = reduce(add, small) if small else batch.constant(0, pl.UInt16)
        return reduce(add, [fused.cast(pl.UInt32), *large]) if large else fused

    def words(self) -> Mapping[str, pl.Series]:
        return self._words


def classed(words: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The different rows, and for each row which of them it is."""
    row = pl.int_range(words.height, dtype=pl.UInt32, eager=True).alias("row")
    distinct = words.with_columns(row).group_by(words.columns, maintain_order=True).agg("row")
    numbered = distinct.select("row").with_row_index("class").explode("row").sort("row").get_column("class")
    return distinct.drop("row"), numbered.cast(pl.UInt16 if distinct.height < 2**16 else pl.UInt32)


class Growing:
    """One source whose profiles are met as the rows come; the words of new ones are added behind."""

    classes = None

    def __init__(self, source: Grown, wanted: Wanted) -> None:
        self.source, self.wanted = source, wanted
        self._words: Mapping[str, pl.Series] = {}
        self._done = 0

    def numbers(self, batch: Batch) -> pl.Series:
        return self.source.codes(batch)

    def words(self) -> Mapping[str, pl.Series]:
        """The words of all profiles met so far."""
        if self._done < len(self.source.ledger):
            with self.source.ledger.lock:
                self._grow()
        return self._words

    def _grow(self) -> None:
        fresh = self.source.ledger.since(self._done)
        columns = {leaf: [profile[place] for profile in fresh] for place, leaf in enumerate(self.source.leaves)}
        blocks = _Blocks(lambda leaf: pl.Series(columns[leaf], dtype=pl.UInt8), len(fresh))
        found = dict(_words(self.wanted, blocks))
        self._words = {
            name: pl.concat([self._words[name], word]) if self._words else word for name, word in found.items()
        }
        self._done += len(fresh)


class _Blocks:
    """What blocks say of each value of a factor, as numbers from no to yes; each part is worked out once."""

    def __init__(self, says: Callable[[Leaf], pl.Series], size: int) -> None:
        self.says, self.size = says, size
        self._known: dict[Condition, pl.Series] = {}

    def __call__(self, block: Condition) -> pl.Series:
        if block not in self._known:
            self._known[block] = self._of(block)
        return self._known[block]

    def _of(self, block: Condition) -> pl.Series:
        if isinstance(block, Derived):
            return self(block.meaning)
        if isinstance(block, Unless):
            return YES.value - self(block.part)
        if isinstance(block, All | Any):
            return self._several(block)
        return self._all(UNKNOWN) if isinstance(block, Open) else self.says(block)

    def _several(self, block: All | Any) -> pl.Series:
        if not block.parts:
            return self._all(YES if isinstance(block, All) else NO)
        parts = pl.DataFrame([self(part).alias(str(place)) for place, part in enumerate(block.parts)])
        return parts.min_horizontal() if isinstance(block, All) else parts.max_horizontal()

    def _all(self, truth: Truth) -> pl.Series:
        return pl.repeat(truth.value, self.size, dtype=pl.UInt8, eager=True)


def _words(wanted: Wanted, blocks: _Blocks) -> Iterator[tuple[str, pl.Series]]:
    """The words of each value of a factor; a bit that the factor does not decide is set."""
    for name, decided in wanted.items():
        free = sum(1 << bit for bit in range(BITS) if bit not in decided)
        for form, least in zip(FORMS, (YES, UNKNOWN), strict=True):
            word = pl.repeat(free, blocks.size, dtype=pl.UInt64, eager=True)
            for bit, block in decided.items():
                word = word + (blocks(block) >= least.value).cast(pl.UInt64) * (1 << bit)
            yield f"{name}.{form}", word
