"""Conditions that say nothing are found and refused; those that some fact decides are not."""

import pytest
from small_world import FACTS, read

from amparo.errors import Place
from amparo.rules import deciding
from amparo.rules.conditions import EVERYONE
from amparo.rules.dates import Period
from amparo.rules.deciding import always, points, refuse_empty_talk
from amparo.rules.facts import Interval
from amparo.rules.truth import NO, UNKNOWN, YES

OPEN = "{open: {reason: text-silent, note: x}}"


@pytest.mark.parametrize(
    "text",
    [
        "any: [arrested, {arrested: false}]",
        "any: [child, {child: false}]",
        "any: [child, {age: {at_least: 18}}]",
        "any: [{age: {below: 18}}, {age: {at_least: 15}}]",
        "any: [{age: {below: 15}}, {age: {at_least: 15, below: 18}}, {age: {at_least: 18}}]",
        "any: [{date: {before: 2024-02-29}}, {date: {from: 2024-02-29}}]",
        "any: [{date: {before: 2024-02-29}}, {date: {from: 2024-02-28}}]",
        "any: [{stay: none}, {stay: [pending, temporary]}, {stay: permanent}]",
        "any: [allowed, {stay: none}]",
        "any: [{state: MEX}, {unless: {state: MEX}}]",
        "any: [{nationality: {includes: state}}, {unless: {nationality: {includes: state}}}]",
        "any: [{state: {within: union}}, {unless: {state: {within: union}}}]",
        f"any: [{OPEN}, {{unless: {OPEN}}}]",
        "unless: {all: [arrested, {arrested: false}]}",
        "any: [{arrested: true, stateless: true}, {arrested: false}, {stateless: false}]",
    ],
)
def test_it_finds_what_is_always_true(text):
    assert always(read(text), FACTS) is YES


@pytest.mark.parametrize(
    "text",
    [
        "all: [arrested, {arrested: false}]",
        "all: [child, {age: {at_least: 18}}]",
        "all: [{age: {below: 15}}, {age: {at_least: 15}}]",
        "all: [{date: {before: 2024-02-29}}, {date: {from: 2024-02-29}}]",
        "{stay: none, all: [allowed]}",
        "all: [{state: MEX}, {state: GTM}]",
        "all: [{stay: [none, pending]}, {stay: [temporary, permanent]}]",
        f"all: [{OPEN}, {{unless: {OPEN}}}]",
        "unless: {any: [arrested, {arrested: false}]}",
    ],
)
def test_it_finds_what_is_never_true(text):
    assert always(read(text), FACTS) is NO


@pytest.mark.parametrize(
    "text",
    [
        "arrested",
        "child",
        OPEN,
        "any: [arrested, {stateless: false}]",
        "any: [{age: {below: 15}}, {age: {at_least: 16}}]",
        "all: [{age: {at_least: 15}}, {age: {below: 16}}]",
        "any: [{date: {before: 2024-02-28}}, {date: {from: 2024-02-29}}]",
        "any: [{stay: none}, {stay: [pending, temporary]}]",
        "any: [{state: MEX}, {unless: {state: GTM}}]",
        "all: [{state: [MEX, GTM]}, {state: [GTM, NOR]}]",
        "any: [{nationality: {includes: MEX}}, {unless: {nationality: {includes: GTM}}}]",
        "any: [{nationality: {some_within: union}}, {unless: {nationality: {every_within: union}}}]",
        "any: [{arrested: true, stateless: true}, {arrested: false}]",
        f"any: [{OPEN}, arrested]",
    ],
)
def test_it_lets_pass_what_some_fact_decides(text):
    assert always(read(text), FACTS) is UNKNOWN


def refused(text):
    problems = []
    refuse_empty_talk(read(text), FACTS, Place("norm.yaml", 7), problems)
    return [(str(problem), problem.code) for problem in problems]


def test_it_refuses_empty_talk_with_its_place_and_the_part_that_says_nothing():
    assert refused("all: [stateless, {any: [child, {child: false}]}]") == [
        (
            "norm.yaml:7: This is always true, whatever the facts, so it says nothing: any: [child; unless: {child}]",
            "empty-talk",
        )
    ]
    assert refused("unless: {all: [arrested, {arrested: false}]}") == [
        (
            "norm.yaml:7: This is always false, whatever the facts, so it says nothing: all: [arrested; arrested: false]",
            "empty-talk",
        )
    ]


def test_it_names_the_innermost_part_only_once():
    assert len(refused("any: [arrested, {all: [stateless, {stateless: false}]}, {arrested: false}]")) == 1


def test_it_accepts_what_says_something_and_the_right_of_everyone():
    assert refused("all: [stateless, {any: [child, arrested]}, {unless: [allowed]}]") == []
    problems = []
    refuse_empty_talk(EVERYONE, FACTS, Place("norm.yaml"), problems)
    assert not problems


def test_it_gives_up_on_a_condition_with_too_many_worlds_and_calls_it_undecided(monkeypatch):
    monkeypatch.setattr(deciding, "_MOST_WORLDS", 0)
    assert always(read("any: [arrested, {arrested: false}]"), FACTS) is UNKNOWN


def test_it_tries_a_value_from_every_stretch_between_limits():
    ages = [read("age: {at_least: 15, below: 18}"), read("age: {below: 15}")]
    assert points(ages) == [Interval(n, n) for n in (14, 15, 17, 18)]
    leap_day = [read("date: {from: 2024-03-01}"), read("arrested")]
    assert [str(point) for point in points(leap_day)] == ["2024-02-29", "2024-03-01"]
    assert isinstance(points(leap_day)[0], Period)
