"""Reads conditions out of documents, against a vocabulary, with every complaint placed.

The language is described in docs/tutorial/add-a-norm.md, section 3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from amparo.errors import Place, Problem
from amparo.rules.conditions import (
    EVERYONE,
    All,
    Among,
    Any,
    Between,
    Condition,
    Derived,
    Includes,
    Open,
    Reason,
    Unless,
    Within,
)
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Kind
from amparo.rules.reading import Entries, Listing, Node, Scalar

_WRITTEN_SO = {"and": "all", "or": "any", "not": "unless"}
_OPEN_REASONS = (Reason.LAW_NOT_ENCODED, Reason.TEXT_SILENT, Reason.PARTIAL_RESERVATION)


@dataclass(frozen=True, slots=True)
class Language:
    """The names that a condition may use."""

    facts: Mapping[str, Fact]
    derived: Mapping[str, Derived]
    has_state: Callable[[str], bool]
    has_group: Callable[[str], bool]

    def nearest(self, name: str) -> str:
        """A hint for a misspelt name, or nothing."""
        near = get_close_matches(name, [*self.facts, *self.derived], n=1, cutoff=0.6)
        return f" Did you mean {near[0]}?" if near else ""


def read_condition(node: Node, language: Language, problems: list[Problem]) -> Condition:
    """The condition that the node spells; adds every problem found and then returns something harmless."""
    return _Reader(language, problems).condition(node)


class _Reader:
    def __init__(self, language: Language, problems: list[Problem]) -> None:
        self.language, self.problems = language, problems

    def complain(self, place: Place, sentence: str) -> Condition:
        self.problems.append(Problem(place, sentence, "bad-condition"))
        return EVERYONE

    def condition(self, node: Node) -> Condition:
        if isinstance(node, Scalar):
            return self.named(str(node.value), True, node.place)
        if isinstance(node, Listing):
            return self.complain(node.place, "A list stands here. Say whether all:, any: or unless: of it must be so.")
        parts = [self.entry(name, value, node.places.get(name, node.place)) for name, value in node.items.items()]
        if not parts:
            return self.complain(node.place, "The condition is empty. Leave it out if everyone is meant.")
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def entry(self, name: str, value: Node, place: Place) -> Condition:
        if name == "all":
            return self.several(value, All)
        if name == "any":
            return self.several(value, Any)
        if name == "unless":
            return Unless(self.several(value, Any) if isinstance(value, Listing) else self.condition(value))
        if name == "open":
            return self.open(value, place)
        if meant := _WRITTEN_SO.get(name.casefold()):
            return self.complain(place, f"There is no {name}: here. Write {meant}: instead.")
        return self.test(name, value, place)

    def several(self, value: Node, kind: type[All] | type[Any]) -> Condition:
        if not isinstance(value, Listing):
            return self.complain(value.place, "A list of conditions is expected here.")
        if not value.items:
            return self.complain(value.place, "The list is empty, so it says nothing.")
        return kind(tuple(self.condition(item) for item in value))

    def open(self, value: Node, place: Place) -> Condition:
        reason = note = None
        if isinstance(value, Entries) and set(value.items) <= {"reason", "note"}:
            reason, note = (_text(value.get(name)) for name in ("reason", "note"))
        known = {one.value: one for one in _OPEN_REASONS}
        if reason not in known or not note:
            return self.complain(place, f"open: needs a reason ({', '.join(known)}) and a note.")
        return Open(known[reason], note)

    def named(self, name: str, wanted: object, place: Place) -> Condition:
        """A yes-or-no fact or a derived fact, true or false."""
        if name in self.language.derived:
            derived: Condition = self.language.derived[name]
            if not isinstance(wanted, bool):
                return self.complain(place, f"{name} is true or false.")
            return derived if wanted else Unless(derived)
        fact = self.language.facts.get(name)
        if fact is None:
            return self.complain(place, f"There is no fact {name}.{self.language.nearest(name)}")
        if fact.kind is not Kind.BOOLEAN or not isinstance(wanted, bool):
            return self.complain(place, f"{name} needs a value: it is a {fact.kind.value}.")
        return Among(name, frozenset({wanted}))

    def test(self, name: str, value: Node, place: Place) -> Condition:
        fact = self.language.facts.get(name)
        if fact is None or fact.kind is Kind.BOOLEAN:
            return self.named(name, value.value if isinstance(value, Scalar) else value, place)
        if fact.kind is Kind.CHOICE:
            return self.choice(fact, value, place)
        if fact.kind in (Kind.NUMBER, Kind.DATE):
            return self.limits(fact, value, place)
        return self.states(fact, value, place)

    def choice(self, fact: Fact, value: Node, place: Place) -> Condition:
        words = _texts(value)
        for word in words:
            if word not in fact.values:
                return self.complain(place, f"{fact.id} is never {word}. It is one of: {', '.join(fact.values)}.")
        if not words or len(set(words)) < len(words):
            return self.complain(place, f"{fact.id} needs one value or a list of different values.")
        if len(words) == len(fact.values):
            return self.complain(place, f"{fact.id} is always one of these, so the clause says nothing.")
        return Among(fact.id, frozenset(words))

    def limits(self, fact: Fact, value: Node, place: Place) -> Condition:
        names = ("at_least", "below") if fact.kind is Kind.NUMBER else ("from", "before")
        how = f"{fact.id} needs {{{names[0]}: ..., {names[1]}: ...}}, or one of the two."
        if not isinstance(value, Entries) or not value.items or not set(value.items) <= set(names):
            return self.complain(place, how)
        ends: list[int | date | None] = []
        for name in names:
            found = value.get(name)
            end = _limit(fact.kind, found)
            if found is not None and end is None:
                return self.complain(place, how)
            ends.append(end)
        low, high = ends
        if low is not None and high is not None and low >= high:  # type: ignore[operator]
            return self.complain(place, f"{fact.id} cannot be both: the first limit is not below the second.")
        return Between(fact.id, low, high)

    def states(self, fact: Fact, value: Node, place: Place) -> Condition:
        several = fact.kind is Kind.STATES
        if isinstance(value, Entries) and len(value.items) == 1:
            ((how, operand),) = value.items.items()
            word = _text(operand) or ""
            if several and how == "includes":
                return self.includes(fact, word, place)
            if how in (("some_within", "every_within") if several else ("within",)):
                if not self.language.has_group(word):
                    return self.complain(place, f"There is no group of States {word}.")
                return Within(fact.id, word, how.removesuffix("_within") if several else "one")
        if several:
            return self.complain(
                place, f"{fact.id} needs {{includes: ...}}, {{some_within: ...}} or {{every_within: ...}}."
            )
        codes = _texts(value)
        for code in codes:
            if not self.language.has_state(code):
                return self.complain(place, f"{code} is not the code of a State (ISO 3166-1 alpha-3).")
        if not codes:
            return self.complain(place, f"{fact.id} needs the code of a State, a list of them, or {{within: ...}}.")
        return Among(fact.id, frozenset(codes))

    def includes(self, fact: Fact, word: str, place: Place) -> Condition:
        other = self.language.facts.get(word)
        if other is not None and other.kind is Kind.STATE:
            return Includes(fact.id, word, by_fact=True)
        if self.language.has_state(word):
            return Includes(fact.id, word, by_fact=False)
        return self.complain(place, f"{word} is neither the code of a State nor a fact that names one.")


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def _texts(node: Node) -> list[str]:
    items = node.items if isinstance(node, Listing) else (node,)
    return [str(item.value) if isinstance(item, Scalar) else "?" for item in items]


def _limit(kind: Kind, node: Node | None) -> int | date | None:
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    if kind is Kind.NUMBER:
        return node.value if isinstance(node.value, int) else None
    try:
        period = Period.parse(str(node.value))
    except ValueError:
        return None
    return period.first if period.is_day else None
