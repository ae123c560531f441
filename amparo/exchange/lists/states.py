"""States as people write them: by code, or by name in one of our languages."""

import functools
import re
import unicodedata
from collections.abc import Mapping

from babel import Locale

from amparo.situation.states import State
from amparo.situation.vocabulary import LANGUAGES

_BETWEEN = re.compile(r"[;,|/+&\n،؛]| (?:and|y|et|و) ")


def folded(said: str) -> str:
    """The words without case, accents, vowel signs, punctuation and doubled spaces, for comparing.

    >>> folded("  ¿Cuál es su NACIONALIDAD? ")
    'cual es su nacionalidad'
    """
    apart = unicodedata.normalize("NFKD", said).casefold()
    words = "".join(
        " " if unicodedata.category(one)[0] in "PSZC" else one for one in apart if not unicodedata.combining(one)
    )
    return " ".join(words.split())


@functools.cache
def _codes_by_name() -> dict[str, str]:
    """The alpha-2 code of every State and territory by its name in each language."""
    return {
        folded(str(name)): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }


def find_state(said: str, states: Mapping[str, State]) -> State | None:
    """The State of that code (alpha-3 or alpha-2) or name; None if there is none such. Organisations are none."""
    code, word = said.strip().upper(), folded(said)
    alpha2 = code if len(code) == 2 and code.isascii() else _codes_by_name().get(word)
    found = states.get(code) or next(
        (one for one in states.values() if folded(one.name) == word or (alpha2 and one.alpha2 == alpha2)), None
    )
    return found if found and found.kind != "organisation" else None


def find_states(said: str, states: Mapping[str, State]) -> list[State] | None:
    """The States named, one or several; None if any part names none."""
    if whole := find_state(said, states):
        return [whole]
    parts = [part for part in _BETWEEN.split(said) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"([A-Za-z]{3} )+[A-Za-z]{3}", said.strip()):
        parts = said.split()
    found = [find_state(part, states) for part in parts]
    return [one for one in found if one] if found and None not in found else None
