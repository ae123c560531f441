"""Days as people write them. One that could be read in two ways is decided by its whole column, or not at all."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale

from amparo.exchange.lists.sheet import Cell
from amparo.exchange.lists.states import folded
from amparo.rules.dates import Period
from amparo.situation.vocabulary import LANGUAGES

_ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ]\d\d:\d\d.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: \d.*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: \d.*)?")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er|º)? (?:de |of )?)?(\D+?)(?: (\d{1,2}))?(?: (?:de |del )?)(\d{4})")
_ARABIC_MONTHS = (  # in the Levant and Iraq; those of CLDR are the names used in Egypt
    *(
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ),
)
_MAGHREB = {
    "جانفي": 1,
    "فيفري": 2,
    "أفريل": 4,
    "ماي": 5,
    "جوان": 6,
    "جويلية": 7,
    "أوت": 8,
    "غشت": 8,
    "شتنبر": 9,
    "نونبر": 11,
    "دجنبر": 12,
}


class Ambiguous(ValueError):
    """A day that may be read in two ways."""


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Whether the days of a column are written day first; None if the column does not tell."""

    is_day_first: bool | None = None

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "DayOrder":
        """The order that the column shows: some day above twelve stands first, or second, and none the other way."""
        pairs = [
            (int(found[1]), int(found[2]))
            for cell in cells
            if isinstance(cell, str) and (found := _YEAR_LAST.fullmatch(digits(cell)))
        ]
        first = any(one > 12 >= two for one, two in pairs)
        second = any(two > 12 >= one for one, two in pairs)
        return cls(first if first != second else None)

    def period(self, cell: Cell) -> Period:
        """The day, month or year that the cell names; raises Ambiguous, or ValueError for anything else."""
        if isinstance(cell, date):
            return Period(cell, cell)
        said = digits(cell)
        if found := _ISO.fullmatch(said):
            return Period.parse(found[1])
        if found := _YEAR_FIRST.fullmatch(said):
            return _day(int(found[1]), int(found[2]), int(found[3]))
        if found := _YEAR_LAST.fullmatch(said):
            return self._year_last(int(found[1]), int(found[2]), int(found[3]))
        if found := _NAMED.fullmatch(" ".join(said.replace(",", " ").replace(".", " ").casefold().split())):
            month, day = _months().get(folded(found[2])), found[1] or found[3]
            if month and not (found[1] and found[3]):
                return _day(int(found[4]), month, int(day)) if day else Period.parse(f"{found[4]}-{month:02}")
        raise ValueError("is not a date")

    def _year_last(self, one: int, two: int, year: int) -> Period:
        if one > 12 or two > 12 or one == two:
            return _day(year, two, one) if one > 12 or one == two else _day(year, one, two)
        if self.is_day_first is None:
            raise Ambiguous("may be read in two ways")
        return _day(year, two, one) if self.is_day_first else _day(year, one, two)


def digits(said: str) -> str:
    """The text trimmed, without marks of direction, and with its digits as 0 to 9."""
    plain = "".join(one for one in said if unicodedata.category(one) != "Cf")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain).strip()


def _day(year: int, month: int, day: int) -> Period:
    found = date(year, month, day)
    return Period(found, found)


@functools.cache
def _months() -> dict[str, int]:
    """The number of every month by its name or short name in each language."""
    found = {
        folded(name): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for form in ("format", "stand-alone")
        for number, name in Locale(language).months[form][width].items()
    }
    return (
        found
        | {folded(name): number for number, name in enumerate(_ARABIC_MONTHS, 1)}
        | {folded(n): k for n, k in _MAGHREB.items()}
    )
