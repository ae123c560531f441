"""Shares the people out among candidate records so that their tables come as near to the noisy ones as non-negative weights can.

The update is multiplicative, so weights never turn negative: each candidate's logarithm moves against the slope of the squared
error, divided by an upper bound of its curvature (De Pierro 1987, the image space reconstruction algorithm), damped where a cell's
own count exceeds its noise, and accelerated with a momentum (Nesterov 1983) that is dropped whenever the error grows.
One fit serves tables and records, so they cannot contradict one another.
"""

from dataclasses import dataclass

import numpy as np

from amparo.evidence.release.measuring import Measured
from amparo.evidence.release.support import Support
from amparo.evidence.release.tables import Codes, Floats, Sizes, cells

_MOMENTUM = 0.8
_PACE = 0.7
_WORSE = 1.02
_LEAST = 1e-6
_RAKES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One table as the candidates meet it: for each candidate its cell, and for each such cell its noisy count and precision."""

    cell: Codes
    target: Floats
    precision: Floats

    def counts(self, weights: Floats) -> Floats:
        return np.bincount(self.cell, weights=weights, minlength=len(self.target)).astype(np.float64)


def sides_of(rows: Codes, measured: Measured) -> list[Side]:
    """Every table, reduced to the cells which some candidate falls into; cells that were not measured have no weight."""
    found = []
    for key, table in measured.tables.items():
        used, cell = np.unique(cells(rows, key, measured.sizes), return_inverse=True)
        precision = table.measured[used] / table.sigma**2
        found.append(Side(cell.astype(np.int32), table.counts[used], precision))
    return found


def fit(sides: list[Side], weights: Floats, steps: int) -> Floats:
    """Weights whose tables are nearer to the noisy ones; they need not add up to anything yet."""
    logs, speed, before = np.log(np.maximum(weights, _LEAST)), np.zeros(len(weights)), np.inf
    for _ in range(steps):
        ahead = logs + _MOMENTUM * speed
        slope, curvature, error = _slope(sides, np.exp(ahead))
        moved = ahead + np.clip(-_PACE * slope / np.maximum(curvature, _LEAST), -1, 1)
        speed = moved - logs if error <= before * _WORSE else np.zeros(len(weights))
        logs, before = moved, error
    return np.exp(logs)


def mean_residual(sides: list[Side], weights: Floats) -> float:
    """The mean over measured cells of the squared residual, in units of the noise."""
    total = sum(float(((side.counts(weights) - side.target) ** 2 * side.precision).sum()) for side in sides)
    return total / max(1, sum(int((side.precision > 0).sum()) for side in sides))


def misfit(rows: Codes, sides: list[Side], weights: Floats, new: Codes, measured: Measured) -> Floats:
    """For each new candidate, the slope of the error if it were given weight: the lower, the more it is missing."""
    found = np.zeros(len(new))
    for side, (key, table) in zip(sides, measured.tables.items(), strict=True):
        residual = -table.counts * table.measured
        used = cells(rows, key, measured.sizes)
        residual[used] += side.counts(weights)[side.cell] * table.measured[used]
        found += residual[cells(new, key, measured.sizes)] / table.sigma**2
    return found


def rake(rows: Codes, weights: Floats, support: Support, sizes: Sizes) -> Floats:
    """Weights whose tables of one column are what all evidence says (iterative proportional fitting, Deming and Stephan 1940).

    People whose value has too little evidence to be shown are counted as not recorded.
    """
    for _ in range(_RAKES):
        for column, size in enumerate(sizes):
            now = np.bincount(rows[:, column], weights=weights, minlength=size)
            wanted = np.where(now > 0, np.maximum(support.values[column].counts, _LEAST), 0.0)
            rest = support.people - wanted[1:].sum()
            if now[0] > 0 and rest > 0:
                wanted[0] = rest
            wanted *= support.people / max(float(wanted.sum()), _LEAST)
            weights = weights * (wanted / np.maximum(now, _LEAST))[rows[:, column]]
    return weights


def _slope(sides: list[Side], weights: Floats) -> tuple[Floats, Floats, float]:
    slope, curvature, error = np.zeros(len(weights)), np.zeros(len(weights)), 0.0
    for side in sides:
        counts = side.counts(weights)
        residual = counts - side.target
        error += float((residual**2 * side.precision).sum())
        steepness = side.precision * counts
        damping = 1 / (1 + steepness)
        slope += (residual * side.precision * damping)[side.cell]
        curvature += (steepness * damping)[side.cell]
    return slope, curvature, error


def smallest_cells(rows: Codes, sides: list[Side], weights: Floats, measured: Measured, length: int) -> Floats:
    """For each candidate, the fitted count of the smallest cell without blanks that it falls into."""
    found = np.full(len(rows), np.inf)
    for side, key in zip(sides, measured.tables, strict=True):
        if len(key) == length:
            named = (rows[:, key] > 0).all(axis=1)
            counts = side.counts(weights)[side.cell]
            found[named] = np.minimum(found, counts)[named]
    return found
