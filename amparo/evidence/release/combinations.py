"""Combinations of values, as readers meet them: `gender:Woman;means:debt`. A blank is not a value and is part of none."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from amparo.evidence.counting.domain import SEPARATOR, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.tables import Cells, Flags, Key, cells, named_cells, shape_of


def count_combinations(records: Records, max_length: int) -> Iterator[tuple[str, int]]:
    """Every combination of values which some record has, and how many have it."""
    sizes = tuple(column.size for column in records.domain.columns)
    for length in range(1, min(max_length, len(sizes)) + 1):
        for key in combinations(range(len(sizes)), length):
            found, counts = np.unique(cells(records.codes, key, sizes), return_counts=True)
            yield from _named(records.domain, key, found, counts)


def table_combinations(domain: Domain, key: Key, counts: Cells, told: Flags) -> Iterator[tuple[str, int]]:
    """The combinations of one whole table, where it may be told."""
    found = np.flatnonzero(told)
    return _named(domain, key, found, counts.ravel()[found])


def _named(domain: Domain, key: Key, found: Cells, counts: Cells) -> Iterator[tuple[str, int]]:
    columns = domain.columns
    sizes = tuple(column.size for column in columns)
    labels = {at: ["", *(f"{columns[at].attribute.name}:{value}" for value in columns[at].values)] for at in key}
    is_named = named_cells(key, sizes)[found]
    where = np.unravel_index(found[is_named], shape_of(key, sizes))
    for codes, count in zip(np.stack(where, axis=1).tolist(), counts[is_named].tolist(), strict=True):
        yield SEPARATOR.join(labels[column][code] for column, code in zip(key, codes, strict=True)), count
