"""Measures coverage: the people surely covered, surely not, and the bands between, with what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from amparo.norms.bonds import BOUND
from amparo.norms.catalogue import Catalogue
from amparo.norms.coverage.assumptions import Assumption, weighted
from amparo.norms.coverage.tables import OTHER_PLACES, UNKNOWN_ORIGINS, Population
from amparo.norms.provisions import Provision
from amparo.norms.rights import holding, reserved_against
from amparo.rules.conditions import World
from amparo.rules.dates import Period
from amparo.rules.explaining import Explainer, missing, why_unknown
from amparo.rules.facts import Known
from amparo.rules.truth import NO, YES, Truth
from amparo.situation.situations import Situation

BY = ("region", "origin", "destination", "year", "sex")
REMAINDERS = ("territory", "origin-not-known", "own-country")


@dataclass(slots=True)
class Tally:
    """People by answer: surely covered, surely not, unknown by reason, and the remainder that the question does not reach."""

    yes: float = 0
    no: float = 0
    unknown: dict[str, float] = field(default_factory=dict)
    remainder: dict[str, float] = field(default_factory=dict)

    @property
    def people(self) -> float:
        return self.yes + self.no + sum(self.unknown.values()) + sum(self.remainder.values())

    @property
    def possible(self) -> float:
        """The people covered if every unknown turned out so."""
        return self.yes + sum(self.unknown.values())

    def add(self, answer: Truth, reason: str | None, people: float) -> None:
        if reason:
            self.unknown[reason] = self.unknown.get(reason, 0) + people
        elif answer is YES:
            self.yes += people
        else:
            self.no += people

    def to_plain(self) -> dict[str, Any]:
        """The tally as JSON can hold it, with shares of all people counted, the remainder among them."""
        whole = self.people or 1
        return {
            "people": round(self.people),
            "surely": round(self.yes),
            "surely_not": round(self.no),
            "unknown": {reason: round(people) for reason, people in sorted(self.unknown.items())},
            "remainder": {kind: round(people) for kind, people in sorted(self.remainder.items())},
            "share": {"sure": round(self.yes / whole, 6), "possible": round(self.possible / whole, 6)},
        }


@dataclass(slots=True)
class Coverage:
    """The whole measurement: what was asked, the tally of all, and the tallies of each group."""

    norm: str
    on: date
    stock_year: int
    table: str
    by: str | None
    whole: Tally = field(default_factory=Tally)
    groups: dict[str, Tally] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """The measurement as JSON can hold it."""
        assumed = [{"fact": one.fact, "source": one.source, "verified": one.verified} for one in self.assumptions]
        told = {"norm": self.norm, "on": self.on.isoformat(), "stock_year": self.stock_year, "table": self.table}
        groups = [{self.by: name, **tally.to_plain()} for name, tally in self.groups.items()] if self.by else []
        return {**told, **self.whole.to_plain(), "missing": list(self.missing), "assumptions": assumed, "by": groups}


Answered = tuple[Truth, str | None]


def measure(
    population: Population,
    norm: str,
    on: date,
    catalogue: Catalogue,
    *,
    by: str | None = None,
    stock_year: int | None = None,
    assumptions: Iterable[Assumption] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Coverage:
    """How many of the population live where the instrument binds, or hold the provision, on the day.

    Over years (`by` year) each stock year is measured by the law of its 1 July, to which the table refers, but not after the day;
    the whole is always that of one stock year, by the law of the day asked about.
    """
    year = stock_year or population.year_for(on)
    assumed = tuple(assumptions)
    found = Coverage(norm, on, year, population.name, by, assumptions=assumed)
    years = [one for one in population.years if one <= on.year] if by == "year" else [year]
    cells = population.frame.filter(pl.col("year").is_in(years))
    asker = _Asker(norm, catalogue, list(weighted(list(assumed))), found.missing)
    for done, (origin, destination, when, sex, people) in enumerate(cells.iter_rows()):
        if when == year:
            asker.count(found.whole, origin, destination, sex, on, people)
        if by:
            group = found.groups.setdefault(_group(by, origin, destination, when, sex, catalogue), Tally())
            asker.count(group, origin, destination, sex, min(on, date(when, 7, 1)) if by == "year" else on, people)
        if done % 1000 == 0:
            progress(done, len(cells))
    progress(len(cells), len(cells))
    found.groups = dict(sorted(found.groups.items()))
    return found


def _group(by: str, origin: str, destination: str, year: int, sex: str, catalogue: Catalogue) -> str:
    if by == "region":
        state = catalogue.vocabulary.states.get(destination)
        return state.region if state and state.region else "elsewhere"
    return {"origin": origin, "destination": destination, "year": str(year), "sex": sex}[by]


class _Asker:
    """Asks the norm of one cell at a time, and remembers the answers."""

    def __init__(
        self,
        norm: str,
        catalogue: Catalogue,
        combinations: list[tuple[dict[str, Known], float]],
        missed: dict[str, None],
    ) -> None:
        self.norm, self.catalogue, self.combinations, self.missed = norm, catalogue, combinations, missed
        self.provision: Provision | None = catalogue.provisions.get(norm)
        self.remembered: dict[tuple[object, ...], list[tuple[Answered, float]]] = {}

    def count(self, tally: Tally, origin: str, destination: str, sex: str, day: date, people: int) -> None:
        remainder = self._remainder(origin, destination)
        if remainder:
            tally.remainder[remainder] = tally.remainder.get(remainder, 0) + people
            return
        key = (origin, destination, sex, day) if self.provision else (destination, day)
        if key not in self.remembered:
            self.remembered[key] = self._ask(origin, destination, sex, day)
        for (answer, reason), share in self.remembered[key]:
            tally.add(answer, reason, people * share)

    def _remainder(self, origin: str, destination: str) -> str | None:
        """Why a row cannot be asked about, if it cannot: a territory has no commitments of its own in our tables."""
        states = self.catalogue.vocabulary.states
        if destination in OTHER_PLACES or states[destination].kind != "state":
            return "territory"
        if origin in UNKNOWN_ORIGINS and origin != "ALL":
            return "origin-not-known"
        return "own-country" if origin == destination else None

    def _ask(self, origin: str, destination: str, sex: str, day: date) -> list[tuple[Answered, float]]:
        if self.provision is None:
            bond = self.catalogue.bonds.belonging(BOUND + self.norm, destination, Period(day, day))
            return [((bond.value, bond.reason.value if bond.reason else None), 1.0)]
        facts: dict[str, Known] = {
            "state": destination,
            "date": Period(day, day),
            "role": "destination",
            "stage": "stay",
        }
        if origin in self.catalogue.vocabulary.states:
            facts["nationality"] = frozenset({origin})
        if sex in ("female", "male"):
            facts["sex"] = sex
        return [
            (self._of_provision(self.provision, {**facts, **assumed}), share) for assumed, share in self.combinations
        ]

    def _of_provision(self, provision: Provision, facts: dict[str, Known]) -> Answered:
        situation = Situation(facts)
        reserved = reserved_against(situation, provision, self.catalogue)
        explained = Explainer(World(situation.facts, self.catalogue.bonds), {}).explain(holding(provision, reserved))
        if explained.value in (YES, NO):
            return explained.value, None
        reason = why_unknown(explained)
        assert reason
        if reason.value == "fact-missing":
            self.missed |= dict.fromkeys(missing(explained))
        return explained.value, reason.value
