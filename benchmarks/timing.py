"""Times by the clock and by the processor, of work that is interleaved: each has its turn in every round.

Other work on the machine stretches the clock, and less so the processor's time.
"""

import os
import platform
import statistics
from collections.abc import Callable, Iterator, Mapping
from time import perf_counter, process_time
from typing import NamedTuple

import polars as pl

from amparo.rules.table.engines import SWITCH

ROUNDS = 3
PART = 1_000_000  # rows: a longer table is made, checked and timed in parts, each of which is a round
Work = Callable[[], object]


class Seconds(NamedTuple):
    clock: float
    processor: float

    @classmethod
    def of(cls, run: Work) -> "Seconds":
        """What the work takes in this process."""
        begun = cls(perf_counter(), process_time())
        run()
        return cls(perf_counter() - begun.clock, process_time() - begun.processor)


class Rounds:
    """The seconds that each piece of work took for a row, round by round."""

    def __init__(self) -> None:
        self._taken: dict[str, list[Seconds]] = {}

    def add(self, work: Mapping[str, Work], rows: int, rounds: int) -> None:
        """So many rounds of all the work; what was never done before is done once beforehand, to warm up."""
        for nth in range(-1, rounds):
            for name, run in work.items():
                if nth >= 0:
                    self.take(name, Seconds(*(each / rows for each in Seconds.of(run))))
                elif name not in self._taken:
                    run()

    def take(self, name: str, seconds: Seconds) -> None:
        """Notes what a round took for each row."""
        self._taken.setdefault(name, []).append(seconds)

    def __getitem__(self, name: str) -> Seconds:
        """The medians."""
        return Seconds(*map(statistics.median, zip(*self._taken[name], strict=True)))

    def tell(self) -> None:
        for name in self._taken:
            clock, processor = (each * 1e9 for each in self[name])
            print(f"    {name:40}{clock:12,.1f} by the clock{processor:12,.1f} of processors", flush=True)


def least(*several: Seconds) -> Seconds:
    """The best of each kind of time."""
    return Seconds(*map(min, zip(*several, strict=True)))


def compare(what: str, one: Seconds, other: Seconds, bar: float) -> None:
    clock, processor = (a / b for a, b in zip(one, other, strict=True))
    print(f"    {what}: {clock:.2f} by the clock, {processor:.2f} of processors (bar {bar})", flush=True)


def parts(rows: int) -> Iterator[tuple[int, int]]:
    """The first row of each part of a table, and how many it has."""
    return ((first, min(PART, rows - first)) for first in range(0, rows, PART))


def rounds_of_part(rows: int) -> int:
    """How often each part is timed."""
    return -(-ROUNDS * PART // max(rows, PART))


def with_engine(name: str, work: Work) -> Work:
    """The same work, done by one of the engines."""

    def run() -> object:
        os.environ[SWITCH] = "off" if name == "Polars" else ""
        return work()

    return run


def machine() -> str:
    """The machine, and how busy it is."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    versions = f"Python {platform.python_version()}, Polars {pl.__version__}"
    return f"{platform.machine()}, {os.cpu_count()} cores, {pl.thread_pool_size()} threads, {versions}; load {load}"
