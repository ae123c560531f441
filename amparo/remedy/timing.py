"""How long remedy took: the days from a filing to the first thing received, and to all that was due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from amparo.remedy.ledger import Step, Sum
from amparo.remedy.money import Money
from amparo.remedy.reckoning import Owing, Reckoning, RemedyState
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.truth import Truth


@dataclass(frozen=True, slots=True)
class TimeToRemedy:
    """Days from the filing; between two where days are known to the month only. None: not received, or nobody knows when."""

    first: Interval | None
    full: Interval | None


def time_to_remedy(reckoning: Reckoning, *, filed_on: date) -> TimeToRemedy:
    """The days from a filing to the first thing received after it, money or not, and to remedy in full."""
    received = [day for owing in reckoning.owings for day in _days(owing) if day.last >= filed_on]
    undated = any(
        one.received is Truth.YES and not one.received_on for owing in reckoning.owings for one in owing.measures
    )
    earliest = filed_on if undated else min((day.first for day in received), default=filed_on)
    first = Period(earliest, min(day.last for day in received)) if received else None
    full = _full(reckoning.owings) if reckoning.state is RemedyState.FULL else None
    return TimeToRemedy(_since(filed_on, first), _since(filed_on, full))


def _days(owing: Owing) -> list[Period]:
    """The days on which something was received, where they are known; a sum that nobody knows was received all the same."""
    received = [one for one in owing.sums if one.step is Step.RECEIVED]
    sums = [one.on for one in received if one.money is None or one.money.amount]
    return sums + [one.received_on for one in owing.measures if one.received_on]


def _full(owings: Iterable[Owing]) -> Period | None:
    """When the last that was due had been received."""
    days: list[Period] = []
    for owing in owings:
        for balance in owing.balances:
            if balance.due.amount:
                days.append(_reached(owing.received_in(balance.currency), balance.due))
        for one in owing.measures:
            if max(one.asked, one.ordered) is Truth.YES:
                if one.received_on is None:
                    return None
                days.append(one.received_on)
    return Period(max(day.first for day in days), max(day.last for day in days)) if days else None


def _reached(received: list[Sum], due: Money) -> Period:
    """When what was received came to what was due: at the earliest, and at the latest."""

    def day(of: list[tuple[date, Money]]) -> date:
        so_far = Money.none_of(due.currency)
        for on, money in sorted(of, key=lambda one: one[0]):
            so_far += money
            if due <= so_far:
                return on
        raise ValueError("what was due has not been received")

    known = [(one.on, money) for one in received if (money := one.counted)]
    return Period(day([(on.first, money) for on, money in known]), day([(on.last, money) for on, money in known]))


def _since(filed_on: date, day: Period | None) -> Interval | None:
    if day is None:
        return None
    return Interval(max(0, (day.first - filed_on).days), max(0, (day.last - filed_on).days))
