"""What each State owed on the day of each event, and owes today: the rights engaged, side by side, each with what it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from amparo.case.chronicle import Chronicle, Source
from amparo.norms.answers.likeness import Likeness, likeness, told_apart
from amparo.norms.answers.rights import RightInForce, engaged_since, happening, values_where_held
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.rules.conditions import EVERYONE, own_facts
from amparo.rules.dates import Period
from amparo.rules.explaining import deciding_leaves
from amparo.rules.truth import UNKNOWN, YES, Truth
from amparo.situation.situations import Situation

Values: TypeAlias = Mapping[str, tuple[Truth, Truth]]


@dataclass(frozen=True, slots=True)
class Owed:
    """What one State owed on one day: the provisions engaged, those that may be, and how many more are held or open.

    Provisions are sets of ids; `unsettled` are those, of every kind, of which a fact or the law leaves open whether they are engaged.
    `before` is what had happened earlier, after which some rights go on being owed.
    A day on which the facts cannot all be so, or that has not come, has no `situation`, and nothing is said of it.
    """

    state: str
    day: Period
    situation: Situation | None = None
    before: frozenset[str] = frozenset()
    engaged: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()
    others: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.state, str(self.day)


def owed(chronicle: Chronicle, state: str, day: Period, catalogue: Catalogue) -> Owed:
    """What the State owed that day: the same as the long answer says, without its reasons, a dozen times as fast."""
    return next(owed_each(chronicle, [(state, day)], catalogue))


def owed_each(chronicle: Chronicle, asked: Iterable[tuple[str, Period]], catalogue: Catalogue) -> Iterator[Owed]:
    """What each State owed on each day, in turn; each norm is asked anew only where something that it reads differs."""
    found: dict[tuple[Likeness, frozenset[str]], Owed] = {}
    answers: dict[Likeness, Values] = {}
    last: dict[str, Likeness] = {}
    for state, day in asked:
        situation = chronicle.situation(state, day)
        if situation is None:
            yield Owed(state, day)
            continue
        here, before = likeness(situation, catalogue), chronicle.before(state, day)
        if here not in answers:
            there = last.get(state)
            before_it = (there, answers[there]) if there else None
            answers[here] = _values(situation, here, before_it, catalogue)
        last[state] = here
        if (here, before) not in found:
            found[here, before] = _owed(situation, before, answers[here], catalogue)
        yield replace(found[here, before], day=day, situation=situation)


def _values(
    situation: Situation, here: Likeness, before: tuple[Likeness, Values] | None, catalogue: Catalogue
) -> Values:
    """The answers where something is held or may be; what another situation answers as well is taken from there."""
    if before is None:
        return values_where_held(situation, catalogue)
    there, known = before
    again = told_apart(here, there, catalogue)
    kept = {name: answer for name, answer in known.items() if name not in again}
    return kept | values_where_held(situation, catalogue, again)


def _owed(situation: Situation, before: frozenset[str], answers: Values, catalogue: Catalogue) -> Owed:
    happened, rights = happening(situation, catalogue), catalogue.provisions
    after = {name: rights[name].after for name in answers}
    engaging = engaged_since(situation, before, (rights[name] for name in answers if after[name] & before), catalogue)
    answers = {name: (truth, engaging.get(name, moved)) for name, (truth, moved) in answers.items()}
    unsettled = frozenset(name for name, (truth, moved) in answers.items() if min(truth, moved) is UNKNOWN)
    held = {name: truth for name, (truth, _) in answers.items() if rights[name].kind == "right"}
    moved = {name: answers[name][1] for name in held}
    by_events = {
        name
        for name, truth in moved.items()
        if truth is YES
        and (
            rights[name].engaged_by != EVERYONE
            or not after[name].isdisjoint(happened | before)
            or not happened.isdisjoint(own_facts(rights[name].holder))
        )
    }
    applying = {name for name, truth in held.items() if min(truth, moved[name]) is YES}
    engaged = _with_law({name for name in applying if name in by_events} or applying, catalogue)
    perhaps = frozenset(name for name in by_events if held[name] is UNKNOWN)
    others = len(held) - len(engaged) - len(perhaps)
    return Owed(situation.state, situation.date, situation, before, engaged, perhaps, unsettled, others)


def _with_law(found: set[str], catalogue: Catalogue) -> frozenset[str]:
    """Without declarations that stand alone: a declaration is never the only legal basis."""
    provisions = catalogue.provisions
    based = {provisions[name].right for name in found if provisions[name].strength != "declaratory"}
    return frozenset(name for name in found if provisions[name].right in based)


def rests_on(
    right: RightInForce, sources: Mapping[str, tuple[Source, ...]]
) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """The facts by which the right is engaged and held, each with what was stated of it or the events that show it."""
    named: dict[str, None] = {}
    for explained in (right.engaged, right.holds):
        for leaf in deciding_leaves(explained):
            name = getattr(leaf.condition, "fact", "")
            if name in sources:
                named[name] = None
    return ((name, sources[name]) for name in named)
