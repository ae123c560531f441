"""What if a State deposited? The catalogue as it would be; from when the State is bound follows from the instrument's own rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from amparo.errors import BadInput
from amparo.norms.bonds.bonds import Bonds
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.commitments import SUPPOSED
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.rules.dates import Period
from amparo.rules.truth import NO, YES


@dataclass(frozen=True, order=True, slots=True)
class Deposit:
    """A deposit that a State could make: its instrument of ratification or accession, on a day."""

    instrument: str
    state: str
    on: date

    def __str__(self) -> str:
        return f"{self.instrument}:{self.state}:{self.on}"


def read_deposits(texts: Iterable[str], catalogue: Catalogue) -> list[Deposit]:
    """The deposits that texts like `icrmw:QAT:2027-01-01` name; raises BadInput if nobody can make one, beside the others."""
    found = [_read(text) for text in dict.fromkeys(texts)]
    for one in found:
        if refusal := why_not(one, catalogue, beside=found):
            raise BadInput("bad-deposit", refusal)
    return found


def _read(text: str) -> Deposit:
    parts = text.split(":")
    try:
        return Deposit(parts[0].lower(), parts[1].upper(), date.fromisoformat(":".join(parts[2:])))
    except (IndexError, ValueError):
        sentence = "A supposed deposit is an instrument, a State and the day of deposit, such as icrmw:QAT:2027-01-01."
        raise BadInput("bad-deposit", sentence) from None


def why_not(deposit: Deposit, catalogue: Catalogue, beside: Sequence[Deposit] = ()) -> str | None:
    """Why the deposit cannot be supposed, in a sentence; None if it can, where those beside it are supposed as well."""
    instrument = catalogue.instruments.get(deposit.instrument)
    state = catalogue.vocabulary.states.get(deposit.state)
    if instrument is None:
        return f"There is no instrument {deposit.instrument}."
    if state is None or state.kind != "state":
        return f"{deposit.state} is not the code of a State that could deposit. Use ISO 3166-1 alpha-3, such as QAT."
    if instrument.entry is None or instrument.binds:
        return f"{instrument.short_name} does not bind by deposit, so none can be supposed."
    day = Period(deposit.on, deposit.on)
    if catalogue.bonds.belonging(BOUND + instrument.id, state.code, day).value is YES:
        return f"{instrument.short_name} binds {state.code} on {deposit.on} already. Leave that deposit out."
    if instrument.open_to and catalogue.bonds.belonging(instrument.open_to, state.code, day).value is NO:
        return f"{instrument.short_name} is not open to {state.code}."
    if (parent := parent_wanting(deposit, catalogue)) and (parent.id, state.code) not in {
        (one.instrument, one.state) for one in beside
    }:
        return (
            f"{instrument.short_name} binds only who is bound by {parent.short_name}, which does not surely bind"
            f" {state.code} on {deposit.on}. Suppose that as well: {parent.id}:{state.code}:{deposit.on}."
        )
    return None


def parent_wanting(deposit: Deposit, catalogue: Catalogue) -> Instrument | None:
    """The instrument that this one requires, if it does not surely bind the State on the day of deposit."""
    requires = catalogue.instruments[deposit.instrument].requires
    if requires is None:
        return None
    day = Period(deposit.on, deposit.on)
    is_bound = catalogue.bonds.belonging(BOUND + requires, deposit.state, day).value is YES
    return None if is_bound else catalogue.instruments[requires]


def supposing(catalogue: Catalogue, deposits: Sequence[Deposit]) -> Catalogue:
    """The catalogue as if these deposits were made; everything else is as it was."""
    if not deposits:
        return catalogue
    rows = {name: {**by_state} for name, by_state in catalogue.bonds.rows.items()}
    for one in deposits:
        by_state = rows.setdefault(one.instrument, {})
        row = (one.state, "deposit", "ratification", one.on.isoformat(), SUPPOSED, "no", "")
        by_state[one.state] = (*by_state.get(one.state, ()), row)
    bonds = catalogue.bonds
    told = (*catalogue.supposed, *map(str, deposits))
    return replace(catalogue, bonds=Bonds(bonds.instruments, rows, bonds.states, bonds.groups), supposed=told)


def supposition(catalogue: Catalogue) -> str:
    """What the catalogue supposes, for the end of a sentence: `supposing that QAT deposits ICRMW on 2027-01-01`; or nothing."""
    made = [
        f"{one.state} deposits {catalogue.instruments[one.instrument].short_name} on {one.on}"
        for one in map(_read, catalogue.supposed)
    ]
    return f"supposing that {' and '.join(made)}" if made else ""


def bound_from(deposit: Deposit, supposed: Catalogue) -> date | None:
    """The day from which the supposed deposit binds; None if the instrument, or one that it requires, would not bind even then."""
    spans = supposed.bonds.spans(deposit.instrument, deposit.state)
    begins = next((span.sure_from for span in spans if span.begun_by.on == Period(deposit.on, deposit.on)), None)
    requires = supposed.instruments[deposit.instrument].requires
    if begins is None or requires is None:
        return begins
    of_parent = supposed.bonds.spans(requires, deposit.state)
    return next((max(begins, one.sure_from) for one in of_parent if one.perhaps(max(begins, one.sure_from))), None)


def day_asked(deposits: Sequence[Deposit], supposed: Catalogue, today: date) -> date:
    """The first day, from today on, on which all the supposed deposits bind."""
    return max([today, *(day for one in deposits if (day := bound_from(one, supposed)))])
