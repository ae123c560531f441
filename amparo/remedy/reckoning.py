"""What the ledger comes to: for one person, one party or a whole case; how far remedy has come, and what is unpaid.

Everything is reckoned for one person against one party in one currency, and only then added up: what one person got too much never
pays what another is owed. What is *due* is the larger of what was claimed and what was ordered: an order for less makes no remedy full.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from amparo.remedy.ledger import Ledger, Measure, Step, Sum
from amparo.remedy.money import Money, total
from amparo.rules.truth import Truth


class Bound(Enum):
    """How a sum is told beside which something is not known."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_OR_LESS = "more_or_less"


class RemedyState(Enum):
    """How far remedy has come; unknown where what is not known could turn the answer."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Balance:
    """What one person is owed by one party in one currency, or the sum of such balances.

    `unpaid` is what is missing of what is due, `beyond` what was received on top; of a sum of balances both may stand.
    """

    claimed: Money
    ordered: Money
    received: Money
    unpaid: Money
    beyond: Money

    @classmethod
    def of(cls, sums: Iterable[Sum], currency: str) -> "Balance":
        """The balance of one person against one party."""
        counted = ((one.step, one.counted) for one in sums)
        known = [(step, money) for step, money in counted if money is not None and money.currency == currency]
        none = Money.none_of(currency)
        claimed, ordered, received = (sum((money for step, money in known if step is wanted), none) for wanted in Step)
        missing = max(claimed, ordered) - received
        return cls(claimed, ordered, received, max(missing, none), max(none - missing, none))

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.claimed + other.claimed,
            self.ordered + other.ordered,
            self.received + other.received,
            self.unpaid + other.unpaid,
            self.beyond + other.beyond,
        )

    @property
    def currency(self) -> str:
        return self.claimed.currency

    @property
    def due(self) -> Money:
        """The larger of what was claimed and what was ordered; of one person against one party."""
        return max(self.claimed, self.ordered)


@dataclass(frozen=True, slots=True)
class Owing:
    """What one person is owed by one party: the entries, and what they come to."""

    person: str
    party: str
    sums: tuple[Sum, ...]
    measures: tuple[Measure, ...]

    @property
    def balances(self) -> tuple[Balance, ...]:
        """One for each currency, in the order of their codes."""
        currencies = sorted({money.currency for one in self.sums if (money := one.counted) is not None})
        return tuple(Balance.of(self.sums, currency) for currency in currencies)

    @property
    def unpaid(self) -> tuple[Money, ...]:
        """What is missing in each currency."""
        return tuple(one.unpaid for one in self.balances if one.unpaid.amount > 0)

    @property
    def elsewhere(self) -> tuple[Money, ...]:
        """What was received in a currency in which nothing is due, while something is in another.

        Without a stated rate nobody knows how much of what is due it pays.
        """
        return self._undue if any(one.due.amount for one in self.balances) else ()

    @property
    def _undue(self) -> tuple[Money, ...]:
        return tuple(one.received for one in self.balances if one.received.amount and not one.due.amount)

    @property
    def is_at_least(self) -> bool:
        """Whether more may be unpaid than is known, since a sum that was claimed or ordered is not known."""
        return any(one.money is None for one in self.sums if one.step is not Step.RECEIVED)

    @property
    def is_at_most(self) -> bool:
        """Whether less may be unpaid, since something was received and nobody knows how much."""
        return any(one.money is None for one in self.sums if one.step is Step.RECEIVED)

    @property
    def outstanding(self) -> tuple[Measure, ...]:
        """What is not money, was asked for or ordered, and is not known to be received."""
        return tuple(one for one in self.measures if _is_due(one) is Truth.YES and one.received is not Truth.YES)

    @property
    def state(self) -> RemedyState:
        parts = [_state_of_measure(one) for one in self.measures if _is_due(one) is not Truth.NO]
        return together([*parts, *self._states_of_money()])

    def received_in(self, currency: str) -> list[Sum]:
        """What was received in a currency, by day."""
        received = ((one, one.counted) for one in self.sums if one.step is Step.RECEIVED)
        found = [one for one, money in received if money and money.currency == currency]
        return sorted(found, key=lambda one: (one.on, one.id))

    def _states_of_money(self) -> list[RemedyState]:
        found = [self._state_of(one) for one in self.balances if one.due.amount]
        if self._undue and set(found) != {RemedyState.FULL}:
            # It may be what is missing. Where nothing is missing it changes nothing.
            found.append(RemedyState.UNKNOWN)
        if not found and (self.is_at_least or self.is_at_most):
            found.append(RemedyState.UNKNOWN if self.is_at_most else RemedyState.NONE)
        return found

    def _state_of(self, balance: Balance) -> RemedyState:
        if balance.unpaid.amount > 0:
            if self.is_at_most:
                return RemedyState.UNKNOWN
            return RemedyState.PARTIAL if balance.received.amount else RemedyState.NONE
        return RemedyState.UNKNOWN if self.is_at_least else RemedyState.FULL


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What was claimed, ordered and received, added up over whoever it is about."""

    owings: tuple[Owing, ...]

    @property
    def balances(self) -> tuple[Balance, ...]:
        """One balance for each currency, in the order of their codes."""
        found: dict[str, Balance] = {}
        for one in (balance for owing in self.owings for balance in owing.balances):
            found[one.currency] = found[one.currency] + one if one.currency in found else one
        return tuple(found[code] for code in sorted(found))

    @property
    def unpaid(self) -> tuple[Owing, ...]:
        """Whoever is still owed something, or may be: the rest that a closed case names."""
        return tuple(one for one in self.owings if one.state is not RemedyState.FULL)

    @property
    def total_unpaid(self) -> tuple[Money, ...]:
        return total(money for one in self.owings for money in one.unpaid)

    @property
    def elsewhere(self) -> tuple[Money, ...]:
        return total(money for one in self.owings for money in one.elsewhere)

    @property
    def is_at_least(self) -> bool:
        return any(one.is_at_least for one in self.owings)

    @property
    def is_at_most(self) -> bool:
        return any(one.is_at_most for one in self.owings)

    @property
    def bounds(self) -> Mapping[str, Bound]:
        """How each sum of the balances is to be told; those that are known are not in it. What nobody knows has no currency."""
        unknown = {one.step.value for owing in self.owings for one in owing.sums if one.money is None}
        found = dict.fromkeys(unknown, Bound.AT_LEAST)
        if unknown:
            unpaid = Bound.AT_MOST if self.is_at_most else Bound.AT_LEAST
            found["unpaid"] = Bound.MORE_OR_LESS if self.is_at_least and self.is_at_most else unpaid
        return found

    @property
    def state(self) -> RemedyState:
        return together(one.state for one in self.owings)

    @property
    def people(self) -> "dict[str, Reckoning]":
        """The same for each person."""
        return self._by(lambda one: one.person)

    @property
    def parties(self) -> "dict[str, Reckoning]":
        """The same for each party that owes."""
        return self._by(lambda one: one.party)

    def _by(self, name: Callable[[Owing], str]) -> "dict[str, Reckoning]":
        found: dict[str, list[Owing]] = {}
        for one in sorted(self.owings, key=name):
            found.setdefault(name(one), []).append(one)
        return {of: Reckoning(tuple(owings)) for of, owings in found.items()}


def reckon(ledger: Ledger) -> Reckoning:
    """What the whole ledger comes to; `people` and `parties` of it give the parts."""
    sums: dict[tuple[str, str], list[Sum]] = {}
    measures: dict[tuple[str, str], list[Measure]] = {}
    for one in sorted(ledger.sums, key=lambda one: one.id):
        sums.setdefault((one.person, one.party), []).append(one)
    for other in sorted(ledger.measures, key=lambda one: one.id):
        measures.setdefault((other.person, other.party), []).append(other)
    pairs = sorted({*sums, *measures})
    return Reckoning(tuple(Owing(*pair, tuple(sums.get(pair, ())), tuple(measures.get(pair, ()))) for pair in pairs))


def together(states: Iterable[RemedyState]) -> RemedyState:
    """The state of several remedies as one; unknown where there are none, for then nothing was asked."""
    found = set(states)
    if RemedyState.PARTIAL in found or {RemedyState.NONE, RemedyState.FULL} <= found:
        return RemedyState.PARTIAL  # something arrived and something did not, whatever is not known besides
    return found.pop() if len(found) == 1 else RemedyState.UNKNOWN


def _is_due(measure: Measure) -> Truth:
    return max(measure.asked, measure.ordered)


def _state_of_measure(measure: Measure) -> RemedyState:
    if measure.received is Truth.YES:
        return RemedyState.FULL
    is_none = measure.received is Truth.NO and _is_due(measure) is Truth.YES
    return RemedyState.NONE if is_none else RemedyState.UNKNOWN


def to_confirm(ledger: Ledger) -> tuple[Sum, ...]:
    """The payments after which more had been received than was due, and which nobody has confirmed yet, in the order of their days.

    They count all the same: a remedy larger than the claim is a question to a person, and never lost. Payments that somebody confirmed
    stand aside, so confirming the one that was just written settles the question, whatever days the others have.
    """
    found = []
    for owing in reckon(ledger).owings:
        for balance in () if owing.is_at_least else owing.balances:  # more than what nobody knows cannot be said
            so_far = Money.none_of(balance.currency)
            for one in owing.received_in(balance.currency):
                if (money := one.counted) is not None and not one.is_confirmed:
                    so_far += money
                    found += [one] if balance.due < so_far else []
    return tuple(sorted(found, key=lambda one: (one.on, one.id)))
