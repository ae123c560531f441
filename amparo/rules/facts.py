"""What kinds of fact a condition can test, and what a known fact may look like.

A situation is a mapping from the name of a fact to its known value; a name that is missing is unknown.

| kind | known value |
| --- | --- |
| boolean (flags too) | bool |
| choice | str, one of `values` |
| number | Interval |
| date | Period |
| state | str, a State's code |
| states | frozenset of codes, all of them |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from amparo.rules.dates import Period


class Kind(Enum):
    """What kind of value a fact has; the table above tells how each is kept."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    STATE = "state"
    STATES = "states"


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """A whole number between two ends, both included; None is an open end."""

    least: int | None
    most: int | None

    def __post_init__(self) -> None:
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ValueError("the greatest value is below the least")

    @property
    def is_exact(self) -> bool:
        return self.least is not None and self.least == self.most


Known: TypeAlias = bool | str | Interval | Period | frozenset[str]
Facts: TypeAlias = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that conditions may name; `values` are those of a choice."""

    id: str
    kind: Kind
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHOICE) != bool(self.values):
            raise ValueError(f"{self.id}: a choice has values, and only a choice")
