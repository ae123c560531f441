"""Why each row of a table was answered as it was: rows that no test can tell apart are explained once, by the reference.

So the reasons of ten million rows are those that `explain` gives, and there is no second account of what a reason is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

import polars as pl

from amparo.norms.answers.rights import holding, reserved_against
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.tables.turning import DatedBonds, holding_anywhere
from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import DAY, Between, Condition, Reason, Within, World, facts_read
from amparo.rules.explaining import Explained, Explainer, deciding, deciding_leaves, missing, why_unknown
from amparo.rules.spelling import spelt
from amparo.rules.table.likeness import Likeness, compile_likeness
from amparo.rules.truth import NO, Truth
from amparo.situation.rows import situation_at
from amparo.situation.situations import Situation

RATIFICATION, TEXT, ROLE, STATUS, PERSON, RESERVATION = KINDS = (
    "ratification",  # the State is not bound
    "text",  # the provision was not in force
    "role",  # it binds States in another role
    "status",  # what the person's papers allow
    "person",  # anything else about the person
    "reservation",  # the State held it back
)
_STATUS_TOPIC = "papers"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that made an answer no: what kind it is of, how it is written, and what it said (`yes` where it excludes)."""

    kind: str
    written: str
    value: Truth = NO


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reasons: the clauses that made it no; or why it is unknown, and which facts are missing.

    `bond`: whether the State is bound, by itself.
    """

    value: Truth
    bond: Truth
    unknown: Reason | None = None
    clauses: tuple[Clause, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass
class Reasons:
    """Asks one norm of tables: a provision whether it is held, an instrument whether it binds; `verdicts` grow as rows come."""

    catalogue: Catalogue
    norm: str
    verdicts: list[Verdict] = field(default_factory=list)

    def __post_init__(self) -> None:
        provision = self.catalogue.provisions.get(self.norm)
        self._explain: Callable[[Situation], Verdict]
        self.condition: Condition
        if provision:
            self._explain, self.condition = self._of(provision), holding_anywhere(provision, self.catalogue)
        else:
            bond = Within("state", BOUND + self.norm, "one")
            self._explain, self.condition = self._of_bond(bond), bond
        vocabulary = self.catalogue.vocabulary
        self._likeness: Likeness = compile_likeness(
            self.condition, vocabulary.kernel_facts, list(vocabulary.states), DatedBonds(self.catalogue)
        )
        self._lock = Lock()

    @property
    def facts(self) -> list[str]:
        """The facts that the answer depends on, in the order of the vocabulary."""
        read = {"state", DAY, *facts_read(self.condition)}
        return [name for name in self.catalogue.vocabulary.facts if name in read]

    def numbers(self, frame: pl.DataFrame) -> pl.Series:
        """For each row of a ready table, the number of its verdict."""
        with self._lock:
            kinds, fresh = self._likeness.kinds(frame, lambda row: situation_at(frame, row).facts)
            self.verdicts += [self._explain(situation_at(frame, row)) for row in fresh.values()]
        return kinds

    def _of(self, provision: Provision) -> Callable[[Situation], Verdict]:
        def explain(situation: Situation) -> Verdict:
            condition = holding(provision, reserved_against(situation, provision, self.catalogue))
            explained = Explainer(World(situation.facts, self.catalogue.bonds), {}).explain(condition)
            clauses = tuple(dict.fromkeys(self._clauses(explained, provision)))
            return _verdict(explained, explained.parts[0].value, clauses, situation)

        return explain

    def _of_bond(self, bond: Within) -> Callable[[Situation], Verdict]:
        def explain(situation: Situation) -> Verdict:
            explained = Explainer(World(situation.facts, self.catalogue.bonds), {}).explain(bond)
            clauses = (Clause(RATIFICATION, spelt(bond)),) if explained.value is NO else ()
            return _verdict(explained, explained.value, clauses, situation)

        return explain

    def _clauses(self, explained: Explained, provision: Provision) -> Iterator[Clause]:
        """The clauses that made the answer no."""
        if explained.value is not NO:
            return
        own = provision.holding.parts
        for place, part in enumerate(explained.parts):
            if part.value is not NO:
                continue
            if place >= len(own):
                yield Clause(RESERVATION, RESERVATION)
            elif part.condition == provision.bond:
                yield Clause(RATIFICATION, spelt(part.condition))
            elif part.condition == provision.duty:
                yield Clause(ROLE, spelt(part.condition))
            else:
                yield from (
                    Clause(self._kind(one, part.condition), spelt(one.condition), one.value) for one in deciding(part)
                )

    def _kind(self, clause: Explained, of: Condition) -> str:
        if isinstance(of, Between) and of.fact == DAY:
            return TEXT
        read = {name for leaf in deciding_leaves(clause) for name in facts_read(leaf.condition)}
        return STATUS if any(self.catalogue.vocabulary.facts[name].topic == _STATUS_TOPIC for name in read) else PERSON


def _verdict(explained: Explained, bond: Truth, clauses: tuple[Clause, ...], situation: Situation) -> Verdict:
    reason = why_unknown(explained)
    lacking = missing(explained, situation.facts) if reason is Reason.FACT_MISSING else ()
    return Verdict(explained.value, bond, reason, clauses, lacking)
