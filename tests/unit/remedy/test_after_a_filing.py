"""After a filing somebody asks whether the person is punished for it, and no time limit is missed by a month's end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.remedy.deadlines import Event, deadlines, limits
from amparo.remedy.filings import (
    CheckIn,
    DueCheckIn,
    Filing,
    Happening,
    check_against,
    days_to_ask,
    days_to_ask_again,
    due_check_ins,
    overdue,
)
from amparo.rules.dates import Period

FILED = date(2026, 1, 31)
FILING = Filing("f-1", "labour-inspectorate", "the inspectorate", FILED)
NOTHING = frozenset({Happening.NOTHING})


def asked(days, *happened):
    return CheckIn("f-1", FILED + timedelta(days=days), frozenset(happened) or NOTHING)


def days_due(*made):
    return [one.days_after for one in due_check_ins([FILING], made)]


def test_a_filing_is_followed_by_four_questions():
    assert due_check_ins([FILING], []) == (
        DueCheckIn(date(2026, 2, 2), "f-1", 2),
        DueCheckIn(date(2026, 2, 7), "f-1", 7),
        DueCheckIn(date(2026, 3, 2), "f-1", 30),
        DueCheckIn(date(2026, 5, 1), "f-1", 90),
    )


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ([asked(1)], [2, 7, 30, 90]),
        ([asked(2)], [7, 30, 90]),
        ([asked(10)], [30, 90]),
        ([asked(10), asked(2)], [30, 90]),
        ([asked(90, Happening.THREAT, Happening.EVICTION)], [97]),
        ([asked(8, Happening.THREAT)], [15, 30, 90]),
        ([asked(8, Happening.THREAT), asked(15, Happening.NOT_REACHED)], [15, 30, 90]),
        ([asked(8, Happening.THREAT), asked(15, Happening.SHIFT_CUT)], [22, 30, 90]),
        ([asked(8, Happening.THREAT), asked(9)], [30, 90]),
        ([asked(8, Happening.NOT_REACHED)], [2, 7, 30, 90]),
        ([asked(8, Happening.NOT_REACHED), asked(2)], [7, 30, 90]),
    ],
)
def test_a_question_stays_due_until_the_person_has_answered(made, left):
    assert days_due(*made) == left


def test_what_should_have_been_asked_before_today_is_overdue():
    assert [one.days_after for one in overdue([FILING], [], on=date(2026, 2, 2))] == []
    assert [one.days_after for one in overdue([FILING], [], on=date(2026, 2, 8))] == [2, 7]
    assert overdue([FILING], [asked(7)], on=date(2026, 2, 8)) == ()


def test_one_filing_does_not_answer_for_another():
    other = Filing("f-2", "police", "the station", FILED)
    assert {one.filing for one in due_check_ins([FILING, other], [asked(100)])} == {"f-2"}


@pytest.mark.parametrize(
    "happened", [set(), {Happening.NOTHING, Happening.THREAT}, {Happening.NOT_REACHED, Happening.OTHER}]
)
def test_nothing_is_not_something_and_nobody_reached_is_no_answer(happened):
    with pytest.raises(BadInput):
        CheckIn("f-1", FILED, frozenset(happened))


def test_a_threat_after_a_filing_may_be_retaliation_and_nobody_reached_is_not_known():
    assert asked(2, Happening.THREAT).is_retaliation and asked(2, Happening.THREAT).is_answered
    assert not asked(2).is_retaliation
    assert not asked(2, Happening.NOT_REACHED).is_retaliation and not asked(2, Happening.NOT_REACHED).is_answered


@pytest.mark.parametrize("made", [CheckIn("f-2", FILED, NOTHING), CheckIn("f-1", FILED - timedelta(days=1), NOTHING)])
def test_a_check_in_belongs_to_its_filing_and_comes_after_it(made):
    check_against(FILING, asked(0))
    with pytest.raises(BadInput):
        check_against(FILING, made)


@pytest.mark.parametrize("wrong", [{"id": "Maria Gomez"}, {"route": " "}, {"to": ""}])
def test_a_filing_says_how_and_with_whom(wrong):
    with pytest.raises(BadInput):
        Filing(**{"id": "f-1", "route": "police", "to": "the station", "on": FILED, **wrong})


def test_the_days_are_ours_and_say_so():
    from importlib.resources import files

    assert "is_law: false" in files("amparo.remedy").joinpath("data/check_ins.yaml").read_text()
    assert days_to_ask() == tuple(sorted(days_to_ask())) and 0 < days_to_ask_again() <= 7


@pytest.mark.parametrize(
    ("route", "event", "day", "last_day"),
    [
        ("ecthr", Event.FINAL_DECISION, "2026-10-31", date(2027, 2, 28)),
        ("ecthr", Event.FINAL_DECISION, "2027-10-31", date(2028, 2, 29)),
        ("ecthr", Event.FINAL_DECISION, "2022-01-31", date(2022, 7, 31)),
        ("ecthr", Event.FINAL_DECISION, "2022-02-01", date(2022, 6, 1)),
        ("iachr", Event.FINAL_DECISION_NOTIFIED, "2026-08-31", date(2027, 2, 28)),
        ("cerd", Event.NATIONAL_BODY_DECISION, "2026-08-31", date(2027, 2, 28)),
        ("cerd", Event.EXHAUSTION, "2026-08-31", date(2027, 2, 28)),
        ("cescr", Event.EXHAUSTION, "2024-02-29", date(2025, 2, 28)),
        ("crc", Event.EXHAUSTION, "2026-03", date(2027, 3, 1)),
        ("cat", Event.EXHAUSTION, "2026-03-01", None),
    ],
)
def test_a_time_limit_ends_on_the_day_that_the_one_arithmetic_says(route, event, day, last_day):
    told = deadlines({event: Period.parse(day)}, on=FILED)
    (found,) = (one for one in told if (one.limit.route, one.limit.after) == (route, event))
    assert (found.last_day, found.missing) == (last_day, None)


def test_a_day_that_may_fall_under_either_limit_shows_both():
    told = {Event.FINAL_DECISION: Period.parse("2022")}
    found = [one.last_day for one in deadlines(told, on=FILED) if one.limit.route == "ecthr"]
    assert found == [date(2022, 6, 1), date(2022, 7, 1)]
    assert {one.runs_from for one in deadlines(told, on=FILED)} == {None, Period.parse("2022")}


def test_without_its_event_a_limit_is_open_and_names_what_is_missing():
    found = deadlines({}, on=FILED)
    assert {one.limit.route for one in found} == {limit.route for limit in limits()}
    assert all(one.last_day is None and one.missing is one.limit.after and not one.is_past for one in found)


def test_the_nearest_limit_comes_first_and_the_last_day_is_not_past():
    told = {Event.FINAL_DECISION: Period.parse("2026-01-15"), Event.EXHAUSTION: Period.parse("2025-01-31")}
    found = deadlines(told, on=date(2026, 5, 15))
    assert (found[0].limit.route, found[0].days_left, found[0].is_past) == ("ecthr", 0, False)
    assert [one.limit.route for one in found if one.is_past] == ["cerd", "cescr", "crc"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_later_event_never_ends_the_time_earlier_under_the_same_limit(one, other):
    first, later = sorted((one, other))
    for limit in limits():
        if limit.wait:
            assert limit.wait.after(first) <= limit.wait.after(later)


def test_every_limit_has_a_citation_and_says_whether_somebody_compared_it():
    assert all(limit.basis and isinstance(limit.verified, bool) for limit in limits())
    assert [limit.route for limit in limits() if not limit.verified] == ["crc", "hrc", "cat", "ced"]
