"""Tables with noise and nothing else: unbiased counts, all of whose sums agree, with an error that is known exactly.

Each table asked for and each of its sums is measured. Every table tells of its sums too, so all that is known is combined: a table falls
into effects (the mean, what each value adds, what each pair adds beyond that), which are independent, and an effect is averaged over all
tables that hold it with the inverse of their variances. That is least squares over everything measured, in closed form.
Nothing is cut off at nought, so counts may be negative: counts of several organisations can then be added up without a lean.
Sources: Hay and others 2010 (least squares over noisy counts); Xiao, He, Zhang and Kifer 2023 (tables by effects).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from amparo.errors import BadInput
from amparo.evidence.counting.domain import Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.accounting import sigma_of
from amparo.evidence.release.measuring import sharing
from amparo.evidence.release.noise import Mechanism
from amparo.evidence.release.tables import Cells, Floats, Key, Sizes, cell_count, shape_of, true_counts

MOST_CELLS = 2_000_000
_LEANING = 0.25  # as in `measuring`
_HAIR = 1e-9
_ROUNDING = 1 / 12  # the variance that whole numbers add


@dataclass(frozen=True, slots=True)
class NoisyTable:
    """Counts of one table, blanks included, and the standard deviation of each."""

    key: Key
    counts: Cells
    sigma: float


@dataclass(frozen=True, slots=True)
class NoisyTables:
    """All tables measured for this `rho`, which agree in their sums to rounding, and the number of people that they give."""

    tables: tuple[NoisyTable, ...]
    people: int
    rho: float


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a table adds beyond its sums, and the variance of that for each of its cells' worth."""

    values: Floats
    variance: float


def refuse_too_large(domain: Domain, keys: tuple[Key, ...]) -> None:
    """Raises BadInput for tables of more cells than can be handled; ask before anything is spent."""
    sizes = tuple(column.size for column in domain.columns)
    if sum(np.prod(shape_of(key, sizes), dtype=float) for key in keys) > MOST_CELLS:
        sentence = f"These tables have more than {MOST_CELLS:,} cells. Ask for fewer or smaller ones."
        raise BadInput("tables-too-large", sentence)


def measure_tables(people: Records, keys: tuple[Key, ...], rho: float, mechanism: Mechanism) -> NoisyTables:
    """The tables with these keys, among which are all their sums, for exactly `rho` in zCDP."""
    sizes = tuple(column.size for column in people.domain.columns)
    costs = sharing({key: cell_count(key, sizes) for key in keys}, rho * (1 - _HAIR), _LEANING)
    measured = {}
    for key in keys:
        sigma = sigma_of(costs[key])
        counts = mechanism(true_counts(people.codes, key, sizes), sigma)
        measured[key] = counts.reshape(shape_of(key, sizes)).astype(np.float64), sigma
    effects = {part: _effect(part, measured, sizes) for part in [(), *keys]}
    return NoisyTables(
        tuple(_table(key, effects, sizes) for key in keys), max(0, round(float(effects[()].values))), rho
    )


def _effect(part: Key, measured: Mapping[Key, tuple[Floats, float]], sizes: Sizes) -> _Effect:
    """Every table's word on one effect, weighed. A sum over cells has as many times the variance."""
    weighted, weights = np.zeros(shape_of(part, sizes)), 0.0
    for key, (counts, sigma) in measured.items():
        if set(part) <= set(key):
            added = int(np.prod([sizes[column] for column in key if column not in part]))
            weight = 1 / (sigma**2 * added)
            rest = tuple(axis for axis, column in enumerate(key) if column not in part)
            weighted, weights = weighted + _centred(counts.sum(axis=rest)) * weight, weights + weight
    return _Effect(weighted / weights, 1 / weights)


def _centred(values: Floats) -> Floats:
    for axis in range(values.ndim):
        values = values - values.mean(axis=axis, keepdims=True)
    return values


def _table(key: Key, effects: Mapping[Key, _Effect], sizes: Sizes) -> NoisyTable:
    """The sum of all effects within the table; an effect is spread evenly over what it says nothing of."""
    counts, variance = np.zeros(shape_of(key, sizes)), 0.0
    for length in range(len(key) + 1):
        for part in combinations(key, length):
            spread = float(np.prod([sizes[column] for column in key if column not in part]))
            shape = tuple(sizes[column] if column in part else 1 for column in key)
            counts = counts + effects[part].values.reshape(shape) / spread
            kept = float(np.prod([1 - 1 / sizes[column] for column in part]))
            variance += effects[part].variance * kept / spread**2
    return NoisyTable(key, np.rint(counts).astype(np.int64), (variance + _ROUNDING) ** 0.5)
