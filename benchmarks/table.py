"""Measures the evaluation of tables against a plain scan: `python -m benchmarks.table [rows ...] [--shape corridors] [--files]`.

The workload has a fixed seed: people in corridors, or every column on its own (`adversarial`). Sixty provisions are spread evenly over
the catalogue. All work is interleaved, and the floor is the better of the scans; a table of more than a million rows is made, checked
and timed in parts. Of every part a sample is compared with the reference, row by row, and every row of one engine with the other.
`--files` measures from file to file instead.
"""

import argparse
from collections.abc import Mapping

import polars as pl

from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.tables.rights import HOLDS, RightsTable
from amparo.rules.conditions import facts_read
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.table.engines import is_compiled
from amparo.rules.truth import Truth
from amparo.situation.situations import Situation
from benchmarks.files import measure_files
from benchmarks.floors import floors
from benchmarks.timing import Rounds, Seconds, compare, least, machine, parts, rounds_of_part, with_engine
from benchmarks.workload import SHAPES, workload

ENGINES = {"Polars": 3.5, "compiled": 1.5} if is_compiled() else {"Polars": 3.5}  # with the bar of each
SAMPLE = 100
SIXTY = 60


def main() -> None:
    asked = arguments(__doc__, [1, 10_000, 1_000_000, 10_000_000], "--files")
    catalogue = load_catalogue(())
    sixty, whole = sixty_of(catalogue), RightsTable(catalogue, list(catalogue.provisions.values()))
    print(f"{machine()}\nmedians of interleaved rounds; ns for each row\n")
    for rows in asked.rows:
        for shape in asked.shape:
            print(f"{rows:,} rows, {SHAPES[shape]}", flush=True)
            if asked.files:
                measure_files(rows, sixty, shape)
                continue
            found = Rounds()
            scans = [
                measure_sixty(found, workload(some, sixty, shape, first), sixty, rows) for first, some in parts(rows)
            ]
            for first, some in parts(rows):
                measure_whole(found, workload(some, whole, shape, first), whole, rows)
            tell(found, scans[0], len(whole.provisions))


def arguments(told: str | None, sizes: list[int], *flags: str) -> argparse.Namespace:
    """How many rows of which shapes, and whether each flag was given."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=lambda word: int(float(word)), default=sizes)
    parser.add_argument("--shape", action="append", choices=SHAPES)
    for flag in flags:
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    asked.shape = asked.shape or list(SHAPES)
    return asked


def sixty_of(catalogue: Catalogue) -> RightsTable:
    """Sixty provisions, spread evenly over the catalogue."""
    every = list(catalogue.provisions.values())
    return RightsTable(catalogue, every[:: len(every) // SIXTY][:SIXTY])


def measure_sixty(found: Rounds, frame: pl.DataFrame, rights: RightsTable, rows: int) -> list[str]:
    """Times sixty provisions on one part of so many rows; returns the names of the scans."""
    check(frame, rights)
    facts = sorted({name for one in rights.table.sections[HOLDS] for name in facts_read(one)} | {"date"})
    scans = floors(frame, facts, 1)
    surely = {name: with_engine(name, lambda: rights.words(frame, forms=["yes"], of=[HOLDS])) for name in ENGINES}
    both = {name: with_engine(name, lambda: rights.words(frame)) for name in ENGINES}
    work = {f"{name}: holds, surely": one for name, one in surely.items()}
    work |= {f"{name}: both answers, three values": one for name, one in both.items()}
    found.add(scans | work, frame.height, rounds_of_part(rows))
    return list(scans)


def measure_whole(found: Rounds, frame: pl.DataFrame, rights: RightsTable, rows: int) -> None:
    check(frame, rights)
    ask = {name: with_engine(name, lambda: rights.words(frame, forms=["yes"], of=[HOLDS])) for name in ENGINES}
    work = {f"{name}: all provisions, surely": one for name, one in ask.items()}
    found.add(work, frame.height, rounds_of_part(rows))


def tell(found: Rounds, scans: list[str], provisions: int) -> None:
    found.tell()
    floor, words = least(*(found[name] for name in scans)), -(-provisions // 64)
    for name, bar in ENGINES.items():
        one_word, both = found[f"{name}: holds, surely"], found[f"{name}: both answers, three values"]
        compare(f"{name}: holds surely / floor", one_word, floor, bar)
        compare(f"{name}: both / holds surely", both, one_word, 2.2)
        each = Seconds(*(time / words for time in found[f"{name}: all provisions, surely"]))
        compare(f"{name}: each of {words} words of {provisions} provisions / one word", each, one_word, 1.3)


def check(frame: pl.DataFrame, rights: RightsTable) -> None:
    """Compares a sample with the reference; batches with others; and every row of one engine with the other."""
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
