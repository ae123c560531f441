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
from amparo.rules.truth import YES, Truth
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
        """The profile as JSON can hold it."""
        one = self.instrument
        return {
            "instrument": one.id,
            "title": one.title,
            "on": self.on.isoformat(),
            "catalogue": self.catalogue.digest,
            "first_in_force": self.first_in_force.isoformat() if self.first_in_force else None,
            "complete_until": one.complete_until.isoformat() if one.complete_until else None,
            "collected": one.collected,
            "states": list(self.rows()),
            "sources": [{"key": key, "what": self.catalogue.sources[key].what} for key in self.sources],
        }

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every State as a row of a table."""
        return (one.to_plain() for one in self.parties)


def instrument_profile(catalogue: Catalogue, name: str, on: date) -> InstrumentProfile | None:
    """The profile of the instrument with this id; None if there is none."""
    found = catalogue.instruments.get(name)
    return InstrumentProfile(catalogue, found, on) if found else None
