"""An order to the gate in one piece, so that it can be planned, entered in the ledger, and made, each at its own time and place."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from amparo.errors import BadInput
from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release import gate, planning
from amparo.evidence.release.ledger import Account, Showing, Spending, enter
from amparo.evidence.release.noisy_tables import refuse_too_large
from amparo.evidence.release.prices import Price, price_of
from amparo.evidence.release.releases import Kind, Release
from amparo.evidence.release.suppression.families import refuse_too_many
from amparo.evidence.release.suppression.rules import Rule

MOST_COLUMNS = 45  # of synthetic records: each value of an attribute that may have several is one


@dataclass(frozen=True, slots=True)
class Order:
    """A release as it is asked for: its kind, its domain, every table of so many attributes (or records counted so far), its price or k."""

    kind: Kind
    domain: Domain
    name: str
    on: str
    length: int
    epsilon: float = 0.0
    k: int = 0

    def __post_init__(self) -> None:
        if self.kind is Kind.COMBINED or (self.kind is Kind.SUPPRESSED) != bool(self.k):
            raise ValueError("exact counts have a threshold, and other kinds a price")
        if self.length not in gate.LENGTHS:
            raise BadInput("bad-length", "Combinations have 1, 2 or 3 parts.")

    @property
    def asked(self) -> tuple[tuple[str, ...], ...]:
        """The tables: every so many attributes together."""
        return tuple(combinations(self.domain.names, min(self.length, len(self.domain.names))))

    @property
    def price(self) -> Price:
        return price_of(self.domain, self.epsilon)

    def plan(self, account: Account | None) -> planning.Plan:
        """What it costs; raises BadInput for what cannot be made."""
        self._refuse_impossible()
        if self.kind is Kind.SUPPRESSED:
            return planning.plan_suppressed(self.domain, Rule(self.k), account, self.asked)
        if self.kind is Kind.RECORDS:
            return planning.plan(self.domain, self.price, account, self.length)
        return planning.plan_tables(self.domain, self.price, account, self.asked)

    def enter(self, ledger: Path, people: int) -> Account:
        """The account once this stands in the ledger, for so many people; raises BadInput, and enters nothing, for what cannot be made."""
        self._refuse_impossible()
        if people < self.k:
            raise BadInput("too-few-people", f"There are fewer than {self.k} people. Nothing can be said of them.")
        return enter(ledger, self._entry())

    def make(self, people: Records, ledger: Path | Account | None) -> Release:
        """The release; give the account of `enter` if it was entered before."""
        if self.kind is Kind.SUPPRESSED:
            rule = Rule(self.k)
            return gate.release_suppressed(people, rule, self.asked, name=self.name, on=self.on, ledger=ledger)
        if self.kind is Kind.RECORDS:
            length = self.length
            return gate.release_records(
                people, self.price, name=self.name, on=self.on, max_length=length, ledger=ledger
            )
        return gate.release_tables(people, self.price, self.asked, name=self.name, on=self.on, ledger=ledger)

    def to_plain(self) -> dict[str, object]:
        """All of it, as JSON can hold it."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Order":
        """The order that was so written."""
        told = dict(plain["domain"])
        told["attributes"] = tuple(_attribute(one) for one in told["attributes"])
        return cls(**{**plain, "kind": Kind(plain["kind"]), "domain": Domain(**told)})

    def _refuse_impossible(self) -> None:
        """Raises BadInput for what could not be made, so that nothing is spent on it."""
        if self.kind is Kind.RECORDS and len(self.domain.columns) > MOST_COLUMNS:
            sentence = f"These attributes have more than {MOST_COLUMNS} columns together. Choose fewer."
            raise BadInput("tables-too-large", sentence)
        if self.kind is Kind.NOISY:
            refuse_too_large(self.domain, gate.keys_of_tables(self.domain, self.asked))
        if self.kind is Kind.SUPPRESSED:
            refuse_too_many(self.domain, self.asked)

    def _entry(self) -> Spending | Showing:
        if self.kind is Kind.SUPPRESSED:
            names = gate.attributes_of(self.domain, self.asked)
            return Showing(self.domain.population, self.name, names, self.k, self.on)
        return gate.spending(self.domain, gate.reach_of(self.domain, self.domain.names), self.price, self.name, self.on)


def _attribute(plain: Mapping[str, Any]) -> Attribute:
    groups = tuple((value, group) for value, group in plain["groups"])
    return replace(Attribute(**{**plain, "values": tuple(plain["values"]), "groups": groups}))
