"""The counts of a published release as its pages show them: one part for each attribute, with its sentence, rows and picture."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.evidence.counting.domain import Attribute
from amparo.evidence.counting.rates import Rate, Stock, rate, stock_of
from amparo.evidence.release.bundles.published import Published, is_time
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.coverage.tables import read_population
from amparo.norms.demonstration import population
from amparo.web.evidence.questions import number_of
from amparo.web.observatory.release_words import NOT_TOLD, WHY_NOT_TOLD, attribute_name, value_of

EDITION = "UN DESA 2019"  # of the shipped table of migrants; there is one, and it is never mixed with another
_ORIGINS, _DESTINATIONS = ("nationality", "citizenship"), ("state",)
_MOST_COLUMNS, _MOST_UNTOLD = 15, 12

Picture = Literal["trend", "map", "bars"]


@dataclass(frozen=True, slots=True)
class Row:
    """One value: how many people, in words also where that is not told; split by another attribute; and per million migrants."""

    value: str
    name: str
    number: int | None
    words: str
    is_sure: bool = True
    split: tuple[str, ...] = ()
    rate: Rate | None = None


@dataclass(frozen=True)
class Part:
    """One attribute of a release. `at` is its place in the release, by which its pages are named."""

    at: int
    attribute: Attribute
    name: str
    picture: Picture
    said: str
    rows: tuple[Row, ...]
    beside: Attribute | None = None  # by which the rows are split

    @property
    def said_rows(self) -> list[Row]:
        """The rows of the page: all, unless many say nothing."""
        return [row for row in self.rows if row not in self.silent]

    @functools.cached_property
    def silent(self) -> list[Row]:
        """The rows that say nothing at all, where they are so many that they are better named in one sentence."""
        untold = [row for row in self.rows if row.number is None and set(row.split) <= {row.words}]
        return untold if len(untold) > _MOST_UNTOLD and self.picture != "trend" else []

    @property
    def counts_from(self) -> str:
        """Whether its places are where people come from, or where they live."""
        return "origin" if self.attribute.name in _ORIGINS else "destination"

    @property
    def rates(self) -> Rate | None:
        """A rate of the part, if it has any; all are by one table."""
        return next((row.rate for row in self.rows if row.rate), None)


def parts_of(release: Published) -> list[Part]:
    """A part for each attribute of which something is told."""
    return [part_of(release, at) for at in range(len(release.told))]


def part_of(release: Published, at: int, beside: Attribute | None = None) -> Part:
    """The part with this number, from nought, perhaps split by another attribute; raises IndexError if there is none."""
    return _part(release, at, beside, get_language() or "en")


@functools.lru_cache(maxsize=256)
def _part(release: Published, at: int, beside: Attribute | None, _language: str) -> Part:
    attribute = release.told[at]
    rows = tuple(_rows(release, attribute, beside))
    said = _said(release, attribute, rows)
    return Part(at, attribute, attribute_name(attribute.name), _picture(attribute), said, rows, beside)


def splitting(release: Published, attribute: Attribute) -> list[Attribute]:
    """The attributes by which a part can be split on a page: those of few enough values."""
    return [one for one in release.told_beside(attribute) if len(in_order(release, one)) <= _MOST_COLUMNS]


def with_error(count: float, error: float) -> str:
    """A number with its likely error, where it has one; in one piece, and from left to right also in a line that runs the other way."""
    return f"\u2066{number_of(count)}\u00a0±\u00a0{number_of(round(error, 1))}\u2069" if error else number_of(count)


def _rows(release: Published, attribute: Attribute, beside: Attribute | None) -> Iterator[Row]:
    untold, columns = str(NOT_TOLD[release.kind]), in_order(release, beside) if beside else []
    for value in in_order(release, attribute):
        number = release.count(attribute, value)
        both = (release.count_of_both((attribute.name, value), (beside.name, one)) for one in columns if beside)
        split = (untold if one is None else with_error(one, release.errors.get(2, 0)) for one in both)
        words = untold if number is None else with_error(number, release.errors.get(1, 0))
        is_sure = number is None or number >= release.least
        found = _rate(release, attribute, value) if is_sure else None
        yield Row(value, value_of(attribute.name, value), number, words, is_sure, tuple(split), found)
    if blanks := release.blanks(attribute):
        yield Row(
            "", _("Not recorded"), blanks, with_error(blanks, release.errors.get(1, 0)), split=("",) * len(columns)
        )


def in_order(release: Published, attribute: Attribute) -> list[str]:
    """The values: times as they come, up to the release; else the most first, and what is not told last."""
    if is_time(attribute):
        return [value for value in attribute.values if value[:4] <= release.on[:4]]
    counted = [(release.count(attribute, value), value) for value in attribute.values]
    told = sorted(((number, value) for number, value in counted if number is not None), key=lambda one: -one[0])
    return [value for _, value in told] + [value for number, value in counted if number is None]


def _picture(attribute: Attribute) -> Picture:
    if is_time(attribute):
        return "trend"
    states = load_catalogue().vocabulary.states
    return "map" if len(attribute.values) > 1 and all(value in states for value in attribute.values) else "bars"


def _said(release: Published, attribute: Attribute, rows: tuple[Row, ...]) -> str:
    """What the picture shows, in words."""
    told = [row for row in rows if row.number is not None]
    first = max(told, key=lambda row: row.number or 0)
    most = {"people": number_of(release.people), "number": first.words, "value": first.name}
    largest = _(
        "Of %(people)s people counted, %(number)s stand under “%(value)s”, the largest number shown of what is recorded."
    )
    said = [largest % most]
    if attribute.several:
        said.append(_("One person may stand in several rows, so rows do not add up."))
    if len(told) < len(rows):
        said.append(_("Values of which no count is given: %(number)s.") % {"number": number_of(len(rows) - len(told))})
        said.append(str(WHY_NOT_TOLD[release.kind]))
    said.append(_("The counts are exact.") if not release.least else _("What follows ± is the likely error."))
    if not all(row.is_sure for row in rows):
        said.append(_("“Unsure” stands beside counts that are too small to quote."))
    return " ".join(said)


def _rate(release: Published, attribute: Attribute, value: str) -> Rate | None:
    number = release.count(attribute, value)
    if number is None or number < 0 or attribute.name not in (*_ORIGINS, *_DESTINATIONS):
        return None
    place = {"origin" if attribute.name in _ORIGINS else "destination": value}
    return rate(number, _stock(int(release.on[:4])), error=release.errors.get(1, 0.0), **place)


@functools.lru_cache(maxsize=4)
def _stock(year: int) -> Stock:
    """The migrants of the table's last year that is not after this one."""
    table = read_population(population(), dict(load_catalogue().vocabulary.states))
    return stock_of(table.frame, EDITION, table.year_for(date(max(year, table.years[0]), 12, 31)))
