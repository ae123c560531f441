"""Progress on standard error: how many rows are done, how fast, and how long the rest will take."""

import sys
from collections.abc import Callable
from time import monotonic

import click

SILENT = 2.0  # seconds: what takes no longer tells nothing
BETWEEN = 0.5


def rows_done() -> Callable[[int, int | None], None]:
    """Tells of rows done, of so many if that is known, once two seconds have passed, where somebody is watching."""
    start = monotonic()
    told = [start]

    def tell(done: int, total: int | None) -> None:
        now = monotonic()
        if not sys.stderr.isatty() or now - start < SILENT or (now - told[0] < BETWEEN and done != total):
            return
        told[0] = now
        rate = done / (now - start)
        left = f" of {total:,}, {(total - done) / rate:,.0f} s left" if total else ""
        click.echo(f"\r{done:,} rows{left} at {rate:,.0f} a second   ", nl=done == total, err=True)

    return tell
