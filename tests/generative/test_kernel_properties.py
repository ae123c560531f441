"""The properties of the kernel, on random conditions and random situations; and that these tests would notice a fault."""

import typing
from dataclasses import replace
from datetime import timedelta

import properties
import pytest
from backwards import FACTS, LEAVES, cases, learnings, worlds_of
from hypothesis import Phase, given, settings

from amparo.rules import conditions, explaining
from amparo.rules.conditions import Condition, Includes, Open, Within
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.truth import NO, UNKNOWN, YES, Truth

OF_A_CASE = (
    properties.it_has_the_wanted_value,
    properties.its_explanation_has_the_same_value,
    properties.what_it_supposes_is_so_in_the_changed_world,
    properties.a_reason_is_given_exactly_where_it_is_unknown,
    properties.a_fact_is_called_missing_only_where_it_is_absent_or_vague,
    properties.of_another_state_that_nobody_names_nothing_is_said_that_may_be_wrong,
    properties.de_morgan_holds,
    properties.turning_round_twice_changes_nothing,
    properties.what_is_always_so_is_never_otherwise,
)
OF_A_LEARNING = (properties.learning_never_takes_an_answer_back,)


@pytest.mark.parametrize("holds", OF_A_CASE, ids=lambda one: one.__name__)
@given(case=cases())
def test_of_every_condition_in_every_situation(holds, case):
    holds(case)


@pytest.mark.parametrize("holds", OF_A_LEARNING, ids=lambda one: one.__name__)
@given(learning=learnings())
def test_of_every_situation_of_which_more_becomes_known(holds, learning):
    holds(learning)


def run(strategy, look, examples=200):
    """Looks at so many generated examples, without shrinking and without remembering them."""
    profile = settings(max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    profile(given(strategy)(look))()


def classes_of_conditions():
    """Every class of node that the language of conditions has."""
    return set(typing.get_args(Condition))


def nodes(condition):
    yield condition
    inside = [*getattr(condition, "parts", ()), getattr(condition, "part", None), getattr(condition, "meaning", None)]
    for part in inside:
        if part is not None:
            yield from nodes(part)


def test_every_class_of_condition_and_every_truth_value_is_generated():
    made, wanted, within, by_fact, reasons, facts_seen = set(), set(), set(), set(), set(), set()

    def look(case):
        facts, truth, condition = case
        wanted.add(truth)
        for node in nodes(condition):
            made.add((type(node), conditions.value(node, worlds_of(facts))))
            if isinstance(node, Within):
                within.add(node.how)
            elif isinstance(node, Includes):
                by_fact.add(node.by_fact)
            elif isinstance(node, Open):
                reasons.add(node.reason)
        facts_seen.update((name, type(known), getattr(known, "is_exact", None)) for name, known in facts.items())
        facts_seen.update((name, "missing") for name in FACTS if name not in facts)

    run(cases(), look, examples=400)
    assert {kind for kind, _ in made} == classes_of_conditions()
    assert wanted == set(Truth)
    possible = {(kind, truth) for kind in classes_of_conditions() - {Open} for truth in Truth} | {(Open, UNKNOWN)}
    assert possible <= made, "a class of condition never had this value"
    assert within == {"one", "some", "every"}
    assert by_fact == {True, False}
    assert len(reasons) == 2
    assert {("age", Interval, True), ("age", Interval, False), ("age", "missing")} <= facts_seen
    assert {("nationality", "missing"), ("arrested", "missing"), ("stay", "missing")} <= facts_seen


def test_situations_meet_the_limits_on_the_very_day():
    met = set()

    def look(case):
        facts, _, condition = case
        for leaf in conditions.leaves(condition):
            if leaf in LEAVES and getattr(leaf, "fact", "") in ("age", "date") and leaf.fact in facts:
                known, ends = facts[leaf.fact], {leaf.at_least, leaf.below} - {None}
                first, last = (known.least, known.most) if leaf.fact == "age" else (known.first, known.last)
                step = 1 if leaf.fact == "age" else timedelta(days=1)
                met.update((leaf.fact, "first") for end in ends if first == end)
                met.update((leaf.fact, "just before") for end in ends if last is not None and last + step == end)
                met.update((leaf.fact, "across") for end in ends if None not in (first, last) and first < end <= last)

    run(cases(), look, examples=400)
    assert met == {(fact, how) for fact in ("age", "date") for how in ("first", "just before", "across")}


# Faults planted on purpose: what a tired programmer might write.


def unknown_counts_as_no(monkeypatch):
    right = conditions.leaf_value
    monkeypatch.setattr(conditions, "leaf_value", lambda leaf, world: YES if right(leaf, world) is YES else NO)


def a_month_counts_as_its_first_day(monkeypatch):
    right = conditions._between

    def wrong(leaf, known):
        return right(leaf, Period(known.first, known.first) if isinstance(known, Period) else known)

    monkeypatch.setattr(conditions, "_between", wrong)


def the_upper_limit_is_taken_in(monkeypatch):
    def wrong(first, last, at_least, below):
        if at_least is not None and last is not None and last < at_least:
            return NO
        if below is not None and first is not None and first > below:
            return NO
        surely_after = at_least is None or (first is not None and first >= at_least)
        return YES if surely_after and (below is None or (last is not None and last <= below)) else UNKNOWN

    monkeypatch.setattr(conditions, "_within_limits", wrong)


def an_open_end_counts_as_the_limit(monkeypatch):
    right = conditions._within_limits

    def wrong(first, last, at_least, below):
        return right(at_least if first is None else first, first if last is None else last, at_least, below)

    monkeypatch.setattr(conditions, "_within_limits", wrong)


def no_nationality_counts_as_every_one(monkeypatch):
    right = conditions.belonging

    def wrong(leaf, world):
        nobody = leaf.how == "every" and world.facts.get(leaf.fact) == frozenset()
        return conditions.Belonging(YES) if nobody else right(leaf, world)

    monkeypatch.setattr(conditions, "belonging", wrong)


def another_state_counts_as_outside_every_group(monkeypatch):
    right = explaining.Explainer._within

    def wrong(self, leaf):
        found = right(self, leaf)
        supposing = {
            change: NO if change.value == explaining.ELSEWHERE else truth for change, truth in found.supposing.items()
        }
        return replace(found, supposing=supposing)

    monkeypatch.setattr(explaining.Explainer, "_within", wrong)


def a_vague_day_counts_as_a_missing_state(monkeypatch):
    right = explaining.missing
    monkeypatch.setattr(explaining, "missing", lambda explained, facts: right(explained, {}))


FAULTS = (
    unknown_counts_as_no,
    a_month_counts_as_its_first_day,
    the_upper_limit_is_taken_in,
    an_open_end_counts_as_the_limit,
    no_nationality_counts_as_every_one,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.__name__)
def test_a_planted_fault_is_caught(fault, monkeypatch):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run(cases(), properties.it_has_the_wanted_value, examples=1000)


@pytest.mark.parametrize(
    ("fault", "holds"),
    [
        (
            another_state_counts_as_outside_every_group,
            properties.of_another_state_that_nobody_names_nothing_is_said_that_may_be_wrong,
        ),
        (
            a_vague_day_counts_as_a_missing_state,
            properties.a_fact_is_called_missing_only_where_it_is_absent_or_vague,
        ),
    ],
    ids=lambda one: one.__name__,
)
def test_a_fault_planted_in_the_reasons_is_caught(fault, holds, monkeypatch):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run(cases(), holds, examples=1000)


@pytest.mark.parametrize(
    ("holds", "strategy"),
    [
        (properties.its_explanation_has_the_same_value, cases()),
        (properties.what_it_supposes_is_so_in_the_changed_world, cases()),
        (properties.turning_round_twice_changes_nothing, cases()),
        (properties.learning_never_takes_an_answer_back, learnings()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_taking_unknown_for_no_is_caught_by_more_than_one_property(holds, strategy, monkeypatch):
    unknown_counts_as_no(monkeypatch)
    with pytest.raises(AssertionError):
        run(strategy, holds, examples=500)
