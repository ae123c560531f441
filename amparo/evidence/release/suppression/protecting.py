"""Hides what has to be hidden: the sensitive cells, and others beside them until each is protected, which other tables of people prove.

A proof for a cell is a table of whole people that agrees with every shown cell and has as few people there as the rule demands, or as
many. It is found by moves (`moves`); whatever a move changes is hidden. Hiding more never undoes a proof. Small sums come first, for what
protects them often protects what they are sums of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from amparo.errors import Defect
from amparo.evidence.release.suppression.families import Family, margin, places_in
from amparo.evidence.release.suppression.moves import Cell, Move, best_move
from amparo.evidence.release.suppression.rules import Demand, Rule, demand
from amparo.evidence.release.tables import Cells, Flags, Floats, Key

_FINER = 1 / 3  # a cell of a finer table is missed less: chosen by what stays shown of simulated tables


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The tables of a family, and which of their cells are hidden: some because of the rule, the others to protect those."""

    family: Family
    rule: Rule
    people: int
    counts: Mapping[Key, Cells]
    hidden: Mapping[Key, Flags]
    sensitive: int

    @property
    def beside(self) -> int:
        """How many cells are hidden only to protect others."""
        return sum(int(flags.sum()) for flags in self.hidden.values()) - self.sensitive


def suppress(family: Family, people: Cells, rule: Rule, contributions: Sequence[Cells] = ()) -> Suppressed:
    """The family with everything hidden that the rule wants hidden, and enough beside it; each sensitive cell's protection is proven."""
    work = _Work(family, people, {key: demand(rule, people, key, contributions) for key in family.keys})
    for key in family.keys:
        for place in np.argwhere(work.demands[key].sensitive):
            work.protect(key, {axis: int(place[axis]) for axis in key})
    work.refuse_unproven()
    sensitive = sum(int(one.sensitive.sum()) for one in work.demands.values())
    return Suppressed(family, rule, int(people.sum()), work.counts, work.hidden, sensitive)


class _Work:
    """What is hidden so far, what hiding another cell would cost, and which bounds are proven already."""

    def __init__(self, family: Family, people: Cells, demands: Mapping[Key, Demand]) -> None:
        self.people, self.demands = people, demands
        self.counts = {key: margin(people, key) for key in family.keys}
        self.hidden = {key: demands[key].sensitive for key in family.keys}
        self.prices: dict[Key, Floats] = {
            key: np.where(self.hidden[key], 0.0, _FINER ** len(key) * (1 + np.sqrt(self.counts[key])))
            for key in family.keys
        }
        self.low_proven = {key: self.counts[key] <= demands[key].low for key in family.keys}
        self.high_proven = {key: self.counts[key] >= demands[key].high for key in family.keys}

    def protect(self, key: Key, cell: Cell) -> None:
        """Proves that the cell may have as few and as many people as demanded, hiding what that takes."""
        at = tuple(cell.get(axis, 0) for axis in range(self.people.ndim))
        for sign, wanted, proven in (
            (-1, int(self.demands[key].low[at]), self.low_proven[key]),
            (1, int(self.demands[key].high[at]), self.high_proven[key]),
        ):
            if not proven[at]:
                self._prove(cell, sign, abs(wanted - int(self.counts[key][at])))

    def refuse_unproven(self) -> None:
        """Raises Defect if a bound that the rule demands is not proven, whatever went wrong before."""
        if not all(one.all() for proven in (self.low_proven, self.high_proven) for one in proven.values()):
            raise Defect("no-protection", "A sensitive cell is not protected. Nothing was released.")

    def _prove(self, cell: Cell, sign: int, wanted: int) -> None:
        other = self.people.copy()
        while wanted > 0:
            move = best_move(other, self.prices, cell, sign, wanted)
            if move is None:  # impossible while there are as many people as the rule demands
                raise Defect("no-protection", "A sensitive cell could not be protected. Nothing was released.")
            moved = min(move.room, wanted)
            other[tuple(move.gain.T)] += moved
            other[tuple(move.lose.T)] -= moved
            self._hide(move)
            wanted -= moved
        self._record(other)

    def _hide(self, move: Move) -> None:
        for key, hidden in self.hidden.items():
            change = np.zeros(hidden.shape, dtype=np.int64)
            for places, sign in ((move.gain, 1), (move.lose, -1)):
                np.add.at(change, places_in(key, places), sign)
            hidden[change != 0] = True
            self.prices[key][change != 0] = 0.0

    def _record(self, other: Cells) -> None:
        """Every cell that the other table brings to its bound is proven by it, not only the one it was made for."""
        if other.min() < 0 or other.sum() != self.people.sum():
            raise Defect("false-proof", "A proof of protection holds no whole people. Nothing was released.")
        for key, counts in self.counts.items():
            possible = margin(other, key)
            if ((possible != counts) & ~self.hidden[key]).any():
                raise Defect("false-proof", "A proof of protection contradicts what is shown. Nothing was released.")
            self.low_proven[key] |= possible <= self.demands[key].low
            self.high_proven[key] |= possible >= self.demands[key].high
