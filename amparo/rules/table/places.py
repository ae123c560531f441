"""The sources whose codes are profile numbers, met as the rows come: a State on a day, and a list of States on a day."""

from collections.abc import Sequence

import polars as pl

from amparo.rules.conditions import DAY, Leaf
from amparo.rules.table.batches import Batch, filled
from amparo.rules.table.runs import DatedGroups, Ledger, Runs, combine


class Places:
    """A fact that names a State: the number of its profile on the row's day."""

    def __init__(self, fact: str, leaves: Sequence[Leaf], states: Sequence[str], groups: DatedGroups) -> None:
        self.fact, self.leaves, self.ledger = fact, leaves, Ledger()
        self.runs = Runs(leaves, states, groups, self.ledger)

    def codes(self, batch: Batch) -> pl.Series:
        column = batch.column(self.fact)
        states = batch.constant(self.runs.unknown)
        if column is not None:
            states = filled(pl.col(self.fact).to_physical().cast(pl.UInt32), self.runs.unknown, column)
        return self.runs.profiles(batch.frame.select(states.alias("state")).to_series(), *days_of(batch))


class Lists:
    """A fact that lists States: the number of the profile that its States have together on the row's day."""

    def __init__(self, fact: str, leaves: Sequence[Leaf], states: Sequence[str], groups: DatedGroups) -> None:
        self.fact, self.leaves, self.ledger = fact, leaves, Ledger()
        self.runs = Runs(leaves, states, groups, self.ledger)
        self.together: dict[tuple[int, int], int] = {}  # by two profiles, the one that both have together

    def codes(self, batch: Batch) -> pl.Series:
        first, last = days_of(batch)
        listed = batch.listed(self.fact)
        if listed is None:
            nobody_told = batch.frame.select(batch.constant(self.runs.unknown)).to_series()
            return self.runs.profiles(nobody_told, first, last)
        profiles = self.runs.profiles(listed.heads, first, last)
        for rows, others in listed.others:
            days = (first.gather(rows),) * 2 if first is last else (first.gather(rows), last.gather(rows))
            found = self._joined(profiles.gather(rows), self.runs.profiles(others, *days))
            profiles = profiles.scatter(rows, found)
        return profiles

    def _joined(self, ones: pl.Series, others: pl.Series) -> pl.Series:
        """The number of the profile that both have together, for each pair."""
        pairs = pl.DataFrame({"one": ones, "other": others})
        distinct = pairs.unique()
        numbers = [self._together_of(*pair) for pair in distinct.iter_rows()]
        answers = distinct.with_columns(pl.Series("number", numbers, dtype=pl.UInt32))
        return pairs.join(answers, on=["one", "other"], how="left", maintain_order="left").get_column("number")

    def _together_of(self, one: int, other: int) -> int:
        with self.ledger.lock:
            if (one, other) not in self.together:
                profile = combine(self.leaves, self.ledger[one], self.ledger[other])
                self.together[one, other] = self.ledger.number(profile)
            return self.together[one, other]


def days_of(batch: Batch) -> tuple[pl.Series, pl.Series]:
    """The first and the last day of the period that each row asks about, which is always known."""
    ends = batch.ends(DAY)
    if ends is None or ends[0].null_count() or ends[1].null_count():
        raise ValueError("every row has a day")
    return ends


Grown = Places | Lists
