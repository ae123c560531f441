"""Reads YAML and JSON strictly, and remembers on which line everything stood.

Knowledge is written by lawyers, and a file that means something else than it says would harm somebody. So a key given
twice, a `NO` that YAML would turn into false, an alias, a tag or a tab is a problem with file and line, never a guess.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from amparo.errors import BadInput, Place, Problem

Plain: TypeAlias = str | int | float | bool | None

LARGEST_FILE = 20 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_BOOLEANS = {"yes", "no", "on", "off", "y", "n"}
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value and its place."""

    value: Plain
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in order."""

    items: tuple["Node", ...]
    place: Place

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Entries:
    """Named values; `places` says where each name stands."""

    items: dict[str, "Node"]
    place: Place
    places: dict[str, Place] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def get(self, name: str) -> "Node | None":
        return self.items.get(name)


Node: TypeAlias = Scalar | Listing | Entries


def read_text(path: Path, shown: str | None = None) -> str:
    """The text of a UTF-8 file of reasonable size; raises BadInput, naming the file and what to do, for any other."""
    name = shown or str(path)
    try:
        if path.is_dir():
            raise BadInput("is-a-directory", f"{name} is a directory. Name one file.", file=name)
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput("file-too-large", f"{name} is larger than {LARGEST_FILE // 2**20} MiB. Split it.", file=name)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("no-such-file", f"There is no file {name}.", file=name) from None
    except PermissionError:
        raise BadInput("file-unreadable", f"{name} may not be read by you.", file=name) from None
    except UnicodeDecodeError:
        raise BadInput("not-text", f"{name} is not UTF-8 text. Save it as UTF-8.", file=name) from None


def read_document(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The document in `text` (YAML, or JSON where it begins with a bracket); None, with its problems added, if unreadable."""
    before = len(problems)
    if text.lstrip()[:1] in ("{", "[") and (found := _read_json(text, file, problems)) is not None:
        return found
    del problems[before:]
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        why = getattr(wrong, "problem", None) or "the text is broken"
        problems.append(
            Problem(Place(file, mark.line + 1 if mark else 0), f"This is not readable as YAML or JSON: {why}.")
        )
        return None
    except RecursionError:
        problems.append(Problem(Place(file), "This is nested too deeply to be read."))
        return None
    if root is None:
        problems.append(Problem(Place(file), "The file is empty."))
        return None
    node = _Composed(file, problems).node(root)
    return node if len(problems) == before else None


class _Composed:
    """Turns PyYAML's nodes into ours, complaining of whatever could be misread."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.seen: set[int] = set()

    def node(self, found: yaml.Node) -> Node:
        place = Place(self.file, found.start_mark.line + 1)
        if id(found) in self.seen:
            self.complain(place, "An alias (*name) stands here. Write the value out.")
            return Scalar(None, place)
        self.seen.add(id(found))
        if isinstance(found, yaml.SequenceNode):
            return Listing(tuple(self.node(item) for item in found.value), place)
        if isinstance(found, yaml.MappingNode):
            return self.entries(found, place)
        return Scalar(self.plain(found, place), place)

    def entries(self, found: yaml.MappingNode, place: Place) -> Entries:
        items: dict[str, Node] = {}
        places: dict[str, Place] = {}
        for key, value in found.value:
            where = Place(self.file, key.start_mark.line + 1)
            if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                self.complain(where, "A name is expected here, and nothing else.")
                continue
            name = str(key.value)
            if name in items:
                self.complain(where, f"{name} is given twice; it stands already on line {places[name].line}.")
                continue
            items[name], places[name] = self.node(value), where
        return Entries(items, place, places)

    def plain(self, found: Any, place: Place) -> Plain:
        text = str(found.value)
        if found.style:  # quoted or a block: always text (plain is None, or '' from the C reader)
            return text
        if found.tag not in _EXPECTED_TAGS:
            self.complain(place, "A tag (!name) stands here. Write the plain value.")
        if text.casefold() in _NOT_BOOLEANS:
            self.complain(
                place, f"{text} would be read as true or false by YAML. Write true, false, or put it in quotes."
            )
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        return text

    def complain(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))


_EXPECTED_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "value")}


def _read_json(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The JSON document, or None if it is not JSON; a repeated name is a problem."""
    place = Place(file)

    def entries(pairs: list[tuple[str, Any]]) -> Entries:
        items: dict[str, Node] = {}
        for name, value in pairs:
            if name in items:
                problems.append(Problem(place, f"{name} is given twice."))
            items[name] = node(value)
        return Entries(items, place, dict.fromkeys(items, place))

    def node(value: Any) -> Node:
        if isinstance(value, Entries):
            return value
        if isinstance(value, list):
            return Listing(tuple(node(item) for item in value), place)
        return Scalar(value, place)

    try:
        return node(json.loads(text, object_pairs_hook=entries))
    except (json.JSONDecodeError, RecursionError):
        return None
