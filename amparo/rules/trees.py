"""Builds a document out of PyYAML's events, complaining of whatever could be misread."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from amparo.errors import Place, Problem
from amparo.rules.nodes import Entries, Listing, Node, Plain, Scalar

MOST_DIGITS = 17
_NOT_BOOLEANS = {"yes", "no", "on", "off", "y", "n"}
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?")
_IDENTIFIER = re.compile(r"[a-z0-9_./-]{1,40}")
_REMARK = re.compile(r"[ \t]+#")
_STATES = {"state", "states", "nationality", "includes", "except"}


def naming(name: str) -> str:
    """The name as a message may repeat it: only if it looks like one of ours, for a person may have written anything.

    >>> naming("holder"), naming("Maria Gomez")
    ('holder', 'A name')
    """
    return name if _IDENTIFIER.fullmatch(name) else "A name"


def number(text: str) -> int | float | None:
    """The number that is written so; None if it has more digits than anybody means.

    >>> number("18"), number("0.5"), number("9" * 5000)
    (18, 0.5, None)
    """
    mantissa = re.split("[eE]", text)[0]
    if len(re.sub(r"\D", "", mantissa).lstrip("0")) > MOST_DIGITS:
        return None
    if mantissa == text and "." not in text:
        return int(text)
    return found if abs(found := float(text)) != float("inf") else None


TOO_LONG = f"A number has at most {MOST_DIGITS} digits. Put it in quotes if it is a text."


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


class Tree:
    """A document that grows by events, without recursion.

    `prose` names the entries whose unquoted text must not be followed by a remark on its line: ` #` would cut it in silence.
    """

    def __init__(self, text: str, file: str, problems: list[Problem], prose: frozenset[str] = frozenset()) -> None:
        self.text, self.file, self.problems, self.prose = text, file, problems, prose
        self.open: list[_Open] = []
        self.root: Node | None = None

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
            line = inside.places[name].line
            self.complain(place, f"{naming(name)} is given twice; it stands already on line {line}.")
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
            advice = "States have three letters, such as NOR." if self.is_of_states else ""
            advice = advice or "Write true, false, or put it in quotes."
            self.complain(place, f"{text} would be read as true or false by YAML. {advice}")
        end: Any = event.end_mark
        if self.open and self.open[-1].name in self.prose and _REMARK.match(self.text, end.index):
            self.complain(place, "The text ends before #. Put it in quotes, or the remark on a line of its own.")
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.fullmatch(text):
            if (found := number(text)) is None:
                self.complain(place, TOO_LONG)
            return found
        return text

    @property
    def is_of_states(self) -> bool:
        """Whether the value that is read now stands for a State or several."""
        name = next((one.name for one in reversed(self.open) if one.name), "")
        return name in _STATES

    def complain(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))
