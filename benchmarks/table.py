"""Measures the evaluation of tables against a plain scan, as ratios of interleaved runs: `python -m benchmarks.table [rows ...]`.

The workload has a fixed seed. A sample of every answer is compared with the reference before anything is timed. Sixty provisions are
spread evenly over the catalogue. Times are medians of rounds; the floor is the better of the scans.
"""

import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping
from time import perf_counter

import polars as pl

from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.tables.rights import HOLDS, RightsTable
from amparo.rules.conditions import facts_read
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.truth import Truth
from amparo.situation.situations import Situation
from benchmarks.floors import floors
from benchmarks.workload import workload

ROUNDS = 3
SAMPLE = 100
SIXTY = 60


def main() -> None:
    sizes = [int(float(word)) for word in sys.argv[1:]] or [1, 10_000, 1_000_000, 10_000_000]
    catalogue = load_catalogue(())
    every = list(catalogue.provisions.values())
    sixty = RightsTable(catalogue, every[:: len(every) // SIXTY][:SIXTY])
    whole = RightsTable(catalogue, every)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Polars {pl.__version__}")
    print(f"medians of {ROUNDS} interleaved rounds; ns for each row\n")
    for rows in sizes:
        for clustered in (True, False):
            print(f"{rows:,} rows, {'people in corridors' if clustered else 'every column on its own'}")
            one_word = measure_sixty(workload(rows, sixty, clustered=clustered), sixty)
            measure_whole(workload(rows, whole, clustered=clustered), whole, one_word)


def measure_sixty(frame: pl.DataFrame, rights: RightsTable) -> float:
    """Times sixty provisions; returns the time of holding surely, in one word."""
    check(frame, rights)
    facts = sorted({name for one in rights.table.sections[HOLDS] for name in facts_read(one)} | {"date"})
    scans = floors(frame, facts, 1)
    found = interleaved(
        scans
        | {
            "holds, surely": lambda: rights.words(frame, forms=["yes"], of=[HOLDS]),
            "both answers, three values": lambda: rights.words(frame),
        }
    )
    floor, ours, both = min(found[name] for name in scans), found["holds, surely"], found["both answers, three values"]
    tell(found, frame.height)
    print(f"    holds surely / floor: {ours / floor:.2f} (bar 3.5)")
    print(f"    both answers, three values / holds surely: {both / ours:.2f} (bar 2.2)")
    return ours


def measure_whole(frame: pl.DataFrame, rights: RightsTable, one_word: float) -> None:
    check(frame, rights)
    words = -(-len(rights.provisions) // 64)
    name = f"{len(rights.provisions)} provisions, holds surely"
    found = interleaved({name: lambda: rights.words(frame, forms=["yes"], of=[HOLDS])})
    tell(found, frame.height)
    print(f"    for each of {words} words / one word: {found[name] / words / one_word:.2f} (bar 1.3)\n")


def interleaved(work: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds for each, the median of rounds in which each has its turn; the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS + 1):
        for name, run in work.items():
            begun = perf_counter()
            run()
            taken[name].append(perf_counter() - begun)
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def tell(found: Mapping[str, float], rows: int) -> None:
    for name, seconds in found.items():
        print(f"    {name:34}{seconds * 1e9 / rows:12,.1f}{seconds:10.3f} s")


def check(frame: pl.DataFrame, rights: RightsTable) -> None:
    """Compares a sample with the reference, row by row; and the whole with itself, cut into other batches."""
    sample = frame.sample(min(SAMPLE, frame.height), seed=1)
    answers = rights.table.answers(sample)
    ids, count = [one.id for one in rights.provisions], len(rights.provisions)
    for row, told in zip(sample.iter_rows(named=True), answers.iter_rows(), strict=True):
        expected = values(situation(row, rights.catalogue), rights.catalogue)
        for place, name in enumerate(ids):
            assert (Truth.of(told[place]), Truth.of(told[count + place])) == expected[name], name
    head = frame.head(50_000)
    again = pl.concat([rights.table.words(part) for part in head.iter_slices(7_777)])
    assert rights.words(frame).head(50_000).equals(again), "batches differ"


def situation(row: Mapping[str, object], catalogue: Catalogue) -> Situation:
    """The row as one person."""
    facts = {name: value for name, value in row.items() if value is not None}
    facts["date"] = Period(row["date"], row["date"])  # type: ignore[arg-type]
    for name in catalogue.vocabulary.numbers():
        if name in facts:
            facts[name] = Interval(facts[name], facts[name])  # type: ignore[arg-type]
    if "nationality" in facts:
        facts["nationality"] = frozenset(facts["nationality"])  # type: ignore[call-overload]
    return Situation(facts)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
