"""Coded facts: read from an entry, and shown with their labels.

An entry of facts holds what `read_situation` takes, with or without a State, and further States in `also`.
"""

import functools
from collections.abc import Mapping

from amparo.case.wording import state_label, value_label
from amparo.errors import Problems
from amparo.norms.answers.phrases import state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Known
from amparo.situation.reading import read_situation
from amparo.situation.vocabulary import Vocabulary
from amparo.web.casework.lists.wanted import folded

_ANY = "CHE"  # facts are checked before anybody knows of which State they are asked
MOST_STATES = 3


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
        (asked[name].wording.label[language], value_label(name, facts[name], language))
        for name in asked
        if name in facts
    ]
    further = [state_label(code, language) for code in states_of(data)[1:]]
    return rows + ([(asked["state"].wording.label[language], name) for name in further])
