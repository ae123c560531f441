"""Tables that are published together. Whoever sees a table can add it up, so its sums belong to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from amparo.errors import BadInput
from amparo.evidence.counting.domain import Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.tables import Cells, Key, Sizes

LARGEST_FAMILY = 10_000  # cells of all columns crossed: beyond it most cells would be hidden anyway


@dataclass(frozen=True, slots=True)
class Family:
    """The tables asked for and all their sums. A table's key gives its axes among `columns`; shorter keys come first."""

    columns: Key
    sizes: Sizes
    keys: tuple[Key, ...]

    def count(self, people: Records) -> Cells:
        """How many people each cell of all columns crossed has, which is secret; raises BadInput if there are too many cells."""
        _refuse_many(self.sizes)
        found = np.zeros(self.sizes, dtype=np.int64)
        np.add.at(found, tuple(people.codes[:, column] for column in self.columns), 1)
        return found


def family_of(domain: Domain, asked: Sequence[Sequence[str]]) -> Family:
    """The tables over the named attributes; an attribute that may have several values stands for each of its values in turn."""
    wanted = {tuple(sorted(key)) for names in asked for key in product(*(_columns(domain, name) for name in names))}
    wanted = {key for key in wanted if len(set(key)) == len(key)}
    if not wanted or any(not names or len(set(names)) < len(names) for names in asked):
        raise BadInput("bad-tables", "Each table names one attribute or more, each of them once.")
    columns = tuple(sorted({column for key in wanted for column in key}))
    sizes = tuple(domain.columns[column].size for column in columns)
    axes = {column: axis for axis, column in enumerate(columns)}
    closed = {tuple(axes[column] for column in part) for key in wanted for part in _parts(key)}
    return Family(columns, sizes, tuple(sorted(closed, key=lambda key: (len(key), key))))


def refuse_too_many(domain: Domain, asked: Sequence[Sequence[str]]) -> None:
    """Raises BadInput for tables that cross into too many cells; ask before anything is entered in a ledger."""
    names = {name for names in asked for name in names}
    _refuse_many(tuple(domain.columns[at].size for name in sorted(names) for at in _columns(domain, name)))


def margin(people: Cells, key: Key) -> Cells:
    """The table with this key; every other axis stays, with length one, so that tables of one family can be compared cell by cell."""
    found: Cells = people.sum(axis=tuple(axis for axis in range(people.ndim) if axis not in key), keepdims=True)
    return found


def places_in(key: Key, places: Cells) -> tuple[Cells, ...]:
    """Where rows of the crossed table fall in a margin, as an index of it."""
    return tuple(places[:, axis] if axis in key else np.zeros_like(places[:, 0]) for axis in range(places.shape[1]))


def _refuse_many(sizes: Sizes) -> None:
    if np.prod(sizes, dtype=float) > LARGEST_FAMILY:
        sentence = (
            f"These tables cross into more than {LARGEST_FAMILY:,} cells. So many cannot be protected, and most would be "
            "hidden: ask for fewer attributes, or release with noise."
        )
        raise BadInput("tables-too-large", sentence)


def _columns(domain: Domain, name: str) -> list[int]:
    found = [at for at, column in enumerate(domain.columns) if column.attribute.name == name]
    if not found:
        raise BadInput("no-such-attribute", f"The domain has no attribute {name}. It has {', '.join(domain.names)}.")
    return found


def _parts(key: Key) -> Iterator[Key]:
    return (part for length in range(1, len(key) + 1) for part in combinations(key, length))
