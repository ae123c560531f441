"""What supervisors see of remedies in all: in words, as pictures, and as tables. It needs no identity and shows none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from amparo.evidence.counting.pictures import Bars, draw, draw_apart
from amparo.remedy.figures import money_name
from amparo.remedy.ledger import Step
from amparo.remedy.money import Money
from amparo.remedy.reckoning import RemedyState
from amparo.web.casework.counting.progress import TIMES
from amparo.web.casework.counting.totals import Totals
from amparo.web.casework.pictures import address, side
from amparo.web.casework.shown.money_words import STATES_OF_REMEDY, STEPS, band_name

_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: a sentence, a picture (an address that holds it) and a table."""

    id: str
    title: Promise
    said: str
    picture: str
    headings: Sequence[object]
    rows: Sequence[Sequence[object]]


def parts_of(totals: Totals) -> list[Part]:
    """What became of claims, how long it took, and money."""
    return [_states(totals), _times(totals), _money(totals)]


def due(totals: Totals, on: date) -> list[tuple[str, int]]:
    """In how many cases somebody is to be asked whether they are punished for a filing."""
    return [
        (_("To be asked by today whether they are punished for complaining"), totals.asks_until(on)),
        (_("Of these, to be asked more than a week ago"), totals.asks_until(on - _LATE)),
    ]


def _states(totals: Totals) -> Part:
    bars = [(str(name), totals.states.get(state.value, 0)) for state, name in STATES_OF_REMEDY.items()]
    told = {state: totals.states.get(state.value, 0) for state in RemedyState}
    known = sum(told.values()) - told[RemedyState.UNKNOWN]
    received = told[RemedyState.FULL] + told[RemedyState.PARTIAL]
    filled = {"known": known, "received": received, "percent": round(100 * received / known) if known else 0}
    said = _(
        "Of %(known)s cases of which it is known, %(received)s received all or a part of their remedy (%(percent)s%%)."
    )
    nothing = _("Of no case is it known what was received.")
    headings = [_("Remedy received"), _("Cases")]
    return _counted("states", gettext_lazy("What was received"), said % filled if known else nothing, headings, bars)


def _times(totals: Totals) -> Part:
    bars = [(band_name(one), totals.times.get(one, 0)) for one in TIMES]
    bars.append((_("nothing known to be received yet"), totals.waiting))
    said = _(
        "Of %(filed)s cases in which something was filed, %(waiting)s wait still: nothing is known to have been received."
    )
    headings = [_("From the first filing to the first thing received"), _("Cases")]
    filled = {"filed": totals.filed, "waiting": totals.waiting}
    return _counted("times", gettext_lazy("How long it took"), said % filled, headings, bars)


def _counted(name: str, title: Promise, said: str, headings: Sequence[object], bars: Sequence[tuple[str, int]]) -> Part:
    drawn = address(draw(bars, _("cases"), said, side=side())) if any(number for _name, number in bars) else ""
    return Part(name, title, said, drawn, headings, [[label, number] for label, number in bars])


def _money(totals: Totals) -> Part:
    """By currency, which are never added up; what may not be told is left open."""
    language = get_language() or "en"
    rows, bars, said = list[list[object]](), [], []
    for currency in sorted({name.split()[0] for name in totals.sums}):
        told = {step: found for step in Step if (found := totals.sums.get(f"{currency} {step.value}"))}
        sums = {step: money_name(Money(Decimal(amount), currency), language) for step, (_cases, amount) in told.items()}
        rows.append([currency, *(_cell(sums[step], told[step][0]) if step in told else "–" for step in Step)])
        lengths = ((str(STEPS[step]), round(Decimal(told[step][1])) if step in told else None) for step in Step)
        bars.append(Bars(currency, tuple(lengths)))
        filled = {step.value: amount for step, amount in sums.items()}
        if {Step.CLAIMED, Step.RECEIVED} <= told.keys():
            said.append(_("%(received)s received, of %(claimed)s claimed.") % filled)
        elif Step.RECEIVED in told:
            said.append(_("%(received)s received.") % filled)
    if totals.is_silent:
        said.append(
            _("What was told of money before is lost. No new sum is told beside it: it could give a case away.")
        )
    sentence = " ".join(said) or _("It cannot be told yet how much was received: too few cases add to it.")
    drawn = address(draw_apart(bars, sentence, side=side())) if bars else ""
    headings = [_("Currency"), *(STEPS[step] for step in Step)]
    return Part("money", gettext_lazy("Money"), sentence, drawn, headings, rows)


def _cell(money: str, cases: int) -> str:
    return ngettext("%(sum)s (%(number)s case)", "%(sum)s (%(number)s cases)", cases) % {"sum": money, "number": cases}
