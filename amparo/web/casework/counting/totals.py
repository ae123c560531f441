"""Remedies in all: what caseworkers add up over the cases of an office, and supervisors see.

Counts are those of today. A sum of money is told only if several cases make the difference between it and nothing, and between it and
every other sum of its currency that was ever told, and none of them makes nearly all of it: then no two sums together tell what one
case brought. See docs/decisions/0021-dashboards.md.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from amparo.remedy.ledger import Step
from amparo.vault.material import CannotOpen
from amparo.web.casework.counting.progress import Progress

LEAST = 5  # cases that make a difference
_LARGEST = Decimal("0.8")  # of a difference that one case may make
_ANEW = 10  # one in so many cases changes before a sum is told anew, that what was told stays short
_RECEIVED = ("partial", "full")
# Where not all may be told, what arrived is.
_ORDER = [Step.RECEIVED.value, Step.CLAIMED.value, Step.ORDERED.value]


@dataclass(frozen=True, slots=True)
class Told:
    """A sum that was told: of how many cases, what each added, and whether it is told still. A case that was erased is not named."""

    name: str  # currency and step
    of: Mapping[str, str] = field(default_factory=dict, repr=False)  # by case
    cases: int = 0
    sum: str = "0"
    is_shown: bool = True

    @classmethod
    def adding(cls, name: str, of: Mapping[str, str]) -> "Told":
        """The sum of these amounts."""
        return cls(name, dict(of), len(of), str(sum(map(Decimal, of.values()), Decimal(0))))

    @property
    def currency(self) -> str:
        return self.name.split()[0]

    @property
    def erased(self) -> Decimal:
        """What cases added that were erased since."""
        return Decimal(self.sum) - sum(map(Decimal, self.of.values()), Decimal(0))

    def without(self, case: str) -> "Told":
        """The same sum, not saying of a case that is erased that it was in it."""
        return replace(self, of={other: amount for other, amount in self.of.items() if other != case})

    def changed(self, other: "Told") -> list[Decimal]:
        """By how much each case differs that does not add the same to both."""
        cases = self.of.keys() | other.of.keys()
        differ = (Decimal(self.of.get(case, 0)) - Decimal(other.of.get(case, 0)) for case in cases)
        return [abs(one) for one in differ if one]

    def hides_beside(self, other: "Told") -> bool:
        """Whether of no case can be read what it added from this new sum and one that was told.

        Two steps must also differ by none or several of their cases: who knows that all were paid half would read the one that was not.
        """
        is_whole = other.cases == len(other.of)
        if is_whole and self.of == other.of:
            return True
        changed, parted = self.changed(other), self.of.keys() ^ other.of.keys()
        if self.name != other.name and (parted or not is_whole):
            amounts = [Decimal(self.of.get(case) or other.of[case]) for case in parted]
            return _are_several(amounts, other.erased) and _are_several(changed, other.erased)
        return _are_several(changed, other.erased)


def _are_several(amounts: Sequence[Decimal], erased: Decimal) -> bool:
    return len(amounts) >= LEAST and max(*amounts, erased) <= _LARGEST * (sum(amounts) + erased)


def tell_anew(told: Sequence[Told], cases: Mapping[str, Progress]) -> list[Told]:
    """All sums that supervisors were ever told, with those that they are told from now on."""
    found, amounts = list(told), defaultdict[str, dict[str, str]](dict)
    for case, one in cases.items():
        for name, amount in one.amounts.items():
            amounts[name][case] = amount
    for name in sorted({*amounts, *(one.name for one in told)}, key=lambda name: _ORDER.index(name.split()[1])):
        new, before = Told.adding(name, amounts[name]), next((o for o in found if o.name == name and o.is_shown), None)
        if before is not None and len(new.changed(before)) < max(LEAST, before.cases // _ANEW):
            continue
        is_sum = new.hides_beside(Told("")) and bool(new.of)
        is_told = is_sum and all(new.hides_beside(one) for one in reversed(found) if one.currency == new.currency)
        # Too few to be told is told no longer; what would give a case away beside an older sum leaves that one standing.
        if is_told or not is_sum:
            found = [replace(one, is_shown=False) if one is before else one for one in found]
        if is_told:
            found.append(new)
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """Remedies in all, over the cases of one office or of several."""

    on: date
    writes: int = 0  # of how many writes in cases they know
    states: Mapping[str, int] = field(default_factory=dict)  # cases by how far remedy has come
    times: Mapping[str, int] = field(default_factory=dict)  # cases by the time until the first thing received
    filed: int = 0
    waiting: int = 0  # filed, and nothing is known to have been received
    more: int = 0  # cases in which there are sums that nobody knows
    asks: tuple[str, ...] = ()  # the day of the next check-in of each case
    sums: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # of how many cases, how much
    is_silent: bool = False  # no sum is told, for nobody knows which were told before

    @classmethod
    def of(cls, cases: Iterable[Progress], told: Iterable[Told], *, on: date, writes: int) -> "Totals":
        """The totals over cases, with the sums that are told."""
        all_of = list(cases)
        return cls(
            on,
            writes,
            Counter(one.state for one in all_of if one.state),
            Counter(one.time for one in all_of if one.time),
            sum(one.is_filed for one in all_of),
            sum(one.is_filed and one.state not in _RECEIVED for one in all_of),
            sum(one.is_more for one in all_of),
            tuple(sorted(one.ask_on for one in all_of if one.ask_on)),
            {one.name: (one.cases, one.sum) for one in told if one.is_shown},
        )

    def __add__(self, other: "Totals") -> "Totals":
        """Those of two offices together, as old as the older."""
        names = sorted({*self.sums, *other.sums})
        parts = {name: [one.sums.get(name, (0, "0")) for one in (self, other)] for name in names}
        return Totals(
            min(self.on, other.on),
            self.writes + other.writes,
            Counter(self.states) + Counter(other.states),
            Counter(self.times) + Counter(other.times),
            self.filed + other.filed,
            self.waiting + other.waiting,
            self.more + other.more,
            tuple(sorted(self.asks + other.asks)),
            {name: (a + b, str(Decimal(one) + Decimal(two))) for name, ((a, one), (b, two)) in parts.items()},
            self.is_silent or other.is_silent,
        )

    def asks_until(self, day: date) -> int:
        """In how many cases somebody should have been asked by that day."""
        return sum(one <= day.isoformat() for one in self.asks)

    def encode(self) -> bytes:
        """The totals as JSON."""
        plain = {name: getattr(self, name) for name in Totals.__slots__}
        return json.dumps({**plain, "on": self.on.isoformat()}, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, raw: bytes) -> "Totals":
        """The totals so encoded; raises CannotOpen for anything else."""
        try:
            plain = json.loads(raw)
            sums = {name: (int(cases), str(Decimal(amount))) for name, (cases, amount) in plain["sums"].items()}
            return cls(**{**plain, "on": date.fromisoformat(plain["on"]), "asks": tuple(plain["asks"]), "sums": sums})
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
            pass
        raise CannotOpen
