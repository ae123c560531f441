"""Moves: how people could be placed otherwise without changing what is shown.

An exchange turns on some columns of a cell, with another value for each. Corners with an even number of other values gain so many people,
the rest lose them: every sum over one of those columns stays as it is, so only few cells have to be hidden for it. A
jump takes people from anywhere and changes their values to the cell's; it hides more, and always exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from amparo.evidence.release.suppression.families import places_in
from amparo.evidence.release.tables import Cells, Floats, Key

Cell = Mapping[int, int]  # the code on each axis of the cell's table
Prices = Mapping[Key, Floats]  # for each table, what hiding each cell would cost; nothing where it is hidden


@dataclass(frozen=True, slots=True)
class Move:
    """Places of the crossed table that gain and lose people, row by row, how many can move, and what has to be hidden for it."""

    gain: Cells
    lose: Cells
    room: int
    price: float

    def per_person(self, wanted: int) -> float:
        return (self.price + 1) / min(self.room, wanted)


def best_move(people: Cells, prices: Prices, cell: Cell, sign: int, wanted: int) -> Move | None:
    """The cheapest move, for each person moved, that lets the cell gain (sign 1) or lose (sign -1) people."""
    found = [
        move
        for length in range(1, len(cell) + 1)
        for turned in combinations(cell, length)
        if (move := _exchange(people, prices, cell, turned, sign, wanted))
    ]
    found = found or [move for move in [_jump(people, prices, cell, sign, wanted)] if move]
    return min(found, key=lambda move: move.per_person(wanted), default=None)


def _exchange(people: Cells, prices: Prices, cell: Cell, turned: Key, sign: int, wanted: int) -> Move | None:
    """The cheapest exchange that turns on these axes, over all other values and all places on the axes that the cell leaves open."""
    room, price = np.array(np.iinfo(np.int64).max), np.array(0.0)
    for roles in product((0, 1), repeat=len(turned)):
        others = {axis for axis, role in zip(turned, roles, strict=True) if role}
        if (sum(roles) % 2 == 0) == (sign < 0):
            room = np.minimum(room, _corner(people, cell, turned, others))
        for key, table in prices.items():
            if set(turned) <= set(key):
                price = price + _corner(table, cell, turned, others)
    room, price = np.broadcast_arrays(room, price)
    room = room.copy()
    for axis in turned:
        room[(slice(None),) * axis + (cell[axis],)] = 0  # another value is another value
    score = np.where(room > 0, (price + 1) / np.clip(room, 1, wanted), np.inf)
    at = np.unravel_index(int(score.argmin()), score.shape)
    if not room[at]:
        return None
    corners = []
    for roles in product((0, 1), repeat=len(turned)):
        place = {**dict(enumerate(map(int, at))), **cell}
        place |= {axis: int(at[axis]) for axis, role in zip(turned, roles, strict=True) if role}
        corners.append(([place[axis] for axis in range(people.ndim)], sum(roles) % 2 == 0))
    even = np.array([place for place, is_even in corners if is_even])
    odd = np.array([place for place, is_even in corners if not is_even])
    gain, lose = (even, odd) if sign > 0 else (odd, even)
    return Move(gain, lose, int(room[at]), float(price[at]))


def _corner(table: Cells | Floats, cell: Cell, turned: Key, others: set[int]) -> Cells | Floats:
    """The cells of a table at one corner: the cell's own values, all values on axes that turn to another, all on axes left open."""
    index = tuple(
        slice(None) if axis not in cell or axis in others or length == 1 else slice(cell[axis], cell[axis] + 1)
        for axis, length in enumerate(table.shape)
    )
    return table[index]


def _jump(people: Cells, prices: Prices, cell: Cell, sign: int, wanted: int) -> Move | None:
    """The cheapest way to bring people from anywhere into the cell, or out of it to anywhere."""
    axes, codes = list(cell), list(cell.values())
    places = np.argwhere(people > 0)
    inside = (places[:, axes] == codes).all(axis=1)
    if sign > 0:
        sources = places[~inside]
        targets = sources.copy()
        targets[:, axes] = codes
    else:
        elsewhere = np.array(
            [other for other in np.ndindex(*(people.shape[axis] for axis in axes)) if other != tuple(codes)]
        )
        sources = np.repeat(places[inside], len(elsewhere), axis=0)
        targets = sources.copy()
        targets[:, axes] = np.tile(elsewhere, (int(inside.sum()), 1))
    if not len(sources):
        return None
    price = np.zeros(len(sources))
    for key, table in prices.items():
        touched = (sources[:, key] != targets[:, key]).any(axis=1)
        price += touched * (table[places_in(key, sources)] + table[places_in(key, targets)])
    room = people[tuple(sources.T)]
    best = int(((price + 1) / np.minimum(room, wanted)).argmin())
    return Move(targets[best : best + 1], sources[best : best + 1], int(room[best]), float(price[best]))
