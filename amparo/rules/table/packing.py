"""Where alternatives stand: each takes a bit of its own in some lane, and lanes are folded into a word of answers afterwards.

Most conditions have one alternative and few have many, so the further ones go wherever bits are free: a lane costs a gather for each
of its factors, and a fold next to nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

BITS = 64
_SHIFTS = sorted(range(1 - BITS, BITS), key=abs)


@dataclass(frozen=True, slots=True)
class Fold:
    """Some bits of a word, which stand in a lane so many places above where they belong (below, if negative)."""

    shift: int
    bits: int

    def targets(self) -> Iterator[int]:
        """The places in the word, in order."""
        return (place for place in range(BITS) if self.bits >> place & 1)


@dataclass(frozen=True, slots=True)
class Lane:
    """64 alternatives, answered by the *and* of some factors; and how they are folded into the word."""

    name: str
    factors: tuple[str, ...]
    folds: tuple[Fold, ...]


Lanes = Mapping[str, Sequence[Lane]]  # by word, as `holds_0`


def word_names(lanes: Lanes, forms: Sequence[str]) -> list[tuple[str, str, str]]:
    """The columns of words, as `holds_yes_0`, each with its word and its form."""
    parts = [(word.rpartition("_"), form) for word in lanes for form in forms]
    return [(f"{section}_{form}_{place}", f"{section}_{place}", form) for (section, _, place), form in parts]


def pack(alternatives: Sequence[int]) -> list[list[Fold]]:
    """The folds of each lane, so that each of the 64 places or fewer has as many bits as it has alternatives."""
    left = list(alternatives)
    lanes: list[list[Fold]] = [[Fold(0, _waiting(left))]]
    for place in lanes[0][0].targets():
        left[place] -= 1
    while waiting := _waiting(left):
        fold, lane = max(
            ((_fitting(waiting, shift, _free(one)), one) for one in lanes for shift in _SHIFTS),
            key=lambda found: found[0].bits.bit_count(),
        )
        if 2 * fold.bits.bit_count() < waiting.bit_count():
            lanes.append(lane := [])
            fold = Fold(0, waiting)
        lane.append(fold)
        for place in fold.targets():
            left[place] -= 1
    return lanes


def _waiting(left: Sequence[int]) -> int:
    return sum(1 << place for place, some in enumerate(left) if some)


def _free(lane: Sequence[Fold]) -> int:
    return ((1 << BITS) - 1) & ~sum(_moved(fold.bits, fold.shift) for fold in lane)


def _fitting(waiting: int, shift: int, free: int) -> Fold:
    """As many of the bits that wait as find a free place when they are moved."""
    return Fold(shift, _moved(_moved(waiting, shift) & free, -shift))


def _moved(bits: int, shift: int) -> int:
    return bits << shift if shift >= 0 else bits >> -shift
