"""The declared domain: which attributes are published and which values each may take. It is written by a person, from public lists.

Which values occur in a secret table is itself a secret, so nothing here looks at one. Code 0 of every column is the blank.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amparo.errors import Problem, Problems
from amparo.rules.forms import Form
from amparo.rules.reading import read_document, read_text

SEPARATOR = ";"  # between the values of one cell, and between the parts of a combination
SPARE = (SEPARATOR, ":")  # what no attribute's name may hold; a value may hold the second
LARGEST_DOMAIN = 2_000  # values of one attribute: a table of two such still fits
USUAL_DELTA = 1e-6
_HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing recorded about a person, with its public list of values; `several` if a person may have more than one of them."""

    name: str
    values: tuple[str, ...]
    several: bool = False
    hxl: str = ""  # its hashtag in the Humanitarian Exchange Language, such as #country+origin

    def __post_init__(self) -> None:
        if self.hxl and not _HASHTAG.fullmatch(self.hxl):
            raise ValueError("its hxl is a hashtag such as #country+origin")
        if not self.name or any(mark in self.name for mark in SPARE):
            raise ValueError(f"a name is not empty and holds neither {SPARE[0]} nor {SPARE[1]}")
        if not self.values or len(set(self.values)) < len(self.values):
            raise ValueError("the values are at least one, each given once")
        if any(not value or SEPARATOR in value or value != value.strip() for value in self.values):
            raise ValueError(f"a value is not empty, has no space at its ends and holds no {SEPARATOR}")
        if len(self.values) > LARGEST_DOMAIN:
            raise ValueError(f"more than {LARGEST_DOMAIN:,} values cannot be told apart safely; group them")


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted as one: an attribute, or one value of an attribute that may have several."""

    attribute: Attribute
    values: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many codes there are, with the blank."""
        return len(self.values) + 1


@dataclass(frozen=True, slots=True)
class Domain:
    """A population and what may be said of it. `people` is its public size, roughly; `cap` the epsilon it may cost in all, ever."""

    population: str
    attributes: tuple[Attribute, ...]
    people: int = 0
    cap: float = 0.0

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(_columns(self.attributes))

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.attributes]

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is declared."""
        plain = [
            self.population,
            self.people,
            self.cap,
            *([one.name, one.values, one.several] for one in self.attributes),
        ]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def _columns(attributes: tuple[Attribute, ...]) -> Iterator[Column]:
    for one in attributes:
        if one.several:
            yield from (Column(one, (value,)) for value in one.values)
        else:
            yield Column(one, one.values)


def read_domain(path: Path) -> Domain:
    """The domain in a YAML file; raises Problems with every complaint, by line."""
    problems: list[Problem] = []
    form = Form(read_document(read_text(path), path.name, problems), problems, "A domain")
    if problems:
        raise Problems(problems)
    population, people, cap = form.text("population"), form.whole("people", 0), form.whole("cap_epsilon", 0)
    if form.one_of("unit", ["person"], "person") and (people < 0 or cap < 0):
        form.complain("people and cap_epsilon are not negative.")
    attributes = [found for part in form.forms("attributes", "An attribute") if (found := _attribute(part))]
    form.done()
    names = [one.name for one in attributes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        form.complain(f"The attribute {name} is given twice.", "attributes")
    if not attributes and not problems:
        form.complain("A domain has at least one attribute.", "attributes")
    if problems:
        raise Problems(problems)
    return Domain(population, tuple(attributes), people, float(cap))


def _attribute(form: Form) -> Attribute | None:
    before = len(form.problems)
    name, values, several = form.text("name"), form.texts("values"), form.flag("several", False)
    hxl = form.text("hxl", required=False)
    form.done()
    if len(form.problems) > before:
        return None
    try:
        return Attribute(name, tuple(values), several, hxl)
    except ValueError as wrong:
        form.complain(f"{name or 'An attribute'}: {wrong}.", "values")
        return None
