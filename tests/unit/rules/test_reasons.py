"""Why an answer is what it is: what decides it, what is missing, why it is unknown, and what would turn it."""

import pytest
from small_world import FACTS, aged, day, exactly, read, world

from amparo.rules.conditions import Reason, World, value
from amparo.rules.deciding import points
from amparo.rules.explaining import (
    ELSEWHERE,
    Change,
    Explainer,
    changes,
    deciding,
    deciding_leaves,
    missing,
    turning,
    why_unknown,
)
from amparo.rules.facts import Kind
from amparo.rules.spelling import spelt
from amparo.rules.truth import NO, UNKNOWN, YES

CANDIDATES = {
    "arrested": (True, False),
    "stateless": (True, False),
    "stay": FACTS["stay"].values,
    "age": points([read("age: {at_least: 15, below: 18}")]),
    "nationality": (frozenset(), frozenset({"GTM"}), frozenset({"GTM", "NOR"})),
}
CANDIDATES = {fact: changes(fact, values) for fact, values in CANDIDATES.items()}
IN_2021 = day("2021-06-15")
SILENT = "{open: {reason: text-silent, note: x}}"
LATER = "{open: {reason: law-not-encoded, note: x}}"
PARTIAL = "{open: {reason: partial-reservation, note: x}}"


def explained(text, **facts):
    return Explainer(world(**facts), CANDIDATES).explain(read(text))


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("all: [arrested, stateless]", {"arrested": True, "stateless": True}, ["arrested", "stateless"]),
        ("all: [arrested, stateless]", {"arrested": True, "stateless": False}, ["stateless"]),
        ("all: [arrested, stateless]", {"arrested": False}, ["arrested"]),
        ("all: [arrested, stateless]", {"arrested": True}, ["stateless"]),
        ("any: [arrested, stateless]", {"arrested": True, "stateless": False}, ["arrested"]),
        ("any: [arrested, stateless]", {"arrested": False, "stateless": False}, ["arrested", "stateless"]),
        ("unless: [arrested, stateless]", {"arrested": True}, ["arrested"]),
        ("any: [child, {stay: none}]", {"age": exactly(9)}, ["child"]),
        (
            "all: [{any: [arrested, stateless]}, allowed]",
            {"arrested": True, "stay": "pending"},
            ["arrested", "allowed"],
        ),
    ],
)
def test_it_names_what_makes_the_answer_what_it_is(text, facts, expected):
    assert [spelt(one.condition) for one in deciding(explained(text, **facts))] == expected


def test_it_looks_for_leaves_inside_derived_facts_too():
    found = deciding_leaves(explained("all: [child, arrested]", age=exactly(9), arrested=True))
    assert [spelt(one.condition) for one in found] == ["age: {below: 18}", "arrested"]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("all: [arrested, stateless]", {}, ("arrested", "stateless")),
        ("all: [arrested, stateless]", {"arrested": True}, ("stateless",)),
        ("all: [arrested, stateless]", {"arrested": False}, ()),
        ("any: [arrested, stateless]", {"stateless": True}, ()),
        ("all: [child, {age: {at_least: 6}}]", {}, ("age",)),
        ("child", {"age": aged(15, 20)}, ("age",)),
        ("unless: child", {"age": aged(15, 20)}, ("age",)),
        ("nationality: {includes: MEX}", {}, ("nationality",)),
        ("nationality: {some_within: union}", {"date": IN_2021}, ("nationality",)),
        ("state: {within: union}", {"state": "MEX", "date": IN_2021}, ()),  # nobody collected it: do not ask the person
        ("state: {within: union}", {"date": IN_2021}, ("state",)),
        (SILENT, {}, ()),
        (f"all: [{SILENT}, arrested]", {}, ("arrested",)),
    ],
)
def test_it_names_the_facts_whose_absence_or_vagueness_leaves_the_answer_open(text, facts, expected):
    assert missing(explained(text, **facts), facts) == expected


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("state: {within: union}", {"state": "GBR"}),
        ("nationality: {some_within: union}", {"nationality": frozenset({"GBR"})}),
        ("nationality: {every_within: union}", {"nationality": frozenset({"GBR", "NOR"})}),
    ],
)
def test_where_the_states_are_known_and_the_day_is_too_vague_it_names_the_day(text, facts):
    facts |= {"date": day("2020")}
    assert missing(explained(text, **facts), facts) == ("date",)
    assert missing(explained(text, **facts | {"date": day("2020-01")}), facts) == ()


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("arrested", {"arrested": True}, None),
        ("arrested", {"arrested": False}, None),
        ("arrested", {}, Reason.FACT_MISSING),
        (SILENT, {}, Reason.TEXT_SILENT),
        (LATER, {}, Reason.LAW_NOT_ENCODED),
        ("state: {within: union}", {"state": "MEX", "date": IN_2021}, Reason.NOT_COLLECTED),
        ("state: {within: union}", {"state": "GBR", "date": day("2020")}, Reason.FACT_MISSING),
        # What the person could tell comes before what the law leaves open ...
        (f"all: [{SILENT}, {LATER}, arrested]", {}, Reason.FACT_MISSING),
        (f"all: [{SILENT}, {LATER}, arrested]", {"arrested": True}, Reason.LAW_NOT_ENCODED),
        # ... and what was not collected, or not consented to, before both.
        (f"all: [{SILENT}, {PARTIAL}, arrested]", {}, Reason.PARTIAL_RESERVATION),
        (
            "all: [arrested, {state: {within: union}}]",
            {"state": "MEX", "date": IN_2021},
            Reason.NOT_COLLECTED,
        ),
        # What does not decide gives no reason.
        (f"any: [{{all: [{SILENT}, arrested]}}, stateless]", {"arrested": False}, Reason.FACT_MISSING),
    ],
)
def test_it_gives_one_reason_of_the_closed_list_for_an_unknown_answer_only(text, facts, expected):
    assert why_unknown(explained(text, **facts)) is expected


def test_it_names_the_single_changes_that_would_give_the_wanted_answer():
    one = explained("all: [child, {stay: [pending, temporary]}]", age=exactly(17), stay="none")
    assert one.value is NO
    assert turning(one, YES) == [Change("stay", "pending"), Change("stay", "temporary")]
    assert turning(one, UNKNOWN) == []


def test_no_single_change_helps_where_two_things_are_in_the_way():
    assert turning(explained("all: [child, arrested]", age=exactly(40), arrested=False), YES) == []


def test_a_group_is_supposed_both_ways():
    one = explained("state: {within: union}", state="GTM", date=IN_2021)
    assert one.supposing == {
        Change("state within union", True): YES,
        Change("state within union", False): NO,
    }


def test_a_list_of_states_is_supposed_to_be_another_list():
    one = explained("nationality: {some_within: union}", nationality=frozenset({"GTM"}), date=IN_2021)
    assert one.value is NO
    assert turning(one, YES) == [Change("nationality some within union", True), CANDIDATES["nationality"][2]]


@pytest.mark.parametrize("how", ["some_within", "every_within"])
@pytest.mark.parametrize("known", [frozenset({"NOR"}), frozenset({"GTM"})])
def test_of_another_state_that_nobody_names_it_is_unknown_whether_it_is_in_the_group(how, known):
    elsewhere = changes("nationality", (ELSEWHERE,))
    explainer = Explainer(world(nationality=known, date=IN_2021), {"nationality": elsewhere})
    one = explainer.explain(read(f"nationality: {{{how}: union}}"))
    assert one.value is not UNKNOWN and one.supposing[elsewhere[0]] is UNKNOWN


def test_another_state_that_nobody_names_is_not_the_one_asked_about():
    elsewhere = changes("nationality", (ELSEWHERE,))
    explainer = Explainer(world(state="MEX"), {"nationality": elsewhere})
    assert explainer.explain(read("nationality: {includes: state}")).supposing == {elsewhere[0]: NO}


def test_nothing_can_be_supposed_about_what_is_open():
    assert explained(SILENT).supposing == {}


def test_a_fact_named_twice_is_supposed_the_same_in_both_places():
    one = explained("all: [arrested, {unless: {arrested: false}}]", arrested=False)
    assert turning(one, YES) == [Change("arrested", True)]
    across = explained("all: [child, {age: {at_least: 15}}]", age=exactly(40))
    assert turning(across, YES) == [Change("age", exactly(15)), Change("age", exactly(17))]


EVERY_KIND = (
    "all:\n- any: [arrested, child, {unless: [allowed, {age: {at_least: 15}}]}]\n- stateless: false\n"
    "- any: [{stay: [none, pending]}, {nationality: {includes: state}}, {state: {within: union}}, "
    "{nationality: {every_within: union}}, " + SILENT + "]"
)


@pytest.mark.parametrize("state", ["MEX", "GTM", "NOR", "GBR"])
@pytest.mark.parametrize("stay", [None, "none", "permanent"])
@pytest.mark.parametrize("age", [None, aged(10, 16), exactly(14), exactly(17), aged(15, 40)])
@pytest.mark.parametrize("arrested", [None, True, False])
def test_what_every_node_would_become_is_what_it_becomes_when_evaluated_anew(state, stay, age, arrested):
    facts = {"state": state, "date": day("2020"), "nationality": frozenset({"GTM"}), "stateless": False}
    facts |= {
        name: known for name, known in (("stay", stay), ("age", age), ("arrested", arrested)) if known is not None
    }
    asked = world(**facts)

    def check(node):
        assert node.value is value(node.condition, World(asked.facts, asked.groups))
        for change, supposed in node.supposing.items():
            if change.subject in FACTS:
                changed = World({**asked.facts, change.subject: change.value}, asked.groups)
            else:
                changed = World(asked.facts, asked.groups, {change.subject: YES if change.value else NO})
            assert supposed is value(node.condition, changed), (spelt(node.condition), change)
        for part in node.parts:
            check(part)

    check(Explainer(asked, CANDIDATES).explain(read(EVERY_KIND)))


def test_a_derived_fact_is_explained_once():
    explainer = Explainer(world(age=exactly(9)), CANDIDATES)
    one = explainer.explain(read("all: [child, {unless: child}]"))
    assert one.parts[0] is one.parts[1].parts[0]
    assert FACTS["age"].kind is Kind.NUMBER
