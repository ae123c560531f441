"""Gaps: what States of the same region are bound by, and a State is not, as far as is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.rules.conditions import Belonging
from amparo.rules.dates import Period
from amparo.rules.truth import YES
from amparo.situation.states import State


@dataclass(frozen=True, slots=True)
class Gap:
    """An instrument by which peers are surely bound (`bound`), and where the State stands, which is not surely."""

    instrument: Instrument
    belonging: Belonging
    bound: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """The gap as JSON can hold it."""
        reason = {"reason": self.belonging.reason.value} if self.belonging.reason else {}
        told = {"instrument": self.instrument.id, "bound": self.belonging.value.word, **reason}
        return {**told, "peers_bound": list(self.bound)}


@dataclass(frozen=True, slots=True)
class Peers:
    """The other States of the same part of the world, and the gaps against them, the widest first."""

    region: str
    states: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def to_plain(self) -> dict[str, Any]:
        """The peers as JSON can hold them."""
        return {"region": self.region, "states": list(self.states), "gaps": [one.to_plain() for one in self.gaps]}


def peers(catalogue: Catalogue, state: State, on: date) -> Peers:
    """The peers of a State on a day. What it could not join is no gap."""
    others = tuple(
        code
        for code, one in catalogue.vocabulary.states.items()
        if one.kind == "state" and one.subregion == state.subregion and code != state.code
    )
    found = (_gap(catalogue, state, others, instrument, on) for instrument in catalogue.instruments.values())
    gaps = sorted((one for one in found if one), key=lambda gap: -len(gap.bound))
    return Peers(state.subregion, others, tuple(gaps))


def _gap(catalogue: Catalogue, state: State, others: tuple[str, ...], instrument: Instrument, on: date) -> Gap | None:
    bonds, day, group = catalogue.bonds, Period(on, on), BOUND + instrument.id
    if instrument.entry is None or not instrument.binding:
        return None
    standing = bonds.belonging(group, state.code, day)
    is_closed = instrument.open_to and bonds.belonging(instrument.open_to, state.code, day).value is not YES
    if standing.value is YES or is_closed:
        return None
    bound = tuple(code for code in others if bonds.belonging(group, code, day).value is YES)
    return Gap(instrument, standing, bound) if bound else None
