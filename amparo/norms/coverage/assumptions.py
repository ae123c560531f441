"""Assumptions: cited shares for facts that a table of people does not hold. Never a default; always named beside the result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import isclose, prod
from pathlib import Path

from amparo.errors import BadInput, Problem, Problems
from amparo.rules.facts import Fact, Kind, Known
from amparo.rules.forms import Form
from amparo.rules.reading import Entries, Scalar, read_document, read_text
from amparo.situation.vocabulary import Vocabulary

# what the table or the question tells of everyone, or what is no fact about the person
NEVER_ASSUMED = frozenset({"date", "state", "role", "stage", "nationality", "stateless", "sex"})


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


def can_be_assumed(name: str, vocabulary: Vocabulary) -> bool:
    """Whether shares of people can be given for the fact: a choice or a yes and no that the table cannot tell."""
    fact = vocabulary.kernel_facts.get(name)
    return fact is not None and fact.kind in (Kind.BOOLEAN, Kind.CHOICE) and name not in NEVER_ASSUMED


def read_assumptions(path: Path, vocabulary: Vocabulary) -> list[Assumption]:
    """The assumptions in a file; raises Problems with every complaint."""
    problems: list[Problem] = []
    node = read_document(read_text(path), str(path), problems)
    found: list[Assumption | None] = []
    if node is not None:
        top = Form(node, problems, "The file")
        given: set[str] = set()
        found = [_assumption(form, vocabulary, given) for form in top.forms("assumptions", "An assumption")]
        top.done()
    if problems:
        raise Problems(problems)
    if not found:
        raise BadInput("no-assumption", f"{path} holds no assumption.")
    return [one for one in found if one]


def _assumption(form: Form, vocabulary: Vocabulary, given: set[str]) -> Assumption | None:
    """One assumption; `given` are the facts assumed before it, to which its own is added."""
    name = _fact(form, vocabulary, given)
    shares = form.get("shares")
    source, verified = form.text("source"), form.flag("verified")
    form.done()
    if name is None or shares is None:
        return None
    if not isinstance(shares, Entries) or not shares.items:
        form.complain("shares is a list of values, each with its share of the people.", "shares")
        return None
    before = len(form.problems)
    read = dict(_shares(form, shares, vocabulary.facts[name].fact))
    if len(form.problems) > before:
        return None
    try:
        return Assumption(name, read, source, verified)
    except ValueError as wrong:
        form.complain(f"{wrong}.", "shares")
        return None


def _fact(form: Form, vocabulary: Vocabulary, given: set[str]) -> str | None:
    """The fact assumed, if it can be."""
    name = form.text("fact")
    if name in NEVER_ASSUMED:
        form.complain(
            f"{name} is never assumed: the table or the question tells it, or it is not about the person.", "fact"
        )
    elif name in given:
        form.complain(f"{name} is assumed twice. Give all its shares in one place.", "fact")
    elif form.one_of("fact", [one for one in vocabulary.facts if can_be_assumed(one, vocabulary)]) == name:
        given.add(name)
        return name
    return None


def _shares(form: Form, shares: Entries, fact: Fact) -> Iterator[tuple[Known, float]]:
    for value, share in shares.items.items():
        known: Known | None = {"true": True, "false": False}.get(value) if fact.kind is Kind.BOOLEAN else value
        if known is None or (fact.kind is Kind.CHOICE and known not in fact.values):
            form.complain(f"{fact.id} is never {value}.", "shares")
        elif isinstance(share, Scalar) and isinstance(share.value, int | float) and not isinstance(share.value, bool):
            yield known, float(share.value)
        else:
            form.complain(f"The share of {value} is a number from 0 to 1.", "shares")


def weighted(assumptions: list[Assumption]) -> Iterator[tuple[dict[str, Known], float]]:
    """Every combination of assumed values with its share of the people; the facts are taken as independent."""
    for combination in product(*(one.shares.items() for one in assumptions)):
        facts = {one.fact: known for one, (known, _) in zip(assumptions, combination, strict=True)}
        yield facts, prod(share for _, share in combination)
