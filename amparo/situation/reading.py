"""Reads situations from JSON, YAML, CSV and Python mappings. Collects every problem, then stops; a fact not given is unknown."""

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.rules.conditions import DAY
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Kind, Known
from amparo.rules.forms import read_table
from amparo.rules.reading import Entries, Listing, Node, Scalar, parse_document, read_text
from amparo.situation.clock import today
from amparo.situation.situations import Situation
from amparo.situation.vocabulary import Asked, Vocabulary

_INTERVAL = re.compile(r"(?P<least>\d{1,4})(?:-(?P<most>\d{1,4}))?")  # 17, or 15-18
OLDEST = 130  # years; nobody has been known to live longer


def read_situation(given: Mapping[str, Any] | Node, vocabulary: Vocabulary, *, file: str = "situation") -> Situation:
    """The situation that a mapping or a document node describes; raises Problems with every complaint."""
    problems: list[Problem] = []
    node = parse_document(json.dumps(given, default=str), file, problems) if isinstance(given, Mapping) else given
    situation = _Reader(vocabulary, problems, file).situation(node) if node else None
    if problems or situation is None:
        raise Problems(problems)
    return situation


def read_situations(path: Path | None, text: str, vocabulary: Vocabulary) -> list[Situation]:
    """The situations in a file (or in `text` from standard input): one in JSON or YAML, a list of them, or the rows of a CSV file."""
    name = str(path) if path else "standard input"
    text = read_text(path) if path else text
    if not text.strip():
        raise BadInput(
            "empty-file", f"{name} is empty. Describe a situation in it, at least state and date.", file=name
        )
    problems: list[Problem] = []
    if (path and path.suffix.lower() == ".csv") or (path is None and _looks_like_a_table(text, vocabulary)):
        nodes = _rows(text, name, vocabulary, problems)
    else:
        root = parse_document(text, name, problems)
        nodes = list(root) if isinstance(root, Listing) else [root] if root else []
    reader = _Reader(vocabulary, problems, name)
    found = [reader.situation(node) for node in nodes]
    if not nodes and not problems:
        problems.append(Problem(Place(name), "There is no situation in it."))
    if problems:
        raise Problems(problems)
    return [situation for situation in found if situation is not None]


def _looks_like_a_table(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the first line names facts, separated by commas, as the header of a CSV file does."""
    names = [name.strip() for name in text.lstrip().partition("\n")[0].split(",")]
    return len(names) > 1 and any(name in vocabulary.facts for name in names)


def _rows(text: str, name: str, vocabulary: Vocabulary, problems: list[Problem]) -> list[Node]:
    """Each row as a document; an empty cell is unknown, `;` separates the items of a list."""
    lists = {"circumstances", "circumstances_false"} | {
        fact for fact, asked in vocabulary.facts.items() if asked.fact.kind is Kind.STATES
    }
    rows = read_table(text, name, problems)
    return [
        Entries({column: _cell(column, cell, lists) for column, cell in row.items.items()}, row.place, row.places)
        for row in rows
    ]


def _cell(column: str, node: Node, lists: set[str]) -> Node:
    assert isinstance(node, Scalar) and isinstance(node.value, str)
    cell, place = node.value, node.place
    if cell == "unknown":
        return node
    if column in lists:
        return Listing(tuple(Scalar(part.strip(), place) for part in cell.split(";") if part.strip()), place)
    if cell in ("true", "false"):
        return Scalar(cell == "true", place)
    if column != DAY and (ends := _INTERVAL.fullmatch(cell)):
        least, most = int(ends["least"]), int(ends["most"] or ends["least"])
        return (
            Scalar(least, place)
            if ends["most"] is None
            else Entries({"min": Scalar(least, place), "max": Scalar(most, place)}, place)
        )
    return node


def _is_told(node: Node | None) -> bool:
    """Whether something is said of a fact; null and unknown say nothing."""
    return node is not None and not (isinstance(node, Scalar) and node.value in (None, "unknown"))


class _Reader:
    def __init__(self, vocabulary: Vocabulary, problems: list[Problem], file: str) -> None:
        self.vocabulary, self.problems, self.file = vocabulary, problems, file
        self.now = today()

    def complain(self, place: Place, field: str, sentence: str) -> None:
        self.problems.append(Problem(place, f"{field} {sentence}", "bad-situation"))

    def situation(self, node: Node) -> Situation | None:
        before = len(self.problems)
        if not isinstance(node, Entries):
            self.problems.append(
                Problem(node.place, "A situation is a list of facts with their values, such as state: MEX.")
            )
            return None
        facts: dict[str, Known] = {}
        for name, value in node.items.items():
            self.field(name, value, node.places.get(name, node.place), facts)
        if not _is_told(node.get("date")):
            facts["date"] = Period(self.now, self.now)
        if not _is_told(node.get("state")):
            self.complain(node.place, "state", "is missing: say which State is asked about, such as state: MEX.")
        if len(self.problems) > before:
            return None
        self.follow(facts, node)
        return Situation(facts) if len(self.problems) == before else None

    def field(self, name: str, value: Node, place: Place, facts: dict[str, Known]) -> None:
        if name in ("circumstances", "circumstances_false"):
            for flag, said in self.flags(name, value, place):
                self.keep(flag, said, place, facts)
            return
        asked = self.vocabulary.facts.get(name)
        if asked is None:
            self.unknown_name(name, place)
            return
        if not _is_told(value):
            return
        known = self.known(asked, value, place)
        if known is not None:
            self.keep(name, known, place, facts)

    def unknown_name(self, name: str, place: Place) -> None:
        """Complains of a name that is no fact; it is not repeated, since it may be what a person told."""
        near = get_close_matches(name, list(self.vocabulary.facts), n=1, cutoff=0.6)
        if ";" in name or "\t" in name:
            self.complain(place, "The header", "is one long name. Separate the columns by commas.")
        elif near:
            self.complain(place, "A name here", f"is not a fact of the vocabulary. Did you mean {near[0]}?")
        else:
            self.complain(place, "A name", "stands here that is not a fact of the vocabulary.")

    def keep(self, name: str, known: Known, place: Place, facts: dict[str, Known]) -> None:
        if facts.setdefault(name, known) != known:
            self.complain(place, name, "is given twice with different values.")

    def flags(self, name: str, value: Node, place: Place) -> list[tuple[str, bool]]:
        """Circumstances as a list (all so; with `_false`, all not so) or as a mapping to true, false or null."""
        said: list[tuple[str, object]]
        if isinstance(value, Listing):
            said = [(str(item.value) if isinstance(item, Scalar) else "?", name == "circumstances") for item in value]
        elif isinstance(value, Entries) and name == "circumstances":
            said = [(flag, item.value if isinstance(item, Scalar) else "?") for flag, item in value.items.items()]
        elif not _is_told(value):
            return []
        else:
            self.complain(place, name, "is a list of what is so, or a mapping of each to true, false or null.")
            return []
        found: list[tuple[str, bool]] = []
        for flag, truth in said:
            asked = self.vocabulary.facts.get(flag)
            if asked is None or not asked.flag:
                self.complain(place, name, f"has no such circumstance.{self.nearest_flag(flag)}")
            elif isinstance(truth, bool):
                found.append((flag, truth))
            elif truth is not None and truth != "unknown":
                self.complain(place, flag, "is true, false or null.")
        return found

    def nearest_flag(self, word: str) -> str:
        near = get_close_matches(word, self.vocabulary.flags, n=1, cutoff=0.6)
        return f" Did you mean {near[0]}?" if near else ""

    def known(self, asked: Asked, node: Node, place: Place) -> Known | None:
        fact = asked.fact
        value = node.value if isinstance(node, Scalar) else None
        if fact.kind is Kind.BOOLEAN:
            if isinstance(value, bool):
                return value
            self.complain(place, fact.id, "is true, false or unknown.")
        elif fact.kind is Kind.CHOICE:
            if isinstance(value, str) and value in fact.values:
                return value
            self.complain(place, fact.id, f"is one of: {', '.join(fact.values)}.")
        elif fact.kind is Kind.NUMBER:
            return self.number(fact.id, node, place)
        elif fact.kind is Kind.DATE:
            return self.day(fact.id, value, place)
        elif fact.kind is Kind.STATE:
            return self.state(fact.id, value, place)
        else:
            return self.states(fact.id, node, place)
        return None

    def number(self, name: str, node: Node, place: Place) -> Interval | None:
        ends: list[object] = [None, None]
        if isinstance(node, Scalar):
            ends = [node.value, node.value]
        elif isinstance(node, Entries) and node.items and set(node.items) <= {"min", "max"}:
            found = [node.get("min"), node.get("max")]
            ends = [end.value if isinstance(end, Scalar) else "?" if end else None for end in found]
        given = [end for end in ends if end is not None]
        whole = [end for end in given if isinstance(end, int) and not isinstance(end, bool) and 0 <= end <= OLDEST]
        if not given or len(whole) < len(given) or (len(whole) == 2 and whole[0] > whole[1]):
            self.complain(place, name, f"is a whole number from 0 to {OLDEST}, or {{min: 15, max: 18}}.")
            return None
        least, most = (end if isinstance(end, int) else None for end in ends)
        return Interval(least, most)

    def day(self, name: str, value: object, place: Place) -> Period | None:
        try:
            period = Period.parse(str(value))
        except ValueError as wrong:
            self.complain(place, name, f"{wrong}.")
            return None
        if period.first > self.now:
            self.complain(place, name, f"lies in the future. Ask about a day up to {self.now}.")
            return None
        return period if period.last <= self.now else Period(period.first, self.now)

    def state(self, name: str, value: object, place: Place) -> str | None:
        state = self.vocabulary.states.get(str(value).upper())
        if state is None or state.kind == "organisation":
            self.complain(place, name, "is not a State's code. Use ISO 3166-1 alpha-3, such as MEX.")
        elif state.kind == "ended" and name == "state":
            self.complain(
                place, name, f"names {state.name}, which ended on {state.ended_on}. Name the State that followed it."
            )
        else:
            return state.code
        return None

    def states(self, name: str, node: Node, place: Place) -> frozenset[str] | None:
        items = list(node) if isinstance(node, Listing) else [node]
        codes = [self.state(name, item.value if isinstance(item, Scalar) else None, place) for item in items]
        return None if None in codes else frozenset(code for code in codes if code)

    def follow(self, facts: dict[str, Known], node: Entries) -> None:
        """Statelessness and nationality answer each other unless both are given: a named nationality means not stateless."""
        nationality, stateless = facts.get("nationality"), facts.get("stateless")
        if nationality and stateless is None and "stateless" not in node:
            facts["stateless"] = False
        elif nationality is None and stateless is True:
            facts["nationality"] = frozenset()
        elif nationality == frozenset() and stateless is not True:
            self.complain(
                node.place, "nationality", "is empty. Say stateless: true, or leave nationality out if it is not known."
            )
