"""Assumptions: cited shares for facts that a table of people does not hold. Never a default; always named beside the result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import isclose, prod
from pathlib import Path

from amparo.errors import BadInput, Problem, Problems
from amparo.rules.facts import Kind, Known
from amparo.rules.forms import Form
from amparo.rules.reading import Entries, Scalar, read_document, read_text
from amparo.situation.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Assumption:
    """How the people divide over the values of one fact, and who says so."""

    fact: str
    shares: Mapping[Known, float]
    source: str
    verified: bool

    def __post_init__(self) -> None:
        if not isclose(sum(self.shares.values()), 1.0, abs_tol=1e-9) or min(self.shares.values()) < 0:
            raise ValueError("the shares do not add up to 1")


def read_assumptions(path: Path, vocabulary: Vocabulary) -> list[Assumption]:
    """The assumptions in a file; raises Problems with every complaint."""
    problems: list[Problem] = []
    node = read_document(read_text(path), str(path), problems)
    found: list[Assumption | None] = []
    if node is not None:
        top = Form(node, problems, "The file")
        found = [_assumption(form, vocabulary) for form in top.forms("assumptions", "An assumption")]
        top.done()
    if problems:
        raise Problems(problems)
    if not found:
        raise BadInput("no-assumption", f"{path} holds no assumption.")
    return [one for one in found if one]


def _assumption(form: Form, vocabulary: Vocabulary) -> Assumption | None:
    name = form.one_of(
        "fact", [name for name, asked in vocabulary.facts.items() if asked.fact.kind in (Kind.BOOLEAN, Kind.CHOICE)]
    )
    shares = form.get("shares")
    source, verified = form.text("source"), form.flag("verified")
    form.done()
    fact = vocabulary.facts[name].fact
    read: dict[Known, float] = {}
    for value, share in shares.items.items() if isinstance(shares, Entries) else ():
        known: Known | None = {"true": True, "false": False}.get(value) if fact.kind is Kind.BOOLEAN else value
        if known is None or (fact.kind is Kind.CHOICE and known not in fact.values):
            form.complain(f"{name} is never {value}.", "shares")
        elif isinstance(share, Scalar) and isinstance(share.value, int | float) and not isinstance(share.value, bool):
            read[known] = float(share.value)
        else:
            form.complain(f"The share of {value} is a number from 0 to 1.", "shares")
    try:
        return Assumption(name, read, source, verified) if read else None
    except ValueError as wrong:
        form.complain(f"{wrong}.", "shares")
        return None


def weighted(assumptions: list[Assumption]) -> Iterator[tuple[dict[str, Known], float]]:
    """Every combination of assumed values with its share of the people; the facts are taken as independent."""
    for combination in product(*(one.shares.items() for one in assumptions)):
        facts = {one.fact: known for one, (known, _) in zip(assumptions, combination, strict=True)}
        yield facts, prod(share for _, share in combination)
