"""What somebody from another State may claim of a State, by permission to stay and by theme: surely, and at most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.provisions import Provision
from amparo.rules.dates import Period
from amparo.rules.explaining import ELSEWHERE
from amparo.rules.facts import Known
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.situations import Situation

STAYS = ("none", "pending", "temporary", "permanent")  # the values of the fact `stay`
DECLARATORY = "declaratory"
# Somebody in ordinary employment who is no refugee.
EMPLOYED: Mapping[str, Known] = {"work": "employed", "worker_category": "ordinary", "asylum": "none"}


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


@dataclass(frozen=True, slots=True)
class Claims:
    """What people of one kind of permission to stay may claim, by theme, in the order of the themes; and in all."""

    stay: str
    by_theme: dict[str, Held]
    whole: Held


def foreigner(state: str, on: date, stay: str, also: Mapping[str, Known] = MappingProxyType({})) -> Situation:
    """Somebody who lives in the State, has another nationality, and of whom nothing is known but the permission to stay and `also`."""
    facts: dict[str, Known] = {"state": state, "date": Period(on, on), "role": "destination", "stay": stay}
    return Situation({**facts, "nationality": ELSEWHERE, "stateless": False, **also})


def claims(
    catalogue: Catalogue, state: str, on: date, stay: str, also: Mapping[str, Known] = MappingProxyType({})
) -> Claims:
    """The provisions that bind the State that day for such people; declarations, which bind nobody, are left out."""
    found = Claims(stay, {name: Held() for name in catalogue.themes}, Held())
    answers = values(foreigner(state, on, stay, also), catalogue)
    for provision in asked(catalogue):
        holds = answers[provision.id][0]
        if holds is NO:
            continue
        bond = catalogue.bonds.belonging(BOUND + provision.bound_by, state, Period(on, on)).value
        for held in (found.by_theme[catalogue.theme_of(provision)], found.whole):
            where = held.surely if holds is YES else held.if_bound if bond is UNKNOWN else held.perhaps
            where.append(provision)
    return found


def asked(catalogue: Catalogue) -> Iterator[Provision]:
    """The provisions that are counted: rights and duties that bind, by treaty, by law or by custom."""
    return (one for one in catalogue.provisions.values() if one.strength != DECLARATORY)
