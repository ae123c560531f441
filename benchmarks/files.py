"""Measures `amparo evaluate` from a Parquet file to another against a plain scan of the same columns that writes as many words.

Each is a process of its own, so that starting up, compiling tables and loading what Numba compiled are counted.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl

from amparo.norms.tables.evaluating import WORDS, evaluate
from amparo.norms.tables.rights import RightsTable
from amparo.rules.table.engines import SWITCH, is_compiled
from benchmarks.timing import ROUNDS, Rounds, Seconds, compare, parts
from benchmarks.workload import workload

BAR = 2
SCAN = "plain scan"
_NATIONALITIES = pl.col("nationality").list.len()
_STATELESS = pl.when(_NATIONALITIES.is_null()).then("stateless").otherwise(_NATIONALITIES == 0).alias("stateless")


def measure_files(rows: int, rights: RightsTable, shape: str) -> None:
    """Prints the times of the scan and of each engine, and what each held in memory at most; every row of their answers is compared."""
    with TemporaryDirectory(prefix="amparo-bench-") as folder:
        source = _written(Path(folder, "people.parquet"), rows, rights, shape)
        work = {SCAN: _scan(source, rights), "Polars": _evaluate(source, rights, "off")}
        if is_compiled():
            work["compiled"] = _evaluate(source, rights, "")
        found, most = Rounds(), dict[str, float]()
        for _ in range(ROUNDS):
            for name, (words, environment) in work.items():
                seconds, mebibytes = _ran([*words, str(_out(source, name))], environment)
                found.take(name, Seconds(*(each / rows for each in seconds)))
                most[name] = max(most.get(name, 0), mebibytes)
        _check(source, rights, [name for name in work if name != SCAN])
    found.tell()
    for name in work:
        print(f"    {name}: {most[name]:,.0f} MiB at most")
        if name != SCAN:
            compare(f"{name}: from file to file / {SCAN}", found[name], found[SCAN], BAR)


def _written(source: Path, rows: int, rights: RightsTable, shape: str) -> Path:
    """The people in one file, written part by part."""
    pieces = []
    for first, some in parts(rows):
        pieces.append(source.with_name(f"{first}.parquet"))
        workload(some, rights, shape, first).with_columns(_STATELESS).write_parquet(pieces[-1])
    pl.scan_parquet(pieces).sink_parquet(source)
    for piece in pieces:
        piece.unlink()
    return source


def _scan(source: Path, rights: RightsTable) -> tuple[list[str], Mapping[str, str]]:
    words = 4 * -(-len(rights.provisions) // 64)  # holds and engaged, surely and possibly
    return [sys.executable, "-m", "benchmarks.floors", str(words), str(source)], os.environ


def _evaluate(source: Path, rights: RightsTable, switch: str) -> tuple[list[str], Mapping[str, str]]:
    asked = [word for one in rights.provisions for word in ("--provision", one.id)]
    return [str(Path(sys.executable).parent / "amparo"), "evaluate", *asked, str(source)], os.environ | {SWITCH: switch}


def _out(source: Path, name: str) -> Path:
    return source.with_name(f"{name.replace(' ', '-')}.parquet")


def _ran(words: Sequence[str], environment: Mapping[str, str]) -> tuple[Seconds, float]:
    """What the process took, and the MiB that it held at most."""
    begun = perf_counter()
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE)
    assert process.stderr
    told = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, told
    return Seconds(perf_counter() - begun, used.ru_utime + used.ru_stime), used.ru_maxrss / 1024


def _check(source: Path, rights: RightsTable, engines: Sequence[str]) -> None:
    """Every row of every file of answers is what the library says of the row."""
    people = pl.scan_parquet(source)
    for first, some in parts(int(people.select(pl.len()).collect().item())):
        asked = [one.id for one in rights.provisions]
        expected = evaluate(people.slice(first, some), provision=asked, form=WORDS, catalogue=rights.catalogue)
        for name in engines:
            told = pl.scan_parquet(_out(source, name)).slice(first, some).collect()
            assert told.equals(expected), f"{name}: rows from {first} on differ"
