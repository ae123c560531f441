"""What is found of coverage: the people surely covered, surely not, the bands between, and the remainder."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.norms.coverage.assumptions import Assumption
from amparo.rules.truth import YES, Truth


@dataclass(slots=True)
class Tally:
    """People by answer: surely covered, surely not, unknown by reason, and the remainder that the question does not reach."""

    yes: float = 0
    no: float = 0
    unknown: dict[str, float] = field(default_factory=dict)
    remainder: dict[str, float] = field(default_factory=dict)

    @property
    def people(self) -> float:
        return self.yes + self.no + sum(self.unknown.values()) + sum(self.remainder.values())

    @property
    def possible(self) -> float:
        """The people covered if every unknown turned out so."""
        return self.yes + sum(self.unknown.values())

    def add(self, answer: Truth, reason: str | None, people: float) -> None:
        if reason:
            self.unknown[reason] = self.unknown.get(reason, 0) + people
        elif answer is YES:
            self.yes += people
        else:
            self.no += people

    def to_plain(self) -> dict[str, Any]:
        """The tally as JSON can hold it, with shares of all people counted, the remainder among them."""
        whole = self.people or 1
        return {
            "people": round(self.people),
            "surely": round(self.yes),
            "surely_not": round(self.no),
            "unknown": {reason: round(people) for reason, people in sorted(self.unknown.items())},
            "remainder": {kind: round(people) for kind, people in sorted(self.remainder.items())},
            "share": {"sure": round(self.yes / whole, 6), "possible": round(self.possible / whole, 6)},
        }


@dataclass(slots=True)
class Coverage:
    """The whole measurement: what was asked, the tally of all, and the tallies of each group.

    `is_of_provision`: the people were asked who holds a provision, not whether they live where an instrument binds.
    """

    norm: str
    on: date
    stock_year: int
    table: str
    by: str | None
    is_of_provision: bool = False
    whole: Tally = field(default_factory=Tally)
    groups: dict[str, Tally] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    supposed: tuple[str, ...] = ()
    supposition: str = ""  # the same in words

    def to_plain(self) -> dict[str, Any]:
        """The measurement as JSON can hold it."""
        assumed = [{"fact": one.fact, "source": one.source, "verified": one.verified} for one in self.assumptions]
        told: dict[str, Any] = {
            "norm": self.norm,
            "on": self.on.isoformat(),
            "stock_year": self.stock_year,
            "table": self.table,
        }
        told |= {"supposed": list(self.supposed)}
        groups = [{self.by: name, **tally.to_plain()} for name, tally in self.groups.items()] if self.by else []
        return {**told, **self.whole.to_plain(), "missing": list(self.missing), "assumptions": assumed, "by": groups}
