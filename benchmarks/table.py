"""Measures the evaluation of tables against a plain scan, as ratios of interleaved runs: `python -m benchmarks.table [rows ...]`.

The workload has a fixed seed. A sample of every answer is compared with the reference before anything is timed, and every row of one
engine with the other. Sixty provisions are spread evenly over the catalogue. Times are medians of rounds, by the clock and by the
processor, since other work on the machine stretches the first; the floor is the better of the scans.
"""

import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping
from time import perf_counter, process_time
from typing import NamedTuple

import polars as pl

from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.tables.rights import HOLDS, RightsTable
from amparo.rules.conditions import facts_read
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.table.engines import SWITCH, is_compiled
from amparo.rules.truth import Truth
from amparo.situation.situations import Situation
from benchmarks.floors import floors
from benchmarks.workload import workload

ENGINES = {"Polars": 3.5, "compiled": 1.5} if is_compiled() else {"Polars": 3.5}  # with the bar of each
ROUNDS = 3
SAMPLE = 100
SIXTY = 60


class Seconds(NamedTuple):
    clock: float
    processor: float


def main() -> None:
    sizes = [int(float(word)) for word in sys.argv[1:]] or [1, 10_000, 1_000_000, 10_000_000]
    catalogue = load_catalogue(())
    every = list(catalogue.provisions.values())
    sixty = RightsTable(catalogue, every[:: len(every) // SIXTY][:SIXTY])
    whole = RightsTable(catalogue, every)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Polars {pl.__version__}")
    print(f"medians of {ROUNDS} interleaved rounds; ns for each row; load {os.getloadavg()}\n")
    for rows in sizes:
        for clustered in (True, False):
            print(f"{rows:,} rows, {'people in corridors' if clustered else 'every column on its own'}")
            one_word = measure_sixty(workload(rows, sixty, clustered=clustered), sixty)
            measure_whole(workload(rows, whole, clustered=clustered), whole, one_word)


def measure_sixty(frame: pl.DataFrame, rights: RightsTable) -> dict[str, Seconds]:
    """Times sixty provisions; returns the times of holding surely, in one word, by engine."""
    check(frame, rights)
    facts = sorted({name for one in rights.table.sections[HOLDS] for name in facts_read(one)} | {"date"})
    scans = floors(frame, facts, 1)
    surely = {name: with_engine(name, lambda: rights.words(frame, forms=["yes"], of=[HOLDS])) for name in ENGINES}
    both = {name: with_engine(name, lambda: rights.words(frame)) for name in ENGINES}
    found = interleaved(
        scans
        | {f"{name}: holds, surely": work for name, work in surely.items()}
        | {f"{name}: both answers, three values": work for name, work in both.items()}
    )
    tell(found, frame.height)
    floor = Seconds(*(min(times) for times in zip(*(found[name] for name in scans), strict=True)))
    one_word = {name: found[f"{name}: holds, surely"] for name in ENGINES}
    for name, bar in ENGINES.items():
        compare(f"{name}: holds surely / floor", one_word[name], floor, bar)
        compare(f"{name}: both / holds surely", found[f"{name}: both answers, three values"], one_word[name], 2.2)
    return one_word


def measure_whole(frame: pl.DataFrame, rights: RightsTable, one_word: Mapping[str, Seconds]) -> None:
    check(frame, rights)
    words = -(-len(rights.provisions) // 64)
    ask = {name: with_engine(name, lambda: rights.words(frame, forms=["yes"], of=[HOLDS])) for name in ENGINES}
    found = interleaved({f"{name}: {len(rights.provisions)} provisions": work for name, work in ask.items()})
    tell(found, frame.height)
    for (name, one), times in zip(one_word.items(), found.values(), strict=True):
        compare(f"{name}: for each of {words} words / one word", Seconds(*(each / words for each in times)), one, 1.3)


def with_engine(name: str, work: Callable[[], object]) -> Callable[[], object]:
    """The same work, done by one of the engines."""

    def run() -> object:
        os.environ[SWITCH] = "off" if name == "Polars" else ""
        return work()

    return run


def interleaved(work: Mapping[str, Callable[[], object]]) -> dict[str, Seconds]:
    """The times of each, medians of rounds in which each has its turn; the first round only warms up."""
    taken: dict[str, list[Seconds]] = {name: [] for name in work}
    for _ in range(ROUNDS + 1):
        for name, run in work.items():
            begun = Seconds(perf_counter(), process_time())
            run()
            taken[name].append(Seconds(perf_counter() - begun.clock, process_time() - begun.processor))
    return {name: Seconds(*map(statistics.median, zip(*times[1:], strict=True))) for name, times in taken.items()}


def tell(found: Mapping[str, Seconds], rows: int) -> None:
    for name, seconds in found.items():
        clock, processor = (each * 1e9 / rows for each in seconds)
        print(f"    {name:40}{clock:12,.1f} by the clock{processor:12,.1f} of processors", flush=True)


def compare(what: str, one: Seconds, other: Seconds, bar: float) -> None:
    clock, processor = (a / b for a, b in zip(one, other, strict=True))
    print(f"    {what}: {clock:.2f} by the clock, {processor:.2f} of processors (bar {bar})", flush=True)


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
    found = [with_engine(name, lambda: rights.words(frame))() for name in ENGINES]
    assert found[0].head(50_000).equals(again), "batches differ"  # type: ignore[attr-defined]
    assert all(one.equals(found[0]) for one in found), "engines differ"  # type: ignore[attr-defined]


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
