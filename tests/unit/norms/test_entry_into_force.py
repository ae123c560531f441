"""When a State is bound: the clauses on entry into force, one by one, with invented treaties."""

import pytest
from small_norms import (
    AT_ONCE,
    DAYS_30,
    DAYS_90,
    MONTHS_3,
    MONTHS_12,
    THREE_THEN_FIRST,
    Wait,
    around,
    bonds,
    bound,
    day,
    entry,
    row,
    treaty,
)

TWO = [row("AAA", "1990-01-10"), row("BBB", "1990-03-15")]


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        (DAYS_30, "1990-04-14"),
        (DAYS_90, "1990-06-13"),
        (MONTHS_3, "1990-06-15"),
        (MONTHS_12, "1991-03-15"),
        (THREE_THEN_FIRST, "1990-07-01"),
        (Wait(months=1, then_first_of_next_month=True), "1990-05-01"),
        (AT_ONCE, "1990-03-15"),
    ],
)
def test_the_deposits_that_complete_the_number_bind_from_the_first_day(first, begins):
    found = bonds(treaty(clause=entry(first), complete_until=day("2020-01-01")), rows=TWO)
    assert found.first_in_force("treaty") == day(begins)
    assert around(found, "AAA", begins) == around(found, "BBB", begins) == ("no", "yes")


@pytest.mark.parametrize(
    ("later", "deposited", "binds"),
    [
        (DAYS_30, "1995-02-01", "1995-03-03"),
        (DAYS_90, "1995-10-03", "1996-01-01"),
        (MONTHS_3, "1995-11-30", "1996-02-29"),
        (MONTHS_12, "1996-02-29", "1997-02-28"),
        (THREE_THEN_FIRST, "2003-06-05", "2003-10-01"),
        (THREE_THEN_FIRST, "2003-03-31", "2003-07-01"),
        (AT_ONCE, "1995-02-01", "1995-02-01"),
    ],
)
def test_a_later_deposit_waits_its_own_time(later, deposited, binds):
    found = bonds(treaty(clause=entry(DAYS_90, later)), rows=[*TWO, row("CCC", deposited)])
    assert around(found, "CCC", binds) == ("no", "yes")


def test_two_deposits_of_the_completing_day_both_bind_from_the_first_day():
    found = bonds(treaty(clause=entry(MONTHS_12)), rows=[*TWO, row("CCC", "1990-03-15")])
    assert around(found, "CCC", "1991-03-15") == ("no", "yes")


def test_a_deposit_between_completion_and_the_first_day_runs_its_own_clock():
    found = bonds(treaty(clause=entry(MONTHS_12)), rows=[*TWO, row("CCC", "1990-03-23")])
    assert around(found, "CCC", "1991-03-23") == ("no", "yes")


def test_a_deposit_between_completion_and_the_first_day_never_binds_before_it():
    found = bonds(treaty(clause=entry(DAYS_90, DAYS_30)), rows=[*TWO, row("CCC", "1990-03-20")])
    assert around(found, "CCC", "1990-06-13") == ("no", "yes")


def test_a_treaty_without_enough_deposits_has_not_begun_for_anybody():
    found = bonds(treaty(clause=entry(DAYS_30, deposits=3), not_begun_as_of=day("2020-01-01")), rows=TWO)
    assert found.first_in_force("treaty") is None
    assert bound(found, "AAA", "2019-12-31") == bound(found, "CCC", "2019-12-31") == "no"


def test_where_our_rows_cannot_yield_the_first_day_the_printed_one_counts():
    clause = entry(DAYS_30, deposits=2, published_first="1985-05-05", derivable=False)
    found = bonds(treaty(clause=clause), rows=[row("AAA", "1980-01-01"), row("BBB", "1990-03-15")])
    assert around(found, "AAA", "1985-05-05") == ("no", "yes")
    assert around(found, "BBB", "1990-04-14") == ("no", "yes")


def test_a_signature_does_not_bind_and_does_not_count():
    rows = [row("AAA", "1990-01-10"), row("BBB", "1990-03-15", "signature"), row("CCC", "1992-01-01")]
    found = bonds(treaty(complete_until=day("2020-01-01")), rows=rows)
    assert found.first_in_force("treaty") == day("1992-01-31")
    assert bound(found, "BBB", "1995-01-01") == "no"


def test_acceptance_of_a_procedure_binds_as_a_deposit_does():
    rows = [row("AAA", "1990-01-10", "acceptance"), row("BBB", "1990-03-15", "acceptance")]
    found = bonds(treaty(clause=entry(AT_ONCE)), rows=rows)
    assert around(found, "AAA", "1990-03-15") == ("no", "yes")


def test_succession_binds_without_a_wait_and_is_uncertain_back_to_independence():
    found = bonds(treaty(clause=entry(MONTHS_12)), rows=[*TWO, row("NEW", "2003-06-15", "succession")])
    assert around(found, "NEW", "2000-01-01") == ("no", "not-collected")
    assert around(found, "NEW", "2003-06-15") == ("not-collected", "yes")


def test_succession_of_a_state_whose_independence_is_not_recorded_binds_from_its_notification():
    found = bonds(treaty(clause=entry(MONTHS_12)), rows=[*TWO, row("CCC", "2003-06-15", "succession")])
    assert around(found, "CCC", "2003-06-15") == ("no", "yes")


def test_succession_never_binds_before_the_first_day():
    rows = [row("AAA", "2004-01-10"), row("BBB", "2004-03-15"), row("NEW", "2003-06-15", "succession")]
    found = bonds(treaty(clause=entry(DAYS_30, deposits=3)), rows=rows)
    assert around(found, "NEW", "2004-04-14") == ("no", "yes")


def test_a_deposit_known_only_to_the_year_is_uncertain_until_the_end_of_that_year():
    found = bonds(treaty(clause=entry(DAYS_30)), rows=[*TWO, row("CCC", "2001")])
    assert around(found, "CCC", "2001-01-31") == ("no", "not-collected")
    assert around(found, "CCC", "2002-01-30") == ("not-collected", "yes")


def test_a_deposit_known_only_to_the_month_is_uncertain_for_a_month():
    found = bonds(treaty(clause=entry(THREE_THEN_FIRST)), rows=[*TWO, row("CCC", "2001-02")])
    assert around(found, "CCC", "2001-06-01") == ("no", "yes")  # all its days lead to the same first of a month
    found = bonds(treaty(clause=entry(MONTHS_3)), rows=[*TWO, row("CCC", "2001-02")])
    assert around(found, "CCC", "2001-05-01") == ("no", "not-collected")
    assert around(found, "CCC", "2001-05-28") == ("not-collected", "yes")


def test_the_first_day_counts_vague_deposits_from_their_last_possible_day():
    found = bonds(treaty(clause=entry(DAYS_30)), rows=[row("AAA", "1990-01-10"), row("BBB", "1990")])
    assert found.first_in_force("treaty") == day("1991-01-30")
