"""Days, periods and waiting times. Every expected day here was counted by hand or stands in a treaty table."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.rules.dates import Period, Wait, add_months, months_between


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2022-08-31", 6, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("1896-02-29", 48, "1900-02-28"),  # 1900 had no 29 February
        ("2023-03-31", 1, "2023-04-30"),
        ("2023-04-30", 1, "2023-05-30"),  # the same day of the month, not the last one
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2023-12-31", 12, "2024-12-31"),
        ("2023-05-17", 0, "2023-05-17"),
    ],
)
def test_months_later_is_the_same_day_of_the_month_or_the_last_there_is(start, months, end):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


THREE_MONTHS_THEN_THE_FIRST = Wait(months=3, then_first_of_next_month=True)


@pytest.mark.parametrize(
    ("deposited", "bound"),
    [
        ("2003-03-14", "2003-07-01"),  # ICRMW art. 87: the twentieth deposit
        ("2003-06-05", "2003-10-01"),  # Mali
        ("2003-06-01", "2003-10-01"),  # three months are over on the first: the first of the next month follows
        ("2003-11-30", "2004-03-01"),  # 29 February, then March
        ("2003-12-31", "2004-04-01"),
    ],
)
def test_art_87_of_the_migrant_workers_convention_waits_three_months_and_then_for_the_first(deposited, bound):
    assert THREE_MONTHS_THEN_THE_FIRST.after(date.fromisoformat(deposited)) == date.fromisoformat(bound)


@pytest.mark.parametrize(
    ("deposited", "days", "bound"),
    [
        ("1981-10-03", 90, "1982-01-01"),  # Japan, Refugee Convention
        ("1990-08-03", 30, "1990-09-02"),  # the thirtieth day, as the depositary counts it
        ("2024-01-30", 30, "2024-02-29"),
        ("2023-01-30", 30, "2023-03-01"),
    ],
)
def test_the_thirtieth_or_ninetieth_day_after_is_that_many_days_later(deposited, days, bound):
    assert Wait(days=days).after(date.fromisoformat(deposited)) == date.fromisoformat(bound)


def test_twelve_months_after_registration_is_the_same_day_a_year_later():
    assert Wait(months=12).after(date(2012, 9, 5)) == date(2013, 9, 5)


def test_a_wait_of_nothing_ends_on_the_day_itself():
    assert Wait().after(date(1987, 6, 26)) == date(1987, 6, 26)


@pytest.mark.parametrize("wrong", [{"days": -1}, {"months": -1}, {"days": 30, "months": 1}])
def test_a_wait_is_in_days_or_in_months_and_not_negative(wrong):
    with pytest.raises(ValueError, match="in days or in months, and not negative"):
        Wait(**wrong)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013-04-17", "2013-04-17", "2013-04-17"),
        ("2013-04", "2013-04-01", "2013-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2013", "2013-01-01", "2013-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_a_month_or_a_year_is_the_first_and_the_last_day_that_it_may_be(text, first, last):
    period = Period.parse(text)
    assert (str(period.first), str(period.last)) == (first, last)
    assert str(period) == text
    assert period.is_day is (len(text) == 10)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("2023-02-29", "is not a date: that month has 28 days"),
        ("2024-02-30", "is not a date: that month has 29 days"),
        ("2024-04-31", "is not a date: that month has 30 days"),
        ("2024-01-00", "is not a date: that month has 31 days"),
        ("2024-13", "is not a date: there is no such month or year"),
        ("2024-00-10", "is not a date: there is no such month or year"),
        ("0000", "is not a date: there is no such month or year"),
        ("17/04/2013", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("2013-4-17", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("13-04-17", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("2013-04-17T10:00", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("20130417", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("yesterday", "is not a date: write 2013-04-17, 2013-04 or 2013"),
        ("", "is not a date: write 2013-04-17, 2013-04 or 2013"),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wrong(text, complaint):
    with pytest.raises(ValueError) as refused:
        Period.parse(text)
    assert str(refused.value) == complaint


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), Fraction(1)),
        (date(2026, 2, 1), date(2026, 2, 28), Fraction(1)),
        (date(2026, 3, 1), date(2026, 3, 15), Fraction(15, 31)),
        (date(2026, 1, 31), date(2026, 2, 27), Fraction(1)),  # a month after 31 January begins on 28 February
        (date(2024, 1, 31), date(2024, 2, 29), 1 + Fraction(1, 31)),
        (date(2026, 3, 10), date(2026, 5, 14), 2 + Fraction(5, 31)),
        (date(2026, 3, 10), date(2026, 3, 10), Fraction(1, 31)),
        (date(2024, 2, 29), date(2025, 2, 27), Fraction(12)),
    ],
)
def test_days_make_whole_months_and_a_part_of_the_one_begun(first, last, months):
    assert months_between(first, last) == months


@given(st.dates(date(2019, 12, 1), date(2025, 3, 1)), st.integers(0, 900))
def test_a_day_more_is_never_fewer_months(first, days):
    last = first + timedelta(days=days)
    assert 0 < months_between(first, last) <= months_between(first, last + timedelta(days=1))


@given(st.dates(date(2019, 12, 1), date(2025, 3, 1)), st.integers(1, 40))
def test_whole_months_are_those_of_the_one_arithmetic(first, months):
    assert months_between(first, add_months(first, months) - timedelta(days=1)) == months
