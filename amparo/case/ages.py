"""Ages over time: from an age on one day to the days of birth that fit, and to the age on another day."""

from datetime import date, timedelta

from amparo.rules.dates import Period, add_months
from amparo.rules.facts import Interval

_YEAR = 12
_OLDEST = 130


def born_between(age: Interval, on: Period) -> Period:
    """The first and the last day on which somebody of that age on that day can have been born.

    >>> from amparo.rules.dates import Period
    >>> born = born_between(Interval(17, 17), Period.parse("2026-03-01"))
    >>> str(born.first), str(born.last)
    ('2008-03-02', '2009-03-01')
    """
    most = _OLDEST if age.most is None else age.most
    first = add_months(on.first, -(most + 1) * _YEAR) + timedelta(days=1)
    return Period(first, add_months(on.last, -(age.least or 0) * _YEAR))


def age_on(day: Period, born: Period) -> Interval:
    """The age on that day of somebody born in that time; nought before birth.

    >>> age_on(Period.parse("2026-09-01"), born_between(Interval(17, 17), Period.parse("2026-03-01")))
    Interval(least=17, most=18)
    """
    return Interval(_years(born.last, day.first), _years(born.first, day.last))


def _years(born: date, day: date) -> int:
    years = day.year - born.year
    return max(0, years if add_months(born, years * _YEAR) <= day else years - 1)
