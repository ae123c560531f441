"""Coded facts of a case: read from its newest entry, shown with their labels, and asked of the rights they engage.

An entry of facts holds what `read_situation` takes, with or without a State, and further States in `also`: the same facts are asked
of each.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.errors import Problems
from amparo.norms.answers.as_text import matter_now, may_be_yours
from amparo.norms.answers.by_theme import themed
from amparo.norms.answers.pages import Standing, Theme
from amparo.norms.answers.phrases import day_name, phrase, state_name
from amparo.norms.answers.questions import first_questions
from amparo.norms.answers.rights import Answers, rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Interval, Known
from amparo.rules.truth import NO
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation
from amparo.situation.vocabulary import Vocabulary
from amparo.web.casework.lists import folded

_ANY = "CHE"  # facts are checked before anybody knows of which State they are asked
MOST_STATES = 3
_MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that would settle something."""

    text: str
    touches: int
    is_dangerous: bool


@dataclass(frozen=True)
class RightsTowards:
    """What one State owes, as far as the facts tell: what matters now, what may be theirs, how many more are held or open.

    `questions` are those whose answers would settle most, with the number of provisions each touches.
    """

    state: str
    now: tuple[Theme, ...]
    perhaps: tuple[Theme, ...]
    others: int
    questions: tuple[Asking, ...]


def vocabulary() -> Vocabulary:
    """The facts that can be coded."""
    return load_catalogue().vocabulary


@functools.cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every State and territory of today: its code, and its name in the language, in the order of the alphabet."""
    states = (one for one in vocabulary().states.values() if one.kind in ("state", "territory"))
    named = [(one.code, state_name(one, language)) for one in states]
    return tuple(sorted(named, key=lambda pair: folded(pair[1])))


def known_facts(data: Mapping[str, object]) -> Mapping[str, Known]:
    """The facts of an entry, checked; raises Problems if it holds what is no fact."""
    given = data.get("facts")
    facts = dict(given) if isinstance(given, Mapping) else {}
    told = {name for name in ("state", "date") if facts.get(name) not in (None, "", "unknown")}
    read = read_situation({**facts, "state": facts["state"] if "state" in told else _ANY}, vocabulary())
    return {name: value for name, value in read.facts.items() if name not in ("state", "date") or name in told}


def states_of(data: Mapping[str, object]) -> list[str]:
    """The codes of the States that the facts are asked of, the first one first."""
    facts, also = data.get("facts"), data.get("also")
    first = [str(facts["state"])] if isinstance(facts, Mapping) and facts.get("state") else []
    return list(dict.fromkeys([*first, *map(str, also if isinstance(also, list) else ())]))[:MOST_STATES]


def shown_facts(data: Mapping[str, object], language: str) -> list[tuple[str, str]]:
    """Label and value of every known fact; what is unknown is not among them. Empty where an entry cannot be read."""
    try:
        facts = known_facts(data)
    except Problems:
        return []
    asked = vocabulary().facts
    rows = [
        (asked[name].wording.label[language], _value(name, facts[name], language)) for name in asked if name in facts
    ]
    further = [_state(code, language) for code in states_of(data)[1:]]
    return rows + ([(asked["state"].wording.label[language], name) for name in further])


def rights_engaged(data: Mapping[str, object], language: str) -> Iterator[RightsTowards]:
    """What each State that the facts name owes; nothing while they name none, or cannot be read."""
    try:
        facts = known_facts(data)
    except Problems:
        return
    for code in states_of(data):
        if code not in vocabulary().states:
            continue
        situation = Situation({"date": read_situation({"state": code}, vocabulary()).date, **facts, "state": code})
        answers = rights(situation)
        # The page of a case needs what is engaged, and the number of the rest: the whole catalogue in words takes longer.
        urgent = {one.provision.id for one in (*matter_now(answers), *may_be_yours(answers))}
        engaged = tuple(one for one in answers if one.provision.id in urgent)
        themes = themed(Answers(answers.situation, answers.catalogue, engaged), language)
        shown = {standing: _standing(themes, standing) for standing in (Standing.NOW, Standing.MAY_BE)}
        others = len(
            {one.provision.right for one in answers if one.holds.value is not NO}
            - {one.provision.right for one in engaged}
        )
        yield RightsTowards(
            _state(code, language), shown[Standing.NOW], shown[Standing.MAY_BE], others, _questions(answers, language)
        )


def _questions(answers: Answers, language: str) -> tuple[Asking, ...]:
    return tuple(
        Asking(one.asked.wording.question[language], len(one.provisions), one.asked.dangerous)
        for one in first_questions(answers, _MOST_QUESTIONS)
    )


def _standing(themes: tuple[Theme, ...], how: Standing) -> tuple[Theme, ...]:
    parts = ((theme, tuple(right for right in theme.rights if right.standing is how)) for theme in themes)
    return tuple(Theme(theme.id, theme.heading, rights, theme.steps) for theme, rights in parts if rights)


def _state(code: str, language: str) -> str:
    state = vocabulary().states.get(code)
    return state_name(state, language) if state else code


def _value(name: str, value: Known, language: str) -> str:
    values = vocabulary().facts[name].wording.values
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(value, str):
        return values[value][language] if value in values else _state(value, language)
    if isinstance(value, frozenset):
        return phrase("between", language).join(_state(code, language) for code in sorted(value))
    if isinstance(value, Interval):
        ends = [str(end) for end in (value.least, value.most) if end is not None]
        return ends[0] if value.is_exact else "–".join(ends)
    return day_name(str(value), language)
