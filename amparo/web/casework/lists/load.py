"""Case load: how much each colleague has, and how soon people are answered. For supervisors; it needs no identity and shows none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.utils.translation import gettext, ngettext

from amparo.web.casework.lists.lines import time_of
from amparo.web.casework.lists.tables import Table
from amparo.web.casework.lists.wanted import Wanted
from amparo.web.casework.models import Kind, State

_MONTHS = 12


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


@dataclass(frozen=True, slots=True)
class Answered:
    """How soon the people whose reports came in one month were first answered, as far as it was noted."""

    month: date
    reports: int
    answered: int
    median: timedelta | None  # between report and first answer, of those answered
    waiting: int  # nobody has answered what they wrote last

    @property
    def days_and_hours(self) -> str:
        """The median in words; empty where there is none."""
        if self.median is None:
            return ""
        days, hours = self.median.days, self.median.seconds // 3600
        if days:
            return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
        if hours:
            return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
        return gettext("an hour")


def first_answers(tables: Iterable[Table]) -> list[Answered]:
    """The reports of each of the last months, newest first; closed ones are counted too, lists brought in are not."""
    frames = [table.found(Wanted(states=frozenset(State))) for table in tables]
    if not frames:
        return []
    minutes = pl.col("f") - pl.col("r")
    received = (pl.lit(time_of(0)) + pl.duration(minutes=pl.col("r"))).dt.date().dt.month_start()
    by_month = (
        pl.concat(frames)
        .filter(pl.col("k") != Kind.LIST.value)
        .group_by(received.alias("month"))
        .agg(
            pl.len().alias("reports"),
            pl.col("f").is_not_null().sum().alias("answered"),
            minutes.median().alias("median"),
            pl.col("w").is_not_null().sum().alias("waiting"),
        )
        .sort("month", descending=True)
        .head(_MONTHS)
    )
    return [
        Answered(
            row["month"],
            row["reports"],
            row["answered"],
            None if row["median"] is None else timedelta(minutes=row["median"]),
            row["waiting"],
        )
        for row in by_month.iter_rows(named=True)
    ]


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
