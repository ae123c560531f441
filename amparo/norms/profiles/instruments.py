"""An instrument's profile: who is bound by it, since when, who only signed or left, and of whom it is not known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.commitments import Event
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import Belonging
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES, Truth
from amparo.situation.states import State


@dataclass(frozen=True, slots=True)
class Party:
    """Where one State stands towards the instrument, and what it did."""

    state: State
    standing: Belonging
    events: tuple[Event, ...]

    @property
    def basis(self) -> dict[str, Any]:
        """What the bond rests on."""
        return dict(self.standing.basis)

    @property
    def has_signed_only(self) -> bool:
        return {event.event for event in self.events} == {"signature"}

    @property
    def has_left(self) -> bool:
        """Whether its last act was to leave."""
        return bool(self.events) and self.events[-1].event == "denunciation"

    def to_plain(self) -> dict[str, Any]:
        """The party as JSON can hold it."""
        reason = {"reason": self.standing.reason.value} if self.standing.reason else {}
        told = {"state": self.state.code, "name": self.state.name, "bound": self.standing.value.word, **reason}
        basis = {name: known for name, known in self.basis.items() if name != "instrument"}
        return {**told, **basis, "events": [one.to_plain() for one in self.events]}

    def row(self) -> dict[str, str]:
        """The party as a row of a table: empty where nothing is known."""
        reason = self.standing.reason
        row = {"state": self.state.code, "name": self.state.name, "bound": self.standing.value.word}
        row |= {"reason": reason.value if reason else "", "signed_only": "yes" if self.has_signed_only else ""}
        return row | {name: str(self.basis.get(name, "")) for name in COLUMNS}


COLUMNS = (
    "deposited_on",
    "form",
    "bound_from",
    "denounced_on",
    "bound_until",
    "source",
    "verified",
    "as_last_checked_on",
    "complete_until",
)


@dataclass(frozen=True)
class InstrumentProfile:
    """What is known of an instrument on a day."""

    catalogue: Catalogue
    instrument: Instrument
    on: date

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Every State by code, and whoever else did something."""
        bonds, day, name = self.catalogue.bonds, Period(self.on, self.on), self.instrument.id
        found = (
            Party(
                state,
                bonds.belonging(BOUND + name, code, day),
                tuple(event for event in bonds.events(name, code) if event.on.first <= self.on),
            )
            for code, state in self.catalogue.vocabulary.states.items()
        )
        return tuple(one for one in found if one.state.kind == "state" or one.events)

    def standing(self, bound: Truth) -> tuple[Party, ...]:
        """Those of whom the answer is this."""
        return tuple(one for one in self.parties if one.standing.value is bound)

    @property
    def bound(self) -> tuple[Party, ...]:
        """Those surely bound, the longest bound first."""
        return tuple(sorted(self.standing(YES), key=lambda one: (one.basis.get("bound_from", ""), one.state.code)))

    @property
    def acted_only(self) -> tuple[Party, ...]:
        """Those not surely bound that signed, left, or did something else."""
        return tuple(one for one in self.parties if one.events and one.standing.value is not YES)

    @property
    def first_in_force(self) -> date | None:
        """The first day on which it was in force for anybody."""
        return self.catalogue.bonds.first_in_force(self.instrument.id) if self.instrument.entry else None

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Its provisions in the catalogue, in their order."""
        return tuple(one for one in self.catalogue.provisions.values() if one.instrument == self.instrument.id)

    @property
    def sources(self) -> list[str]:
        """The keys of the sources that the acts towards it rest on."""
        return list(dict.fromkeys(event.source for one in self.parties for event in one.events))

    def to_plain(self) -> dict[str, Any]:
        """The profile as JSON can hold it; its shape is `data/schemas/instrument-page.json`."""
        one, first = self.instrument, self.first_in_force
        told = {"instrument": one.id, "short_name": one.short_name, "title": one.title, "titles": dict(one.titles)}
        days = {"adopted_on": one.adopted_on, "first_in_force": first, "complete_until": one.complete_until}
        counts = {"surely_bound": YES, "not_known": UNKNOWN, "surely_not_bound": NO}
        return {
            **told,
            "on": self.on.isoformat(),
            "catalogue": self.catalogue.digest,
            "binding": one.binding,
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "entry": one.entry.citation if one.entry else None,
            "depositary": one.depositary,
            "collected": one.collected,
            "verified": one.verified,
            "counts": {name: len(self.standing(bound)) for name, bound in counts.items()},
            "states": [party.to_plain() for party in self.parties],
            "provisions": [{"provision": each.id, "citation": each.citation} for each in self.provisions],
            "sources": [self.catalogue.sources[key].to_plain() for key in self.sources],
        }

    def rows(self) -> Iterator[dict[str, str]]:
        """Every State as a row of a table."""
        return (one.row() for one in self.parties)


def instrument_profile(catalogue: Catalogue, name: str, on: date) -> InstrumentProfile | None:
    """The profile of the instrument with this id; None if there is none."""
    found = catalogue.instruments.get(name)
    return InstrumentProfile(catalogue, found, on) if found else None
