"""What people from another State may claim of a State, by their status and by theme: surely, and at most."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.norms.answers.rights import holdings, holdings_if_bound
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.profiles.filed import Filed
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import All, facts_read
from amparo.rules.dates import Period
from amparo.rules.explaining import ELSEWHERE
from amparo.rules.facts import Known
from amparo.rules.truth import NO, UNKNOWN, YES, Truth
from amparo.situation.situations import Situation, plain_facts

DECLARATORY = "declaratory"
_EMPLOYED: Mapping[str, Known] = {"work": "employed", "worker_category": "ordinary"}
_FOREIGN: Mapping[str, Known] = {"nationality": ELSEWHERE, "stateless": False}


@dataclass(frozen=True, slots=True)
class Status:
    """A status that people from another State may have there: what it says of them. Nothing else is known of them."""

    id: str
    facts: Mapping[str, Known]

    def to_plain(self) -> dict[str, Any]:
        """The status and what it supposes, as JSON can hold it."""
        return {"status": self.id, "supposed": plain_facts(self.facts)}

    @property
    def is_of_refugees(self) -> bool:
        """Whether it tells refugees and who asks to be one from others."""
        return "asylum" in self.facts

    @property
    def employed(self) -> Mapping[str, Known]:
        """The facts of those who are in ordinary employment besides, and no refugees unless the status says so."""
        return {"asylum": "none", **_EMPLOYED, **self.facts}


# By permission to stay, of which asylum is not known; by protection, of which the permission to stay is not known.
STATUSES: Mapping[str, Status] = {
    one.id: one
    for one in (
        Status("none", {"stay": "none", **_FOREIGN}),
        Status("pending", {"stay": "pending", **_FOREIGN}),
        Status("temporary", {"stay": "temporary", **_FOREIGN}),
        Status("permanent", {"stay": "permanent", **_FOREIGN}),
        Status("asylum-seeker", {"asylum": "claimed", **_FOREIGN}),
        Status("refugee", {"asylum": "recognised", **_FOREIGN}),
        Status("stateless", {"nationality": frozenset(), "stateless": True}),
    )
}


@dataclass(slots=True)
class Held:
    """Provisions that are held: surely; perhaps, for that depends on the person; or if the State is bound, which is not known."""

    surely: list[Provision] = field(default_factory=list)
    perhaps: list[Provision] = field(default_factory=list)
    if_bound: list[Provision] = field(default_factory=list)

    @property
    def least(self) -> int:
        return len(self.surely)

    @property
    def most(self) -> int:
        """How many if every unknown turned out so."""
        return len(self.surely) + len(self.perhaps) + len(self.if_bound)

    def to_plain(self) -> dict[str, Any]:
        """The provisions by their ids, as JSON can hold them."""
        lists = {"surely": self.surely, "perhaps": self.perhaps, "if_bound": self.if_bound}
        return {name: [one.id for one in several] for name, several in lists.items()}


@dataclass(frozen=True, slots=True)
class Claims:
    """What people of one status may claim, by theme, in the order of the themes; and in all."""

    by_theme: dict[str, Held]
    whole: Held

    def to_plain(self) -> dict[str, Any]:
        """The numbers in all, and the provisions of each theme, as JSON can hold them."""
        themes = [{"theme": name, **held.to_plain()} for name, held in self.by_theme.items()]
        return {"least": self.whole.least, "most": self.whole.most, "themes": themes}


def foreigner(state: str, on: date, known: Mapping[str, Known]) -> Situation:
    """Somebody from elsewhere who lives in the State, of whom nothing is known but this."""
    return Situation({"state": state, "date": Period(on, on), "role": "destination", **known})


def claims(
    catalogue: Catalogue,
    state: str,
    on: date,
    known: Mapping[str, Known],
    provisions: Iterable[Provision] | None = None,
) -> Claims:
    """Which of the provisions (by default all) such people hold that day; declarations, which bind nobody, are left out."""
    found = Claims({name: Held() for name in catalogue.themes}, Held())
    counted = asked(catalogue.provisions.values() if provisions is None else provisions)
    for one, bond, holds in answers(catalogue, state, on, known, counted):
        if holds is NO:
            continue
        for held in (found.by_theme[catalogue.theme_of(one)], found.whole):
            where = held.surely if holds is YES else held.if_bound if bond is UNKNOWN else held.perhaps
            where.append(one)
    return found


def asked(provisions: Iterable[Provision]) -> Iterator[Provision]:
    """Those that are counted: rights and duties that bind, by treaty, by law or by custom."""
    return (one for one in provisions if one.strength != DECLARATORY)


def answers(
    catalogue: Catalogue, state: str, on: date, known: Mapping[str, Known], provisions: Iterable[Provision]
) -> Iterator[tuple[Provision, Truth, Truth]]:
    """Each provision with whether it binds the State that day, and whether such people hold it.

    What a provision takes beyond the bond is mostly the same in every State, and is asked once for all of them.
    """
    day, reserved, bound = Period(on, on), catalogue.reserved(state), dict[str, Truth]()
    anywhere, here = _anywhere(Filed(catalogue), on, frozenset(known.items())), foreigner(state, on, known)
    for one in provisions:
        if one.bound_by not in bound:
            bound[one.bound_by] = catalogue.bonds.belonging(BOUND + one.bound_by, state, day).value
        bond = bound[one.bound_by]
        if one.id in anywhere and one.id not in reserved:
            yield one, bond, min(bond, anywhere[one.id])
        else:
            yield one, bond, holdings(here, catalogue, [one])[one.id]


@functools.lru_cache(maxsize=4 * len(STATUSES))
def _anywhere(filed: Filed, on: date, known: frozenset[tuple[str, Known]]) -> dict[str, Truth]:
    """The answers beyond the bond, which are the same in every State; without the provisions that ask about more of the State.

    Foreigners they are everywhere: of another State than this, whichever it is, or of none.
    """
    catalogue = filed.catalogue
    somewhere = foreigner(next(iter(catalogue.vocabulary.states)), on, dict(known))
    alike = [one for one in catalogue.provisions.values() if "state" not in facts_read(All(one.holding.parts[1:]))]
    return holdings_if_bound(somewhere, catalogue, alike)
