"""Whole people from fractional weights: systematic sampling without replacement along an order in which neighbours are alike.

Each candidate gets its weight rounded down or up, and so does every run of candidates; cells of the widest columns, which are runs,
are thus exact to one person, and other cells nearly so (Madow 1944; Tillé 2006, chapter 7).
"""

import numpy as np

from amparo.evidence.release.tables import Codes, Floats, Sizes


def whole_people(rows: Codes, weights: Floats, sizes: Sizes, rng: np.random.Generator) -> Codes:
    """The records: each candidate as often as the sampling says, in random order."""
    if not len(rows):
        return rows
    columns = np.argsort([-size for size in sizes], kind="stable")
    order = np.lexsort([rows[:, column] for column in columns[::-1]])
    ends = np.floor(np.cumsum(weights[order]) + rng.random())
    times = np.diff(ends, prepend=0.0).astype(np.int64)
    found = np.repeat(rows[order], times, axis=0)
    rng.shuffle(found)  # the order of publication says nothing
    return found
