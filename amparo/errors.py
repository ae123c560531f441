"""The error family: a stable code for machines, a sentence for people, data for both.

    AmparoError
    ├── BadInput        the reader can mend it; shown without traceback, exit code 2
    │   └── Problems    several at once, each with its place
    └── Defect          ours to mend; shown with traceback, exit code 70

No error carries personal data: it names files, lines, fields and codes, never what a person told.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class AmparoError(Exception):
    """An error with a stable `code`, one `sentence` ending in a full stop, and `data`."""

    exit_code = 70

    def __init__(self, code: str, sentence: str, **data: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.data = data


class BadInput(AmparoError):
    """What was given cannot be used; the sentence says what to do."""

    exit_code = 2


class Defect(AmparoError):
    """Something of ours is wrong."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where in which file something stands; line 0 means the whole file. Of a table it is the row, counted from 1."""

    file: str
    line: int = 0
    is_row: bool = False

    def __str__(self) -> str:
        if self.is_row:
            return f"{self.file}, row {self.line}"
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One complaint about one place."""

    place: Place
    sentence: str
    code: str = "bad-input"

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class Problems(BadInput):
    """Everything that is wrong with the given files, sorted by place, reported together."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = sorted(set(found))
        super().__init__("problems", "\n".join(map(str, self.found)), count=len(self.found))
