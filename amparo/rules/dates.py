"""Days, periods and waiting times: the one definition of date arithmetic in Amparo.

Months are not days. A month later is the same day of the month, or the last day where there is none: 31 August and
six months is 28 February, or the 29th in a leap year. Databases disagree about this; we do not ask them.
"""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A day known to the day, the month or the year: the first and the last day that it may be."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that an ISO day, month or year names; raises ValueError, with what is wrong, for anything else.

        >>> str(Period.parse("2024-02").last)
        '2024-02-29'
        """
        found = _ISO.fullmatch(text)
        if found and found[3]:
            # Most are days, and a long case has thousands; what is no day is told below.
            with suppress(ValueError):
                return cls(exact := date.fromisoformat(text), exact)
        if not found:
            raise ValueError("is not a date: write 2013-04-17, 2013-04 or 2013")
        year, month, day = (int(part) if part else None for part in found.groups())
        if not 1 <= (year or 0) <= 9999 or (month is not None and not 1 <= month <= 12):
            raise ValueError("is not a date: there is no such month or year")
        assert year is not None
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        length = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(date(year, month, 1), date(year, month, length))
        if not 1 <= day <= length:
            raise ValueError(f"is not a date: that month has {length} days")
        return cls(date(year, month, day), date(year, month, day))

    def __str__(self) -> str:
        if self.is_day:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return self.first.isoformat()[:7]
        return self.first.isoformat()[:4]


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day where there is none.

    >>> str(add_months(date(2023, 8, 31), 6))
    '2024-02-29'
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> Fraction:
    """How many months the days from `first` to `last` make, both included: whole ones, and days of the month that was begun.

    >>> months_between(date(2024, 1, 31), date(2024, 2, 28)), months_between(date(2024, 3, 1), date(2024, 4, 15))
    (Fraction(1, 1), Fraction(3, 2))
    """
    after = last + timedelta(days=1)
    whole = max(0, (after.year - first.year) * 12 + after.month - first.month)
    if add_months(first, whole) > after:
        whole -= 1
    begun, end = add_months(first, whole), add_months(first, whole + 1)
    return whole + Fraction((after - begun).days, (end - begun).days)


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting time as treaties write it: so many days or months after, perhaps then the first day of the next month."""

    days: int = 0
    months: int = 0
    then_first_of_next_month: bool = False

    def __post_init__(self) -> None:
        if self.days < 0 or self.months < 0 or (self.days and self.months):
            raise ValueError("a waiting time is in days or in months, and not negative")

    def after(self, day: date) -> date:
        """The day on which the wait that began on `day` is over.

        ICRMW art. 87: the first day of the month after three months have passed.

        >>> str(Wait(months=3, then_first_of_next_month=True).after(date(2003, 3, 14)))
        '2003-07-01'
        """
        later = add_months(day, self.months) if self.months else day + timedelta(days=self.days)
        return add_months(later.replace(day=1), 1) if self.then_first_of_next_month else later
