"""The people whom bonds reach: those who live in a State from elsewhere, and its own who live abroad, as the shipped table counts them."""

import functools
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.coverage.measuring import GROUP, PEOPLE, grouping, tallies
from amparo.norms.coverage.tables import Population, read_population
from amparo.norms.coverage.tallies import Coverage, Tally
from amparo.norms.demonstration import population
from amparo.norms.tables.reasons import Reasons
from amparo.norms.texts.instruments import Instrument
from amparo.rules.conditions import DAY

MOST_PLACES = 10
# What a State page counts people for; the page of people counts every instrument that any State may join.
LEADING = ("icrmw", "ilo-c097", "ilo-c143", "ilo-c189", "iccpr", "icescr", "cerd", "crc")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an instrument reaches: of those who live in the State, and of those from it who live abroad, where they live."""

    instrument: Instrument
    here: Tally
    abroad: Tally


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


def people(catalogue: Catalogue, state: str, on: date, instruments: tuple[Instrument, ...]) -> People:
    """The people of a State on a day, and how far each of the instruments reaches them."""
    key = _Key(catalogue.digest, catalogue)
    counted = _population(key)
    year = counted.year_for(on)
    cells = counted.frame.filter((pl.col("year") == year) & (pl.col("origin") != pl.col("destination")))
    here, abroad = cells.filter(pl.col("destination") == state), cells.filter(pl.col("origin") == state)
    reaches = []
    for one in instruments:
        by_destination, by_origin = _tallies(key, one.id, on)
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


@dataclass(frozen=True, slots=True)
class _Key:
    """A catalogue as what is remembered is filed under: by its digest."""

    digest: str
    catalogue: Catalogue = field(compare=False)


@functools.lru_cache(maxsize=2)
def _population(key: _Key) -> Population:
    return read_population(population(), dict(key.catalogue.vocabulary.states))


@functools.lru_cache(maxsize=128)
def _tallies(key: _Key, norm: str, on: date) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """The tallies of all States at once, as destinations and as origins: one measurement serves every page of a day."""
    counted, reasons = _population(key), Reasons(key.catalogue, norm)
    year = counted.year_for(on)
    cells = counted.frame.filter(pl.col("year") == year).with_columns(pl.lit(on).alias(DAY))
    found = Coverage(norm, on, year, counted.name, None)
    places = (cells.with_columns(grouping(by, key.catalogue).alias(GROUP)) for by in ("destination", "origin"))
    by_destination, by_origin = (tallies(one, reasons, found) for one in places)
    return by_destination, by_origin


def _largest(cells: pl.DataFrame, place: str) -> tuple[tuple[str, int], ...]:
    """The places with the most people, and how many."""
    summed = cells.group_by(place).agg(pl.col(PEOPLE).sum()).sort(PEOPLE, place, descending=[True, False])
    return tuple(summed.head(MOST_PLACES).iter_rows())
