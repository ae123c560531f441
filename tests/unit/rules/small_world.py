"""A small vocabulary, two groups of States and ways to say things shortly, for the tests of the kernel."""

from datetime import date

from amparo.rules.conditions import Belonging, Derived, Reason, World
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Interval, Kind
from amparo.rules.language import Language, read_condition
from amparo.rules.reading import read_document
from amparo.rules.truth import NO, UNKNOWN, YES

FACTS = {
    fact.id: fact
    for fact in (
        Fact("arrested", Kind.BOOLEAN),
        Fact("stateless", Kind.BOOLEAN),
        Fact("stay", Kind.CHOICE, ("none", "pending", "temporary", "permanent")),
        Fact("age", Kind.NUMBER),
        Fact("date", Kind.DATE),
        Fact("state", Kind.STATE),
        Fact("nationality", Kind.STATES),
    )
}
STATES = {"MEX", "GTM", "NOR", "GBR"}
LEFT_ON = date(2020, 2, 1)


class Groups:
    """`union` had GBR until 1 February 2020 and has NOR; whether MEX is in it was not collected."""

    def belonging(self, group, state, period):
        assert group == "union"
        if state == "MEX":
            return Belonging(UNKNOWN, Reason.NOT_COLLECTED)
        if state == "GBR":
            if period.last < LEFT_ON:
                return Belonging(YES, basis={"until": LEFT_ON})
            return Belonging(NO) if period.first >= LEFT_ON else Belonging(UNKNOWN, Reason.FACT_MISSING)
        return Belonging(YES if state == "NOR" else NO)


def language():
    derived = {}
    found = Language(FACTS, derived, STATES.__contains__, {"union"}.__contains__)
    for name, meaning in (("child", "age: {below: 18}"), ("allowed", "stay: [pending, temporary, permanent]")):
        derived[name] = Derived(name, read(meaning, found))
    return found


def read(text, names=None):
    """The condition that the text spells."""
    condition, problems = read_with_problems(text, names)
    assert not problems, problems
    return condition


def read_with_problems(text, names=None):
    problems = []
    node = read_document(text, "norm.yaml", problems)
    assert not problems, problems
    found = read_condition(node, names or language(), problems)
    return found, [str(problem) for problem in problems]


def world(**facts):
    return World(facts, Groups())


def day(text):
    return Period.parse(text)


def aged(least, most=None):
    """An age known exactly, or between two (None is an open end)."""
    return Interval(least, most)


def exactly(age):
    return Interval(age, age)
