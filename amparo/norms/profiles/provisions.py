"""A provision's profile: what it says, whom it protects, who holds it by State, and its examples."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from amparo.norms.authors.showing import entry
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.translations import Statement, statement
from amparo.norms.profiles.claims import STATUSES, answers
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.norms.texts.provisions import Provision
from amparo.norms.texts.reservations import Reservation
from amparo.rules.conditions import EVERYONE, facts_read
from amparo.rules.dates import Period
from amparo.rules.facts import Known
from amparo.rules.truth import UNKNOWN, Truth
from amparo.situation.states import State

_Key: TypeAlias = tuple[Truth, bool, tuple[tuple[Truth, Truth], ...]]


@dataclass(frozen=True, slots=True)
class Alike:
    """States towards which people of each status hold the provision alike.

    `holds` follows the order of STATUSES, each with the answer whoever they are, and that for who is in ordinary employment.
    `bound`: whether these States are bound; `is_reserved`: whether they held something of it back.
    """

    bound: Truth
    is_reserved: bool
    holds: tuple[tuple[Truth, Truth], ...]
    states: tuple[State, ...]


@dataclass(frozen=True)
class ProvisionProfile:
    """What is known of a provision on a day."""

    catalogue: Catalogue
    provision: Provision
    on: date

    @property
    def instrument(self) -> Instrument:
        return self.catalogue.instruments[self.provision.instrument]

    @property
    def binding(self) -> Instrument:
        """The instrument whose bond counts."""
        return self.catalogue.instruments[self.provision.bound_by]

    def says(self, language: str) -> Statement:
        """The statement in the language."""
        return statement(self.provision, language, self.catalogue.translations)

    @property
    def is_for_everyone(self) -> bool:
        """Whether everybody holds it, whatever else is so of them."""
        return self.provision.holder == EVERYONE

    def depends_on(self, language: str) -> list[str]:
        """The labels of the facts by which the text says whom it protects."""
        facts = self.catalogue.vocabulary.facts
        return [facts[name].wording.label[language] for name in facts if name in facts_read(self.provision.holder)]

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        """Every State that is bound or may be, those that answer alike together; the surest answers first."""
        found: dict[_Key, list[State]] = {}
        day = Period(self.on, self.on)
        for code, state in self.catalogue.vocabulary.states.items():
            bound = self.catalogue.bonds.belonging(BOUND + self.provision.bound_by, code, day).value
            if state.kind == "state" and bound >= UNKNOWN:
                holds = tuple(
                    (self._holds(code, one.facts), self._holds(code, one.employed)) for one in STATUSES.values()
                )
                found.setdefault((bound, bool(self.reserved(code)), holds), []).append(state)
        return tuple(Alike(*key, tuple(states)) for key, states in sorted(found.items(), key=_surest))

    def _holds(self, state: str, known: Mapping[str, Known]) -> Truth:
        ((_, _, holds),) = answers(self.catalogue, state, self.on, known, [self.provision])
        return holds

    def reserved(self, state: str) -> list[Reservation]:
        """What the State held back of it that stands on the day, notes apart."""
        every = self.catalogue.reserved(state).get(self.provision.id, [])
        return [one for one in every if one.effect != "notes" and one.stands(Period(self.on, self.on))]

    @property
    def reservations(self) -> list[Reservation]:
        """Everything that any State held back of it or declared on it, and that stands on the day."""
        day = Period(self.on, self.on)
        return [one for one in self.catalogue.reservations if one.concerns(self.provision.id) and one.stands(day)]

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """The examples, in English: what is so, and whether it is held."""
        return _examples(self.provision.id, self.catalogue.digest)

    def to_plain(self) -> Mapping[str, object]:
        """The profile as JSON can hold it."""
        one = self.provision
        told = {"provision": one.id, "citation": one.citation, "says": one.says, "verified": one.verified}
        told |= {"on": self.on.isoformat(), "bound_by": one.bound_by, "catalogue": self.catalogue.digest}
        alike = [
            {
                "bound": group.bound.word,
                "reserved": group.is_reserved,
                "holds": {
                    status: {"whoever": whoever.word, "employed": employed.word}
                    for status, (whoever, employed) in zip(STATUSES, group.holds, strict=True)
                },
                "states": [state.code for state in group.states],
            }
            for group in self.alike
        ]
        return {**told, "strength": one.strength, "states": alike}


def provision_profile(catalogue: Catalogue, name: str, on: date) -> ProvisionProfile | None:
    """The profile of the provision with this id; None if there is none."""
    found = catalogue.provisions.get(name)
    return ProvisionProfile(catalogue, found, on) if found else None


def _surest(item: tuple[_Key, object]) -> tuple[object, ...]:
    bound, is_reserved, holds = item[0]
    return -bound, -sum(map(sum, holds)), is_reserved, holds


@functools.lru_cache(maxsize=256)
def _examples(name: str, _digest: str) -> tuple[tuple[str, str], ...]:
    """The examples of a provision, read from its source: the compiled catalogue leaves them out."""
    _, form = entry(name)
    return tuple((one.text("says"), one.shown("holds")) for one in form.forms("examples", "An example"))
