"""Passages: a text cut into its sentences, so that a person can say on which words a fact rests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# An end of sentence in the scripts people write in here, with what may follow it, or a new line.
_END = re.compile(r"[.!?؟।۔。！？]+[\"'»”’)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text, from one letter to before another."""

    start: int
    end: int
    words: str

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError("a passage begins before it ends")


def passages(text: str) -> list[Passage]:
    """The sentences of a text, without the room between them.

    >>> [one.words for one in passages("They locked us in. Nobody paid!")]
    ['They locked us in.', 'Nobody paid!']
    """
    ends = [found.end() for found in _END.finditer(text)]
    return list(_cut(text, [*ends, len(text)]))


def from_to(several: Iterable[Passage], text: str) -> Passage:
    """One passage from the first to the last of several; raises ValueError if there is none."""
    found = list(several)
    if not found:
        raise ValueError("no words are chosen")
    start, end = min(one.start for one in found), max(one.end for one in found)
    return Passage(start, end, text[start:end])


def _cut(text: str, ends: Iterable[int]) -> Iterator[Passage]:
    start = 0
    for end in ends:
        words = text[start:end]
        lead = len(words) - len(words.lstrip())
        if words.strip():
            yield Passage(start + lead, start + lead + len(words.strip()), words.strip())
        start = end
