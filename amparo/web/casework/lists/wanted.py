"""What somebody looks for in a list, and how names are compared."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from amparo.web.casework.models import Kind as CaseKind
from amparo.web.casework.models import State

# What is left out when names are compared: accents, Arabic vowel signs and the sign that only lengthens a word.
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ALIKE = str.maketrans("ىةی", "يهي")


def folded(name: str) -> str:
    """The name as it is compared: without case, accents and vowel signs.

    >>> folded("José ÑANDÚ")
    'jose nandu'
    """
    if name.isascii():
        return name.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold())).translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the inbox; what is empty does not matter."""

    text: str = field(default="", repr=False)  # part of a name or number
    states: frozenset[str] = frozenset({State.RECEIVED, State.OPEN})
    kind: str = ""
    language: str = ""
    assigned_to: str | None = None  # empty: to nobody
    is_danger: bool = False
    is_unread: bool = False
    is_waiting: bool = False
    wants_deletion: bool = False
    is_unpaid: bool = False
    is_punished: bool = False
    overdue_on: date | None = None  # what was due before that day

    def conditions(self) -> Iterator[pl.Expr]:
        """What a line has to fulfil, one by one."""
        among = pl.col("s").is_in(sorted(map(str, self.states)))
        # Whoever comes back to a closed case, with a word, a danger or a wish, waits for somebody as with an open one; and so does
        # whoever is still to be asked after a filing, which is the only day that a closed case has.
        calls = pl.col("w").is_not_null() | (pl.col("x").fill_null(0) == 1) | (pl.col("o").fill_null(0) == 0)
        calls |= pl.col("d").fill_null("") != ""
        yield among | ((pl.col("s") == State.CLOSED.value) & calls) if State.OPEN in self.states else among
        if part := folded(self.text.strip()):
            yield pl.col("folded").str.contains(part, literal=True)
        # A file on a party is no report: it is there only where files are asked for.
        yield pl.col("k") == self.kind if self.kind else pl.col("k") != CaseKind.PARTY.value
        if self.language:
            yield pl.col("l") == self.language
        if self.assigned_to is not None:
            yield pl.col("a").fill_null("") == self.assigned_to
        if self.is_danger:
            yield pl.col("!") == 1
        if self.is_unread:
            yield pl.col("o").fill_null(0) == 0
        if self.is_waiting:
            yield pl.col("w").is_not_null()
        if self.wants_deletion:
            yield pl.col("x") == 1
        if self.is_unpaid:
            yield pl.col("u") == 1
        if self.is_punished:
            yield pl.col("p") == 1
        if self.overdue_on is not None:
            # Days are written so that their order is that of letters; what has none is not past it.
            yield (pl.col("d") < self.overdue_on.isoformat()) & (pl.col("d") != "")
