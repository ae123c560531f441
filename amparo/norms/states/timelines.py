"""A State's commitments as a timeline: what it did, since when it is bound, and what is not known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.commitments import Event
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.reservations import Reservation
from amparo.rules.conditions import Belonging
from amparo.rules.dates import Period
from amparo.rules.truth import UNKNOWN, YES


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a State stands towards one instrument on a day."""

    instrument: str
    short_name: str
    belonging: Belonging
    reservations: str
    held_back: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """The standing as JSON can hold it."""
        reason = {"reason": self.belonging.reason.value} if self.belonging.reason else {}
        bound = {"bound": self.belonging.value.word, **reason}
        reserved = {"reservations": self.reservations, "reserved": list(self.held_back)}
        return {**dict(self.belonging.basis), "instrument": self.instrument, **bound, **reserved}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a State did, in order, and where it stands on a day."""

    state: str
    on: date
    events: tuple[Event, ...]
    reservations: tuple[Reservation, ...]
    standings: tuple[Standing, ...]

    def to_plain(self) -> dict[str, Any]:
        """The timeline as JSON can hold it."""
        return {
            "state": self.state,
            "on": self.on.isoformat(),
            "events": [event.to_plain() for event in self.events],
            "reservations": [one.to_plain() for one in self.reservations],
            "standings": [one.to_plain() for one in self.standings],
        }


def timeline(catalogue: Catalogue, state: str, on: date) -> Timeline:
    """The State's acts up to the day, and where it stands towards every instrument that day."""
    bonds = catalogue.bonds
    events = [event for name in catalogue.instruments for event in bonds.events(name, state) if event.on.first <= on]
    held_back = [one for one in catalogue.reservations if one.state == state and one.since.first <= on]
    standings = []
    for instrument in catalogue.instruments.values():
        belonging = bonds.belonging(BOUND + instrument.id, state, Period(on, on))
        reserved = [one for one in held_back if one.stands(Period(on, on)) and instrument.id in one.instruments]
        word = "listed" if reserved else instrument.reservations.replace("-", " ")
        standings.append(
            Standing(instrument.id, instrument.short_name, belonging, word, tuple(one.says for one in reserved))
        )
    in_order = tuple(sorted(events, key=lambda one: (one.on.last, one.instrument)))
    return Timeline(state, on, in_order, tuple(sorted(held_back, key=lambda one: one.since)), tuple(standings))


def bound(found: Timeline) -> list[Standing]:
    """Where the State is surely bound."""
    return [one for one in found.standings if one.belonging.value is YES]


def unknown(found: Timeline) -> list[Standing]:
    """Where it is not known whether the State is bound."""
    return [one for one in found.standings if one.belonging.value is UNKNOWN]
