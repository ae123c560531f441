"""Measures a table of people, with noise: all tables of one and two columns, then those of three where people seem to be.

This is the only module that reads people's rows. What it returns is differentially private, so everything after it may look as it likes.
The second half of the budget is spent on the cells whose pairs showed evidence in the first half: that choice is private, because it
looks only at noisy counts. Shares of the budget follow the expected error (see `sharing`).
"""

from dataclasses import dataclass

import numpy as np

from amparo.evidence.release.accounting import sigma_of
from amparo.evidence.release.noise import Mechanism
from amparo.evidence.release.tables import Codes, Flags, Key, Sizes, Table, cell_count, keys_of, shape_of, true_counts

MOST_TRIPLES = 400  # tables of three columns; more would drown each in noise, and 29 columns have 3,654
_SHARES = {1: 0.08, 2: 0.50, 3: 0.42}
_LEANING = {1: 0.25, 2: 0.25, 3: 0.4}
_LENIENT = 0.7  # standard deviations: a pair above this is asked about again, with a third column
_HAIR = 1e-9  # so that rounding never makes the parts cost more than the whole


@dataclass(frozen=True, slots=True)
class Measured:
    """What was learnt about a table of people for `rho`: noisy tables over columns of these sizes."""

    sizes: Sizes
    tables: dict[Key, Table]
    rho: float

    def of_length(self, length: int) -> list[Table]:
        return [table for key, table in self.tables.items() if len(key) == length]


def measure(codes: Codes, sizes: Sizes, rho: float, max_length: int, mechanism: Mechanism) -> Measured:
    """Noisy tables up to `max_length` columns, for exactly `rho` in zCDP."""
    triples = triples_for(sizes, max_length)
    shares = shares_for(len(sizes), bool(triples))
    tables: dict[Key, Table] = {}
    for length in (1, 2):
        keys = keys_of(len(sizes), length)
        costs = sharing({key: cell_count(key, sizes) for key in keys}, rho * shares.get(length, 0.0), _LEANING[length])
        for key in keys:
            everywhere = np.ones(cell_count(key, sizes), dtype=np.bool_)
            tables[key] = _measure_one(codes, key, sizes, costs[key], everywhere, mechanism)
    if triples:
        pairs: dict[Key, Flags] = {
            key: (table.counts > _LENIENT * table.sigma) for key, table in tables.items() if len(key) == 2
        }
        where = {key: supported_cells(key, pairs, sizes) for key in triples}
        costs = sharing({key: int(cells.sum()) + 1 for key, cells in where.items()}, rho * shares[3], _LEANING[3])
        for key in triples:
            tables[key] = _measure_one(codes, key, sizes, costs[key], where[key], mechanism)
    return Measured(sizes, tables, rho)


def shares_for(columns: int, has_triples: bool) -> dict[int, float]:
    """Which share of the budget the tables of each length get; what cannot be measured leaves its share to the others."""
    lengths = [1] + ([2] if columns > 1 else []) + ([3] if has_triples else [])
    whole = sum(_SHARES[length] for length in lengths)
    return {length: _SHARES[length] / whole * (1 - _HAIR) for length in lengths}


def triples_for(sizes: Sizes, max_length: int) -> list[Key]:
    """The tables of three columns to measure, chosen without looking at anybody: those with most cells, which pairs say least about."""
    if max_length < 3:
        return []
    keys = keys_of(len(sizes), 3)
    return sorted(sorted(keys, key=lambda key: -cell_count(key, sizes))[:MOST_TRIPLES])


def sharing(cells: dict[Key, int], rho: float, leaning: float) -> dict[Key, float]:
    """Splits rho over tables as (number of cells)^leaning.

    The sum of the errors of all cells is least at 2/3, but most cells of a large table are empty, so what counts grows more slowly.
    """
    weights = {key: count**leaning for key, count in cells.items()}
    whole = sum(weights.values())
    return {key: rho * weight / whole for key, weight in weights.items()}


def supported_cells(key: Key, pairs: dict[Key, Flags], sizes: Sizes) -> Flags:
    """The cells of a table of three columns all of whose pairs are supported."""
    a, b, c = key
    ab, ac, bc = (pairs[pair].reshape(shape_of(pair, sizes)) for pair in ((a, b), (a, c), (b, c)))
    return (ab[:, :, None] & ac[:, None, :] & bc[None, :, :]).ravel()


def _measure_one(codes: Codes, key: Key, sizes: Sizes, rho: float, where: Flags, mechanism: Mechanism) -> Table:
    sigma = sigma_of(rho)
    counts = np.zeros(len(where))
    counts[where] = mechanism(true_counts(codes, key, sizes)[where], sigma)
    return Table(key, counts, sigma, where)
