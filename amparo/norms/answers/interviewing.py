"""An interview: which screen of questions comes next, and what an answer to it makes known.

Flags of one topic are asked together: those ticked are so, the others of that screen are not. A screen that is skipped leaves
everything on it unknown, and is not shown again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.errors import Problems
from amparo.norms.answers.phrases import find_state, phrase
from amparo.norms.answers.questions import Question, next_questions
from amparo.norms.answers.rights import Answers, rights
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Kind, Known
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation, plain_facts
from amparo.situation.vocabulary import Asked, Text

_DIGITS = 4  # more are no number that anybody counts here


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at once: one fact, or several flags of a topic."""

    facts: tuple[Asked, ...]
    heading: Text

    @property
    def is_flags(self) -> bool:
        return self.facts[0].flag

    @property
    def is_dangerous(self) -> bool:
        return self.facts[0].dangerous

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(asked.fact.id for asked in self.facts)

    @property
    def instruction(self) -> str:
        """The phrase that says how to answer."""
        if self.is_flags:
            return "ask_flags"
        kind = self.facts[0].fact.kind
        return {Kind.NUMBER: "ask_number", Kind.STATES: "ask_states"}.get(kind, "ask_choice")

    def question(self, language: str) -> str:
        return self.heading[language]

    def why(self, language: str) -> str:
        return self.facts[0].wording.why[language]

    def options(self, language: str) -> list[str]:
        """What can be chosen, in order."""
        asked = self.facts[0]
        if self.is_flags:
            return [one.wording.question[language] for one in self.facts]
        if asked.fact.kind is Kind.BOOLEAN:
            return [phrase("yes", language), phrase("no", language)]
        return [label[language] for label in asked.wording.values.values()]


@dataclass
class Interview:
    """A situation that grows with each answer. Lives in memory, or sealed in the hands of the person, and nowhere else."""

    catalogue: Catalogue
    situation: Situation
    opened: tuple[str, ...]
    skipped: set[str] = field(default_factory=set)
    answered: set[str] = field(
        default_factory=set
    )  # an age told as 15-20 may leave things open, and is not asked again
    steps: list[tuple[str, ...]] = field(default_factory=list)  # what each screen made known or skipped, for going back

    @classmethod
    def begin(cls, catalogue: Catalogue, state: str, on: date, opened: tuple[str, ...] = ()) -> "Interview":
        return cls(catalogue, Situation({"state": state, "date": Period(on, on)}), opened)

    @classmethod
    def resume(cls, catalogue: Catalogue, held: Mapping[str, Any]) -> "Interview":
        """The interview that `held` told of; raises Problems if its facts are none of this catalogue, or lie in the future."""
        return cls(
            catalogue,
            read_situation(held["facts"], catalogue.vocabulary),
            tuple(name for name in held.get("opened", ()) if name in catalogue.provisions),
            set(held.get("skipped", ())),
            set(held.get("answered", ())),
            [tuple(step) for step in held.get("steps", ())],
        )

    def held(self) -> dict[str, Any]:
        """All of it as JSON can hold it, for `resume`."""
        return {
            "facts": self.situation.to_plain(),
            "opened": list(self.opened),
            "skipped": sorted(self.skipped),
            "answered": sorted(self.answered),
            "steps": [list(step) for step in self.steps],
        }

    @property
    def answers(self) -> Answers:
        return rights(self.situation, catalogue=self.catalogue)

    def next_asked(self) -> Screen | None:
        """The next screen; None when nothing more would be settled by asking."""
        questions = next_questions(self.answers, opened=self.opened, skipped=self.skipped | self.answered)
        if (
            self.opened
        ):  # somebody who asks about one right is asked about that, and so comes to the dangerous facts at all
            questions = [one for one in questions if not set(self.opened).isdisjoint(one.provisions)]
        if not questions:
            return None
        first = questions[0].asked
        together = [one for one in questions if _together(one, first)] if first.flag else questions[:1]
        return self.screen([one.asked.fact.id for one in together])

    def screen(self, names: Collection[str]) -> Screen:
        """The screen that asks for these facts; several are flags of one topic."""
        vocabulary = self.catalogue.vocabulary
        asked = tuple(one for name, one in vocabulary.facts.items() if name in names)
        return Screen(asked, vocabulary.topics[asked[0].topic][1] if asked[0].flag else asked[0].wording.question)

    def open(self, *provisions: str) -> None:
        """Asks from now on about these alone, dangerous facts among the rest, and again about what they lack and was skipped."""
        lacking = {name for right in self.answers if right.provision.id in provisions for name in right.missing}
        self.opened = provisions
        self.skipped -= lacking
        self.answered -= lacking

    def answer(self, screen: Screen, said: str) -> bool:
        """Makes the answer known, or remembers that the screen was skipped; False if it cannot be understood."""
        if not said:
            self.skip(screen)
            return True
        told = self._told_flags(screen, said) if screen.is_flags else self._told_fact(screen.facts[0], said)
        return told is not None and self.learn(told)

    def skip(self, screen: Screen) -> None:
        """Leaves everything on the screen unknown."""
        self.skipped |= set(screen.names)
        self.steps.append(screen.names)

    def learn(self, told: Mapping[str, Known]) -> bool:
        """Makes these facts known, and what follows from them; False, and nothing changed, if they cannot all be so."""
        known = self.situation.facts
        try:
            given = {**plain_facts(known), **plain_facts(told)}
            self.situation = read_situation(given, self.catalogue.vocabulary)
        except Problems:
            return False
        self.answered |= told.keys()
        self.steps.append(tuple(sorted((self.situation.facts.keys() - known.keys()) | told.keys())))
        return True

    def back(self) -> None:
        """Undoes the last step: what it made known or skipped can be asked again."""
        if self.steps:
            undone = set(self.steps.pop())
            self.situation = self.situation.forget(*undone)
            self.skipped -= undone
            self.answered -= undone

    def _told_flags(self, screen: Screen, said: str) -> dict[str, Known] | None:
        numbers = said.replace(",", " ").split()
        if not all(number.isdecimal() and int(number) <= len(screen.facts) for number in numbers):
            return None
        ticked = {int(number) for number in numbers}
        return {asked.fact.id: at in ticked for at, asked in enumerate(screen.facts, start=1)}

    def _told_fact(self, asked: Asked, said: str) -> dict[str, Known] | None:
        fact = asked.fact
        if fact.kind is Kind.STATES:
            named = [find_state(part, self.catalogue.vocabulary.states) for part in said.replace("،", ",").split(",")]
            return {fact.id: frozenset(state.code for state in named if state)} if all(named) else None
        if fact.kind is Kind.NUMBER:
            return {fact.id: number} if (number := read_number(said)) else None
        values: tuple[Known, ...] = (True, False) if fact.kind is Kind.BOOLEAN else fact.values
        if not said.isdecimal() or not 1 <= int(said) <= len(values):
            return None
        return {fact.id: values[int(said) - 1]}


def read_number(said: str) -> Interval | None:
    """The number that somebody writes, or the two that it lies between, such as 15-18, in any script; None if it is neither."""
    ends = [end.strip() for end in said.replace("\u2013", "-").split("-")]
    if len(ends) > 2 or not all(end.isdecimal() and len(end) <= _DIGITS for end in ends):
        return None
    least, most = int(ends[0]), int(ends[-1])
    return Interval(least, most) if least <= most else None


def _together(question: Question, first: Asked) -> bool:
    return question.asked.flag and question.asked.topic == first.topic and question.asked.dangerous == first.dangerous
