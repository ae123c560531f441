"""The words around an answer, in the language chosen, and the names of States and days in it."""

import functools
from datetime import date
from importlib.resources import files

from babel import Locale
from babel.dates import format_date

from amparo.errors import Defect, Problem
from amparo.rules.forms import plain
from amparo.rules.reading import read_document
from amparo.situation.states import State


@functools.cache
def _phrases() -> dict[str, dict[str, str]]:
    problems: list[Problem] = []
    node = read_document(
        files("amparo.norms").joinpath("data/phrases.yaml").read_text("utf-8"), "phrases.yaml", problems
    )
    if node is None:
        raise Defect("broken-phrases", f"The phrases cannot be read: {problems[0]}")
    return plain(node)  # type: ignore[return-value]


def phrase(name: str, language: str, **filled: object) -> str:
    """A phrase with its gaps filled."""
    return _phrases()[name][language].format(**filled)


def state_name(state: State, language: str) -> str:
    """The State's name in the language, or ours where the language has none."""
    return Locale(language).territories.get(state.alpha2, state.name) if state.alpha2 else state.name


def day_name(day: str | date, language: str) -> str:
    """A day as the language writes it; a month or a year as it stands."""
    if isinstance(day, str):
        if len(day) < len("2003-07-01"):
            return day
        day = date.fromisoformat(day)
    return format_date(day, "long", locale="en_GB" if language == "en" else language)
