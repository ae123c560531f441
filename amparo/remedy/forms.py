"""Reads what people state about money and remedy: every problem is collected, and no message repeats what was told."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.remedy.bases import Basis, BasisKind
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.rules.forms import Form, from_plain
from amparo.rules.reading import Node, Scalar
from amparo.rules.truth import Truth

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_EXACT = re.compile(r"\d{1,15}(\.\d{1,8})?")
_MOST_DIGITS = 15  # of a number that passed through a float unharmed
_TRUTHS = {truth.word: truth for truth in Truth}


class Statement(Form):
    """A form that somebody filled in about a person: what it complains of, it does not repeat."""

    def exactly(self, field: str) -> Decimal | None:
        """A number that is not negative, exactly as written; None where it is not known."""
        value = self._known(field)
        if value is None:
            return None
        text = value if isinstance(value, str) else f"{Decimal(str(value)):f}"
        if isinstance(value, float) and len(text.replace(".", "").strip("0")) > _MOST_DIGITS:
            self.complain(f"{field} has too many digits for a plain number. Put it in quotes.", field)
        elif isinstance(value, bool) or not _EXACT.fullmatch(text):
            self.complain(f"{field} is a number such as 12 or 0.75, and not negative.", field)
        else:
            return Decimal(text)
        return None

    def money(self, field: str) -> Money | None:
        """Money such as 312.50 MXN; None where it is not known."""
        value = self._known(field)
        if value is None:
            return None
        try:
            return Money.parse(str(value))
        except BadInput as wrong:
            self.complain(f"{field}: {wrong.sentence}", field)
            return None

    def words(self, field: str) -> str:
        """What somebody wrote, as they wrote it; empty where nothing is written."""
        value = self._told(field)
        return "" if value is None else str(value)

    def choice(self, field: str, kind: type[E], *, required: bool = True) -> E | None:
        """One of the words of a list; None where it is missing."""
        word = "" if not required and self._known(field) is None else self.text(field, required=required)
        words = {str(one.value): one for one in kind}
        if word and word not in words:
            self.complain(f"{field} is one of: {', '.join(words)}.", field)
        return words.get(word)

    def period(self, field: str, *, required: bool = False) -> Period | None:
        """A day, month or year; None where it is not known."""
        return None if not required and self._known(field) is None else super().period(field, required=required)

    def truth(self, field: str) -> Truth:
        """Yes, no or unknown; unknown where nothing is said. `true` and `false` are read as well."""
        value = self._known(field)
        if value is None or isinstance(value, bool):
            return Truth.of(value)
        if value not in _TRUTHS:
            self.complain(f"{field} is yes, no or unknown.", field)
        return _TRUTHS.get(str(value), Truth.UNKNOWN)

    def basis(self, field: str, *, required: bool = True) -> Basis | None:
        """What something rests on: {provision: icrmw/25}, {contract: ...}, {law: ...}, {account: ...} or {choice: ...}."""
        found = self.get(field, required=required)
        if found is None:
            return None
        part = Statement(found, self.problems, field, self.place)
        stated = [(kind, part.words(kind.value)) for kind in BasisKind if part.has(kind.value)]
        part.named |= {kind.value for kind in BasisKind}
        part.done()
        if len(stated) != 1 and part.is_form:
            self.complain(f"{field} names one thing: {', '.join(kind.value for kind in BasisKind)}.", field)
        return self.make(lambda: Basis(*stated[0])) if len(stated) == 1 else None

    def make(self, build: Callable[[], T]) -> T | None:
        """What is built, or None, with the problem added, where it cannot be."""
        try:
            return build()
        except BadInput as wrong:
            self.problems.append(Problem(self.place, wrong.sentence, wrong.code))
            return None

    def done(self) -> None:
        unknown = [field for field in self.node.items if field not in self.named]
        for field in unknown:
            place = self.node.places.get(field, self.place)
            words = f"{self.what} has no such field. It has: {', '.join(sorted(self.named))}."
            self.problems.append(Problem(place, words))

    def _told(self, field: str) -> str | int | float | bool | None:
        found = self.get(field, required=False)
        if found is not None and not isinstance(found, Scalar):
            self.complain(f"{field} is a single value.", field)
            return None
        return None if found is None else found.value

    def _known(self, field: str) -> str | int | float | bool | None:
        """A single value; what is written as unknown is not known."""
        value = self._told(field)
        return None if value == "unknown" else value


def read(data: Mapping[str, object] | Node, what: str, build: Callable[[Statement], T | None], file: str) -> T:
    """What a document or plain data describe; raises Problems with every complaint."""
    problems: list[Problem] = []
    node = from_plain(data, Place(file)) if isinstance(data, Mapping) else data
    found = build(Statement(node, problems, what))
    if problems or found is None:
        raise Problems(problems)
    return found
