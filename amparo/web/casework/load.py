"""Case load: how much each colleague has, and how long people wait. For supervisors; it needs no identity and shows none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from amparo.web.casework.lines import time_of
from amparo.web.casework.lists import Table, Wanted


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with one colleague, or with nobody; of closed cases those in which the person calls are counted."""

    assigned_to: str  # the first letters of a member's id; empty: nobody has taken them
    cases: int
    unread: int  # the person wrote, and nobody has read it since
    waiting: int  # nobody has answered
    longest_since: datetime | None  # since when the one who waits longest has waited
    in_danger: int
    overdue: int  # what was promised for a day that has passed


def case_load(tables: Iterable[Table], *, on: date) -> list[Load]:
    """The load of every colleague, who has most first; what nobody has taken comes before all."""
    frames = [table.found(Wanted()) for table in tables]
    if not frames:
        return []
    counted = (
        pl.concat(frames)
        .group_by(pl.col("a").fill_null(""))
        .agg(
            pl.len().alias("cases"),
            (pl.col("o").fill_null(0) == 0).sum().alias("unread"),
            pl.col("w").is_not_null().sum().alias("waiting"),
            pl.col("w").min().alias("longest"),
            (pl.col("!").fill_null(0) != 0).sum().alias("in_danger"),
            (pl.col("d").fill_null("9999") < on.isoformat()).sum().alias("overdue"),
        )
        .sort(pl.col("a") != "", -pl.col("cases").cast(pl.Int64), "a")
    )
    return [
        Load(
            row["a"],
            row["cases"],
            row["unread"],
            row["waiting"],
            time_of(row["longest"]),
            row["in_danger"],
            row["overdue"],
        )
        for row in counted.iter_rows(named=True)
    ]
