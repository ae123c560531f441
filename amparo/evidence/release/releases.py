"""What leaves the house: one shape for every kind of release, from which a bundle is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from amparo.evidence.counting.domain import SEPARATOR, Domain
from amparo.evidence.release.ledger import Account

if TYPE_CHECKING:  # needs numpy, which whoever only reads or verifies a bundle need not have
    from amparo.evidence.counting.records import Records

Combinations = tuple[tuple[str, int], ...]  # such as ("gender:Woman;means:debt", 120)


class Kind(StrEnum):
    """How the people in a release are protected."""

    RECORDS = "synthetic records"
    NOISY = "tables with noise"
    SUPPRESSED = "suppressed tables"
    COMBINED = "combined tables"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The likely error of the combinations of one length, in people; how many combinations of that length are told."""

    length: int
    combinations: int
    likely_error: float


@dataclass(frozen=True, slots=True)
class Release:
    """Tables, and records if the kind has them, with what they promise; without an account they are not for publication."""

    kind: Kind
    name: str
    on: str
    domain: Domain
    people: int
    tables: Combinations
    promise: Mapping[str, object]
    accuracy: tuple[Accuracy, ...]
    account: Account | None = None
    records: "Records | None" = None
    extra: Mapping[str, bytes] = field(default_factory=dict)  # more files of data, by name

    def __post_init__(self) -> None:
        if (self.records is not None) != (self.kind is Kind.RECORDS):
            raise ValueError("records come with synthetic records, and with nothing else")

    @property
    def max_length(self) -> int:
        return max((length_of(combination) for combination, _ in self.tables), default=0)


def length_of(combination: str) -> int:
    """How many parts a combination has."""
    return combination.count(SEPARATOR) + 1
