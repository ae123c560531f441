"""Facts over time: corrections, changes, contradictions, and what is known towards which State on which day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.case.ages import age_on, born_between
from amparo.case.facts import Basis, Rests, StatedFact, read_stated
from amparo.case.histories import History
from amparo.errors import BadInput, Problems
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Known

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = Period.parse


def fact(
    name: str,
    value: Known | None,
    state: str = "",
    since: str = "",
    *,
    id: str = "",
    instead_of: tuple[str, ...] = (),
    later: int = 0,
) -> StatedFact:
    """A stated fact, written down some days later than others."""
    at = NOW + timedelta(days=later)
    begun = DAY(since) if since else None
    return StatedFact(
        id or f"{name}{state}{since}{later}", name, value, state, begun, at, "ana", instead_of=frozenset(instead_of)
    )


def told(history: History, name: str, state: str = "GRC", day: str = "2026-03-14") -> Known | None:
    """The value of a fact that day; None where it is unknown."""
    found = history.told(state, DAY(day)).get(name)
    return found.value if found else None


def test_a_fact_holds_from_the_day_since_when_it_is_so():
    history = History((fact("stay", "temporary", "GRC", "2024-01-01"), fact("stay", "none", "GRC", "2025-06-01")))
    assert told(history, "stay", day="2023-12-31") is None
    assert told(history, "stay", day="2024-01-01") == "temporary"
    assert told(history, "stay", day="2025-06-01") == "none"


def test_a_change_known_to_the_month_leaves_the_days_of_that_month_open():
    history = History((fact("stay", "temporary", "GRC", "2024"), fact("stay", "none", "GRC", "2025-06")))
    assert told(history, "stay", day="2025-05-31") == "temporary"
    assert told(history, "stay", day="2025-06-15") is None
    assert told(history, "stay", day="2025-06") == "none"
    assert told(history, "stay", day="2025-07-01") == "none"


def test_what_is_said_of_one_state_goes_before_what_is_said_of_all():
    history = History((fact("detained", False), fact("detained", True, "LBY", "2020-02")))
    assert told(history, "detained", "LBY", "2020-03-01") is True
    assert told(history, "detained", "LBY", "2020-01-31") is False
    assert told(history, "detained", "ITA", "2020-03-01") is False


def test_a_correction_stands_instead_of_what_it_names_and_erases_nothing():
    first = fact("sector", "A", id="first")
    history = History((first, fact("sector", "I", instead_of=("first",), later=1)))
    assert told(history, "sector") == "I"
    assert history.facts[0] == first
    assert history.contradictions == ()


def test_two_who_say_different_things_are_both_kept_and_neither_counts():
    history = History((fact("sector", "A"), fact("sector", "I", later=1)))
    assert told(history, "sector") is None
    assert [{one.value for one in several} for several in history.contradictions] == [{"A", "I"}]


def test_two_who_say_the_same_agree():
    history = History((fact("sector", "A"), fact("sector", "A", later=1)))
    assert told(history, "sector") == "A"
    assert history.contradictions == ()


def test_a_fact_taken_back_is_unknown_and_not_a_no():
    history = History((fact("pregnant", True, id="first"), fact("pregnant", None, instead_of=("first",), later=1)))
    assert told(history, "pregnant") is None
    assert "pregnant" in history.told("GRC", DAY("2026-03-14"))


def test_somebody_of_seventeen_may_be_eighteen_half_a_year_later():
    history = History((fact("age", Interval(17, 17), since="2026-03-01"),))
    assert told(history, "age", day="2026-03-01") == Interval(17, 17)
    assert told(history, "age", day="2026-09-01") == Interval(17, 18)
    assert told(history, "age", day="2013-04-17") == Interval(4, 5)


def test_ages_that_differ_give_the_span_of_both():
    history = History(
        (fact("age", Interval(17, 17), since="2026-03-01"), fact("age", Interval(19, 19), since="2026-03-01"))
    )
    assert told(history, "age", day="2026-03-01") == Interval(17, 19)


def test_a_country_taken_out_is_no_longer_asked_of():
    history = History((fact("state", "GRC", "GRC", id="g"), fact("state", "BGD", "BGD"), fact("stay", "none", "GRC")))
    assert history.states == ("GRC", "BGD")
    out = fact("state", None, "GRC", instead_of=("g",), later=1)
    assert History((*history.facts, out)).states == ("BGD",)


@given(st.integers(0, 100), st.dates(datetime(1930, 1, 1).date(), datetime(2026, 1, 1).date()), st.integers(0, 3000))
def test_the_true_age_always_lies_within_the_span(years, born, waited):
    """Whoever is so old on one day is, on any other, as old as `age_on` says at least and at most."""
    asked = born + timedelta(days=365 * years + waited)
    other = asked + timedelta(days=waited)
    on = Period(asked, asked)
    exact = Period(born, born)
    now = age_on(on, exact)
    assert now.is_exact
    span = age_on(Period(other, other), born_between(now, on))
    true = age_on(Period(other, other), exact)
    assert span.least is not None and span.most is not None and true.least is not None
    assert span.least <= true.least <= span.most


FACTS = st.builds(
    lambda name, value, state, since, n: fact(name, value, state, since, later=n),
    st.sampled_from(["detained", "confined"]),
    st.sampled_from([True, False, None]),
    st.sampled_from(["", "GRC"]),
    st.sampled_from(["", "2025", "2025-02", "2025-02-28", "2024-02-29"]),
    st.integers(0, 3),
)


@given(
    st.lists(FACTS, max_size=6, unique_by=lambda one: one.id),
    st.sampled_from(["2025-02-28", "2025-02", "2024-02-29", "2026-03-14"]),
)
def test_the_order_of_writing_down_decides_nothing(facts, day):
    """Only what stands instead of what does; two who write at once are never decided by who was quicker."""
    one, other = History(tuple(facts)), History(tuple(reversed(facts)))
    for state in ("GRC", "ITA"):
        values = {name: told.value for name, told in one.told(state, DAY(day)).items()}
        assert values == {name: told.value for name, told in other.told(state, DAY(day)).items()}


@given(st.lists(FACTS, max_size=6, unique_by=lambda one: one.id))
def test_what_is_known_was_said(facts):
    """No value is known that nobody stated as holding that day."""
    for name, found in History(tuple(facts)).told("GRC", DAY("2025-02-28")).items():
        if found.value is not None:
            assert any(one.name == name and one.value == found.value for one in facts)


def test_a_fact_is_kept_and_read_again_as_it_was():
    vocabulary = load_catalogue().vocabulary
    for value in (True, "A", Interval(15, 18), frozenset({"BGD"})):
        name = {bool: "detained", str: "sector", Interval: "age", frozenset: "nationality"}[type(value)]
        one = StatedFact(
            "x", name, value, "GRC", DAY("2025-02"), NOW, "ana", Basis(Rests.WORDS, "e", 3, 9), frozenset({"y"})
        )
        assert read_stated(one.to_data(), id="x", at=NOW, by="ana", vocabulary=vocabulary) == one


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "no such"},
        {"name": "age", "value": "old"},
        {"name": "age", "state": "ZZZ"},
        {"name": "age", "since": "soon"},
    ],
)
def test_what_is_no_fact_is_refused(data):
    with pytest.raises((BadInput, Problems)):
        read_stated(data, id="x", at=NOW, by="ana", vocabulary=load_catalogue().vocabulary)


def test_words_are_found_again_in_their_text():
    assert Basis(Rests.WORDS, "e", 5, 11).words_in("They locked us in.") == "locked"
    assert Basis.of({"rests": "words"}) == Basis()
