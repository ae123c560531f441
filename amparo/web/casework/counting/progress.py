"""How far remedy has come in one case, as numbers alone: what a case adds to figures about many."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from amparo.errors import BadInput
from amparo.remedy.ledger import Step
from amparo.remedy.money import Money
from amparo.remedy.reckoning import Balance, RemedyState
from amparo.remedy.timing import time_to_remedy
from amparo.rules.facts import Interval
from amparo.web.casework.closings import closing_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.remedies import remedies_of

# Days from the first filing to the first thing received.
TIMES = ("0-30", "31-90", "91-180", "181-365", "366+")
_KNOWN = frozenset({RemedyState.NONE.value, RemedyState.PARTIAL.value, RemedyState.FULL.value})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far remedy has come; empty where nothing was claimed, filed or ordered, or nobody knows."""

    state: str = ""  # none, partial, full, or unknown
    time: str = ""  # of TIMES
    is_filed: bool = False
    is_more: bool = False  # beside the amounts there are sums that nobody knows
    ask_on: str = ""  # when somebody asks next whether the person is punished for a filing
    amounts: Mapping[str, str] = field(default_factory=dict, repr=False)  # by currency and step, such as "EUR claimed"

    @property
    def plain(self) -> list[object]:
        """As JSON holds it; nothing for nothing."""
        if self == Progress():
            return []
        return [self.state, self.time, int(self.is_filed), int(self.is_more), self.ask_on, dict(self.amounts)]

    @classmethod
    def read(cls, plain: Sequence[Any]) -> "Progress":
        """The progress that JSON holds."""
        if not plain:
            return cls()
        state, time, is_filed, is_more, ask_on, amounts = plain
        return cls(state, time, bool(is_filed), bool(is_more), ask_on, dict(amounts))


def progress_of(dossier: Dossier) -> Progress:
    """How far remedy has come in a case; in the double of another case nothing, for it is counted there."""
    if any(entry.data.get("how") == "into" for entry in dossier.of(EntryKind.MERGED)):
        return Progress()
    closed = _closed(dossier)
    ask_on = "" if closed is not None else str(dossier.newest(EntryKind.TO_ASK).get("on", ""))
    # Sums that nobody can add up must not keep the whole office from its inbox.
    with suppress(BadInput):
        kept = remedies_of(dossier)
        reckoning, filed_on = kept.reckoning, min((one.on for one in kept.filings), default=None)
        state = reckoning.state.value if reckoning.owings else ""
        first = time_to_remedy(reckoning, filed_on=filed_on).first if filed_on else None
        is_more = reckoning.is_at_least or reckoning.is_at_most
        amounts = {name: amount for one in reckoning.balances for name, amount in _amounts(one)}
        # The ledger says more exactly what arrived than whoever closed the case; where it says nothing, they do.
        told = state if state in _KNOWN else closed or state
        return Progress(told, band(first, TIMES) if first else "", filed_on is not None, is_more, ask_on, amounts)
    return Progress(closed or "", ask_on=ask_on)


def band(within: Interval, bands: Sequence[str]) -> str:
    """The band in which a number lies for sure; empty for one that may lie in two.

    >>> band(Interval(20, 29), ["0-17", "18-29", "30+"]), band(Interval(29, 30), ["0-17", "18-29", "30+"])
    ('18-29', '')
    """
    for one in bands:
        least, _, most = one.removesuffix("+").partition("-")
        is_above = within.least is not None and int(within.least) >= int(least)
        is_below = not most or (within.most is not None and int(within.most) <= int(most))
        if is_above and is_below:
            return one
    return ""


def _amounts(balance: Balance) -> Iterator[tuple[str, str]]:
    for step in Step:
        money: Money = getattr(balance, step.value)
        if money.amount:
            yield f"{balance.currency} {step.value}", str(money.amount)


def _closed(dossier: Dossier) -> str | None:
    """What whoever closed the case said of its remedy; empty if they did not know, None if work goes on."""
    with suppress(BadInput, ValueError, KeyError):
        closing = closing_of(dossier)
        if closing is None:
            return None
        return closing.remedy.value if closing.remedy.value in _KNOWN else ""
    return ""
