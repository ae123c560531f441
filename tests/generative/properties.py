"""What must be so of every condition in every situation. Each property raises AssertionError where it is not."""

from backwards import FACTS, STATES, worlds_of

from amparo.rules import conditions, explaining
from amparo.rules.conditions import Unless, World
from amparo.rules.dates import Period
from amparo.rules.deciding import always, points
from amparo.rules.facts import Interval
from amparo.rules.spelling import spelt
from amparo.rules.truth import NO, NOT, UNKNOWN, YES


def it_has_the_wanted_value(case):
    facts, wanted, condition = case
    assert conditions.value(condition, worlds_of(facts)) is wanted


def its_explanation_has_the_same_value(case):
    facts, _, condition = case
    for node in nodes(explained(facts, condition)):
        assert node.value is conditions.value(node.condition, worlds_of(facts)), spelt(node.condition)


def what_it_supposes_is_so_in_the_changed_world(case):
    facts, _, condition = case
    for node in nodes(explained(facts, condition)):
        for change, supposed in node.supposing.items():
            changed = world_after(change, facts)
            assert supposed is conditions.value(node.condition, changed), (spelt(node.condition), change)


def a_reason_is_given_exactly_where_it_is_unknown(case):
    facts, _, condition = case
    one = explained(facts, condition)
    why, lacking = explaining.why_unknown(one), explaining.missing(one, facts)
    assert (why is not None) is (one.value is UNKNOWN)
    assert not lacking or one.value is UNKNOWN
    assert one.value is not UNKNOWN or list(explaining.deciding_leaves(one))


def a_fact_is_called_missing_only_where_it_is_absent_or_vague(case):
    facts, _, condition = case
    lacking = explaining.missing(explained(facts, condition), facts)
    assert len(set(lacking)) == len(lacking)
    for name in lacking:
        known = facts.get(name)
        vague = isinstance(known, Interval | Period) and not is_exact(known)
        assert known is None or vague, name


def of_another_state_that_nobody_names_nothing_is_said_that_may_be_wrong(case):
    """For lists of States that leave out the State asked about."""
    facts, _, condition = case
    change = explaining.Change("nationality", explaining.ELSEWHERE)
    supposing = explaining.Explainer(worlds_of(facts), {"nationality": (change,)}).explain(condition).supposing
    for state in STATES:
        if change in supposing and state != facts["state"]:
            there = conditions.value(condition, worlds_of({**facts, "nationality": frozenset({state})}))
            assert supposing[change] in (UNKNOWN, there)


def learning_never_takes_an_answer_back(learning):
    learnt, facts, _, condition = learning
    before = conditions.value(condition, worlds_of(facts))
    after = conditions.value(condition, worlds_of(learnt))
    assert before is UNKNOWN or after is before


def de_morgan_holds(case):
    facts, _, condition = case
    value = {kind: conditions.value(kind, worlds_of(facts)) for kind in de_morgan_pairs(condition)}
    for turned_whole, turned_parts in de_morgan_pairs(condition).items():
        assert value[turned_whole] is conditions.value(turned_parts, worlds_of(facts))


def turning_round_twice_changes_nothing(case):
    facts, wanted, condition = case
    assert conditions.value(Unless(condition), worlds_of(facts)) is NOT[wanted]
    assert conditions.value(Unless(Unless(condition)), worlds_of(facts)) is wanted


def what_is_always_so_is_never_otherwise(case):
    facts, _, condition = case
    verdict, here = always(condition, FACTS), conditions.value(condition, worlds_of(facts))
    assert (verdict, here) not in ((YES, NO), (NO, YES))


def explained(facts, condition):
    tests = [leaf for leaf in conditions.leaves(condition) if isinstance(leaf, conditions.Between)]
    candidates = {
        "arrested": (True, False),
        "stay": FACTS["stay"].values,
        "age": points([leaf for leaf in tests if leaf.fact == "age"]),
        "nationality": (frozenset(), frozenset({"MEX"}), frozenset({"GTM", "NOR"})),
    }
    candidates = {fact: explaining.changes(fact, values) for fact, values in candidates.items()}
    return explaining.Explainer(worlds_of(facts), candidates).explain(condition)


def is_exact(known):
    return known.is_exact if isinstance(known, Interval) else known.first == known.last


def nodes(one):
    yield one
    for part in one.parts:
        yield from nodes(part)


def world_after(change, facts):
    """The situation with one fact otherwise, or with one belonging settled."""
    world = worlds_of(facts)
    if change.subject in FACTS:
        return World({**facts, change.subject: change.value}, world.groups)
    return World(facts, world.groups, {change.subject: YES if change.value else NO})


def de_morgan_pairs(condition):
    """For each *all* and *any* in the condition: turned round as a whole, and turned round part by part."""
    found = {}
    if isinstance(condition, conditions.All | conditions.Any):
        other = conditions.Any if isinstance(condition, conditions.All) else conditions.All
        found[Unless(condition)] = other(tuple(Unless(part) for part in condition.parts))
        for part in condition.parts:
            found |= de_morgan_pairs(part)
    elif isinstance(condition, Unless):
        found |= de_morgan_pairs(condition.part)
    elif isinstance(condition, conditions.Derived):
        found |= de_morgan_pairs(condition.meaning)
    return found
