"""Reads YAML and JSON strictly, and remembers on which line everything stood.

Knowledge is written by lawyers, and a file that means something else than it says would harm somebody. So a key given
twice, a `NO` that YAML would turn into false, an alias, a tag or a tab is a problem with file and line, never a guess.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from amparo.errors import BadInput, Place, Problem
from amparo.rules.nodes import Entries, Listing, Node, Plain, Scalar
from amparo.rules.trees import TOO_LONG, Tree, naming, number

__all__ = [
    "LARGEST_FILE",
    "Entries",
    "Listing",
    "Node",
    "Place",
    "Plain",
    "Scalar",
    "parse_document",
    "read_document",
    "read_text",
]

LARGEST_FILE = 20 * 1024 * 1024
DEEPEST = 60  # levels; our own files have eight
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ADVICE = (
    "If a text contains a colon, put it in quotes; otherwise compare the spaces at the beginning with the line above; "
    "no tabs."
)


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
    """The document in `text` (YAML, or JSON where it begins with a bracket); None, with its problems added, if there are any."""
    before = len(problems)
    found = parse_document(text, file, problems)
    return found if len(problems) == before else None


def parse_document(
    text: str, file: str, problems: list[Problem], *, prose: frozenset[str] = frozenset()
) -> Node | None:
    """As much of the document as can be read; adds every problem found. For checking only: whoever gets a problem loads nothing.

    `prose` names the entries whose unquoted text a remark must not cut.
    """
    before = len(problems)
    is_json = text.lstrip()[:1] in ("{", "[") and not _is_deep_json(text)
    if is_json and (found := _read_json(text, file, problems)) is not None:
        return found
    del problems[before:]
    tree = Tree(text, file, problems, prose)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.take(event)
            if len(tree.open) > DEEPEST:
                problems.append(Problem(tree.open[-1].place, "This is nested too deeply to be read."))
                return None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        why = getattr(wrong, "problem", None) or "the text is broken"
        place = Place(file, mark.line + 1 if mark else 0)
        problems.append(Problem(place, f"This is not readable as YAML or JSON: {why}. {_ADVICE}"))
        return None
    if tree.root is None:
        problems.append(Problem(Place(file), "The file is empty."))
    return tree.root


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
                problems.append(Problem(place, f"{naming(name)} is given twice."))
            items[name] = node(value)
        return Entries(items, place, dict.fromkeys(items, place))

    def node(value: Any) -> Node:
        if isinstance(value, Entries):
            return value
        if isinstance(value, list):
            return Listing(tuple(node(item) for item in value), place)
        return Scalar(value, place)

    def limited(digits: str) -> Plain:
        if (found := number(digits)) is None:
            problems.append(Problem(place, TOO_LONG))
        return found

    def refused(word: str) -> Plain:
        problems.append(Problem(place, f"{word} is not a number. Leave out what is not known."))
        return None

    try:
        return node(
            json.loads(text, object_pairs_hook=entries, parse_int=limited, parse_float=limited, parse_constant=refused)
        )
    except (json.JSONDecodeError, RecursionError):
        return None
