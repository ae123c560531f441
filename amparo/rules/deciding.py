"""Finds conditions that say nothing: always true or always false, though Kleene would often call them unknown.

`any: [child, {child: false}]` is true of everybody, but for somebody of unknown age Kleene's *or* of two unknowns is unknown.
The loader refuses such conditions, so that unknown always means that some fact would decide.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from amparo.errors import Place, Problem
from amparo.rules.conditions import (
    All,
    Among,
    Any,
    Belonging,
    Between,
    Condition,
    Leaf,
    Reason,
    Unless,
    World,
    leaf_value,
    leaves,
    value,
)
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Interval, Kind, Known
from amparo.rules.spelling import spelt
from amparo.rules.truth import NO, UNKNOWN, YES, Truth

_MOST_WORLDS = 200_000


class NobodyKnows:
    """Groups of which nothing is known."""

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        return Belonging(UNKNOWN, Reason.NOT_COLLECTED)


def always(condition: Condition, facts: Mapping[str, Fact]) -> Truth:
    """YES if the condition holds whatever the facts, NO if it never holds, UNKNOWN if it depends on them."""
    found: set[Truth] = set()
    for _, outcome in zip(range(_MOST_WORLDS), _outcomes(condition, facts), strict=False):
        found.add(outcome)
        if len(found) == 2:
            return UNKNOWN
    return found.pop() if len(found) == 1 else UNKNOWN


def refuse_empty_talk(condition: Condition, facts: Mapping[str, Fact], place: Place, problems: list[Problem]) -> None:
    """Adds a problem for each part of the condition that is always true or always false."""
    for part in _compounds(condition):
        verdict = always(part, facts)
        if verdict is not UNKNOWN:
            word = "true" if verdict is YES else "false"
            problems.append(
                Problem(
                    place, f"This is always {word}, whatever the facts, so it says nothing: {spelt(part)}", "empty-talk"
                )
            )
            return


def _compounds(condition: Condition) -> Iterator[Condition]:
    """The condition and its compound parts, the innermost first."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from _compounds(part)
        if condition.parts:
            yield condition
    elif isinstance(condition, Unless):
        yield from _compounds(condition.part)


def _outcomes(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Truth]:
    """The value of the condition in every world that matters, depth first: a world grows by settling one undecided leaf."""
    options = _options(condition, facts)
    nobody = NobodyKnows()
    worlds: list[tuple[dict[str, Known], dict[str, Truth]]] = [({}, {})]
    while worlds:
        known, assumed = worlds.pop()
        world = World(known, nobody, assumed)
        outcome = value(condition, world)
        if outcome is not UNKNOWN:
            yield outcome
            continue
        leaf = next(leaf for leaf in leaves(condition) if leaf_value(leaf, world) is UNKNOWN)
        if isinstance(leaf, Among | Between):
            worlds.extend(({**known, leaf.fact: option}, assumed) for option in options[leaf.fact])
        else:
            worlds.extend((known, {**assumed, leaf.key: option}) for option in (NO, YES))


def _options(condition: Condition, facts: Mapping[str, Fact]) -> dict[str, list[Known]]:
    """For each fact tested by value, one value from every class that the tests can tell apart."""
    tests: dict[str, list[Leaf]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Among | Between):
            tests.setdefault(leaf.fact, []).append(leaf)
    return {name: list(_classes(facts[name], found)) for name, found in tests.items()}


def _classes(fact: Fact, tests: list[Leaf]) -> Iterator[Known]:
    if fact.kind is Kind.BOOLEAN:
        yield from (True, False)
    elif fact.kind is Kind.CHOICE:
        yield from fact.values
    elif fact.kind is Kind.STATE:
        yield from sorted({str(one) for test in tests if isinstance(test, Among) for one in test.values} | {"another"})
    else:
        yield from points(tests)


def points(tests: list[Leaf]) -> list[Known]:
    """Numbers or days just before and at each limit of the tests: one from every stretch between limits."""
    found: dict[Known, None] = {}
    for test in tests:
        if not isinstance(test, Between):
            continue
        for limit in (test.at_least, test.below):
            if isinstance(limit, int):
                found |= dict.fromkeys([Interval(limit - 1, limit - 1), Interval(limit, limit)])
            elif limit is not None:
                before = limit - timedelta(days=1) if limit > date.min else limit
                found |= dict.fromkeys([Period(before, before), Period(limit, limit)])
    return list(found)
