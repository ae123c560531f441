"""The words around an answer, in the language chosen, and the names of States and days in it."""

import functools
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_skeleton

from amparo.errors import Defect, Problem
from amparo.rules.forms import plain
from amparo.rules.reading import read_document
from amparo.situation.states import State
from amparo.situation.vocabulary import LANGUAGES


@functools.cache
def phrases_of(room: str) -> dict[str, dict[str, str]]:
    """The phrases that a room keeps in its `data/phrases.yaml`: name, language, words."""
    problems: list[Problem] = []
    node = read_document(files(room).joinpath("data/phrases.yaml").read_text("utf-8"), "phrases.yaml", problems)
    if node is None:
        raise Defect("broken-phrases", f"The phrases cannot be read: {problems[0]}")
    return plain(node)  # type: ignore[return-value]


def phrase(name: str, language: str, **filled: object) -> str:
    """A phrase with its gaps filled."""
    return phrases_of("amparo.norms")[name][language].format(**filled)


def state_name(state: State, language: str) -> str:
    """The State's name in the language, or ours where the language has none."""
    return Locale(language).territories.get(state.alpha2, state.name) if state.alpha2 else state.name


def find_state(said: str, states: Mapping[str, State]) -> State | None:
    """The State that somebody names by its code, or by its name in any of our languages; None if there is none such."""
    word = " ".join(said.split()).casefold()
    return states.get(word.upper()) or _by_name(word, states)


@functools.cache
def _codes_by_name() -> dict[str, str]:
    """The alpha-2 code of every territory by its name in each language."""
    return {str(name).casefold(): code for language in LANGUAGES for code, name in Locale(language).territories.items()}


def _by_name(word: str, states: Mapping[str, State]) -> State | None:
    alpha2 = _codes_by_name().get(word)
    return next(
        (one for one in states.values() if one.name.casefold() == word or (alpha2 and one.alpha2 == alpha2)), None
    )


@functools.lru_cache(maxsize=4096)
def day_name(day: str | date, language: str) -> str:
    """A day or a month as the language writes it; a year as it stands."""
    locale = "en_GB" if language == "en" else language
    if isinstance(day, str):
        if len(day) == len("2003-07"):
            return format_skeleton("yMMMM", date.fromisoformat(f"{day}-01"), locale=locale)
        if len(day) < len("2003-07-01"):
            return day
        day = date.fromisoformat(day)
    return format_date(day, "long", locale=locale)
