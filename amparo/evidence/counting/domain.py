"""The declared domain: which attributes are published and which values each may take. It is written by a person, from public lists.

An attribute writes its values out, names a public list (`list: countries`), or is another one seen from a level above (`of: country`,
`by: region`), and is then worked out and never asked for.

Which values occur in a secret table is itself a secret, so nothing here looks at one. Code 0 of every column is the blank.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from amparo.errors import Problem, Problems
from amparo.evidence.counting.lists import CodeList, code_lists
from amparo.rules.forms import Form
from amparo.rules.reading import read_document, read_text

SEPARATOR = ";"  # between the values of one cell, and between the parts of a combination
SPARE = (SEPARATOR, ":")  # what no attribute's name may hold; a value may hold the second
LARGEST_DOMAIN = 2_000  # values of one attribute: a table of two such still fits
USUAL_DELTA = 1e-6
_HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing recorded about a person, with its public list of values; `several` if a person may have more than one of them.

    With `of` it follows from that other attribute, whose values `groups` puts under those of this one. Where rows of one person
    differ, the last answer is kept, or the first; of several values, all.
    """

    name: str
    values: tuple[str, ...]
    several: bool = False
    hxl: str = ""  # its hashtag in the Humanitarian Exchange Language, such as #country+origin
    of: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    keep: str = "last"  # which of a person's answers is kept where they differ, in the order of the rows

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
        if bool(self.of) != bool(self.groups) or not {group for _, group in self.groups} <= set(self.values):
            raise ValueError(
                "what follows from another attribute has a group among its values for what it follows from"
            )


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
    """A population and what may be said of it. `people` is its public size, roughly; `cap` the epsilon it may cost in all, ever.

    `person` is the column that says who is who, and is never published; `sex` the attribute by which every measure is told.
    """

    population: str
    attributes: tuple[Attribute, ...]
    people: int = 0
    cap: float = 0.0
    person: str = ""
    sex: str = ""

    def __post_init__(self) -> None:
        if self.person in self.names or (self.sex and self.sex not in self.names):
            raise ValueError("the person is no attribute, and the sex is one")

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
    attributes: list[Attribute] = []
    lists: dict[str, CodeList] = {}  # the public list of each attribute that names one
    for part in form.forms("attributes", "An attribute"):
        if found := _attribute(part, {one.name: one for one in attributes}, lists):
            attributes.append(found)
    names = [one.name for one in attributes]
    person = form.text("person", required=False)
    sex = form.one_of("sex", names, "sex" if "sex" in names else "")
    if person in names:
        form.complain(f"{person} says who is who, so it is no attribute.", "person")
    form.done()
    for name in sorted({name for name in names if names.count(name) > 1}):
        form.complain(f"The attribute {name} is given twice.", "attributes")
    if not attributes and not problems:
        form.complain("A domain has at least one attribute.", "attributes")
    if problems:
        raise Problems(problems)
    return Domain(population, tuple(attributes), people, float(cap), person, sex)


def _attribute(form: Form, before: Mapping[str, Attribute], lists: dict[str, CodeList]) -> Attribute | None:
    known = len(form.problems)
    name, several = form.text("name"), form.flag("several", False)
    hxl = form.text("hxl", required=False)
    values, groups, of = tuple(form.texts("values")), {}, form.one_of("of", list(before), "")
    named, keep = form.one_of("list", list(code_lists()), ""), form.one_of("keep", ["first", "last"], "last")
    if [form.has(one) for one in ("values", "list", "of")].count(True) != 1:
        form.complain(
            f"{name or 'An attribute'} has values, or a list, or is one of another attribute: one of the three."
        )
    elif named:
        lists[name] = code_lists()[named]
        values = lists[name].values
    elif of:
        levels = list(lists[of].levels) if of in lists else []
        level = form.one_of("by", levels, levels[0] if len(levels) == 1 else None)
        groups = lists[of].groups(level) if level in levels else {}
        values, several = tuple(sorted(set(groups.values()))), before[of].several
        if not groups:
            form.complain(f"{of} comes from no list that has levels.", "of")
    form.done()
    if len(form.problems) > known:
        return None
    try:
        return Attribute(name, values, several, hxl, of, tuple(groups.items()), keep)
    except ValueError as wrong:
        form.complain(f"{name or 'An attribute'}: {wrong}.", "values")
        return None
