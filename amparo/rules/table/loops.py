# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""The loop of `compiled`, as Numba compiles it: one pass over some rows that reads the columns where they lie and writes words.

It is a small machine. A *step* adds what one source says to the number of its factor; a *gather* looks a number up and narrows a lane
by it; a *fold* brings bits of a lane into a word. All three are rows of integers. Rows are taken in blocks that stay next to the core.
"""

from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from amparo.rules.table.arrow import BITS, I16, I32, U8, U16

BLOCK = 4096  # rows: with 512, calls cost as much as the work
CHOICE, ZONES, NAMED, STATE, LIST = range(5)  # steps

_SPREAD = np.unpackbits(np.arange(256, dtype=np.uint8), bitorder="little").view(
    np.uint64
)  # a byte for each bit of a byte


def _compiled(function: Any) -> Any:
    """Compiled when it is first called, and kept on the disk where there is a place for that."""
    try:
        return njit(nogil=True, error_model="numpy", cache=True)(function)
    except RuntimeError:
        return njit(nogil=True, error_model="numpy")(function)


@intrinsic
def _at(context: Any, address: Any) -> Any:
    """A number as the address that it is."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), written


@_compiled
def answer(
    rows, columns, steps, starts, limits, grown, small, unseen, parts, gathers, folds, masks, table, forms, words
):
    """Writes the words of so many rows; returns which factors met what they had not seen before: then no word means anything."""
    missed = np.zeros(len(parts), np.uint8)
    numbers = np.empty((len(parts) + 1, BLOCK), np.uint32)  # one for each group of factors, and one to work with
    scratch, lane = np.empty((3, BLOCK), np.int32), np.empty((2, BLOCK), np.uint64)
    codes, known = np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.uint8)
    for begin in range(0, rows, BLOCK):
        count = min(BLOCK, rows - begin)
        for factor in range(len(parts)):
            group, stride = numbers[parts[factor, 0], :count], parts[factor, 1]
            number = group if stride == 1 else numbers[len(parts), :count]
            number[:] = 0
            for place in range(starts[factor], starts[factor + 1]):
                _step(number, steps[place], columns, limits, grown, small, unseen, begin, scratch, codes, known)
            if parts[factor, 3]:
                _look_up(number, small[parts[factor, 2] :])
            elif number.max() >= unseen:
                missed[factor] = 1
                number[:] = 0
            if stride != 1:
                _add(group, number, np.uint32(stride))
        if missed.max():
            continue  # what is not known yet has no place in the tables: nothing may be looked up
        for place in range(len(gathers)):
            number, says = numbers[gathers[place, 0], :count], table[gathers[place, 1] :]
            is_first = place == 0 or gathers[place - 1, 2]
            if forms == 1:
                _gather(lane[0, :count], says, number, is_first)
            else:
                _gather_both(lane[0, :count], lane[1, :count], says, number, is_first)
            if gathers[place, 2]:
                for fold in range(gathers[place, 3], gathers[place, 4]):
                    for form in range(forms):
                        word = words[folds[fold, 0] * forms + form, begin : begin + count]
                        _fold(word, lane[form], folds[fold, 1], masks[fold], folds[fold, 2])
    return missed


@_compiled
def _step(number, step, columns, limits, grown, small, unseen, begin, scratch, codes, known):
    count, what, stride, unknown = len(number), step[0], step[1], step[2]
    one, two, three = scratch[0, :count], scratch[1, :count], scratch[2, :count]
    first, second = columns[step[3]], columns[step[4]]
    if what == CHOICE and first[0] <= U8:
        _read_small(codes, count, known, first, begin, np.uint8(unknown))
        _add(number, codes, np.uint32(stride))
    elif what == CHOICE:
        _read(one, known, first, begin, unknown)
        _add(number, one, np.uint32(stride))
    elif what == ZONES:
        _read(one, known, first, begin, -(2**31))
        _reached(two, one, limits[step[5] : step[6]])
        _read(one, known, second, begin, 2**31 - 1)
        _reached(three, one, limits[step[5] : step[6]])
        _add(number, two, np.uint32(stride * (step[6] - step[5] + 1)))
        _add(number, three, np.uint32(stride))
    elif what == NAMED:
        _read(one, known, second, begin, -1)
        _name(two, one, first, columns[step[3] + 1], begin)
        _add(number, two, np.uint32(stride))
    else:
        runs = grown[step[5]]
        _read(two, known, second, begin, 0)
        if two.min() < runs[0] or two.max() > runs[1]:
            number[:] = unseen
        elif what == STATE:
            _read(one, known, first, begin, unknown)
            _profiles(number, one, two, runs, small)
        else:
            _together(number, two, first, columns[step[3] + 1], runs, small, unseen, begin)


@_compiled
def _add(number, codes, stride):
    for row in range(len(number)):
        number[row] += np.uint32(codes[row]) * stride


@_compiled
def _look_up(number, small):
    for row in range(len(number)):
        number[row] = small[number[row]]


@_compiled
def _read(into, known, column, begin, unknown):
    """The values of a column from some row on, as whole numbers; this one where it is null."""
    kind, first, count, values = column[0], column[1] + begin, len(into), column[3]
    if kind == BITS:
        _bits(known, values, first, count)
        for row in range(count):
            into[row] = known[row]
    elif kind == U8:
        _copy(into, carray(_at(values), first + count, np.uint8)[first:])
    elif kind == U16:
        _copy(into, carray(_at(values), first + count, np.uint16)[first:])
    elif kind == I16:
        _copy(into, carray(_at(values), first + count, np.int16)[first:])
    elif kind == I32:
        _copy(into, carray(_at(values), first + count, np.int32)[first:])
    else:
        _copy(into, carray(_at(values), first + count, np.uint32)[first:])
    if column[2]:
        filler = np.int32(unknown)
        _bits(known, column[2], first, count)
        for row in range(count):
            into[row] = into[row] if known[row] else filler


@_compiled
def _read_small(into, count, known, column, begin, unknown):
    """The same for so many values that fit a byte."""
    first = column[1] + begin
    if column[0] == BITS:
        _bits(into, column[3], first, count)
    else:
        _copy(into[:count], carray(_at(column[3]), first + count, np.uint8)[first:])
    if column[2]:
        _bits(known, column[2], first, count)
        for row in range(count):
            into[row] = into[row] if known[row] else unknown


@_compiled
def _copy(into, values):
    for row in range(len(into)):
        into[row] = values[row]


@_compiled
def _bits(into, address, first, count):
    """So many bits from the first on, a byte for each; eight at once, so `into` is a little longer."""
    eights, last = into.view(np.uint64), (first + count - 1) >> 3
    bits, shift = carray(_at(address), last + 1, np.uint8)[first >> 3 :], first & 7
    if shift == 0:
        for place in range((count + 7) >> 3):
            eights[place] = _SPREAD[bits[place]]
        return
    for place in range((count + 7) >> 3):
        following = bits[min(place + 1, len(bits) - 1)]
        eights[place] = _SPREAD[(bits[place] >> shift | following << (8 - shift)) & 255]


@_compiled
def _reached(into, values, limits):
    """How many limits each value has reached."""
    into[:] = 0
    for place in range(len(limits)):
        limit = np.int32(limits[place])
        for row in range(len(into)):
            into[row] += np.int32(values[row] >= limit)


@_compiled
def _name(into, sought, listed, inner, begin):
    """Whether each list has the State: no, yes, unknown."""
    first, count = listed[1] + begin, len(into)
    ends = carray(_at(listed[3]), first + count + 1, np.int64)[first:]
    last = inner[1] + ends[count]
    if inner[0] == U8:
        _find(into, sought, ends, carray(_at(inner[3]), last, np.uint8)[inner[1] :])
    else:
        _find(into, sought, ends, carray(_at(inner[3]), last, np.uint16)[inner[1] :])
    if listed[2]:
        bits = carray(_at(listed[2]), (first + count + 7) >> 3, np.uint8)
        for row in range(count):
            if not (bits[(first + row) >> 3] >> ((first + row) & 7)) & 1:
                into[row] = 2


@_compiled
def _find(into, sought, ends, states):
    for row in range(len(into)):
        state, begin, end = sought[row], ends[row], ends[row + 1]
        has = begin < end and states[begin] == state
        for place in range(begin + 1, end):
            has |= states[place] == state
        into[row] = 2 if state < 0 and begin < end else has


@_compiled
def _profiles(into, states, days, runs, small):
    """The number of each State's profile on the day."""
    epochs, profiles, width = small[runs[2] :], small[runs[4] :], runs[3]
    for row in range(len(into)):
        into[row] = profiles[states[row] * width + epochs[days[row] - runs[0]]]


@_compiled
def _together(into, days, listed, inner, runs, small, unseen, begin):
    """The number of the profile that the States of each list have together on the day."""
    first, count = listed[1] + begin, len(into)
    ends = carray(_at(listed[3]), first + count + 1, np.int64)[first:]
    last = inner[1] + ends[count]
    if inner[0] == U8:
        _join(into, days, ends, carray(_at(inner[3]), last, np.uint8)[inner[1] :], runs, small, unseen)
    else:
        _join(into, days, ends, carray(_at(inner[3]), last, np.uint16)[inner[1] :], runs, small, unseen)
    if listed[2]:
        bits = carray(_at(listed[2]), (first + count + 7) >> 3, np.uint8)
        nobody_told = runs[4] + runs[7] * runs[3]
        for row in range(count):
            if not (bits[(first + row) >> 3] >> ((first + row) & 7)) & 1:
                into[row] = small[nobody_told + small[runs[2] + days[row] - runs[0]]]


@_compiled
def _join(into, days, ends, states, runs, small, unseen):
    epochs, profiles, pairs, width, size = small[runs[2] :], small[runs[4] :], small[runs[5] :], runs[3], runs[6]
    for row in range(len(into)):
        epoch, begin, end = epochs[days[row] - runs[0]], ends[row], ends[row + 1]
        state = np.int64(states[begin]) if begin < end else runs[7] + 1
        found = profiles[state * width + epoch]
        for place in range(begin + 1, end):
            other = profiles[states[place] * width + epoch]
            if found >= size or other >= size:
                found = unseen
                break
            found = pairs[found * size + other]
        into[row] = found


@_compiled
def _gather(lane, says, number, is_first):
    if is_first:
        for row in range(len(lane)):
            lane[row] = says[number[row]]
    else:
        for row in range(len(lane)):
            lane[row] &= says[number[row]]


@_compiled
def _gather_both(sure, possible, says, number, is_first):
    """The same for two forms, whose words stand side by side."""
    if is_first:
        for row in range(len(sure)):
            place = 2 * np.int64(number[row])
            sure[row], possible[row] = says[place], says[place + 1]
    else:
        for row in range(len(sure)):
            place = 2 * np.int64(number[row])
            sure[row] &= says[place]
            possible[row] &= says[place + 1]


@_compiled
def _fold(word, lane, shift, mask, is_first):
    left, right = np.uint64(max(-shift, 0)), np.uint64(max(shift, 0))
    if is_first:
        for row in range(len(word)):
            word[row] = (lane[row] >> right << left) & mask
    else:
        for row in range(len(word)):
            word[row] |= (lane[row] >> right << left) & mask
