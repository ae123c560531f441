"""On which days a State's bonds, memberships and reservations may turn; reservations as groups of States, so that a table sees days only.

Two groups stand for reservations that say the same: `stands:<n>+<m>` has their States in a period in which they stood at all,
`throughout:<n>+<m>` where they stood on every day of it. Both are always known.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.norms.bonds.bonds import Bonds
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.provisions import Provision
from amparo.norms.texts.reservations import Reservation
from amparo.rules.conditions import All, Any, Belonging, Condition, Unless, Within
from amparo.rules.dates import Period
from amparo.rules.truth import Truth

STANDS, THROUGHOUT = "stands:", "throughout:"


@dataclass(frozen=True)
class DatedBonds:
    """Bonds, groups and reservations of a catalogue, with the days on which they may turn."""

    catalogue: Catalogue

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        """Whether the State belongs to the group in the period."""
        if not group.startswith((STANDS, THROUGHOUT)):
            return self.catalogue.bonds.belonging(group, state, period)
        how = Reservation.stands if group.startswith(STANDS) else Reservation.stands_throughout
        return Belonging(Truth.of(any(how(one, period) for one in self._reservations(group, state))))

    def turns(self, group: str, state: str) -> Collection[date]:
        """The days on which the State's belonging may differ from the day before."""
        if group.startswith((STANDS, THROUGHOUT)):
            return {day for one in self._reservations(group, state) for day in one.turns()}
        if group.startswith(BOUND):
            return set(_bond_turns(self.catalogue.bonds, group.removeprefix(BOUND), state))
        return set(_group_turns(self.catalogue.bonds, group, state))

    def _reservations(self, group: str, state: str) -> list[Reservation]:
        """The State's reservations among those that the group stands for."""
        numbers = map(int, group.partition(":")[2].split("+"))
        return [one for one in map(self.catalogue.reservations.__getitem__, numbers) if one.state == state]


def _bond_turns(bonds: Bonds, name: str, state: str) -> Iterator[date]:
    instrument = bonds.instruments[name]
    if instrument.binds:
        yield instrument.binds.bound_from
        if instrument.binds.group:
            yield from _group_turns(bonds, instrument.binds.group, state)
        return
    if first := bonds.first_in_force(name):
        yield first
    if complete := instrument.complete_for(state):
        yield complete + timedelta(days=1)
    for span in bonds.spans(name, state):
        ends = (span.possible_from, span.sure_from, span.possible_until, span.sure_until)
        yield from (day for day in ends if day)
    if instrument.requires:
        yield from _bond_turns(bonds, instrument.requires, state)
    if instrument.open_to:
        yield from _group_turns(bonds, instrument.open_to, state)


def _group_turns(bonds: Bonds, name: str, state: str) -> Iterator[date]:
    group = bonds.groups[name]
    if group.complement_of:
        yield from _group_turns(bonds, group.complement_of, state)
    if group.kinds and (ended_on := bonds.states[state].ended_on):
        yield ended_on
    for member in group.members:
        if member.state == state:
            yield from (day for day in (member.member_from, member.member_until) if day)


def holding_anywhere(provision: Provision, catalogue: Catalogue) -> Condition:
    """What holding the provision takes, whatever the State and the day: its reservations as clauses.

    Those of different States that hold back the same for the same people are one clause.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(catalogue.reservations):
        if extent := one.concerns(provision.id):
            says = one.effect, extent, one.when, one.otherwise_open
            nth = sum(
                other.state == one.state for other in catalogue.reservations[:number]
            )  # its State's first, second ...
            alike.setdefault((*says, nth), []).append(number)
    clauses = [
        _unless_reserved(numbers, catalogue.reservations[numbers[0]], provision.id) for numbers in alike.values()
    ]
    return All((*provision.holding.parts, *clauses))


def _unless_reserved(numbers: Sequence[int], one: Reservation, provision: str) -> Condition:
    """The clause of reservations like this one: for days on which one stands throughout, for others, or none."""
    names = "+".join(map(str, numbers))
    stands, throughout = (Within("state", f"{kind}{names}", "one") for kind in (STANDS, THROUGHOUT))
    whole, part = one.clause_throughout(provision), one.clause_in_part()
    if whole == part:
        return Any((Unless(stands), part))
    return Any((Unless(stands), All((throughout, whole)), All((Unless(throughout), part))))
