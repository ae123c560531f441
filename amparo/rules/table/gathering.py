"""Looks words up with Polars alone: gathers, narrowed by each group of factors, and folds."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any

import polars as pl

from amparo.rules.table.batches import Batch
from amparo.rules.table.factors import Factor
from amparo.rules.table.joining import Joined, join, version
from amparo.rules.table.packing import Fold, Lane, Lanes, word_names


def gathered(
    factors: Mapping[str, Factor], lanes: Lanes, batch: Batch, forms: Sequence[str], programs: dict[Any, Any]
) -> pl.DataFrame:
    """The words of every row."""
    numbers = batch.frame.select(**{name: factor.numbers(batch) for name, factor in factors.items()})
    asked = "Polars", tuple(lanes), tuple(forms)
    program: Gathers | None = programs.get(asked)
    if program is None or program.version != version(factors.values()):
        program = programs[asked] = Gathers(factors, lanes, forms)
    return numbers.select(program.places).select(program.met).select(program.words)


class Gathers:
    """Some words of a table as expressions: places in the tables out of numbers, lanes out of places, words out of lanes."""

    def __init__(self, factors: Mapping[str, Factor], lanes: Lanes, forms: Sequence[str]) -> None:
        self.version = version(
            factors.values()
        )  # before anything is read, so that it is never newer than what was read
        groups = {f"place {nth}": group for nth, group in enumerate(join(factors, lanes, forms))}
        self.places = [_place(group).alias(name) for name, group in groups.items()]
        several = [f"{lane.name}.{form}" for few in lanes.values() for lane in few for form in forms]
        self.met = [_met(lane, groups).alias(lane) for lane in several]
        self.words = [_folded(lanes[word], form).alias(name) for name, word, form in word_names(lanes, forms)]


def _place(group: Joined) -> pl.Expr:
    """The place of each row in the tables of a group, out of the numbers of its factors."""
    parts = []
    for part, stride in group.strides:
        number = pl.col(part.factor)
        number = (number if part.classes is None else pl.lit(part.classes).gather(number)).cast(pl.UInt32)
        parts.append(number * stride if stride > 1 else number)
    return reduce(add, parts)


def _met(lane: str, groups: Mapping[str, Joined]) -> pl.Expr:
    """A lane of each row: where no factor has an objection."""
    narrow = {place: group.words[lane] for place, group in groups.items() if lane in group.words}
    return reduce(and_, [pl.lit(words).gather(pl.col(place)) for place, words in narrow.items()])


def _folded(lanes: Sequence[Lane], form: str) -> pl.Expr:
    """A word out of its lanes: where some alternative of a condition is met."""
    return reduce(or_, [_moved(pl.col(f"{lane.name}.{form}"), fold) for lane in lanes for fold in lane.folds])


def _moved(lane: pl.Expr, fold: Fold) -> pl.Expr:
    """The bits of one fold, where they belong. Polars shifts by multiplying and dividing."""
    if fold.shift:
        lane = lane // (1 << fold.shift) if fold.shift > 0 else lane * (1 << -fold.shift)
    return lane & pl.lit(fold.bits, dtype=pl.UInt64)
