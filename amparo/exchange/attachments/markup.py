"""XML rewritten as it is read, element by element: no entities, no comments, and only the attributes that stay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from amparo.exchange.attachments.attachment import refuse

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Keep:
    """What becomes of an element: its attributes, and whether the text directly in it stays."""

    attributes: Attributes
    text: bool = True


# Given the name and the attributes, both with their prefixes; None leaves the element away, with all that is in it.
Decide = Callable[[str, Attributes], Keep | None]


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def rewrite(data: bytes, decide: Decide) -> bytes:
    """The document with each element as `decide` wants it; prefixes stay as they are, since office programs refer to them in text."""
    writer = _Writer(decide)
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: refuse("hidden-content")  # no entities, so none that unfold
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
    except ExpatError:
        refuse("broken")
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + writer.out.getvalue()).encode()


class _Writer:
    def __init__(self, decide: Decide) -> None:
        self.decide, self.skipped = decide, 0
        self.out = StringIO()
        self.texts: list[bool] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        kept = None if self.skipped else self.decide(name, dict(attributes))
        if kept is None:
            self.skipped += 1
            return
        if len(self.texts) > 200:
            refuse("too-much-inside")
        said = "".join(f" {key}={quoteattr(value, _BREAKS)}" for key, value in kept.attributes.items())
        self.out.write(f"<{name}{said}>")
        self.texts.append(kept.text)

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        self.out.write(f"</{name}>")
        self.texts.pop()

    def text(self, said: str) -> None:
        if not self.skipped and self.texts[-1]:
            self.out.write(escape(said, {"\r": "&#13;"}))


_BREAKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
