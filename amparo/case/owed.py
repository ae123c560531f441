"""What each State owed on the day of each event, and owes today: the rights engaged, side by side, each with what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.case.chronicle import Chronicle, Source
from amparo.norms.answers.rights import RightInForce, values_where_held
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.rules.conditions import EVERYONE, own_facts
from amparo.rules.dates import Period
from amparo.rules.explaining import deciding_leaves
from amparo.rules.truth import UNKNOWN, YES
from amparo.situation.situations import Situation


@dataclass(frozen=True, slots=True)
class Owed:
    """What one State owed on one day: the provisions engaged, those that may be, and how many more are held or open.

    Provisions are sets of ids. A day on which the facts cannot all be so, or that has not come, has no `situation`, and nothing is
    said of it.
    """

    state: str
    day: Period
    situation: Situation | None
    engaged: frozenset[str]
    perhaps: frozenset[str]
    others: int

    @property
    def key(self) -> tuple[str, str]:
        return self.state, str(self.day)


def owed(chronicle: Chronicle, state: str, day: Period, catalogue: Catalogue) -> Owed:
    """What the State owed that day: the same as the long answer says, without its reasons, a dozen times as fast."""
    situation = chronicle.situation(state, day)
    if situation is None:
        return Owed(state, day, None, frozenset(), frozenset(), 0)
    happened = frozenset(name for name in catalogue.vocabulary.flags if situation.facts.get(name) is True)
    if situation.facts.get("asylum") in ("claimed", "recognised"):
        happened |= {"asylum"}
    rights = catalogue.provisions
    answers = {
        name: two for name, two in values_where_held(situation, catalogue).items() if rights[name].kind == "right"
    }
    held = {name: truth for name, (truth, _) in answers.items()}
    moved = {name: truth for name, (_, truth) in answers.items()}
    by_events = {
        name
        for name, truth in moved.items()
        if truth is YES
        and (rights[name].engaged_by != EVERYONE or not happened.isdisjoint(own_facts(rights[name].holder)))
    }
    applying = {name for name, truth in held.items() if min(truth, moved[name]) is YES}
    engaged = _with_law({name for name in applying if name in by_events} or applying, catalogue)
    perhaps = {name for name in by_events if held[name] is UNKNOWN}
    others = len(held) - len(engaged) - len(perhaps)
    return Owed(state, day, situation, engaged, frozenset(perhaps), others)


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
