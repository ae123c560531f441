"""Looks words up with Polars alone: gathers, narrowed by each factor, and folds."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_

import polars as pl

from amparo.rules.table.batches import Batch
from amparo.rules.table.factors import Factor
from amparo.rules.table.packing import Fold, Lane, Lanes, word_names

Known = Mapping[str, Mapping[str, pl.Series]]  # by factor and lane


def gathered(factors: Mapping[str, Factor], lanes: Lanes, batch: Batch, forms: Sequence[str]) -> pl.DataFrame:
    """The words of every row."""
    numbers = {name: factor.numbers(batch) for name, factor in factors.items()}
    known = {name: factor.words() for name, factor in factors.items()}
    several = [(lane, form) for few in lanes.values() for lane in few for form in forms]
    met = {f"{lane.name}.{form}": _met(lane, form, known) for lane, form in several}
    words = {name: _folded(lanes[word], form) for name, word, form in word_names(lanes, forms)}
    return pl.DataFrame(numbers).select(**met).select(**words)


def _met(lane: Lane, form: str, known: Known) -> pl.Expr:
    """A lane of each row, out of its numbers: where no factor has an objection."""
    return reduce(and_, [pl.lit(known[one][f"{lane.name}.{form}"]).gather(pl.col(one)) for one in lane.factors])


def _folded(lanes: Sequence[Lane], form: str) -> pl.Expr:
    """A word out of its lanes: where some alternative of a condition is met."""
    return reduce(or_, [_moved(pl.col(f"{lane.name}.{form}"), fold) for lane in lanes for fold in lane.folds])


def _moved(lane: pl.Expr, fold: Fold) -> pl.Expr:
    """The bits of one fold, where they belong. Polars shifts by multiplying and dividing."""
    bits = lane // (1 << fold.shift) if fold.shift >= 0 else lane * (1 << -fold.shift)
    return bits & pl.lit(fold.bits, dtype=pl.UInt64)
