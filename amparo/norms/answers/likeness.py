"""What the norms make of a situation, so that of many that are nearly the same each answer is worked out once.

A case asks each State about many days, and from one day to the next mostly nothing differs but the date. The date matters only where a
test reads it: the days between which a text is valid, who belongs to which group of States, which reservations stand.
"""

from typing import TypeAlias

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.rules.conditions import World, leaf_value
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.situation.situations import Situation

# What is read, a fact or the number of a test or the id of a reserved provision, each with what it says.
Likeness: TypeAlias = frozenset[tuple[object, object]]


def likeness(situation: Situation, catalogue: Catalogue) -> Likeness:
    """All that the conditions of the catalogue read of the situation: two of which it is the same have the same answers.

    It holds every fact as it is known, but numbers and days, of which it holds what each test of them says.
    """
    world, day = World(situation.facts, catalogue.bonds), situation.date
    facts = {name: None if isinstance(one, Interval | Period) else one for name, one in situation.facts.items()}
    reserved = {
        provision: tuple((one.stands(day), one.stands_throughout(day)) for one in several)
        for provision, several in catalogue.reserved(situation.state).items()
    }
    tests = enumerate(leaf_value(test, world) for test in catalogue.dated_tests)
    return frozenset((*facts.items(), *reserved.items(), *tests))


def told_apart(one: Likeness, other: Likeness, catalogue: Catalogue) -> frozenset[str]:
    """The provisions that read anything in which the two differ: of all others the answers are the same."""
    return frozenset().union(*(catalogue.readers.get(read, ()) for read, _ in one ^ other))
