"""Counts of people by some attributes, each told by sex; and what is hidden where few are counted.

Hiding is for pages inside the house, so that nobody is recognised over somebody's shoulder. It is no release: what is published
passes `amparo.evidence.release`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType

from amparo.errors import BadInput
from amparo.evidence.counting.domain import SEPARATOR
from amparo.evidence.counting.people import People

SMALL = 10  # fewer people than this are not shown
NOT_RECORDED = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people have these values, and of which sex; None where it is hidden."""

    values: tuple[str, ...]
    people: int | None
    by_sex: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people there are in all, and in each cell. People who have several values of an attribute are in several cells."""

    by: tuple[str, ...]
    people: int
    cells: tuple[Cell, ...]
    overlaps: bool = False


def tally(people: People, by: Sequence[str]) -> Tally:
    """The people by these attributes, most first; a blank is a value of its own, *not recorded*. Raises BadInput for other attributes."""
    domain = people.domain
    several = {one.name: one.several for one in domain.attributes}
    if unknown := [name for name in by if name not in several]:
        raise BadInput("no-such-attribute", f"The domain declares no attribute {unknown[0]}.")
    sexes = next((one.values for one in domain.attributes if one.name == domain.sex), ())
    found: dict[tuple[str, ...], dict[str, int]] = {}
    columns = [people.frame[name].to_list() for name in by]
    told = people.frame[domain.sex].to_list() if domain.sex else [NOT_RECORDED] * len(people)
    for sex, *cells in zip(told, *columns, strict=True):
        parts = [cell.split(SEPARATOR) if several[name] else [cell] for name, cell in zip(by, cells, strict=True)]
        for values in product(*parts):
            by_sex = found.setdefault(values, dict.fromkeys([*sexes, NOT_RECORDED], 0))
            by_sex[sex] += 1
    cells_found = (Cell(values, sum(split.values()), MappingProxyType(split)) for values, split in found.items())
    ordered = sorted(cells_found, key=lambda cell: (-(cell.people or 0), cell.values))
    return Tally(tuple(by), len(people), tuple(ordered), any(several[name] for name in by))


def without_small(found: Tally, *, least: int = SMALL) -> Tally:
    """The tally with small cells hidden, and as many others that nothing hidden is the difference of what is shown."""
    if found.people < least:
        return replace(found, people=0, cells=())
    hidden = _hidden(found.cells, least)
    return replace(found, cells=tuple(_shown(cell, cell.values in hidden, least) for cell in found.cells))


def without_small_beside(found: Tally, shown: Tally, *, least: int = SMALL) -> Tally:
    """The same for a tally by a further attribute that stands beside `shown`, the tally by the others with small cells hidden.

    What a number that stands there is the sum of is hidden like a table of its own; where it is hidden, all of it is.
    """
    if not shown.cells:
        return replace(found, people=0, cells=())
    parts: dict[tuple[str, ...], list[Cell]] = {}
    for cell in found.cells:
        parts.setdefault(cell.values[: len(shown.by)], []).append(cell)
    sums = {cell.values for cell in shown.cells if cell.people is not None}
    hidden: set[tuple[str, ...]] = set()
    for values, part in parts.items():
        hidden |= _hidden(part, least) if values in sums else {cell.values for cell in part}
    return replace(found, cells=tuple(_shown(cell, cell.values in hidden, least) for cell in found.cells))


def _hidden(cells: Sequence[Cell], least: int) -> set[tuple[str, ...]]:
    """Which of the cells that add up to a known number are hidden: the small ones, and so many more that none of these is the rest."""
    hidden = {cell.values for cell in cells if (cell.people or 0) < least}
    # Smallest last; the hidden ones together must be as many as one cell that is shown, and more than one.
    together = sum(cell.people or 0 for cell in cells if cell.values in hidden)
    for cell in reversed(cells):
        if not hidden or (together >= least and len(hidden) > 1):
            break
        if cell.values not in hidden:
            hidden.add(cell.values)
            together += cell.people or 0
    return hidden


def _shown(cell: Cell, is_hidden: bool, least: int) -> Cell:
    """A cell whose people are hidden, or whose sexes are where any of them is small: else one follows from the others."""
    is_split = not is_hidden and all(number == 0 or (number or 0) >= least for number in cell.by_sex.values())
    return replace(
        cell,
        people=None if is_hidden else cell.people,
        by_sex=cell.by_sex if is_split else MappingProxyType(dict.fromkeys(cell.by_sex)),
    )
