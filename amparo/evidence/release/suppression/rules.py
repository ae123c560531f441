"""Which cells must not be told, and what must stay open about each: the protection rule.

* Fewer than k people, also none: every number below k must stay possible, which its ends 0 and k - 1 stand for. That nobody was left
  blank tells of nobody, so an empty cell that holds a blank may be told.
* One contributor (an organisation, an employer) brought more than a given share, or there are fewer than three of them. They know their
  own part, so they would learn about the rest: it must stay open that there are so many more people, or so many fewer, that
  the largest would bring no more than its share; k at the least.

Sources: Hundepool and others 2012, Statistical Disclosure Control (threshold, dominance, complementary suppression).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from amparo.errors import BadInput
from amparo.evidence.release.suppression.families import margin
from amparo.evidence.release.tables import Cells, Flags, Key, Sizes

FEWEST_CONTRIBUTORS = 3
LEAST_K, MOST_K = 3, 1_000


@dataclass(frozen=True, slots=True)
class Rule:
    """The threshold k, and the largest share of a cell that one contributor may have brought."""

    k: int = 10
    share: float = 0.8

    def __post_init__(self) -> None:
        if not LEAST_K <= self.k <= MOST_K:
            raise BadInput("bad-k", f"k is from {LEAST_K} to {MOST_K:,}; 10 is usual.")
        if not 0.5 <= self.share < 1:
            raise BadInput("bad-share", "The share that one contributor may have is from 0.5 to below 1.")


@dataclass(frozen=True, slots=True)
class Demand:
    """For each cell of a table, how few and how many people must stay possible; both are the count where that may be told."""

    low: Cells
    high: Cells

    @property
    def sensitive(self) -> Flags:
        return self.low < self.high


def demand(rule: Rule, people: Cells, key: Key, contributions: Sequence[Cells] = ()) -> Demand:
    """What must stay open about each cell of one table; `contributions` are the people by contributor, if that is declared."""
    counts = margin(people, key)
    low, high = counts.copy(), counts.copy()
    small = (counts < rule.k) & ((counts > 0) | ~holds_blank(counts.shape, key))
    low[small], high[small] = 0, rule.k - 1
    if contributions:
        parts = np.stack([margin(one, key) for one in contributions])
        largest, how_many = parts.max(axis=0), (parts > 0).sum(axis=0)
        owned = ~small & ((largest > rule.share * counts) | (how_many < FEWEST_CONTRIBUTORS))
        room = np.maximum(rule.k, np.ceil(largest / rule.share).astype(np.int64) - counts)
        low[owned] = np.maximum(0, counts - room)[owned]
        high[owned] = np.minimum(people.sum(), counts + room)[owned]
    return Demand(low, high)


def holds_blank(shape: Sizes, key: Key) -> Flags:
    """Which cells of a table stand for something not recorded."""
    found = np.zeros(shape, dtype=np.bool_)
    for axis in key:
        found[(slice(None),) * axis + (0,)] = True
    return found


def refuse_untold_total(rule: Rule, people: Cells, contributions: Sequence[Cells] = ()) -> None:
    """Raises BadInput if not even the number of people may be told, for every release gives it."""
    total, parts = int(people.sum()), [int(one.sum()) for one in contributions]
    if total < rule.k:
        raise BadInput("too-few-people", f"There are fewer than {rule.k} people. Nothing can be said of them.")
    if parts and (len(parts) < FEWEST_CONTRIBUTORS or max(parts) > rule.share * total):
        sentence = (
            f"One contributor brought more than {rule.share:.0%} of the people, or there are fewer than {FEWEST_CONTRIBUTORS} "
            "contributors: even the total would speak of one of them."
        )
        raise BadInput("one-contributor", sentence)
