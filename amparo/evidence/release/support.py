"""Which values and which pairs of values there is evidence for, and how many people they have: every table's word, weighed.

A table over more columns also tells of fewer: its cells summed. Estimates are averaged with the inverse of their variances.
Nothing here sees a person; it reads noisy tables only.
"""

from dataclasses import dataclass

import numpy as np

from amparo.evidence.release.measuring import Measured
from amparo.evidence.release.tables import Flags, Floats, Key, keys_of, shape_of

VALUE_EVIDENCE = 2.0  # standard deviations
PAIR_EVIDENCE = 1.5
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people each cell has, and the standard deviation of that."""

    counts: Floats
    sigmas: Floats

    @property
    def evidence(self) -> Floats:
        """In standard deviations above nobody."""
        found: Floats = self.counts / self.sigmas
        return found


@dataclass(frozen=True, slots=True)
class Support:
    """What the noisy tables give evidence for: people in all, for each value, for each pair of values."""

    people: float
    values: list[Estimate]
    pairs: dict[Key, Estimate]

    def is_value(self, column: int) -> Flags:
        found: Flags = self.values[column].evidence > VALUE_EVIDENCE
        return found

    def is_pair(self, key: Key) -> Flags:
        """Supported pairs, by row of the first column and column of the second; every supported value keeps its likeliest partner."""
        estimate = self.pairs[key]
        found: Flags = estimate.evidence > PAIR_EVIDENCE
        first, second = (np.flatnonzero(self.is_value(column)) for column in key)
        found[first, estimate.counts[first].argmax(axis=1)] = True
        found[estimate.counts[:, second].argmax(axis=0), second] = True
        return found


def weigh(measured: Measured) -> Support:
    """All evidence in the tables, combined."""
    values = [_value(measured, column) for column in range(len(measured.sizes))]
    pairs = {key: _pair(measured, key) for key in keys_of(len(measured.sizes), 2)}
    weights = [1 / float((one.sigmas**2).sum()) for one in values]
    totals = [float(one.counts.sum()) for one in values]
    people = sum(weight * total for weight, total in zip(weights, totals, strict=True)) / sum(weights)
    return Support(max(0.0, people), values, pairs)


def _value(measured: Measured, column: int) -> Estimate:
    table = measured.tables[(column,)]
    weighted, weights = table.counts / table.sigma**2, np.full(table.counts.shape, 1 / table.sigma**2)
    for pair in measured.of_length(2):
        if column in pair.key:
            axis = 1 - pair.key.index(column)
            counts = pair.counts.reshape(shape_of(pair.key, measured.sizes))
            weight = 1 / (pair.sigma**2 * counts.shape[axis])
            weighted, weights = weighted + counts.sum(axis=axis) * weight, weights + weight
    return Estimate(weighted / weights, weights**-0.5)


def _pair(measured: Measured, key: Key) -> Estimate:
    sizes, table = measured.sizes, measured.tables[key]
    shape = shape_of(key, sizes)
    weights = np.full(shape, 1 / table.sigma**2)
    weighted = table.counts.reshape(shape) * weights
    for triple in measured.of_length(3):
        if set(key) <= set(triple.key):
            axis = next(at for at, column in enumerate(triple.key) if column not in key)
            known = triple.measured.reshape(shape_of(triple.key, sizes)).sum(axis=axis)
            counts = triple.counts.reshape(shape_of(triple.key, sizes)).sum(axis=axis)
            weight = np.where(known > 0, 1 / (triple.sigma**2 * np.maximum(known, 1)), 0.0)
            weighted, weights = weighted + counts * weight, weights + weight
    return Estimate(weighted / np.maximum(weights, _TINY), weights**-0.5)
