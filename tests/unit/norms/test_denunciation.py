"""When a bond ends: notices, their waiting times, and States that come back."""

from datetime import date

import pytest
from small_norms import (
    AT_ONCE,
    DAYS_30,
    MONTHS_3,
    MONTHS_12,
    Wait,
    around,
    bonds,
    bound,
    day,
    entry,
    row,
    treaty,
)

FIRST = [row("AAA", "1990-01-10"), row("BBB", "1990-03-15")]


def left(*rows, notice=MONTHS_12, clause=None, **fields):
    return bonds(treaty(clause=clause or entry(DAYS_30), notice=notice, **fields), rows=[*FIRST, *rows])


@pytest.mark.parametrize(
    ("notice", "ends"),
    [
        (MONTHS_12, "2001-05-31"),
        (MONTHS_3, "2000-08-31"),
        (Wait(months=6), "2000-11-30"),
        (Wait(months=12, then_first_of_next_month=True), "2001-06-01"),
        (Wait(months=3, then_first_of_next_month=True), "2000-09-01"),
        (AT_ONCE, "2000-05-31"),
    ],
)
def test_a_denunciation_ends_the_bond_when_its_notice_is_over_and_that_day_is_free(notice, ends):
    found = left(row("AAA", "2000-05-31", "denunciation"), notice=notice)
    assert around(found, "AAA", ends) == ("yes", "no")
    assert bound(found, "BBB", ends) == "yes"


def test_a_treaty_that_cannot_be_left_is_not_left():
    found = left(row("AAA", "2000-05-31", "denunciation"), notice=None)
    assert bound(found, "AAA", "2010-01-01") == "yes"


def test_a_denunciation_known_only_to_the_year_makes_the_end_uncertain():
    found = left(row("AAA", "2000", "denunciation"))
    assert around(found, "AAA", "2001-01-01") == ("yes", "not-collected")
    assert around(found, "AAA", "2001-12-31") == ("not-collected", "no")


def test_a_state_may_leave_and_come_back():
    found = left(row("AAA", "2000-05-31", "denunciation"), row("AAA", "2005-01-01"))
    assert bound(found, "AAA", "2001-05-30") == "yes"
    assert bound(found, "AAA", "2003-01-01") == "no"
    assert around(found, "AAA", "2005-01-31") == ("no", "yes")


def test_a_state_that_leaves_and_comes_back_on_one_day_is_bound_throughout():
    found = left(row("AAA", "2000-05-31", "denunciation"), row("AAA", "2000-05-31"), notice=MONTHS_3)
    assert [bound(found, "AAA", on) for on in ("2000-06-30", "2000-08-30", "2000-08-31", "2010-01-01")] == ["yes"] * 4
    first, second = found.spans("treaty", "AAA")
    assert first.possible_until == date(2000, 8, 31) and first.ended_by
    assert second.ended_by is None and second.begun_by.on.first == date(2000, 5, 31)


def test_a_second_denunciation_ends_the_second_bond_only():
    rows = (
        row("AAA", "2000-05-31", "denunciation"),
        row("AAA", "2000-05-31"),
        row("AAA", "2003-05-31", "denunciation"),
    )
    found = left(*rows, notice=MONTHS_3)
    assert around(found, "AAA", "2003-08-31") == ("yes", "no")
    assert [span.possible_until for span in found.spans("treaty", "AAA")] == [date(2000, 8, 31), date(2003, 8, 31)]


def test_the_basis_tells_when_the_bond_began_and_ended():
    found = left(row("AAA", "2000-05-31", "denunciation"), complete_until=day("2010-01-01"))
    told = found.basis("treaty", "AAA", date(2005, 1, 1))
    assert (told["deposited_on"], told["bound_from"]) == ("1990-01-10", "1990-04-14")
    assert (told["denounced_on"], told["bound_until"]) == ("2000-05-31", "2001-05-31")
    assert "as_last_checked_on" not in told


def test_the_basis_before_the_bond_names_no_dates():
    found = left(complete_until=day("2010-01-01"))
    assert found.basis("treaty", "AAA", date(1980, 1, 1)) == {"instrument": "treaty", "complete_until": "2010-01-01"}


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("1990-04", "fact-missing"),  # begins in it
        ("1990-05", "yes"),
        ("1990-03", "no"),
        ("2001-05", "fact-missing"),  # ends in it
        ("2001", "fact-missing"),
        ("2000", "yes"),
        ("2002", "no"),
    ],
)
def test_a_day_known_only_to_the_month_or_year_is_unknown_if_the_bond_changes_in_it(on, answer):
    assert bound(left(row("AAA", "2000-05-31", "denunciation")), "AAA", on) == answer


def test_a_year_in_which_a_state_left_and_came_back_is_unknown_though_both_its_ends_are_bound():
    found = left(row("AAA", "2000-02-28", "denunciation"), row("AAA", "2000-06-15"), notice=MONTHS_3)
    assert bound(found, "AAA", "2000-01-01") == bound(found, "AAA", "2000-12-31") == "yes"
    assert bound(found, "AAA", "2000-06") == "no"
    assert bound(found, "AAA", "2000") == "fact-missing"


@pytest.mark.parametrize(
    ("complete_until", "on", "answer"),
    [
        (None, "2001-05-31", "no"),
        (None, "2026-11-21", "no"),
        ("2001-05-31", "2026-11-21", "no"),  # the day itself is the newest that we know
        ("2001-05-30", "2026-11-21", "no"),
        ("2001-06-01", "2001-06-01", "no"),
        ("2001-06-01", "2001-06-02", "not-bound-when-last-checked"),
        ("2010-01-01", "2010-01-01", "no"),
        ("2010-01-01", "2010-01-02", "not-bound-when-last-checked"),
    ],
)
def test_of_a_state_that_left_the_newest_thing_that_we_know_decides(complete_until, on, answer):
    found = left(row("AAA", "2000-05-31", "denunciation"), complete_until=day(complete_until))
    assert bound(found, "AAA", on) == answer


def test_a_state_that_our_rows_show_joining_later_was_not_bound_before_whatever_the_day():
    rows = (row("AAA", "2000-05-31", "denunciation"), row("AAA", "2015-01-01"), row("CCC", "2015-01-01"))
    found = left(*rows, complete_until=day("2010-01-01"))
    for state in ("AAA", "CCC"):
        assert bound(found, state, "2012-01-01") == "no"
        assert around(found, state, "2015-01-31") == ("no", "yes")


def test_a_period_that_begins_outside_and_ends_unknown_is_unknown():
    found = left(row("AAA", "2000-05-31", "denunciation"), complete_until=day("2010-06-30"))
    assert bound(found, "AAA", "2010-06") == "no"
    assert bound(found, "AAA", "2010") == "not-bound-when-last-checked"
