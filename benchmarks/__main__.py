"""Measures the rights engine on the demonstration accounts, and then the web, and prints the figures beside their bars.

Every answer is checked before it is timed: the values alone must equal the values with reasons. Measurements of one kind are
interleaved over the accounts, and the median is printed with the slowest. Absolute times depend on the machine, which is named.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from amparo.norms.answers.as_json import plain_answers
from amparo.norms.answers.rights import rights, values
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts

ROUNDS = 20
SITUATION = '{"state": "MEX", "date": "2024-05-01", "role": "destination", "nationality": ["GTM"], "work": "employed"}'


def main() -> None:
    catalogue = load_catalogue()
    situations = [account.on_the_day for account in accounts(catalogue)]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {len(catalogue.provisions)} provisions,"
    )
    print(f"{len(situations)} situations, {ROUNDS} rounds; milliseconds, median and slowest\n")
    for situation in situations:
        whole = {
            one.provision.id: (one.holds.value, one.engaged.value) for one in rights(situation, catalogue=catalogue)
        }
        assert whole == values(situation, catalogue), "the two disagree"
    tell("values alone", 5, timed(lambda one: values(one, catalogue), situations))
    tell("all answers with reasons", 50, timed(lambda one: rights(one, catalogue=catalogue), situations))
    tell(
        "the same, written as JSON",
        None,
        timed(lambda one: plain_answers(rights(one, catalogue=catalogue), "en"), situations),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "situation.json")
        path.write_text(SITUATION, encoding="utf-8")
        amparo = str(Path(sys.executable).parent / "amparo")
        tell(
            "import amparo, less bare Python",
            50,
            [start("-c", "import amparo") - start("-c", "pass") for _ in range(ROUNDS)],
        )
        tell("amparo rights, from a cold start", 600, [command(amparo, "rights", str(path)) for _ in range(ROUNDS)])
    # On SQLite, which is everywhere; `python -m benchmarks.web` measures PostgreSQL too.
    print(flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.web", "--database", "sqlite"], check=True)


def timed(work: Callable[[object], object], situations: Iterable[object]) -> list[float]:
    """Milliseconds for each situation in each round."""
    taken = []
    for _ in range(ROUNDS):
        for situation in situations:
            begun = perf_counter()
            work(situation)
            taken.append((perf_counter() - begun) * 1000)
    return taken


def start(*arguments: str) -> float:
    """Milliseconds for a run of Python."""
    return command(sys.executable, *arguments)


def command(*words: str) -> float:
    begun = perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return (perf_counter() - begun) * 1000


def tell(what: str, bar: int | None, taken: list[float]) -> None:
    against = f"bar {bar}" if bar else ""
    print(f"{what:34}{statistics.median(taken):9.1f}{max(taken):9.1f}   {against}")


if __name__ == "__main__":
    main()
