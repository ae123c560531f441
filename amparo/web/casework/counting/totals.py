"""Remedies in all: what caseworkers add up over the cases of an office, and supervisors see.

Counts are those of today. A sum of money is told only for several cases of which none is nearly all of it, and told anew only when
several of these have changed: nothing of one case can be read from it, nor from the difference. See docs/decisions/0021-dashboards.md.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from amparo.vault.material import CannotOpen
from amparo.web.casework.counting.progress import Progress

LEAST = 5  # cases that add to a sum, and those of them that changed since it was told last
_LARGEST = Decimal("0.8")  # of a sum that one case may bring
_RECEIVED = ("partial", "full")


@dataclass(frozen=True, slots=True)
class Told:
    """A sum as it was told last: of how many cases, and what each of them added.

    Where it may be told no longer the sum is empty; what was told last stays, for the next must differ enough from it.
    """

    of: Mapping[str, str] = field(repr=False)  # by case
    cases: int = 0
    sum: str = ""


def tell_anew(told: Mapping[str, Told], cases: Mapping[str, Progress]) -> dict[str, Told]:
    """The sums that supervisors are told now, by currency and step: those they were told, or new ones where enough has changed."""
    found, amounts_of = dict(told), {name: dict[str, str]() for name in told}
    for case, one in cases.items():
        for name, amount in one.amounts.items():
            amounts_of.setdefault(name, {})[case] = amount
    for name, now in sorted(amounts_of.items()):
        before = told.get(name, Told({}))
        differ = [case for case in now.keys() | before.of.keys() if now.get(case) != before.of.get(case)]
        if len(differ) >= LEAST:
            amounts = [Decimal(amount) for amount in now.values()]
            whole = sum(amounts, Decimal(0))
            if len(now) >= LEAST and max(amounts) <= _LARGEST * whole:
                found[name] = Told(now, len(now), str(whole))
            elif name in told:
                found[name] = Told(before.of)
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

    @classmethod
    def of(cls, cases: Iterable[Progress], told: Mapping[str, Told], *, on: date, writes: int) -> "Totals":
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
            {name: (one.cases, one.sum) for name, one in told.items() if one.sum},
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
