"""Counts States: who had signed, who had deposited, who was bound, on a day. Only what is sure is counted; the rest is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.norms.bonds import BOUND, Bonds
from amparo.norms.catalogue import Catalogue
from amparo.norms.commitments import BINDING
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES, Truth

ACTIONS = ("bound", "ratified", "signed", "signed-only")
UNION = "EUE"


@dataclass(frozen=True, slots=True)
class Count:
    """The States of which the action is surely true, and those of which it is not known; the European Union among the first
    where it acted, and named apart."""

    action: str
    instruments: tuple[str, ...]
    on: date
    surely: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def includes_union(self) -> bool:
        return UNION in self.surely


def count(catalogue: Catalogue, instruments: Sequence[str], action: str, on: date) -> Count:
    """The States that did, by that day, what `action` says towards at least one of the instruments."""
    states = [code for code, state in catalogue.vocabulary.states.items() if state.kind in ("state", "organisation")]
    acted = {code for name in instruments for code in catalogue.bonds.rows.get(name, {})}
    everyone = sorted({*states, *acted})
    answers = {code: max(_did(catalogue.bonds, name, code, action, on) for name in instruments) for code in everyone}
    if action != "bound":
        answers = {code: truth for code, truth in answers.items() if code in acted}
    else:
        answers.pop(UNION, None) if UNION not in acted else None
    chosen = {truth: tuple(code for code, found in answers.items() if found is truth) for truth in Truth}
    return Count(action, tuple(instruments), on, chosen[YES], chosen[UNKNOWN])


def _did(bonds: Bonds, instrument: str, state: str, action: str, on: date) -> Truth:
    if action == "bound":
        return bonds.belonging(BOUND + instrument, state, Period(on, on)).value
    events = bonds.events(instrument, state)
    signed = max((_by(event.on, on) for event in events if event.event == "signature"), default=NO)
    if action == "signed":
        return signed
    deposited = max((_by(event.on, on) for event in events if event.event in BINDING), default=NO)
    if action == "signed-only":
        return min(signed, Truth(YES - deposited))
    spans = bonds.spans(instrument, state)
    ended = bool(spans) and all(span.sure_until is not None and span.sure_until <= on for span in spans)
    return NO if ended else deposited


def _by(when: Period, on: date) -> Truth:
    """Whether something dated to a period had happened by the end of a day."""
    return YES if when.last <= on else UNKNOWN if when.first <= on else NO
