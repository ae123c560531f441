"""Suppressed tables against an attacker with a solver, who knows everything shown, and that people are whole and not negative.

For every hidden cell that the rule protects, he asks an integer programme (HiGHS) for the fewest and the most people it can hold. What he
finds must not be narrower than the rule demands; where nothing is hidden beside the small cells, he must find them out.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import DOMAIN, crowd
from scipy.optimize import Bounds, LinearConstraint, milp

from amparo.errors import BadInput, Defect
from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.combinations import table_combinations
from amparo.evidence.release.gate import release_suppressed
from amparo.evidence.release.suppression.families import family_of, margin
from amparo.evidence.release.suppression.protecting import _Work, suppress
from amparo.evidence.release.suppression.rules import Rule, demand, refuse_untold_total

RULE = Rule(3)
WORLD = Domain("world", tuple(Attribute(name, tuple("xyz"[:size])) for name, size in (("a", 2), ("b", 3), ("c", 1))))
ASKED = [[["a"]], [["a", "b"]], [["a", "b"], ["b", "c"]], [["a", "b"], ["a", "c"], ["b", "c"]], [["a", "b", "c"]]]


def interval(counts, hidden, key, place, people):
    """The fewest and the most people that the cell can hold, by all that is shown."""
    shape = people.shape
    rows, values = [np.ones(people.size)], [people.sum()]
    for table, flags in hidden.items():
        for shown in np.argwhere(~flags):
            rows.append(indicator(shape, table, shown))
            values.append(counts[table][tuple(shown)])
    wanted = indicator(shape, key, place)
    constraints = LinearConstraint(np.array(rows), values, values)
    found = []
    for sign in (1, -1):
        solved = milp(
            sign * wanted, constraints=constraints, integrality=np.ones(people.size), bounds=Bounds(0, np.inf)
        )
        assert solved.status == 0
        found.append(round(sign * solved.fun))
    return found


def indicator(shape, key, place):
    chosen = np.zeros(shape)
    chosen[tuple(place[axis] if axis in key else slice(None) for axis in range(len(shape)))] = 1
    return chosen.ravel()


def exposed(people, demands, counts, hidden):
    """Every sensitive cell of which the attacker learns more than he may."""
    found = []
    for key, wanted in demands.items():
        for place in np.argwhere(wanted.sensitive):
            low, high = interval(counts, hidden, key, place, people)
            if low > wanted.low[tuple(place)] or high < wanted.high[tuple(place)]:
                found.append((key, tuple(place), low, high))
    return found


def demands_of(family, people, rule=RULE, contributions=()):
    return {key: demand(rule, people, key, contributions) for key in family.keys}


@given(st.data(), st.sampled_from(ASKED), st.integers(3, 6))
@settings(deadline=None)
def test_no_solver_narrows_a_sensitive_cell_more_than_the_rule_allows(data, asked, k):
    family = family_of(WORLD, asked)
    counts = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 30))
    people = np.array(
        data.draw(st.lists(counts, min_size=int(np.prod(family.sizes)), max_size=int(np.prod(family.sizes))))
    )
    people = people.reshape(family.sizes)
    if people.sum() < k:
        return
    rule = Rule(k)
    found = suppress(family, people, rule)
    demands = demands_of(family, people, rule)
    assert all((found.hidden[key] >= one.sensitive).all() for key, one in demands.items())
    assert exposed(people, demands, found.counts, found.hidden) == []


@given(st.data())
@settings(deadline=None)
def test_no_solver_learns_what_the_other_contributors_brought(data):
    family = family_of(WORLD, [["a", "b"]])
    size = int(np.prod(family.sizes))
    parts = [
        np.array(data.draw(st.lists(st.integers(0, 12), min_size=size, max_size=size))).reshape(family.sizes)
        for _ in range(4)
    ]
    people = sum(parts)
    rule = Rule(4, 0.7)
    try:
        refuse_untold_total(rule, people, parts)
    except BadInput:
        return
    found = suppress(family, people, rule, parts)
    assert exposed(people, demands_of(family, people, rule, parts), found.counts, found.hidden) == []


def planted():
    """Two by three with blanks; one cell is small, and its row and column give it away unless others are hidden too."""
    family = family_of(WORLD, [["a", "b"]])
    return family, np.array([[40, 50, 60, 70], [55, 2, 80, 90], [45, 65, 75, 85]])


def test_hiding_only_the_small_cells_is_caught():
    family, people = planted()
    demands = demands_of(family, people)
    only = {key: one.sensitive for key, one in demands.items()}
    counts = {key: margin(people, key) for key in family.keys}
    assert exposed(people, demands, counts, only) == [((0, 1), (1, 1), 2, 2)]


def test_hiding_one_row_of_four_corners_is_caught():
    """The classic mistake: another cell is hidden in the row, and none in the column."""
    family, people = planted()
    demands = demands_of(family, people)
    hidden = {key: one.sensitive.copy() for key, one in demands.items()}
    hidden[0, 1][1, 2] = True
    assert exposed(people, demands, {key: margin(people, key) for key in family.keys}, hidden)


def test_a_small_cell_takes_the_cheapest_rectangle_with_it_and_no_sum():
    family, people = planted()
    found = suppress(family, people, RULE)
    assert found.sensitive == 1 and found.beside == 3
    assert not found.hidden[0,].any() and not found.hidden[1,].any()


def test_overlapping_tables_do_not_give_one_another_away():
    """The same column in two tables: what is hidden of one must not be added up from the other."""
    family = family_of(WORLD, [["a", "b"], ["b", "c"]])
    people = np.zeros(family.sizes, dtype=np.int64)
    people[1, 1, 1], people[2, 1, 0], people[1, 2, 0], people[2, 2, 1], people[2, 3, 1] = 1, 30, 40, 50, 20
    found = suppress(family, people, RULE)
    assert exposed(people, demands_of(family, people), found.counts, found.hidden) == []


@pytest.mark.parametrize("number", [40, 150, 600])
def test_what_is_published_gives_nothing_away_either(number):
    """End to end: the attacker reads the tables as they are published, over an attribute with several values as well."""
    asked, people = [["sex", "country"], ["country", "means"]], crowd(number)
    told = dict(release_suppressed(people, Rule(10), asked, name="published", on="2026-11-21").tables)
    family = family_of(DOMAIN, asked)
    cells = family.count(people)
    counts = {key: margin(cells, key) for key in family.keys}
    hidden = {}
    for key in family.keys:
        hidden[key] = np.ones(counts[key].shape, dtype=np.bool_)
        columns = tuple(family.columns[axis] for axis in key)
        every = table_combinations(
            DOMAIN, columns, np.arange(counts[key].size), np.ones(counts[key].shape, dtype=np.bool_)
        )
        for combination, place in every:
            if combination in told:
                hidden[key].ravel()[place] = False
                assert counts[key].ravel()[place] == told[combination]
    assert told or number < 100
    assert exposed(cells, demands_of(family, cells, Rule(10)), counts, hidden) == []


def test_an_empty_cell_that_holds_a_blank_may_be_told_and_an_empty_cell_of_values_may_not():
    family = family_of(WORLD, [["a", "b"]])
    people = np.full(family.sizes, 20)
    people[0, 1] = people[1, 1] = 0
    wanted = demand(RULE, people, (0, 1))
    assert not wanted.sensitive[0, 1] and wanted.sensitive[1, 1]


def test_nobody_else_can_be_worked_out_by_the_one_who_brought_nearly_all():
    parts = [np.array([[10, 10, 10, 10]] * 3) for _ in range(4)]
    parts[0][1, 1] = 500
    wanted = demand(Rule(5, 0.8), sum(parts), (0, 1), parts)
    assert wanted.high[1, 1] == 625 and wanted.low[1, 1] == 530 - 95  # 500 of 625 is four fifths
    assert wanted.sensitive.sum() == 1


def test_what_nobody_may_be_told_is_refused_at_once():
    few = np.array([1, 1])
    with pytest.raises(BadInput, match="fewer than 3 people"):
        refuse_untold_total(RULE, few)
    with pytest.raises(BadInput, match="one of them"):
        refuse_untold_total(RULE, few * 50, [few * 45, few * 3, few * 2])
    with pytest.raises(BadInput, match="one of them"):
        refuse_untold_total(RULE, few * 50, [few * 25, few * 25])


def test_a_false_proof_stops_the_release():
    family, people = planted()
    work = _Work(family, people, demands_of(family, people))
    for wrong in (people + 1, people[::-1]):
        with pytest.raises(Defect, match="Nothing was released"):
            work._record(wrong)


def test_a_cell_without_a_proof_stops_the_release():
    family, people = planted()
    with pytest.raises(Defect, match="Nothing was released"):
        _Work(family, people, demands_of(family, people)).refuse_unproven()


@pytest.mark.parametrize("asked", [[], [[]], [["a", "a"]], [["faith"]]])
def test_tables_over_nothing_twice_or_what_is_not_declared_are_refused(asked):
    with pytest.raises(BadInput):
        family_of(WORLD, asked)


def test_tables_too_large_to_protect_are_refused():
    wide = Domain("wide", tuple(Attribute(name, tuple(map(str, range(200)))) for name in "ab"))
    with pytest.raises(BadInput, match="release with noise"):
        family_of(wide, [["a", "b"]]).count(Records(wide, np.zeros((0, 2), dtype=np.int32)))


@pytest.mark.parametrize("wrong", [{"k": 2}, {"k": 5_000}, {"share": 0.3}, {"share": 1.0}])
def test_a_rule_that_protects_nobody_cannot_be_made(wrong):
    with pytest.raises(BadInput):
        Rule(**wrong)


def test_an_attribute_with_several_values_stands_for_a_table_with_each():
    family = family_of(DOMAIN, [["sex", "means"]])
    assert family.columns == (0, 2, 3, 4)
    assert (0, 3) in family.keys and (2, 3) not in family.keys
    people = crowd(400)
    assert margin(family.count(people), (0,)).sum() == 400
    assert family.count(Records(DOMAIN, people.codes[:0])).sum() == 0
