"""Measures the web and prints each number beside its bar.

    python -m benchmarks.web [--database sqlite|postgres|both] [--reports 1000] [--senders 4] [--inbox 100000] [--full [10000]]
        [--events 10000] [--install]

For each database a fresh home is made and the server started as `amparo serve` starts it. Browsers without JavaScript fetch a form,
send it, and read the receipt out of the page; the sizes of the pages, and every receipt, list and count, are checked. Browsers and
server share the machine, so times include the wait for a processor. PostgreSQL is the one at postgres@127.0.0.1:5432; a database of
its own is made there and dropped.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from time import sleep

from benchmarks.web import cases, inbox, installing, pages, reports
from benchmarks.web.figures import Figure, at_most
from benchmarks.web.server import Server, installation, serving

IDLE_SECONDS = 5


def main() -> None:
    asked = arguments()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    print(f"{asked.reports:,} reports by {asked.senders} senders; {asked.inbox:,} reports in the inbox\n")
    missed = 0
    for database in ("sqlite", "postgres") if asked.database == "both" else (asked.database,):
        missed += tell(database, measure(database, asked))
    if asked.install:
        missed += tell("installation", installing.measure())
    print(f"\n{missed} bars missed" if missed else "\nevery bar is met")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description="The web, beside its bars.")
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--inbox", type=int, default=100_000, help="reports in the inbox; 0: not measured")
    parser.add_argument("--events", type=int, default=10_000, help="events in a long case; 0: not measured")
    how_many = "how many of them have all their records (60 KB and 3 ms each); without a number all"
    parser.add_argument("--full", type=int, nargs="?", default=10_000, const=sys.maxsize, help=how_many)
    parser.add_argument("--install", action="store_true", help="also install anew, which fetches 200 MB")
    return parser.parse_args()


def measure(database: str, asked: argparse.Namespace) -> Iterator[Figure]:
    """Everything that is measured on one database."""
    with installation(database) as installed, serving(installed) as server:
        yield idle(server)
        yield from pages.measure(server)
        yield from reports.measure(installed, server, asked.reports, asked.senders)
    if asked.inbox:
        with installation(database) as installed:
            yield from inbox.measure(installed, asked.inbox, min(asked.full, asked.inbox))
    if asked.events:
        with installation(database) as installed:
            yield from cases.measure(installed, asked.events)


def idle(server: Server) -> Figure:
    """What the server holds a while after its first page."""
    sleep(IDLE_SECONDS)
    pss, rss = server.memory()
    return at_most("memory of an idle server", 250, pss, "MiB", f" PSS ({rss:.0f} RSS)")


def tell(where: str, figures: Iterable[Figure]) -> int:
    """Prints each figure as soon as it is known, and says how many miss their bar."""
    missed = 0
    print(f"{where}: number | bar | measured | met")
    for figure in figures:
        print("  " + figure.row, flush=True)
        missed += figure.is_met is False
    print(flush=True)
    return missed


if __name__ == "__main__":
    main()
