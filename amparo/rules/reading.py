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
DEEPEST = 60  # levels; our own files have eight
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
        with path.open("rb") as opened:  # a pipe or a device has no size
            content = opened.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise BadInput("file-too-large", f"{name} is larger than {LARGEST_FILE // 2**20} MiB. Split it.", file=name)
        return content.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("no-such-file", f"There is no file {name}.", file=name) from None
    except PermissionError:
        raise BadInput("file-unreadable", f"{name} may not be read by you.", file=name) from None
    except UnicodeDecodeError:
        raise BadInput("not-text", f"{name} is not UTF-8 text. Save it as UTF-8.", file=name) from None
    except OSError as wrong:
        raise BadInput("file-unreadable", f"{name} cannot be read: {wrong.strerror}.", file=name) from None


def read_document(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The document in `text` (YAML, or JSON where it begins with a bracket); None, with its problems added, if unreadable."""
    before = len(problems)
    is_json = text.lstrip()[:1] in ("{", "[") and not _is_deep_json(text)
    if is_json and (found := _read_json(text, file, problems)) is not None:
        return found
    del problems[before:]
    tree = _Tree(file, problems)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.take(event)
            if tree.is_too_deep:
                problems.append(Problem(tree.open[-1].place, "This is nested too deeply to be read."))
                return None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        why = getattr(wrong, "problem", None) or "the text is broken"
        place = Place(file, mark.line + 1 if mark else 0)
        problems.append(Problem(place, f"This is not readable as YAML or JSON: {why}."))
        return None
    if tree.root is None:
        problems.append(Problem(Place(file), "The file is empty."))
    return tree.root if len(problems) == before else None


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is being read; `name` is that of the entry whose value comes next."""

    place: Place
    is_list: bool
    items: list[Node] = field(default_factory=list)
    named: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    name: str | None = None

    def close(self) -> Node:
        return Listing(tuple(self.items), self.place) if self.is_list else Entries(self.named, self.place, self.places)


class _Tree:
    """Builds the document out of PyYAML's events, without recursion, complaining of whatever could be misread."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.open: list[_Open] = []
        self.root: Node | None = None

    @property
    def is_too_deep(self) -> bool:
        return len(self.open) > DEEPEST

    def take(self, event: Any) -> None:
        place = Place(self.file, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.complain(place, "An anchor or alias (&name, *name) stands here. Write the value out.")
        if getattr(event, "tag", None):
            self.complain(place, "A tag (!name) stands here. Write the plain value.")
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, place)
        elif isinstance(event, yaml.AliasEvent):
            self.put(Scalar(None, place))
        elif isinstance(event, yaml.CollectionStartEvent):
            if self.awaits_name:
                self.complain(place, "A name is expected here, and nothing else.")
                self.open[-1].name = "?"
            self.open.append(_Open(place, isinstance(event, yaml.SequenceStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self.put(self.open.pop().close())
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.complain(place, "A second document begins here (---). One file holds one.")

    @property
    def awaits_name(self) -> bool:
        return bool(self.open) and not self.open[-1].is_list and self.open[-1].name is None

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> None:
        if not self.awaits_name:
            self.put(Scalar(self.plain(event, place), place))
            return
        inside, name = self.open[-1], str(event.value)
        if name == "<<" and not event.style:
            self.complain(place, "A name is expected here, and nothing else.")
        if name in inside.named:
            self.complain(place, f"{name} is given twice; it stands already on line {inside.places[name].line}.")
        inside.name, inside.places[name] = name, place

    def put(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif self.open[-1].is_list:
            self.open[-1].items.append(node)
        else:
            inside = self.open[-1]
            inside.named[inside.name or "?"], inside.name = node, None

    def plain(self, event: yaml.ScalarEvent, place: Place) -> Plain:
        """What an unquoted word means: true, false, nothing, a number, or itself."""
        text = str(event.value)
        if event.style:  # quoted or a block: always text (plain is None, or '' from the C reader)
            return text
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


_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}


def _is_deep_json(text: str) -> bool:
    """Whether more brackets stand open somewhere than may; the YAML reader then says so, with the line."""
    level = 0
    for found in _JSON_TOKEN.finditer(text):
        level += _STEP.get(found.group(), 0)
        if level > DEEPEST:
            return True
    return False


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
