"""The sources whose codes are profile numbers, met as the rows come: a State on a day, and a list of States on a day."""

from collections.abc import Sequence

import polars as pl

from amparo.rules.conditions import DAY, Leaf
from amparo.rules.table.batches import OTHER, Batch, filled
from amparo.rules.table.runs import DatedGroups, Ledger, Runs, combine

_PAIRS = {"pair": pl.UInt64, "number": pl.UInt32}


class Places:
    """A fact that names a State: the number of its profile on the row's day."""

    def __init__(self, fact: str, leaves: Sequence[Leaf], states: Sequence[str], groups: DatedGroups) -> None:
        self.fact, self.leaves, self.ledger = fact, leaves, Ledger()
        self.runs = Runs(leaves, states, groups, self.ledger)

    def codes(self, batch: Batch) -> pl.Series:
        column = batch.column(self.fact)
        states = batch.constant(self.runs.unknown, pl.UInt16)
        if column is not None:
            states = filled(pl.col(self.fact).to_physical().cast(pl.UInt16), self.runs.unknown, column)
        return self.runs.profiles(batch.frame, states, *days_of(batch))


class Lists:
    """A fact that lists States: the number of the profile that its States have together on the row's day."""

    def __init__(self, fact: str, leaves: Sequence[Leaf], states: Sequence[str], groups: DatedGroups) -> None:
        self.fact, self.leaves, self.ledger = fact, leaves, Ledger()
        self.runs = Runs(leaves, states, groups, self.ledger)
        self.together: dict[tuple[int, int], int] = {}  # by two profiles, the one that both have together
        self._pairs = pl.DataFrame(schema=_PAIRS)

    def codes(self, batch: Batch) -> pl.Series:
        days, listed = days_of(batch), batch.listed(self.fact, self.runs.unknown)
        heads = pl.lit(listed.heads) if listed else batch.constant(self.runs.unknown, pl.UInt16)
        profiles = self.runs.profiles(batch.frame, heads, *days)
        for rows, others in listed.others if listed else ():
            few = pl.DataFrame([others, *(batch.frame[day][rows] for day in dict.fromkeys(days))])
            found = self._joined(profiles[rows], self.runs.profiles(few, pl.col(OTHER), *days))
            profiles = profiles.scatter(rows, found)
        return profiles

    def _joined(self, ones: pl.Series, others: pl.Series) -> pl.Series:
        """The number of the profile that both have together, for each pair."""
        asked = ones.cast(pl.UInt64) * 2**32 + others.cast(pl.UInt64)
        pairs = self._pairs
        if not asked.is_in(pairs["pair"].implode()).all():
            pairs = self._with_pairs(asked)
        return pairs["number"][pairs["pair"].search_sorted(asked)]

    def _with_pairs(self, asked: pl.Series) -> pl.DataFrame:
        with self.ledger.lock:
            for pair in asked.unique():
                one, other = divmod(pair, 2**32)
                if (one, other) not in self.together:
                    profile = combine(self.leaves, self.ledger[one], self.ledger[other])
                    self.together[one, other] = self.ledger.number(profile)
            known = {one * 2**32 + other: number for (one, other), number in self.together.items()}
            self._pairs = pl.DataFrame({"pair": list(known), "number": list(known.values())}, schema=_PAIRS).sort(
                "pair"
            )
            return self._pairs


def days_of(batch: Batch) -> tuple[str, str]:
    """The columns with the first and the last day of the period that each row asks about, which is always known."""
    ends = batch.ends(DAY)
    if ends is None or ends[0].null_count() or ends[1].null_count():
        raise ValueError("every row has a day")
    return ends[0].name, ends[1].name


Grown = Places | Lists
