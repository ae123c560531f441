"""An interview: which screen of questions comes next, and what an answer to it makes known.

Flags of one topic are asked together: those ticked are so, the others of that screen are not. A screen that is skipped leaves
everything on it unknown, and is not shown again.
"""

from dataclasses import dataclass, field
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at once: one fact, or several flags of a topic."""

    facts: tuple[Asked, ...]
    heading: Text

    @property
    def is_flags(self) -> bool:
        return self.facts[0].flag

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
    """A situation that grows with each answer. Lives in memory only."""

    catalogue: Catalogue
    situation: Situation
    opened: tuple[str, ...]
    skipped: set[str] = field(default_factory=set)
    answered: set[str] = field(
        default_factory=set
    )  # an age told as 15-20 may leave things open, and is not asked again

    @classmethod
    def begin(cls, catalogue: Catalogue, state: str, on: date, opened: tuple[str, ...] = ()) -> "Interview":
        return cls(catalogue, Situation({"state": state, "date": Period(on, on)}), opened)

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
        if not first.flag:
            return Screen((first,), first.wording.question)
        together = [one.asked for one in questions if _together(one, first)]
        order = list(self.catalogue.vocabulary.facts)
        together.sort(key=lambda asked: order.index(asked.fact.id))
        return Screen(tuple(together), self.catalogue.vocabulary.topics[first.topic][1])

    def answer(self, screen: Screen, said: str) -> bool:
        """Makes the answer known, or remembers that the screen was skipped; False if it cannot be understood."""
        if not said:
            self.skipped |= {asked.fact.id for asked in screen.facts}
            return True
        told = self._told_flags(screen, said) if screen.is_flags else self._told_fact(screen.facts[0], said)
        if told is None:
            return False
        try:
            given = {**plain_facts(self.situation.facts), **plain_facts(told)}
            self.situation = read_situation(given, self.catalogue.vocabulary)
        except Problems:
            return False
        self.answered |= told.keys()
        return True

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
            ends = said.split("-")
            if len(ends) > 2 or not all(end.strip().isdecimal() for end in ends):
                return None
            least, most = int(ends[0]), int(ends[-1])
            return {fact.id: Interval(least, most)} if least <= most else None
        values: tuple[Known, ...] = (True, False) if fact.kind is Kind.BOOLEAN else fact.values
        if not said.isdecimal() or not 1 <= int(said) <= len(values):
            return None
        return {fact.id: values[int(said) - 1]}


def _together(question: Question, first: Asked) -> bool:
    return question.asked.flag and question.asked.topic == first.topic and question.asked.dangerous == first.dangerous
