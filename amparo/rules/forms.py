"""Takes fields out of a document, complaining of what is missing, misspelt or of the wrong kind.

A form is read by naming each field once; `done` then complains of every field that nobody named.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Set
from datetime import date
from difflib import get_close_matches
from typing import Self

from amparo.errors import Place, Problem
from amparo.rules.dates import Period, Wait
from amparo.rules.reading import Entries, Listing, Node, Scalar

MOST_SHOWN = 40  # words in one message


class Form:
    """The fields of one entry. Every getter returns something harmless where it complains."""

    def __init__(self, node: Node | None, problems: list[Problem], what: str, place: Place | None = None) -> None:
        self.problems, self.what = problems, what
        self.place = node.place if node else place or Place("?")
        self.node = node if isinstance(node, Entries) else Entries({}, self.place)
        self.is_form = isinstance(node, Entries)  # of what is none, no field is missed
        if not self.is_form:
            self.complain(f"{what} is a list of named fields.")
        self.named: set[str] = set()

    def complain(self, sentence: str, field: str | None = None) -> None:
        self.problems.append(Problem(self.node.places.get(field or "", self.place), sentence))

    def has(self, field: str) -> bool:
        return field in self.node

    def get(self, field: str, *, required: bool = True) -> Node | None:
        """The field as it stands."""
        self.named.add(field)
        found = self.node.get(field)
        if found is None and required and self.is_form:
            self.complain(f"{self.what} has no {field}.")
        return found

    def shown(self, field: str) -> str:
        """A single value as it is written."""
        found = self.get(field)
        return str(found.value).lower() if isinstance(found, Scalar) else ""

    def text(self, field: str, *, required: bool = True) -> str:
        found = self.get(field, required=required)
        if found is None or (isinstance(found, Scalar) and found.value is None and not required):
            return ""
        if (
            isinstance(found, Scalar)
            and isinstance(found.value, str | int | float)
            and not isinstance(found.value, bool)
        ):
            text = " ".join(str(found.value).split())
            if required and not text:
                self.complain(f"{field} is empty.", field)
            return text
        self.complain(f"{field} is a text.", field)
        return ""

    def one_of(self, field: str, values: Iterable[str], default: str | None = None, *, listed_in: str = "") -> str:
        """One of the values; `listed_in` names the file where people find them if they are too many for a message."""
        before = len(self.problems)
        found = self.text(field, required=default is None)
        allowed = sorted(values) if isinstance(values, Set) else list(values)
        if found in allowed:
            return found
        if self.has(field) and len(self.problems) == before:
            self.complain(f"{field} is never {found or 'that'}. {nearest_or_all(found, allowed, listed_in)}", field)
        return default if default is not None else allowed[0] if allowed else ""

    def flag(self, field: str, default: bool | None = None) -> bool:
        found = self.get(field, required=default is None)
        if isinstance(found, Scalar) and isinstance(found.value, bool):
            return found.value
        if found is not None:
            self.complain(f"{field} is true or false.", field)
        return bool(default)

    def whole(self, field: str, default: int | None = None) -> int:
        found = self.get(field, required=default is None)
        if isinstance(found, Scalar) and isinstance(found.value, int) and not isinstance(found.value, bool):
            return found.value
        if found is not None:
            self.complain(f"{field} is a whole number.", field)
        return default or 0

    def period(self, field: str, *, required: bool = False) -> Period | None:
        """A day, month or year."""
        found = self.text(field, required=required)
        if not found:
            return None
        try:
            return Period.parse(found)
        except ValueError as wrong:
            self.complain(f"{field} {wrong}.", field)
            return None

    def day(self, field: str, *, required: bool = False) -> date | None:
        period = self.period(field, required=required)
        if period is not None and not period.is_day:
            self.complain(f"{field} is a day, such as 2013-04-17.", field)
        return period.first if period else None

    def wait(self, field: str) -> Wait:
        """A waiting time: {days: 30} or {months: 3, then: first-of-next-month}."""
        wait = Wait()
        if (found := self.get(field)) is None:
            return wait
        part = Form(found, self.problems, field, self.place)
        try:
            wait = Wait(
                part.whole("days", 0), part.whole("months", 0), part.one_of("then", ["first-of-next-month"], "") != ""
            )
        except ValueError as wrong:
            self.complain(f"{wrong}.", field)
        part.done()
        return wait

    def texts(self, field: str) -> list[str]:
        """A list of texts, empty if the field is absent; a single text stands for a list of one."""
        found = self.get(field, required=False)
        items = found.items if isinstance(found, Listing) else (found,) if found else ()
        words = [item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, str)]
        if len(words) < len(items):
            self.complain(f"{field} is a list of words.", field)
        return words

    def languages(self, field: str, languages: Iterable[str], *, required: bool = True) -> dict[str, str]:
        """A text in each of the languages."""
        found = self.get(field, required=required)
        if found is None:
            return {}
        part = Form(found, self.problems, field, self.place)
        texts = {language: part.text(language) for language in languages}
        part.done()
        return texts

    def forms(self, field: str, what: str, *, required: bool = True) -> list[Self]:
        """A list of entries, each as a form of the same sort."""
        found = self.get(field, required=required)
        if found is None:
            return []
        if not isinstance(found, Listing):
            self.complain(f"{field} is a list.", field)
            return []
        return [type(self)(item, self.problems, what) for item in found]

    def done(self) -> None:
        """Complains of every field that is there and was not asked for."""
        for field in self.node.items:
            if field not in self.named:
                near = get_close_matches(field, sorted(self.named), n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                self.complain(f"{self.what} has no field {field}.{hint}", field)


def nearest_or_all(word: str, allowed: list[str], listed_in: str = "") -> str:
    """What could have been meant instead of a word that is not allowed, as a sentence."""
    if near := get_close_matches(word, allowed, n=1):
        return f"Did you mean {near[0]}?"
    if len(allowed) > MOST_SHOWN and listed_in:
        return f"All {len(allowed)} are in {listed_in}."
    more = " and others" if len(allowed) > MOST_SHOWN else ""
    return f"It is one of: {', '.join(allowed[:MOST_SHOWN])}{more}."


def read_table(text: str, file: str, problems: list[Problem]) -> list[Entries]:
    """The rows of a CSV text with a header, each as named texts; empty cells are left out."""
    rows = csv.reader(io.StringIO(text), strict=True)
    header: list[str] = []
    found: list[Entries] = []
    try:
        for cells in rows:
            place = Place(file, rows.line_num)
            if not header:
                header = [cell.strip() for cell in cells]
                if len(set(header)) < len(header):
                    problems.append(Problem(place, "A column is named twice."))
            elif len(cells) != len(header):
                problems.append(Problem(place, f"The row has {len(cells)} cells and the header {len(header)}."))
            else:
                items: dict[str, Node] = {
                    name: Scalar(cell.strip(), place) for name, cell in zip(header, cells, strict=True) if cell.strip()
                }
                found.append(Entries(items, place, dict.fromkeys(items, place)))
    except csv.Error as wrong:
        problems.append(Problem(Place(file, rows.line_num), f"This is not readable as CSV: {wrong}."))
    return found


def plain(node: Node, *, without: frozenset[str] = frozenset()) -> object:
    """The document as JSON can hold it, without the entries so named."""
    if isinstance(node, Entries):
        return {name: plain(value, without=without) for name, value in node.items.items() if name not in without}
    if isinstance(node, Listing):
        return [plain(item, without=without) for item in node]
    return node.value


def from_plain(value: object, place: Place) -> Node:
    """The document that `plain` wrote; every part stands at the one place given."""
    if isinstance(value, Mapping):
        return Entries({name: from_plain(part, place) for name, part in value.items()}, place)
    if isinstance(value, list):
        return Listing(tuple(from_plain(part, place) for part in value), place)
    assert value is None or isinstance(value, str | int | float | bool)
    return Scalar(value, place)


def row_from_plain(value: Mapping[str, object], place: Place) -> Entries:
    """The row of a table that `plain` wrote."""
    return Entries({name: from_plain(cell, place) for name, cell in value.items()}, place)
