"""What each single test says for each value that its fact may have: known, vague or missing."""

import pytest
from small_world import aged, day, exactly, read, world

from amparo.rules.conditions import Belonging, Reason, World, belonging, value
from amparo.rules.truth import NO, UNKNOWN, YES, Truth

GTM, BOTH, NOBODY = frozenset({"GTM"}), frozenset({"GTM", "NOR"}), frozenset()
IN_2019, IN_2021, THAT_MONTH, THAT_YEAR = day("2019-05-01"), day("2021"), day("2020-02"), day("2020")


def check(text, expected, facts):
    assert value(read(text), world(**facts)) is expected


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("arrested", {"arrested": True}, YES),
        ("arrested", {"arrested": False}, NO),
        ("arrested", {}, UNKNOWN),
        ("arrested: false", {"arrested": True}, NO),
        ("arrested: false", {"arrested": False}, YES),
        ("arrested: false", {}, UNKNOWN),
        ("stay: none", {"stay": "none"}, YES),
        ("stay: none", {"stay": "pending"}, NO),
        ("stay: none", {}, UNKNOWN),
        ("stay: [none, pending]", {"stay": "pending"}, YES),
        ("stay: [none, pending]", {"stay": "permanent"}, NO),
        ("state: MEX", {"state": "MEX"}, YES),
        ("state: MEX", {"state": "GTM"}, NO),
        ("state: [MEX, GTM]", {"state": "GTM"}, YES),
        ("state: MEX", {}, UNKNOWN),
        ("open: {reason: text-silent, note: x}", {"state": "MEX"}, UNKNOWN),
    ],
)
def test_a_value_is_one_of_those_named(text, facts, expected):
    check(text, expected, facts)


@pytest.mark.parametrize(
    ("limits", "age", "expected"),
    [
        ("{below: 18}", exactly(17), YES),
        ("{below: 18}", exactly(18), NO),
        ("{below: 18}", aged(10, 17), YES),
        ("{below: 18}", aged(17, 18), UNKNOWN),
        ("{below: 18}", aged(18, 20), NO),
        ("{below: 18}", aged(None, 17), YES),
        ("{below: 18}", aged(None, 18), UNKNOWN),
        ("{below: 18}", aged(17, None), UNKNOWN),
        ("{below: 18}", aged(18, None), NO),
        ("{at_least: 15}", exactly(15), YES),
        ("{at_least: 15}", exactly(14), NO),
        ("{at_least: 15}", aged(14, 15), UNKNOWN),
        ("{at_least: 15}", aged(15, None), YES),
        ("{at_least: 15}", aged(None, 14), NO),
        ("{at_least: 15, below: 18}", aged(15, 17), YES),
        ("{at_least: 15, below: 18}", aged(14, 17), UNKNOWN),
        ("{at_least: 15, below: 18}", aged(15, 18), UNKNOWN),
        ("{at_least: 15, below: 18}", aged(0, 99), UNKNOWN),
        ("{at_least: 15, below: 18}", aged(0, 14), NO),
        ("{at_least: 15, below: 18}", aged(18, 99), NO),
    ],
)
def test_an_interval_is_inside_outside_or_across_the_limits(limits, age, expected):
    check(f"age: {limits}", expected, {"age": age})


@pytest.mark.parametrize(
    ("limits", "when", "expected"),
    [
        ("{from: 2024-02-29}", "2024-02-29", YES),
        ("{from: 2024-02-29}", "2024-02-28", NO),
        ("{from: 2024-02-29}", "2024-02", UNKNOWN),
        ("{from: 2024-02-29}", "2024-03", YES),
        ("{from: 2024-02-29}", "2023", NO),
        ("{from: 2024-02-01}", "2024-02", YES),
        ("{before: 2024-03-01}", "2024-02", YES),
        ("{before: 2024-02-29}", "2024-02", UNKNOWN),
        ("{before: 2024-02-29}", "2024-02-28", YES),
        ("{before: 2024-02-29}", "2024-02-29", NO),
        ("{from: 2024-01-01, before: 2025-01-01}", "2024", YES),
        ("{from: 2024-01-01, before: 2024-12-31}", "2024", UNKNOWN),
        ("{from: 2024-01-01, before: 2025-01-01}", "2025-01-01", NO),
    ],
)
def test_a_period_known_to_the_month_or_year_may_lie_across_the_limit(limits, when, expected):
    check(f"date: {limits}", expected, {"date": day(when)})


def test_a_missing_number_or_day_is_unknown():
    check("age: {below: 18}", UNKNOWN, {})
    check("date: {from: 2024-02-29}", UNKNOWN, {})


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("GTM", {"nationality": GTM}, YES),
        ("NOR", {"nationality": GTM}, NO),
        ("NOR", {"nationality": BOTH}, YES),
        ("GTM", {"nationality": NOBODY}, NO),
        ("GTM", {}, UNKNOWN),
        ("state", {"nationality": GTM, "state": "GTM"}, YES),
        ("state", {"nationality": GTM, "state": "MEX"}, NO),
        ("state", {"nationality": GTM}, UNKNOWN),
        ("state", {"state": "GTM"}, UNKNOWN),
        ("state", {"nationality": NOBODY}, NO),
    ],
)
def test_a_list_of_states_includes_one(text, facts, expected):
    check(f"nationality: {{includes: {text}}}", expected, facts)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("state: {within: union}", {"state": "NOR", "date": IN_2021}, YES),
        ("state: {within: union}", {"state": "GTM", "date": IN_2021}, NO),
        ("state: {within: union}", {"state": "MEX", "date": IN_2021}, UNKNOWN),
        ("state: {within: union}", {"state": "GBR", "date": IN_2019}, YES),
        ("state: {within: union}", {"state": "GBR", "date": IN_2021}, NO),
        ("state: {within: union}", {"state": "GBR", "date": THAT_MONTH}, NO),
        ("state: {within: union}", {"state": "GBR", "date": THAT_YEAR}, UNKNOWN),
        ("state: {within: union}", {"state": "NOR"}, UNKNOWN),
        ("state: {within: union}", {"date": IN_2021}, UNKNOWN),
        ("nationality: {some_within: union}", {"nationality": BOTH, "date": IN_2021}, YES),
        ("nationality: {some_within: union}", {"nationality": GTM, "date": IN_2021}, NO),
        ("nationality: {some_within: union}", {"nationality": frozenset({"GTM", "MEX"}), "date": IN_2021}, UNKNOWN),
        ("nationality: {some_within: union}", {"nationality": frozenset({"NOR", "MEX"}), "date": IN_2021}, YES),
        ("nationality: {some_within: union}", {"nationality": NOBODY, "date": IN_2021}, NO),
        ("nationality: {every_within: union}", {"nationality": BOTH, "date": IN_2021}, NO),
        ("nationality: {every_within: union}", {"nationality": frozenset({"NOR"}), "date": IN_2021}, YES),
        ("nationality: {every_within: union}", {"nationality": frozenset({"NOR", "MEX"}), "date": IN_2021}, UNKNOWN),
        ("nationality: {every_within: union}", {"nationality": NOBODY, "date": IN_2021}, NO),
        ("nationality: {every_within: union}", {"date": IN_2021}, UNKNOWN),
    ],
)
def test_a_state_belongs_to_a_group_on_the_day_asked_about(text, facts, expected):
    check(text, expected, facts)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"state": "MEX", "date": IN_2021}, Reason.NOT_COLLECTED),
        ({"state": "GBR", "date": THAT_YEAR}, Reason.FACT_MISSING),
        ({"state": "GBR"}, Reason.FACT_MISSING),
        ({"date": IN_2021}, Reason.FACT_MISSING),
        ({"state": "NOR", "date": IN_2021}, None),
    ],
)
def test_an_unknown_belonging_says_why_and_a_known_one_does_not(facts, reason):
    assert belonging(read("state: {within: union}"), world(**facts)).reason is reason


@pytest.mark.parametrize(("truth", "reason"), [(UNKNOWN, None), (YES, Reason.NOT_COLLECTED), (NO, Reason.TEXT_SILENT)])
def test_a_belonging_cannot_be_unknown_without_a_reason_nor_known_with_one(truth, reason):
    with pytest.raises(ValueError, match="an unknown belonging has a reason"):
        Belonging(truth, reason)


@pytest.mark.parametrize(
    "text",
    ["state: {within: union}", "nationality: {includes: state}", "open: {reason: text-silent, note: x}"],
)
@pytest.mark.parametrize("truth", Truth)
def test_what_if_settles_a_leaf_by_its_key(text, truth):
    leaf = read(text)
    assert value(leaf, World({}, groups=None, assumed={leaf.key: truth})) is truth


def test_a_derived_fact_is_worked_out_once_and_remembered():
    asked = world(age=exactly(17))
    assert value(read("all: [child, child]"), asked) is YES
    assert asked.remembered == {"child": YES}
    asked.remembered["child"] = NO
    assert value(read("child"), asked) is NO
