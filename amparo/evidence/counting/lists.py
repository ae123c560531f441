"""Public code lists: the values that an attribute may have, where they come from, and what stands one level above each."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from types import MappingProxyType

from amparo.errors import Defect, Problem
from amparo.rules.forms import Form, plain
from amparo.rules.reading import Node, parse_document


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of values, its source, and for each level above them under which group a value is counted."""

    id: str
    title: str
    source: str
    verified: bool
    values: tuple[str, ...]
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not self.values or not self.source:
            raise ValueError("a code list has values and a source")

    def groups(self, level: str) -> dict[str, str]:
        """The group of every value at that level; a value that belongs to none is not in it. Raises KeyError for no such level."""
        above = self.levels[level]
        return {value: above[value] for value in self.values if above[value]}


@functools.cache
def code_lists() -> Mapping[str, CodeList]:
    """The lists of this project, by id."""
    problems: list[Problem] = []
    document = parse_document(_text("lists.yaml"), "lists.yaml", problems)
    form = Form(document, problems, "The file of code lists")
    found = {one.id: one for part in form.forms("lists", "A code list") if (one := _list(part))}
    form.done()
    if problems:
        raise Defect("broken-code-lists", f"The code lists cannot be read: {problems[0]}")
    return MappingProxyType(found)


def _list(form: Form) -> CodeList | None:
    name, title, source = form.text("id"), form.text("title"), form.text("source")
    verified, values, file = form.flag("verified"), form.texts("values"), form.text("file", required=False)
    above = _levels(form.get("levels", required=False), values)
    form.done()
    if file:
        rows = list(csv.DictReader(_text(file).splitlines()))
        values = [row["code"] for row in rows]
        above = {level: {row["code"]: row[level] for row in rows} for level in rows[0] if level != "code"}
    return CodeList(name, title, source, verified, tuple(values), above) if values else None


def _levels(node: Node | None, values: list[str]) -> dict[str, dict[str, str]]:
    told = plain(node) if node is not None else {}
    named = told if isinstance(told, dict) else {}
    return {level: {value: str(groups.get(value, value)) for value in values} for level, groups in named.items()}


def _text(file: str) -> str:
    return (files("amparo.evidence.counting") / "data" / file).read_text("utf-8")
