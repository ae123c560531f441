"""Measures coverage: asks the norm of every cell of a table of counts, and tells what is missing for an answer."""

from collections.abc import Callable, Iterable
from datetime import date

import polars as pl

from amparo.norms.answers.rights import holding, reserved_against
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.coverage.assumptions import Assumption, weighted
from amparo.norms.coverage.cells import EVERY_ORIGIN, OTHER_PLACES, UNKNOWN_ORIGINS
from amparo.norms.coverage.tables import Population
from amparo.norms.coverage.tallies import Coverage, Tally
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import World
from amparo.rules.dates import Period
from amparo.rules.explaining import Explainer, missing, why_unknown
from amparo.rules.facts import Known
from amparo.rules.truth import NO, YES, Truth
from amparo.situation.situations import Situation

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

    Over years (`by` year) each stock year up to the day, and the one chosen, is measured by the law of its 1 July, to which the
    table refers, but not after the day; the whole is always that of one stock year, by the law of the day asked about.
    """
    year = stock_year or population.year_for(on)
    assumed = tuple(assumptions)
    is_of_provision = norm in catalogue.provisions
    found = Coverage(norm, on, year, population.name, by, is_of_provision=is_of_provision, assumptions=assumed)
    years = [one for one in population.years if one <= on.year or one == year] if by == "year" else [year]
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
        if origin in UNKNOWN_ORIGINS and origin != EVERY_ORIGIN:
            return "origin-not-known"
        return "own-country" if origin == destination else None

    def _ask(self, origin: str, destination: str, sex: str, day: date) -> list[tuple[Answered, float]]:
        if self.provision is None:
            bond = self.catalogue.bonds.belonging(BOUND + self.norm, destination, Period(day, day))
            return [((bond.value, bond.reason.value if bond.reason else None), 1.0)]
        facts: dict[str, Known] = {"state": destination, "date": Period(day, day), "role": "destination"}
        if origin in self.catalogue.vocabulary.states:
            facts |= {"nationality": frozenset({origin}), "stateless": False}
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
            self.missed |= dict.fromkeys(missing(explained, situation.facts))
        return explained.value, reason.value
