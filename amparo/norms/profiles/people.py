"""The people whom bonds reach: those who live in a State from elsewhere, and its own who live abroad, as the shipped table counts them."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.coverage.measuring import GROUP, ORIGIN_NOT_KNOWN, PEOPLE, UNRECORDED, divided, grouping
from amparo.norms.coverage.tables import Population, read_population
from amparo.norms.coverage.tallies import Tally
from amparo.norms.demonstration import population
from amparo.norms.profiles.filed import Filed
from amparo.norms.texts.instruments import BOUND, Instrument
from amparo.rules.dates import Period
from amparo.rules.truth import NO, Truth

MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an instrument reaches: of those who live in the State, and of those from it who live abroad, where they live."""

    instrument: Instrument
    here: Tally
    abroad: Tally

    def to_plain(self) -> dict[str, Any]:
        """The reach as JSON can hold it: people, rounded."""
        told = {"here": self.here, "abroad": self.abroad}
        return {"instrument": self.instrument.id} | {where: _plain(tally) for where, tally in told.items()}


@dataclass(frozen=True, slots=True)
class People:
    """The people counted in a year of the table: by where they came from, where they live, and what binds there."""

    table: str
    year: int
    here: int
    abroad: int
    origins: tuple[tuple[str, int], ...]
    destinations: tuple[tuple[str, int], ...]
    reaches: tuple[Reach, ...]

    @property
    def is_counted(self) -> bool:
        """Whether the table counts anybody."""
        return bool(self.here or self.abroad)

    def to_plain(self) -> dict[str, Any]:
        """The people as JSON can hold them."""
        told = {"table": self.table, "year": self.year, "here": self.here, "abroad": self.abroad}
        places = {"origins": self.origins, "destinations": self.destinations}
        ranked = {name: [{"place": code, "people": people} for code, people in most] for name, most in places.items()}
        return {**told, **ranked, "reach": [one.to_plain() for one in self.reaches]}


def people(catalogue: Catalogue, state: str, on: date, instruments: tuple[Instrument, ...]) -> People:
    """The people of a State on a day, and how far each of the instruments reaches them."""
    filed = Filed(catalogue)
    counted = _population(filed)
    year = counted.year_for(on)
    cells = counted.frame.filter((pl.col("year") == year) & (pl.col("origin") != pl.col("destination")))
    here, abroad = cells.filter(pl.col("destination") == state), cells.filter(pl.col("origin") == state)
    reaches = []
    for one in instruments:
        by_destination, by_origin = _tallies(filed, one.id, on)
        reaches.append(Reach(one, by_destination.get(state, Tally()), by_origin.get(state, Tally())))
    return People(
        counted.name,
        year,
        int(here[PEOPLE].sum()),
        int(abroad[PEOPLE].sum()),
        _largest(here, "origin"),
        _largest(abroad, "destination"),
        tuple(reaches),
    )


def counted_for(catalogue: Catalogue) -> tuple[Instrument, ...]:
    """The instruments that bind by deposit and that any State may join: those of which the world's people can be asked alike."""
    return tuple(one for one in catalogue.instruments.values() if one.entry and one.binding and not one.open_to)


@functools.lru_cache(maxsize=2)
def _population(filed: Filed) -> Population:
    return read_population(population(), dict(filed.catalogue.vocabulary.states))


@functools.lru_cache(maxsize=2)
def _cells(filed: Filed, on: date) -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """The people of the table's year that can be asked, and the others by reason; grouped by where they live, and whence they came."""
    counted = _population(filed)
    cells = counted.frame.filter(pl.col("year") == counted.year_for(on))
    places = ("destination", "origin")
    return {
        by: divided(cells.with_columns(grouping(by, filed.catalogue).alias(GROUP)), filed.catalogue) for by in places
    }


@functools.lru_cache(maxsize=128)
def _tallies(filed: Filed, norm: str, on: date) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """The tallies of all States at once, as destinations and as origins: one measurement serves every page of a day.

    The same as `measure` gives, which looks at every day on which a bond may turn; here it is one day.
    """
    codes = list(filed.catalogue.vocabulary.states)
    bonds = [filed.catalogue.bonds.belonging(BOUND + norm, code, Period(on, on)) for code in codes]
    reasons = [one.reason.value if one.reason else None for one in bonds]
    answers = {"destination": codes, "answer": [int(one.value) for one in bonds], "reason": reasons}
    frame = pl.DataFrame(answers, schema_overrides={"reason": pl.String})
    by_destination, by_origin = (_tally(asked, left, frame) for asked, left in _cells(filed, on).values())
    return by_destination, by_origin


def _tally(asked: pl.DataFrame, left: pl.DataFrame, answers: pl.DataFrame) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for group, remainder, people in left.iter_rows():
        found.setdefault(group, Tally()).remainder[remainder] = people
    summed = (
        asked.join(answers, on="destination").group_by(GROUP, UNRECORDED, "answer", "reason").agg(pl.col(PEOPLE).sum())
    )
    for group, is_unrecorded, answer, reason, people in summed.iter_rows():
        why = ORIGIN_NOT_KNOWN if is_unrecorded and Truth(answer) is not NO else reason
        found.setdefault(group, Tally()).add(Truth(answer), why, people)
    return found


def _plain(tally: Tally) -> dict[str, int]:
    """The tally as JSON can hold it. Who lives in a territory is not asked about."""
    left = sum(tally.remainder.values())
    return {"surely": round(tally.yes), "at_most": round(tally.possible), "not_asked": round(left)}


def _largest(cells: pl.DataFrame, place: str) -> tuple[tuple[str, int], ...]:
    """The places with the most people, and how many."""
    summed = cells.group_by(place).agg(pl.col(PEOPLE).sum()).sort(PEOPLE, place, descending=[True, False])
    return tuple(summed.head(MOST_PLACES).iter_rows())
