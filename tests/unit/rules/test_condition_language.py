"""Every form that a condition may take, and the node that it becomes."""

from datetime import date

import pytest
from small_world import FACTS, language, read

from amparo.rules.conditions import All, Among, Any, Between, Includes, Open, Reason, Unless, Within, facts_read, leaves
from amparo.rules.facts import Fact, Interval, Kind
from amparo.rules.spelling import spelt

ARRESTED = Among("arrested", frozenset({True}))
NOT_ARRESTED = Among("arrested", frozenset({False}))
STATELESS = Among("stateless", frozenset({True}))
CHILD = language().derived["child"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("arrested", ARRESTED),
        ("arrested: true", ARRESTED),
        ("arrested: false", NOT_ARRESTED),
        ("child", CHILD),
        ("child: true", CHILD),
        ("child: false", Unless(CHILD)),
        ("stay: pending", Among("stay", frozenset({"pending"}))),
        ("stay: [temporary, permanent]", Among("stay", frozenset({"temporary", "permanent"}))),
        ("age: {at_least: 15, below: 18}", Between("age", 15, 18)),
        ("age: {at_least: 15}", Between("age", 15, None)),
        ("age: {below: 18}", Between("age", None, 18)),
        ("date: {from: 2013-01-01, before: 2019-01-31}", Between("date", date(2013, 1, 1), date(2019, 1, 31))),
        ("date: {from: 2013-01-01}", Between("date", date(2013, 1, 1), None)),
        ("date: {before: 2024-02-29}", Between("date", None, date(2024, 2, 29))),
        ("state: MEX", Among("state", frozenset({"MEX"}))),
        ("state: [MEX, GTM]", Among("state", frozenset({"MEX", "GTM"}))),
        ("state: {within: union}", Within("state", "union", "one")),
        ("nationality: {includes: state}", Includes("nationality", "state", by_fact=True)),
        ("nationality: {includes: GTM}", Includes("nationality", "GTM", by_fact=False)),
        ("nationality: {some_within: union}", Within("nationality", "union", "some")),
        ("nationality: {every_within: union}", Within("nationality", "union", "every")),
        ("open: {reason: text-silent, note: Nobody says.}", Open(Reason.TEXT_SILENT, "Nobody says.")),
        ("open: {reason: law-not-encoded, note: Later.}", Open(Reason.LAW_NOT_ENCODED, "Later.")),
        ("open: {reason: partial-reservation, note: Art. 8.}", Open(Reason.PARTIAL_RESERVATION, "Art. 8.")),
        ("all: [arrested, child]", All((ARRESTED, CHILD))),
        ("any: [arrested, child]", Any((ARRESTED, CHILD))),
        ("all: [arrested]", All((ARRESTED,))),
        ("unless: arrested", Unless(ARRESTED)),
        ("unless: {arrested: false}", Unless(NOT_ARRESTED)),
        ("unless: [arrested, child]", Unless(Any((ARRESTED, CHILD)))),
        ("unless: {arrested: true, stateless: true}", Unless(All((ARRESTED, STATELESS)))),
        ("{arrested: true, stateless: true}", All((ARRESTED, STATELESS))),
        ("all: [arrested]\nunless: child", All((All((ARRESTED,)), Unless(CHILD)))),
        ("any: [{arrested: true, stateless: true}, child]", Any((All((ARRESTED, STATELESS)), CHILD))),
    ],
)
def test_it_reads(text, meaning):
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("arrested", "arrested"),
        ("arrested: false", "arrested: false"),
        ("child: false", "unless: {child}"),
        ("stay: [temporary, permanent]", "stay: [permanent, temporary]"),
        ("age: {at_least: 15, below: 18}", "age: {at_least: 15, below: 18}"),
        ("date: {before: 2024-02-29}", "date: {before: 2024-02-29}"),
        ("state: {within: union}", "state: {within: union}"),
        ("nationality: {includes: state}", "nationality: {includes: state}"),
        ("nationality: {some_within: union}", "nationality: {some_within: union}"),
        ("nationality: {every_within: union}", "nationality: {every_within: union}"),
        ("open: {reason: text-silent, note: Nobody says.}", "open: {reason: text-silent, note: Nobody says.}"),
        ("any: [arrested, child]", "any: [arrested; child]"),
        ("{arrested: true, stay: none}", "all: [arrested; stay: none]"),
    ],
)
def test_it_spells_a_condition_on_one_line_as_its_author_could_have(text, line):
    assert spelt(read(text)) == line


def test_no_condition_at_all_is_everyone():
    assert spelt(All(())) == "everyone"


def test_it_lists_the_leaves_in_reading_order_also_those_inside_derived_facts():
    condition = read("any: [child, {unless: arrested}, {all: [allowed, {open: {reason: text-silent, note: x}}]}]")
    assert [spelt(leaf) for leaf in leaves(condition)] == [
        "age: {below: 18}",
        "arrested",
        "stay: [pending, permanent, temporary]",
        "open: {reason: text-silent, note: x}",
    ]


def test_it_names_each_fact_read_once_and_none_for_what_is_open():
    condition = read("all: [child, {age: {at_least: 6}}, arrested, {open: {reason: text-silent, note: x}}]")
    assert facts_read(condition) == ("age", "arrested")


def test_a_derived_fact_is_the_same_by_its_name():
    assert language().derived["child"] == CHILD
    assert hash(CHILD) == hash(language().derived["child"])


@pytest.mark.parametrize(("kind", "values"), [(Kind.CHOICE, ()), (Kind.BOOLEAN, ("a", "b"))])
def test_a_choice_has_values_and_only_a_choice(kind, values):
    with pytest.raises(ValueError, match="a choice has values, and only a choice"):
        Fact("stay", kind, values)


def test_an_interval_runs_upwards():
    assert not Interval(15, 20).is_exact
    assert not Interval(None, None).is_exact
    assert Interval(15, 15).is_exact
    with pytest.raises(ValueError, match="below the least"):
        Interval(20, 15)


def test_a_limit_has_at_least_one_end():
    with pytest.raises(ValueError, match="a limit is missing"):
        Between("age", None, None)


def test_the_small_vocabulary_has_every_kind_of_fact():
    assert {fact.kind for fact in FACTS.values()} == set(Kind)
