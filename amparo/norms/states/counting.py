"""Counts States: who had signed, who had deposited, who was bound, on a day. Only what is sure is counted; the rest is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.errors import BadInput
from amparo.norms.bonds.bonds import Bonds
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.commitments import BINDING
from amparo.norms.texts.instruments import BOUND
from amparo.rules.dates import Period
from amparo.rules.truth import NO, NOT, UNKNOWN, YES, Truth

ACTIONS = ("bound", "ratified", "signed", "signed-only")
UNION = "EUE"


@dataclass(frozen=True, slots=True)
class Count:
    """The States of which the action is surely true, and those of which it is not known; the European Union apart."""

    action: str
    instruments: tuple[str, ...]
    on: date
    surely: tuple[str, ...]
    unknown: tuple[str, ...]
    includes_union: bool

    @property
    def number(self) -> int:
        """How many did it, the European Union among them."""
        return len(self.surely) + self.includes_union


def count(catalogue: Catalogue, instruments: Sequence[str], action: str, on: date) -> Count:
    """The States that did, by that day, what `action` says towards at least one of the instruments.

    Raises BadInput where an instrument binds by membership or by law, so that nobody signs or ratifies it.
    """
    for name in instruments:
        if not catalogue.instruments[name].binding:
            raise BadInput(
                "not-binding", f"{catalogue.instruments[name].short_name} is a declaration and binds no State."
            )
        if action != "bound" and catalogue.instruments[name].binds:
            raise BadInput("nothing-deposited", f"Nobody deposits anything towards {name}. Ask for --action bound.")
    states = [code for code, state in catalogue.vocabulary.states.items() if state.kind in ("state", "organisation")]
    acted = [code for name in instruments for code in catalogue.bonds.rows.get(name, {})]
    everyone = sorted({*states, *acted})
    answers = {code: max(_did(catalogue.bonds, name, code, action, on) for name in instruments) for code in everyone}
    union = answers.pop(UNION, NO)
    chosen = {truth: tuple(code for code, found in answers.items() if found is truth) for truth in Truth}
    return Count(action, tuple(instruments), on, chosen[YES], chosen[UNKNOWN], union is YES)


def _did(bonds: Bonds, instrument: str, state: str, action: str, on: date) -> Truth:
    if action == "bound":
        return bonds.belonging(BOUND + instrument, state, Period(on, on)).value
    events = bonds.events(instrument, state)
    if action == "ratified":
        return _ratified(bonds, instrument, state, on)
    signed = max((_by(event.on, on) for event in events if event.event == "signature"), default=NO)
    if action == "signed":
        return signed or _unseen(bonds, instrument, state, on, signatures=True)
    deposits = [_by(event.on, on) for event in events if event.event in BINDING]
    deposited = max(deposits) if deposits else _unseen(bonds, instrument, state, on, signatures=False)
    return min(signed, NOT[deposited])


def _ratified(bonds: Bonds, instrument: str, state: str, on: date) -> Truth:
    """Deposited by that day and not ended; unknown where the day of either is known only to the month or year."""
    begun = [span for span in bonds.spans(instrument, state) if span.begun_by.on.first <= on]
    deposits = [event for event in bonds.events(instrument, state) if event.event in BINDING]
    if not deposits:
        return _unseen(bonds, instrument, state, on, signatures=False)
    deposited = max(_by(event.on, on) for event in deposits)
    if begun and all(span.is_over(on) for span in begun):
        return NO
    ending = bool(begun) and all(span.possible_until is not None and span.possible_until <= on for span in begun)
    return min(deposited, UNKNOWN) if ending else deposited


def _unseen(bonds: Bonds, instrument: str, state: str, on: date, *, signatures: bool) -> Truth:
    """What to say of a State without a row: no, while the table was complete; ILO Conventions are not signed at all."""
    found = bonds.instruments[instrument]
    if signatures:
        rows = (row for rows in bonds.rows.get(instrument, {}).values() for row in rows)
        if found.body == "ILO" or not any(row[1] == "signature" for row in rows):
            return NO if found.body == "ILO" else UNKNOWN
    complete = found.complete_for(state)
    return NO if complete and on <= complete else UNKNOWN


def _by(when: Period, on: date) -> Truth:
    """Whether something dated to a period had happened by the end of a day."""
    return YES if when.last <= on else UNKNOWN if when.first <= on else NO
