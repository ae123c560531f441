"""A State's profile: what it did towards each instrument, where that leaves it, and what is not known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from amparo.norms.bonds.spans import Span
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.states.timelines import Standing, Timeline, timeline
from amparo.norms.texts.commitments import Event
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.norms.texts.provisions import Provision
from amparo.norms.texts.reservations import Reservation
from amparo.rules.conditions import Belonging
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES, Truth
from amparo.situation.states import State


@dataclass(frozen=True, slots=True)
class Tie:
    """What a State did towards one instrument up to a day, and where it stands that day; a declaration (`binding` false) never binds.

    `has_begun`: whether the instrument is known to be in force for anybody.
    """

    instrument: Instrument
    standing: Standing
    events: tuple[Event, ...]
    reservations: tuple[Reservation, ...]
    spans: tuple[Span, ...]
    has_begun: bool

    @property
    def bound(self) -> Truth:
        """Whether it is bound that day; by a declaration nobody is."""
        return self.standing.belonging.value if self.instrument.binding else NO

    @property
    def basis(self) -> dict[str, Any]:
        """What the bond rests on: days, source, and whether they were verified."""
        return dict(self.standing.belonging.basis)

    @property
    def has_left(self) -> bool:
        """Whether it was bound once and surely is not any more."""
        return bool(self.spans) and self.standing.belonging.value is NO and any(span.ended_by for span in self.spans)

    @property
    def left_on(self) -> date | None:
        """The first day on which it was surely not bound any more; None if it has not left."""
        return max((span.sure_until for span in self.spans if span.sure_until), default=None) if self.has_left else None

    @property
    def is_told(self) -> bool:
        """Whether the State did something, or is surely bound."""
        return bool(self.events) or self.standing.belonging.value is YES

    def to_plain(self) -> dict[str, Any]:
        """The tie as JSON can hold it; what is not known of the bond is not there, or has its reason."""
        left = {"left_on": self.left_on.isoformat()} if self.left_on else {}
        told = {"short_name": self.standing.short_name, "in_force_for_anybody": self.has_begun}
        return {**self.standing.to_plain(), **told, **left, "events": [one.to_plain() for one in self.events]}


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way to complain of a breach: the provision that opens it, and whether the State has accepted it."""

    instrument: Instrument
    provision: Provision
    accepted: Belonging

    def to_plain(self) -> dict[str, Any]:
        """The way as JSON can hold it."""
        told = {"provision": self.provision.id, "citation": self.provision.citation}
        return {**told, "accepted": self.accepted.value.word}


@dataclass(frozen=True)
class StateProfile:
    """What is known of a State on a day: of one that has ended, on its last."""

    catalogue: Catalogue
    state: State
    on: date

    @cached_property
    def timeline(self) -> Timeline:
        return timeline(self.catalogue, self.state.code, self.on)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """A tie to every instrument of the catalogue, in its order."""
        found, bonds = self.timeline, self.catalogue.bonds
        return tuple(
            Tie(
                instrument := self.catalogue.instruments[one.instrument],
                one,
                tuple(event for event in found.events if event.instrument == instrument.id),
                tuple(held for held in found.reservations if instrument.id in held.instruments),
                () if instrument.binds else tuple(bonds.spans(instrument.id, self.state.code)),
                bool(instrument.binds) or bonds.first_in_force(instrument.id) is not None,
            )
            for one in found.standings
        )

    def tied(self, bound: Truth) -> tuple[Tie, ...]:
        """The ties to instruments that can bind, where the answer is this."""
        return tuple(tie for tie in self.ties if tie.instrument.binding and tie.bound is bound)

    @property
    def declared(self) -> tuple[Tie, ...]:
        """The declarations that it stands behind, which do not bind."""
        return tuple(tie for tie in self.ties if not tie.instrument.binding and tie.standing.belonging.value is YES)

    @property
    def left(self) -> tuple[Tie, ...]:
        """The ties that it has ended."""
        return tuple(tie for tie in self.ties if tie.has_left)

    @cached_property
    def procedures(self) -> tuple[Procedure, ...]:
        """Every way to complain against it that is open, or may be."""
        # several instruments may lead to one way, as the Protocols to the European Convention do
        found = {one.provision.id: one for one in reversed(list(self._procedures()))}
        return tuple(one for one in reversed(found.values()) if one.accepted.value is not NO)

    def _procedures(self) -> Iterator[Procedure]:
        day = Period(self.on, self.on)
        for instrument in self.catalogue.instruments.values():
            for name in instrument.procedures:
                provision = self.catalogue.provisions[name]
                accepted = self.catalogue.bonds.belonging(BOUND + provision.bound_by, self.state.code, day)
                yield Procedure(instrument, provision, accepted)

    @property
    def sources(self) -> list[str]:
        """The keys of the sources that its acts rest on."""
        return list(dict.fromkeys(event.source for event in self.timeline.events))

    @property
    def is_state(self) -> bool:
        """Whether it is a State today: of a territory, an organisation or a State that is no more nobody claims in its own name."""
        return self.state.kind == "state"

    @property
    def has_people(self) -> bool:
        """Whether people live there whom a table of today may count."""
        return self.state.kind in ("state", "territory")

    @property
    def bound_longest_since(self) -> date | None:
        """The day on which the bond began that has lasted longest of those that rest on an act."""
        since = [str(tie.basis["bound_from"]) for tie in self.tied(YES) if tie.spans]
        return date.fromisoformat(min(since)) if since else None

    def to_plain(self) -> dict[str, Any]:
        """The profile as JSON can hold it."""
        one, since = self.state, self.bound_longest_since
        told = {"state": one.code, "name": one.name, "kind": one.kind, "on": self.on.isoformat()}
        truths = {"surely_bound": YES, "not_known": UNKNOWN, "surely_not_bound": NO}
        counts = {name: len(self.tied(bound)) for name, bound in truths.items()} | {"left": len(self.left)}
        return {
            **told,
            "catalogue": self.catalogue.digest,
            "counts": counts,
            "bound_longest_since": since.isoformat() if since else None,
            "ties": [tie.to_plain() for tie in self.ties if tie.instrument.binding],
            "declarations": [tie.instrument.id for tie in self.declared],
            "reservations": [held.to_plain() for held in self.timeline.reservations],
            "procedures": [way.to_plain() for way in self.procedures],
            "sources": [self.catalogue.sources[key].to_plain() for key in self.sources],
        }


def state_profile(catalogue: Catalogue, code: str, today: date) -> StateProfile | None:
    """The profile of the State with this code; None if there is none."""
    state = catalogue.vocabulary.states.get(code)
    if state is None:
        return None
    last = state.ended_on - timedelta(days=1) if state.ended_on else today
    return StateProfile(catalogue, state, min(today, last))
