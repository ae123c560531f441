"""Counts over some of the columns: which cell a person falls into, and a table with its noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Cells = npt.NDArray[np.int64]
Sizes = tuple[int, ...]
Key = tuple[int, ...]  # the columns of a table, ascending


@dataclass(frozen=True, slots=True)
class Table:
    """A measured table: a noisy count for each cell, the standard deviation of the noise, and which cells were measured."""

    key: Key
    counts: Floats
    sigma: float
    measured: Flags

    def __post_init__(self) -> None:
        if self.counts.shape != self.measured.shape or self.sigma <= 0:
            raise ValueError("a table has one count for each cell, and noise")


Tables = Mapping[Key, Table]


def keys_of(columns: int, length: int) -> list[Key]:
    """All tables over so many of the columns."""
    return list(combinations(range(columns), length))


def shape_of(key: Key, sizes: Sizes) -> Sizes:
    """How many codes each column of the table has."""
    return tuple(sizes[column] for column in key)


def cell_count(key: Key, sizes: Sizes) -> int:
    """How many cells the table has."""
    return int(np.prod(shape_of(key, sizes), dtype=np.int64))


def cells(codes: Codes, key: Key, sizes: Sizes) -> Cells:
    """For each row, the number of its cell in the table."""
    found = codes[:, key[0]].astype(np.int64)
    for column in key[1:]:
        found = found * sizes[column] + codes[:, column]
    return found


def true_counts(codes: Codes, key: Key, sizes: Sizes) -> Cells:
    """How many rows fall into each cell. Secret, until noise is added."""
    return np.bincount(cells(codes, key, sizes), minlength=cell_count(key, sizes)).astype(np.int64)


def named_cells(key: Key, sizes: Sizes) -> Flags:
    """Which cells hold no blank: a blank is not a value."""
    named = np.ones(shape_of(key, sizes), dtype=np.bool_)
    for axis in range(len(key)):
        named[(slice(None),) * axis + (0,)] = False
    return named.ravel()
