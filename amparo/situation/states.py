"""States, territories and groups of States, with the days on which they began and ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amparo.rules.conditions import Belonging, Reason
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES


@dataclass(frozen=True, slots=True)
class State:
    """A State, territory or organisation by its ISO 3166-1 alpha-3 code (EUE for the European Union).

    `independent_from` is the day of independence where that came after 1944; `ended_on` the first day on which an ended State was no more.
    """

    code: str
    alpha2: str
    name: str
    kind: str  # state, territory, organisation, ended
    region: str
    subregion: str
    independent_from: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A State's time in a group; the end is exclusive."""

    state: str
    member_from: date | None = None
    member_until: date | None = None


@dataclass(frozen=True, slots=True)
class StateGroup:
    """A named set of States over time: listed members, or all of some kinds while there are any, or those outside another group."""

    id: str
    label: str
    source: str
    verified: bool
    members: tuple[Membership, ...] = ()
    kinds: frozenset[str] = frozenset()
    complement_of: str | None = None

    def __post_init__(self) -> None:
        if sum(map(bool, (self.members, self.kinds, self.complement_of))) != 1:
            raise ValueError(f"the group {self.id} is given by members, by kinds or as a complement")


def group_belonging(
    group: StateGroup, state: str, period: Period, *, states: Mapping[str, State], groups: Mapping[str, StateGroup]
) -> Belonging:
    """Whether the State is in the group throughout the period (yes), on no day of it (no), or on some (unknown)."""
    if group.complement_of:
        if states[state].kind == "organisation":
            return Belonging(NO)  # neither inside nor outside
        inside = group_belonging(groups[group.complement_of], state, period, states=states, groups=groups)
        turned = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[inside.value]
        return Belonging(turned, inside.reason)
    members = group.members
    if group.kinds and states[state].kind in group.kinds:
        members = (Membership(state, member_until=states[state].ended_on),)
    touched = False
    for member in members:
        if member.state != state:
            continue
        start, end = member.member_from or date.min, member.member_until or date.max
        if start <= period.first and period.last < end:
            return Belonging(
                YES,
                basis={"group": group.id, "member_from": start.isoformat()}
                if member.member_from
                else {"group": group.id},
            )
        touched |= start <= period.last and period.first < end
    return Belonging(UNKNOWN, Reason.FACT_MISSING) if touched else Belonging(NO)
