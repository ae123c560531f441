"""Makes conditions backwards: from a situation and a wanted truth value, choose an operation and make parts that give it.

Values come from small sets, so that coincidences occur: a limit and a birthday, a month's end, 29 February, a day on which
one State joins a group and another leaves it. What a single test says is worked out here a second time, by trying every
age or day that is still possible, so that the kernel is not compared with itself.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from hypothesis import strategies as st

from amparo.rules.conditions import (
    All,
    Among,
    Any,
    Belonging,
    Between,
    Condition,
    Derived,
    Includes,
    Open,
    Reason,
    Unless,
    Within,
    World,
)
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Interval, Kind
from amparo.rules.spelling import spelt
from amparo.rules.truth import NO, NOT, UNKNOWN, YES, Truth

FACTS = {
    fact.id: fact
    for fact in (
        Fact("arrested", Kind.BOOLEAN),
        Fact("stay", Kind.CHOICE, ("none", "pending", "permanent")),
        Fact("age", Kind.NUMBER),
        Fact("date", Kind.DATE),
        Fact("state", Kind.STATE),
        Fact("nationality", Kind.STATES),
    )
}
STATES = ("GTM", "MEX", "NOR", "GBR")
LIMITS = (15, 18)
AGES = (14, 15, 17, 18)
LEAP_DAY = date(2024, 2, 29)
DAYS = (date(2024, 1, 31), date(2024, 2, 28), LEAP_DAY, date(2024, 3, 1))
DEEPEST, MOST_PARTS = 3, 3


class Groups:
    """On 29 February GTM leaves the union and MEX joins it; NOR was always in it; of GBR nothing was collected."""

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        if state == "GBR":
            return Belonging(UNKNOWN, Reason.NOT_COLLECTED)
        found = {_is_member(state, day) for day in days_of(period)}
        return Belonging(UNKNOWN, Reason.FACT_MISSING) if len(found) == 2 else Belonging(Truth.of(found.pop()))


def _is_member(state: str, day: date) -> bool:
    return {"GTM": day < LEAP_DAY, "MEX": day >= LEAP_DAY, "NOR": True}[state]


def days_of(period: Period) -> list[date]:
    return [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]


def month(day: date) -> Period:
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def _limits(points):
    yield from ((low, None) for low in points)
    yield from ((None, high) for high in points)
    yield from ((low, high) for low in points for high in points if low < high)


# Every single test that there is to choose from.
LEAVES = tuple(
    chain(
        (Among("arrested", frozenset({said})) for said in (True, False)),
        (Among("stay", frozenset(some)) for some in (["none"], ["pending"], ["none", "pending"])),
        (Among("state", frozenset(some)) for some in (["MEX"], ["GTM", "MEX"])),
        (Between("age", low, high) for low, high in _limits(LIMITS)),
        (Between("date", low, high) for low, high in _limits(DAYS[1:])),
        (Includes("nationality", state, by_fact=False) for state in STATES[:2]),
        [Includes("nationality", "state", by_fact=True), Within("state", "union", "one")],
        (Within("nationality", "union", how) for how in ("some", "every")),
        [Open(Reason.TEXT_SILENT, "nobody says"), Open(Reason.LAW_NOT_ENCODED, "later")],
    )
)

ages = st.sampled_from(
    [
        Interval(low, high)
        for low in (None, *AGES)
        for high in (*AGES, None)
        if low is None or high is None or low <= high
    ]
)
days = st.sampled_from(DAYS)
periods = st.one_of(days.map(lambda day: Period(day, day)), days.map(month))
KNOWN = {
    "arrested": st.booleans(),
    "stay": st.sampled_from(FACTS["stay"].values),
    "age": ages,
    "nationality": st.just(frozenset()) | st.frozensets(st.sampled_from(STATES), min_size=1, max_size=2),
}
# A situation is always towards one State, in one period; everything else may be missing.
situations = st.fixed_dictionaries({"date": periods, "state": st.sampled_from(STATES)}, optional=KNOWN)


def worlds_of(facts) -> World:
    return World(facts, Groups())


@lru_cache(maxsize=100_000)
def by_trying(leaf, facts: frozenset) -> Truth:
    """What the single test says, by trying every value that is still possible."""
    known = dict(facts)
    if isinstance(leaf, Open) or leaf.fact not in known:
        return UNKNOWN
    fact = known[leaf.fact]
    if isinstance(leaf, Among):
        outcomes = {fact in leaf.values}
    elif isinstance(leaf, Between):
        tried = _ages_of(fact) if isinstance(fact, Interval) else days_of(fact)
        outcomes = {
            (leaf.at_least is None or leaf.at_least <= one) and (leaf.below is None or one < leaf.below)
            for one in tried
        }
    elif isinstance(leaf, Includes):
        outcomes = {(known["state"] if leaf.by_fact else leaf.state) in fact}
    else:
        return _within(leaf, {fact} if leaf.how == "one" else fact, known["date"])
    return UNKNOWN if len(outcomes) == 2 else Truth.of(outcomes.pop())


def _ages_of(known: Interval) -> range:
    return range(0 if known.least is None else known.least, (130 if known.most is None else known.most) + 1)


def _within(leaf: Within, states, period: Period) -> Truth:
    if not states:
        return NO
    each = [Groups().belonging(leaf.group, state, period).value for state in states]
    if leaf.how == "every":
        return NO if NO in each else UNKNOWN if UNKNOWN in each else YES
    return YES if YES in each else UNKNOWN if UNKNOWN in each else NO


@st.composite
def conditions(draw, facts, wanted: Truth, depth: int = DEEPEST) -> Condition:
    """A condition that has the wanted value in the situation."""
    how = draw(st.sampled_from(["leaf"] if depth == 0 else ["leaf", "all", "any", "unless", "derived"]))
    if how == "leaf":
        settled = frozenset(facts.items())
        fitting: dict[str, list] = {}  # by kind and fact, else the many limits crowd out the rest
        for leaf in LEAVES:
            if by_trying(leaf, settled) is wanted:
                fitting.setdefault(f"{type(leaf).__name__} {getattr(leaf, 'fact', '')}", []).append(leaf)
        return draw(st.sampled_from(fitting[draw(st.sampled_from(list(fitting)))]))
    if how == "unless":
        return Unless(draw(conditions(facts, NOT[wanted], depth - 1)))
    if how == "derived":
        meaning = draw(conditions(facts, wanted, depth - 1))
        return Derived(f"derived ({spelt(meaning)})", meaning)
    kind, neutral = (All, YES) if how == "all" else (Any, NO)
    if wanted is neutral:
        values = [wanted] * draw(st.integers(0, MOST_PARTS))
    else:  # one part decides; the others may say anything that does not outdo it
        harmless = [truth for truth in Truth if (truth >= wanted if kind is All else truth <= wanted)]
        values = [wanted, *draw(st.lists(st.sampled_from(harmless), max_size=MOST_PARTS - 1))]
        values = draw(st.permutations(values))
    return kind(tuple(draw(conditions(facts, one, depth - 1)) for one in values))


@st.composite
def cases(draw):
    """A situation, a wanted truth value, and a condition made to have it there."""
    facts, wanted = draw(situations), draw(st.sampled_from(Truth))
    return facts, wanted, draw(conditions(facts, wanted))


@st.composite
def learnings(draw):
    """A case, and the same situation with something more known: a missing fact told, an interval or a period narrowed."""
    facts, wanted, condition = draw(cases())
    learnt = dict(facts)
    for name, values in KNOWN.items():
        if name not in facts and draw(st.booleans()):
            learnt[name] = draw(values)
    if isinstance(age := facts.get("age"), Interval):
        ends = sorted(draw(st.tuples(*[st.sampled_from([one for one in AGES if one in _ages_of(age)] or [None])] * 2)))
        learnt["age"] = Interval(*ends) if ends[0] is not None else age
    day = draw(st.sampled_from(days_of(facts["date"])))
    learnt["date"] = draw(st.sampled_from([facts["date"], Period(day, day), Period(day, facts["date"].last)]))
    return learnt, facts, wanted, condition
