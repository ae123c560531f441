"""States by day: what the tests that a State's own history answers say of it, on every day.

A State's answers change on few days, so its history is a short list of epochs. Each epoch has the number of a *profile*, the
tuple of what every test says; a day gives an epoch, State and epoch a profile, with two gathers from small tables. Periods of
several days in which nothing turns read like their first day; the others are asked for one by one, and remembered.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from threading import RLock
from typing import Any, Protocol

import polars as pl

from amparo.rules.conditions import Among, Groups, Includes, Leaf, Within, test_value
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, Truth

Profile = tuple[Truth, ...]
UNSEEN = 2**32 - 1
_EPOCH = date(1970, 1, 1)
_ANY_DAY = date(2000, 1, 1)


class DatedGroups(Groups, Protocol):
    """Groups that also tell on which days a State's belonging may turn; between two of these it stays what it is."""

    def turns(self, group: str, state: str) -> Collection[date]: ...


class Ledger:
    """Numbers profiles in the order in which they are met; several threads may meet them."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._numbers: dict[Profile, int] = {}
        self._profiles: list[Profile] = []

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "lock": None}  # a copy sent to another process has a lock of its own

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, lock=RLock())

    def __len__(self) -> int:
        return len(self._profiles)

    def __getitem__(self, number: int) -> Profile:
        return self._profiles[number]

    def since(self, number: int) -> list[Profile]:
        """The profiles from that number on."""
        return self._profiles[number:]

    def number(self, profile: Profile) -> int:
        with self.lock:
            if profile not in self._numbers:
                self._profiles.append(profile)
                self._numbers[profile] = len(self._profiles) - 1
            return self._numbers[profile]


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The profile of every State seen in every epoch, and the epoch of each day from the first to the last (in days since 1970).

    The epochs are those of all States together, so that one small table of days serves them all.
    """

    first: int
    last: int
    epochs: pl.Series
    width: int
    profiles: pl.Series  # by State's code times width plus epoch; of a State that was never seen, UNSEEN

    def covers(self, least: int, most: int) -> bool:
        return self.first <= least and most <= self.last


class Runs:
    """Gives the profile number of a State in a period.

    `states` are in the order of their codes; the code after them stands for a State that is not known, the next for none at all.
    Several threads may ask at once.
    """

    def __init__(self, leaves: Sequence[Leaf], states: Sequence[str], groups: DatedGroups, ledger: Ledger) -> None:
        self.leaves, self.states, self.groups, self.ledger = leaves, states, groups, ledger
        self.unknown, self.nobody = len(states), len(states) + 1
        self._lock = RLock()
        self.laid = Laid(0, -1, pl.Series([], dtype=pl.UInt32), 0, pl.Series([], dtype=pl.UInt32))
        self._own: dict[tuple[str, str], tuple[list[date], list[Truth]]] = {}
        self._histories: dict[int, tuple[list[date], list[int]]] = {}
        self._periods: dict[tuple[int, date, date], int] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=RLock())

    def profiles(self, frame: pl.DataFrame, states: pl.Expr, first: str, last: str) -> pl.Series:
        """The profile number of each row: its State's code, and the columns with the first and the last day of its period."""
        if not frame.height:
            return pl.Series([], dtype=pl.UInt32)
        least, most = (_number(end) for end in (frame[first].min(), frame[first].max()))  # type: ignore[arg-type]
        laid = self.laid if self.laid.covers(least, most) else self._widened(least, most)
        numbers = _looked_up(laid, frame, states, first)
        if numbers.max() == UNSEEN:
            numbers = _looked_up(self._with_states(frame.select(states).to_series()), frame, states, first)
        return (
            numbers
            if first == last
            else self._of_periods(numbers, frame.select(states).to_series(), frame[first], frame[last])
        )

    def _widened(self, least: int, most: int) -> Laid:
        """Laid out over the years of these days too; over a single day while no other is asked about."""
        with self._lock:
            if self.laid.first <= self.laid.last:
                least, most = min(least, self.laid.first), max(most, self.laid.last)
            if least < most:
                least = (date(_day(least).year, 1, 1) - _EPOCH).days
                most = (date(_day(most).year, 12, 31) - _EPOCH).days
            return self._lay(least, most)

    def _with_states(self, states: pl.Series) -> Laid:
        with self._lock:
            for code in states.unique():
                if code not in self._histories:
                    self._histories[code] = self._history(code)
            return self._lay(self.laid.first, self.laid.last)

    def _lay(self, least: int, most: int) -> Laid:
        inside = {turn for turns, _ in self._histories.values() for turn in turns if least < _number(turn) <= most}
        begins = [_day(least), *sorted(inside)]
        ends = [*(_number(begin) for begin in begins[1:]), most + 1]
        days = [end - _number(begin) for begin, end in zip(begins, ends, strict=True)]
        spread = pl.DataFrame({"epoch": range(len(begins)), "days": days}).select(pl.col("epoch").repeat_by("days"))
        rows = [pl.repeat(UNSEEN, len(begins), dtype=pl.UInt32, eager=True)] * (len(self.states) + 2)
        for code, (turns, numbers) in self._histories.items():
            rows[code] = pl.Series([numbers[bisect_right(turns, begin)] for begin in begins], dtype=pl.UInt32)
        epochs = spread.to_series().explode().cast(pl.UInt32)
        self.laid = Laid(least, most, epochs, len(begins), pl.concat(rows, rechunk=True))
        return self.laid

    def _history(self, code: int) -> tuple[list[date], list[int]]:
        """The days on which the State's profile may turn, and the numbers of its profiles before, between and after them."""
        now, changes = list(self._profile(code, _ANY_DAY)), dict[date, list[tuple[int, Truth]]]()
        for place, leaf in enumerate(self.leaves) if code < len(self.states) else ():
            if isinstance(leaf, Within):
                turns, (now[place], *after) = self._of_group(leaf.group, self.states[code])
                for turn, value in zip(turns, after, strict=True):
                    changes.setdefault(turn, []).append((place, value))
        found = [self.ledger.number(tuple(now))]
        for turn in sorted(changes):
            for place, value in changes[turn]:
                now[place] = value
            found.append(self.ledger.number(tuple(now)))
        return sorted(changes), found

    def _profile(self, code: int, day: date, until: date | None = None) -> Profile:
        if code >= len(self.states):
            return (UNKNOWN if code == self.unknown else NO,) * len(self.leaves)
        return tuple(self._says(leaf, self.states[code], day, until or day) for leaf in self.leaves)

    def _says(self, leaf: Leaf, state: str, first: date, last: date) -> Truth:
        if isinstance(leaf, Among):
            return test_value(leaf, state, {})
        if isinstance(leaf, Includes):
            return test_value(leaf, frozenset({state}), {})
        assert isinstance(leaf, Within)
        turns, values = self._of_group(leaf.group, state)
        epoch = bisect_right(turns, first)
        if first != last and bisect_right(turns, last) != epoch:
            return self.groups.belonging(leaf.group, state, Period(first, last)).value
        return values[epoch]

    def _of_group(self, group: str, state: str) -> tuple[list[date], list[Truth]]:
        key = group, state
        if key not in self._own:
            turns = sorted(self.groups.turns(group, state))
            days = [Period(day, day) for day in _days_between(turns)]
            self._own[key] = turns, [self.groups.belonging(group, state, day).value for day in days]
        return self._own[key]

    def _of_periods(self, numbers: pl.Series, states: pl.Series, first: pl.Series, last: pl.Series) -> pl.Series:
        """The numbers, put right for rows whose period has several days."""
        rows = (first != last).arg_true()
        if not len(rows):
            return numbers
        asked = pl.DataFrame({"state": states.gather(rows), "first": first.gather(rows), "last": last.gather(rows)})
        distinct = asked.unique()
        with self._lock:
            found = [self._of_period(*key) for key in distinct.iter_rows()]
        answers = distinct.with_columns(pl.Series("number", found, dtype=pl.UInt32))
        mended = asked.join(answers, on=["state", "first", "last"], how="left", maintain_order="left").get_column(
            "number"
        )
        return numbers.scatter(rows, mended)

    def _of_period(self, code: int, first: date, last: date) -> int:
        key = code, first, last
        if key not in self._periods:
            self._periods[key] = self.ledger.number(self._profile(code, first, last))
        return self._periods[key]


def _looked_up(laid: Laid, frame: pl.DataFrame, states: pl.Expr, day: str) -> pl.Series:
    """In one expression, so that Polars works on several batches at once; between single steps Python would hold it up."""
    since = (pl.col(day).to_physical() - laid.first).cast(pl.UInt32, wrap_numerical=True)  # never below none
    row = states.cast(pl.UInt32) * laid.width + pl.lit(laid.epochs).gather(since)
    return frame.select(pl.lit(laid.profiles).gather(row).alias("profile")).to_series()


def _number(day: date) -> int:
    return (day - _EPOCH).days


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def _days_between(turns: Sequence[date]) -> list[date]:
    """A day before the first turn, and each turn."""
    return [turns[0] - timedelta(days=1), *turns] if turns else [_ANY_DAY]


def combine(leaves: Sequence[Leaf], one: Profile, other: Profile) -> Profile:
    """What the tests say of a list of States that has those of both profiles: every is the least, some and includes the greatest."""
    is_every = [isinstance(leaf, Within) and leaf.how == "every" for leaf in leaves]
    return tuple(min(a, b) if every else max(a, b) for every, a, b in zip(is_every, one, other, strict=True))
