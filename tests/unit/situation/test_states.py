"""States and groups of States, with the days on which they began and ended."""

import itertools
from datetime import date

import pytest

from amparo.rules.conditions import Reason
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.states import Membership, State, StateGroup, group_belonging

STATES = frozenset({"state"})


@pytest.fixture
def belongs(vocabulary):
    def ask(group, state, when):
        groups, states = vocabulary.groups, vocabulary.states
        return group_belonging(groups[group], state, Period.parse(when), states=states, groups=groups)

    return ask


@pytest.mark.parametrize(
    ("group", "state", "when", "expected"),
    [
        ("eu", "FRA", "2024-05-01", YES),
        ("eu", "MEX", "2024-05-01", NO),
        ("eu", "NOR", "2024-05-01", NO),
        ("eu", "GBR", "1972-12-31", NO),
        ("eu", "GBR", "1973-01-01", YES),
        ("eu", "GBR", "2020-01-31", YES),
        ("eu", "GBR", "2020-02-01", NO),
        ("eu", "GBR", "2020-01", YES),
        ("eu", "GBR", "2020-02", NO),
        ("eu", "GBR", "2020", UNKNOWN),
        ("eu", "HRV", "2013-06-30", NO),
        ("eu", "HRV", "2013-07-01", YES),
        ("eu", "HRV", "2013", UNKNOWN),
        ("eu", "BGR", "2007", YES),
        ("coe", "RUS", "2022-03-15", YES),
        ("coe", "RUS", "2022-03-16", NO),
        ("african-union", "MAR", "1984-11-11", YES),
        ("african-union", "MAR", "1984-11-12", NO),
        ("african-union", "MAR", "2000", NO),
        ("african-union", "MAR", "2017-01-30", NO),
        ("african-union", "MAR", "2017-01-31", YES),
        ("african-union", "KEN", "1990", YES),
        ("asean", "TLS", "2025-10", UNKNOWN),
        ("asean", "TLS", "2026", YES),
        ("oas", "NIC", "2024", NO),
        ("arab-league", "EGY", "1980", YES),
        ("europe", "TUR", "2024", YES),
        ("europe", "SYR", "2024", NO),
        ("outside-europe", "SYR", "2024", YES),
        ("outside-europe", "TUR", "2024", NO),
        ("every-state", "MEX", "2024", YES),
        ("every-state", "ABW", "2024", NO),
        ("every-state", "EUE", "2024", NO),
        ("every-state", "YUG", "2024", NO),
        ("everywhere", "MEX", "2024", YES),
        ("everywhere", "ABW", "2024", YES),
        ("everywhere", "XKX", "2024", YES),
        ("everywhere", "EUE", "2024", NO),
        ("everywhere", "YUG", "2024", NO),
        ("eu-law", "GBR", "2020-12-31", YES),
        ("eu-law", "GBR", "2021-01-01", NO),
        ("eu-law", "REU", "2024", YES),
        ("eu-law", "GRL", "2024", NO),
    ],
)
def test_a_state_is_in_a_group_throughout_on_no_day_or_on_some(belongs, group, state, when, expected):
    found = belongs(group, state, when)
    assert found.value is expected
    assert found.reason is (Reason.FACT_MISSING if expected is UNKNOWN else None)


def test_a_membership_says_from_when_where_that_is_known(belongs):
    assert belongs("eu", "SWE", "2024").basis == {"group": "eu", "member_from": "1995-01-01"}
    assert belongs("african-union", "KEN", "2024").basis == {"group": "african-union"}


def test_the_complement_of_a_group_turns_each_answer_round():
    left = StateGroup("club", "Club", "invented", False, (Membership("MEX", None, date(2024, 2, 29)),))
    rest = StateGroup("rest", "Rest", "invented", False, complement_of="club")
    states = {code: State(code, "", code, "state", "", "") for code in ("MEX", "GTM")}
    groups = {"club": left, "rest": rest}
    asked = [
        group_belonging(rest, state, Period.parse(when), states=states, groups=groups)
        for state, when in (("MEX", "2024-02-28"), ("MEX", "2024-02"), ("MEX", "2024-02-29"), ("GTM", "2024"))
    ]
    assert [one.value for one in asked] == [NO, UNKNOWN, YES, YES]
    assert asked[1].reason is Reason.FACT_MISSING


@pytest.mark.parametrize(
    "given",
    [{}, {"kinds": STATES, "complement_of": "eu"}, {"members": (Membership("MEX"),), "kinds": STATES}],
)
def test_a_group_is_given_in_one_way_only(given):
    with pytest.raises(ValueError, match="by members, by kinds or as a complement"):
        StateGroup("club", "Club", "invented", False, **given)


@pytest.mark.parametrize(
    ("kinds", "inside"),
    [(["state"], "AAA"), (["territory"], "ISL"), (["state", "territory"], "AAA ISL"), (["ended"], "OLD")],
)
def test_a_group_by_kinds_has_every_state_of_these_kinds_on_every_day(kinds, inside):
    named = {"AAA": "state", "ISL": "territory", "OLD": "ended", "EUE": "organisation"}
    states = {code: State(code, "", code, kind, "", "") for code, kind in named.items()}
    group = StateGroup("club", "Club", "invented", False, kinds=frozenset(kinds))
    found = {
        code: group_belonging(group, code, Period.parse("1066"), states=states, groups={}).value for code in states
    }
    assert [code for code, truth in found.items() if truth is YES] == inside.split()
    assert set(found.values()) == {YES, NO}


def test_every_state_has_a_code_a_name_and_a_kind(vocabulary):
    assert len(vocabulary.states) > 240
    for code, state in vocabulary.states.items():
        assert code == state.code
        assert len(code) == 3 and code.isascii() and code.isupper()
        assert state.name
        assert state.kind in ("state", "territory", "organisation", "ended")
        assert (state.ended_on is not None) is (state.kind == "ended"), code


def test_two_letter_codes_are_used_once(vocabulary):
    codes = [state.alpha2 for state in vocabulary.states.values() if state.alpha2]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("code", "independent_from", "ended_on"),
    [
        ("DDR", "1949-10-07", "1990-10-03"),
        ("CSK", None, "1993-01-01"),
        ("CZE", "1993-01-01", None),
        ("ERI", "1993-05-24", None),
        ("MEX", None, None),
    ],
)
def test_a_state_begins_and_ends_on_known_days(vocabulary, code, independent_from, ended_on):
    state = vocabulary.states[code]
    assert (state.independent_from and str(state.independent_from)) == independent_from
    assert (state.ended_on and str(state.ended_on)) == ended_on


def test_every_group_says_where_it_comes_from_and_has_states_that_exist(vocabulary):
    for group in vocabulary.groups.values():
        assert group.label and group.source
        for member in group.members:
            assert member.state in vocabulary.states
            if member.member_from and member.member_until:
                assert member.member_from < member.member_until
        assert group.complement_of is None or group.complement_of in vocabulary.groups


def test_the_spells_of_one_state_in_one_group_do_not_overlap(vocabulary):
    for group in vocabulary.groups.values():
        spells = {}
        for member in group.members:
            spells.setdefault(member.state, []).append(
                (member.member_from or date.min, member.member_until or date.max)
            )
        for state, found in spells.items():
            found.sort()
            assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(found)), state
