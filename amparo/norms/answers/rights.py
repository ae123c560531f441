"""Rights in force: for one person, one State and one day, what every provision of the catalogue answers, and why."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.norms.catalogue.translations import Statement, statement
from amparo.norms.texts.provisions import STRENGTHS, Provision
from amparo.norms.texts.reservations import Reservation, clauses
from amparo.rules.conditions import (
    EVERYONE,
    All,
    Belonging,
    Condition,
    Groups,
    Reason,
    World,
    belonging,
    own_facts,
    value,
)
from amparo.rules.dates import Period
from amparo.rules.explaining import (
    ELSEWHERE,
    Change,
    Explained,
    Explainer,
    changes,
    missing,
    turning,
    why_unknown,
)
from amparo.rules.facts import Facts
from amparo.rules.truth import NO, UNKNOWN, YES, Truth
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation

# what `--show` shows, in text and in JSON alike
SHOWS: dict[str, Callable[["RightInForce"], bool]] = {
    "engaged": lambda right: right.applies is YES,
    "held": lambda right: right.holds.value is YES,
    "unknown": lambda right: right.applies is UNKNOWN,
    "no": lambda right: right.holds.value is NO,
    "all": lambda right: True,
}


# Why a bond may be unknown and somebody still be asked: about the day, if about anything. Nobody is asked what we have not collected.
_ASKED_ABOUT = (None, Reason.FACT_MISSING)


@dataclass(frozen=True)
class RightInForce:
    """What one provision answers for one situation: held, engaged, and why.

    `holds`: does this State owe this person this right that day? `engaged`: do the circumstances make it matter now?
    """

    provision: Provision
    holds: Explained
    engaged: Explained
    reservations: tuple[Reservation, ...]
    facts: Facts
    happened: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()

    @cached_property
    def applies(self) -> Truth:
        """Held and engaged, in Kleene's sense."""
        return min(self.holds.value, self.engaged.value)

    @property
    def is_engaged_by_events(self) -> bool:
        """Whether something that has happened makes it matter now, or makes the person its holder, as a claim of asylum does.

        A provision that always matters is not engaged by events.
        """
        if self.engaged.value is not YES:
            return False
        if self.provision.engaged_by != EVERYONE or not self.happened.isdisjoint(self.after):
            return True
        return not self.happened.isdisjoint(own_facts(self.provision.holder))

    @property
    def bond(self) -> Explained:
        """The clause that the State is bound."""
        return self.holds.parts[0]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The unknown facts that leave holding or engagement open, those of holding first.

        None where holding does not depend on the person.
        """
        if self.holds.value is NO or why_unknown(self.bond) not in _ASKED_ABOUT:
            return ()
        return tuple(dict.fromkeys((*missing(self.holds, self.facts), *missing(self.engaged, self.facts))))

    @property
    def would_apply_if(self) -> list[Change]:
        """The single changes that would make it held or, where it is held, engaged."""
        if self.holds.value is not YES:
            return turning(self.holds, YES)
        return turning(self.engaged, YES) if self.engaged.value is not YES else []

    @property
    def unknown_because(self) -> dict[str, str]:
        """The one reason why holding, and why engagement, is unknown; empty where both are known."""
        reasons = {"holds": why_unknown(self.holds), "engaged": why_unknown(self.engaged)}
        return {name: reason.value for name, reason in reasons.items() if reason}


@dataclass(frozen=True)
class Answers:
    """The whole catalogue's answers for one situation: most favourable first, several norms for one right together."""

    situation: Situation
    catalogue: Catalogue
    rights: tuple[RightInForce, ...]

    def __iter__(self) -> Iterator[RightInForce]:
        return iter(self.rights)

    def __getitem__(self, provision: str) -> RightInForce:
        return self._by_id[provision]

    @cached_property
    def _by_id(self) -> dict[str, RightInForce]:
        return {right.provision.id: right for right in self.rights}

    @cached_property
    def world(self) -> World:
        return World(self.situation.facts, self.catalogue.bonds)

    def statement(self, right: RightInForce, language: str) -> Statement:
        return statement(right.provision, language, self.catalogue.translations)

    def procedures(self, right: RightInForce) -> list[tuple[Provision, Truth]]:
        """The ways to complain of a breach that are open to the person against this State that day, or may be."""
        found = [
            self.catalogue.provisions[name]
            for name in self.catalogue.instruments[right.provision.instrument].procedures
        ]
        answers = [(one, values_of(one, self.situation, self.catalogue, self.world)[0]) for one in found]
        return [(procedure, answer) for procedure, answer in answers if answer is not NO]


def rights(
    situation: Situation | Mapping[str, Any],
    *,
    catalogue: Catalogue | None = None,
    among: Container[str] | None = None,
    before: frozenset[str] = frozenset(),
) -> Answers:
    """What every provision answers for the situation, with reasons, or only those among some ids.

    `before` are circumstances of an earlier day: of rights that are owed after them it is asked whether these engage them, too.
    Raises Problems if a mapping cannot be read as a situation.
    """
    catalogue = catalogue or load_catalogue()
    if not isinstance(situation, Situation):
        situation = read_situation(situation, catalogue.vocabulary)
    nationality = changes("nationality", (frozenset({situation.state}), ELSEWHERE))
    explainer = Explainer(World(situation.facts, catalogue.bonds), {**catalogue.candidates, "nationality": nationality})
    later = Explainer(
        World(_since(situation, before), catalogue.bonds), {**catalogue.candidates, "nationality": nationality}
    )
    happened = happening(situation, catalogue)
    found = []
    for provision in catalogue.provisions.values():
        if among is not None and provision.id not in among:
            continue
        reserved = reserved_against(situation, provision, catalogue)
        holds = explainer.explain(holding(provision, reserved))
        after = provision.after
        engaged = (later if after & before else explainer).explain(provision.engaged_by)
        held_back = tuple(
            one for one, clause in reserved if one.effect == "notes" or explainer.explain(clause).value is not YES
        )
        so_far = happened | (after & before)
        found.append(RightInForce(provision, holds, engaged, held_back, situation.facts, so_far, after))
    return Answers(situation, catalogue, tuple(sorted(found, key=lambda right: _order(right, catalogue))))


def happening(situation: Situation, catalogue: Catalogue) -> frozenset[str]:
    """The circumstances of the situation, and a claim of asylum."""
    happened = frozenset(name for name in catalogue.vocabulary.flags if situation.facts.get(name) is True)
    return happened | {"asylum"} if situation.facts.get("asylum") in ("claimed", "recognised") else happened


def engaged_since(
    situation: Situation, before: Iterable[str], provisions: Iterable[Provision], catalogue: Catalogue
) -> dict[str, Truth]:
    """Whether the circumstances engage each provision, those of an earlier day taken in."""
    world = World(_since(situation, before), catalogue.bonds)
    return {one.id: value(one.engaged_by, world) for one in provisions}


def _since(situation: Situation, before: Iterable[str]) -> Facts:
    return {**situation.facts, **dict.fromkeys(before, True)}


def values(
    situation: Situation, catalogue: Catalogue, provisions: Iterable[Provision] | None = None
) -> dict[str, tuple[Truth, Truth]]:
    """Holds and engaged for every provision (or those given), by id, without reasons: the same answers, ten times as fast.

    A nationality ELSEWHERE stands for that of another State than the one asked about, whichever it is.
    """
    world = _world(situation, catalogue)
    asked = catalogue.provisions.values() if provisions is None else provisions
    return {provision.id: values_of(provision, situation, catalogue, world) for provision in asked}


def holdings(situation: Situation, catalogue: Catalogue, provisions: Iterable[Provision]) -> dict[str, Truth]:
    """The same, of holding alone: for whoever asks what is owed, and not whether it matters now."""
    world = _world(situation, catalogue)
    return {one.id: value(holding(one, reserved_against(situation, one, catalogue)), world) for one in provisions}


def holdings_if_bound(situation: Situation, catalogue: Catalogue, provisions: Iterable[Provision]) -> dict[str, Truth]:
    """The same if the State were bound, and had held nothing back."""
    world = _world(situation, catalogue)
    return {one.id: value(All(one.holding.parts[1:]), world) for one in provisions}


def _world(situation: Situation, catalogue: Catalogue) -> World:
    is_elsewhere = situation.facts.get("nationality") == ELSEWHERE
    return World(situation.facts, _Elsewhere(catalogue.bonds) if is_elsewhere else catalogue.bonds)


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Groups of States, asked also of another State that is not named: it may be in any of them."""

    groups: Groups

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        if state in ELSEWHERE:
            return Belonging(UNKNOWN, Reason.FACT_MISSING)
        return self.groups.belonging(group, state, period)


def values_where_held(
    situation: Situation, catalogue: Catalogue, provisions: Iterable[str] | None = None
) -> dict[str, tuple[Truth, Truth]]:
    """Holds and engaged for the provisions (or those among the ids given) that are held or may be.

    Of the others nobody asks whether they are engaged.
    """
    world = World(situation.facts, catalogue.bonds)
    found: dict[str, tuple[Truth, Truth]] = {}
    for one in (
        catalogue.provisions.values() if provisions is None else map(catalogue.provisions.__getitem__, provisions)
    ):
        holds = value(holding(one, reserved_against(situation, one, catalogue)), world)
        if holds is not NO:
            found[one.id] = holds, value(one.engaged_by, world)
    return found


def may_be_settled(provision: Provision, situation: Situation, catalogue: Catalogue) -> bool:
    """Whether facts could settle what is unknown of the provision: not where the bond itself was not collected."""
    return belonging(provision.bond, World(situation.facts, catalogue.bonds)).reason in _ASKED_ABOUT


def values_of(provision: Provision, situation: Situation, catalogue: Catalogue, world: World) -> tuple[Truth, Truth]:
    """Holds and engaged for one provision."""
    held = holding(provision, reserved_against(situation, provision, catalogue))
    return value(held, world), value(provision.engaged_by, world)


def reserved_against(
    situation: Situation, provision: Provision, catalogue: Catalogue
) -> Sequence[tuple[Reservation, Condition]]:
    """The reservations of the State asked about that stand against the provision that day, with their clauses."""
    reservations = catalogue.reserved(situation.state).get(provision.id)
    return clauses(reservations, provision.id, situation.date) if reservations else ()


def holding(provision: Provision, reserved: Sequence[tuple[Reservation, Condition]]) -> All:
    """What holding the provision takes against a State that reserved so much."""
    if not reserved:
        return provision.holding
    return All((*provision.holding.parts, *(clause for _, clause in reserved)))


def _order(right: RightInForce, catalogue: Catalogue) -> tuple[object, ...]:
    """Themes and rights as people see them; for one right, what is held, binding law first, then what matters now."""
    provision = right.provision
    return (
        catalogue.rights[provision.right].rank,
        -right.holds.value,
        STRENGTHS.index(provision.strength),
        -right.applies,
        -provision.favour,
        not provision.any_status,
        provision.id,
    )
