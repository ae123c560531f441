"""What if the State deposited? The provisions that people there would hold then, and do not surely hold now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.supposing import Deposit, bound_from, parent_wanting, supposing, why_not
from amparo.norms.profiles.claims import STATUSES, Status, claims
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import Condition, Within, leaves
from amparo.rules.facts import Known


@dataclass(frozen=True, slots=True)
class Gained:
    """For one status: what would surely be held and is not surely now; and by who is employed in ordinary work.

    `perhaps`: what the State would then owe to some of them.
    """

    status: Status
    surely: tuple[Provision, ...]
    employed: tuple[Provision, ...]
    perhaps: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A supposed deposit, the first day on which it would bind (None if never), and what would change that day."""

    deposit: Deposit
    bound_from: date | None
    gained: tuple[Gained, ...]

    @property
    def firsts(self) -> list[tuple[Status, list[Provision]]]:
        """What is gained in ordinary employment, each provision with the first status that gains it."""
        first = {one.id: gained.status.id for gained in reversed(self.gained) for one in gained.employed}
        found = [
            (gained.status, [one for one in gained.employed if first[one.id] == gained.status.id])
            for gained in self.gained
        ]
        return [(status, several) for status, several in found if several]


def could_deposit(catalogue: Catalogue, state: str, on: date) -> tuple[Instrument, ...]:
    """The instruments that the State could still deposit towards."""
    return tuple(
        one
        for one in catalogue.instruments.values()
        if one.binding and why_not(Deposit(one.id, state, on), catalogue) is None
    )


def wanting_parent(catalogue: Catalogue, state: str, on: date) -> list[tuple[Instrument, Instrument]]:
    """The instruments that the State could deposit towards if it were surely bound by another, each with that other."""
    found = []
    for one in catalogue.instruments.values():
        deposit = Deposit(one.id, state, on)
        parent = parent_wanting(deposit, catalogue)
        if parent and one.binding and why_not(deposit, catalogue, beside=[Deposit(parent.id, state, on)]) is None:
            found.append((one, parent))
    return found


def what_if(catalogue: Catalogue, deposit: Deposit) -> WhatIf:
    """What the deposit would change on the first day that it binds; ask `why_not` first."""
    supposed = supposing(catalogue, [deposit])
    day = bound_from(deposit, supposed)
    if day is None:
        return WhatIf(deposit, None, ())
    touched = _touched(catalogue, deposit)

    def changes(known: Mapping[str, Known]) -> tuple[tuple[Provision, ...], tuple[Provision, ...]]:
        now, then = (claims(one, deposit.state, day, known, touched).whole for one in (catalogue, supposed))
        return _without(then.surely, now.surely), _without(then.perhaps, now.perhaps)

    def gained(status: Status) -> Gained:
        surely, perhaps = changes(status.facts)
        employed, _ = changes(status.employed)
        return Gained(status, surely, employed, perhaps)

    return WhatIf(deposit, day, tuple(map(gained, STATUSES.values())))


def _touched(catalogue: Catalogue, deposit: Deposit) -> list[Provision]:
    """The provisions of which some clause asks who is bound by the instrument, or by one that requires it: no other can change."""
    names = {deposit.instrument}
    while more := {one.id for one in catalogue.instruments.values() if one.requires in names} - names:
        names |= more
    groups, reserved = {BOUND + name for name in names}, catalogue.reserved(deposit.state)

    def asks(condition: Condition) -> bool:
        return any(isinstance(leaf, Within) and leaf.group in groups for leaf in leaves(condition))

    def is_touched(one: Provision) -> bool:
        return any(map(asks, (one.holding, *(held.when for held in reserved.get(one.id, ()) if held.when))))

    return list(filter(is_touched, catalogue.provisions.values()))


def _without(several: list[Provision], others: list[Provision]) -> tuple[Provision, ...]:
    left_out = {one.id for one in others}
    return tuple(one for one in several if one.id not in left_out)
