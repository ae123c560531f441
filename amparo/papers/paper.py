"""A paper: headings, and under each words, pairs and tables. Everything in it is words of one language, ready to be printed."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, each line of the text one; quiet ones stand back."""

    text: str = field(repr=False)
    is_quiet: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a paragraph says something")

    def to_data(self) -> dict[str, object]:
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return {"block": "words", "lines": lines, "is_quiet": self.is_quiet}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values, or a list where the names are empty."""

    rows: tuple[tuple[str, str], ...] = field(repr=False)

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("a list has an entry")

    def to_data(self) -> dict[str, object]:
        return {"block": "pairs", "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. `figures` are the columns whose cells run from left to right in every language."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    figures: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.rows or any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("a table has rows, and every row a cell under each heading")

    def to_data(self) -> dict[str, object]:
        return {"block": "table", **dataclasses.asdict(self)}


Block = Words | Pairs | Table


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; level 2 is under the title."""

    heading: str
    blocks: tuple[Block, ...] = ()
    level: int = 2

    def __post_init__(self) -> None:
        if not self.heading.strip() or not 2 <= self.level <= _DEEPEST:
            raise ValueError("a part has a heading, below the title")


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. No part skips a level, so that who listens to it finds the way."""

    language: str
    title: str
    opening: tuple[Block, ...]
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        levels = [1, *(part.level for part in self.parts)]
        if any(here - before > 1 for before, here in pairwise(levels)):
            raise ValueError("a heading skips a level")

    def to_data(self) -> Mapping[str, object]:
        """The paper as a template reads it."""
        parts = [
            {"heading": one.heading, "level": one.level, "blocks": [block.to_data() for block in one.blocks]}
            for one in self.parts
        ]
        opening = [block.to_data() for block in self.opening]
        return {"language": self.language, "title": self.title, "opening": opening, "parts": parts}

    def texts(self) -> Iterator[str]:
        """Everything that it says, in order."""
        yield self.title
        for block in self.opening:
            yield from _texts(block)
        for part in self.parts:
            yield part.heading
            for block in part.blocks:
                yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield block.text
        return
    if isinstance(block, Table):
        yield from block.headings
    for row in block.rows:
        yield from row
