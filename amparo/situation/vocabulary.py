"""The vocabulary: which facts there are, how one asks for them, and what follows from them. All of it is data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from amparo.rules.conditions import Derived
from amparo.rules.facts import Fact, Kind
from amparo.rules.language import Language
from amparo.situation.states import State, StateGroup

LANGUAGES = ("en", "es", "fr", "ar")
Text = Mapping[str, str]  # one sentence or name in each language


@dataclass(frozen=True, slots=True)
class Wording:
    """How a fact is shown and asked for, in each language; `values` are the labels of a choice."""

    label: Text
    question: Text
    help: Text
    why: Text
    values: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact of the vocabulary: what the kernel knows of it, and how one deals with it.

    `dangerous`: could harm the person if it fell into the wrong hands, so it is asked last and held least.
    `flag`: one of the circumstances. `asked`: an interview may ask for it, but only when `after` is known.
    """

    fact: Fact
    topic: str
    wording: Wording
    dangerous: bool = False
    flag: bool = False
    asked: bool = True
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Facts, derived facts, topics, States and groups of States."""

    facts: Mapping[str, Asked]
    derived: Mapping[str, Derived]
    derived_labels: Mapping[str, Text]
    topics: Mapping[str, tuple[Text, Text]]  # label and question
    states: Mapping[str, State]
    groups: Mapping[str, StateGroup]

    @property
    def kernel_facts(self) -> dict[str, Fact]:
        return {name: asked.fact for name, asked in self.facts.items()}

    @property
    def flags(self) -> list[str]:
        return [name for name, asked in self.facts.items() if asked.flag]

    def language(self, instruments: frozenset[str] = frozenset()) -> Language:
        """The names that conditions may use; `bound:<instrument>` is a group for each instrument given."""

        def has_group(name: str) -> bool:
            return name in self.groups or (name.startswith("bound:") and name.removeprefix("bound:") in instruments)

        return Language(self.kernel_facts, self.derived, self.states.__contains__, has_group)

    def numbers(self) -> list[str]:
        return [name for name, asked in self.facts.items() if asked.fact.kind is Kind.NUMBER]
