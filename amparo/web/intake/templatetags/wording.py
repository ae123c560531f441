"""The words around an answer, the same as on paper and on the command line."""

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language

from amparo.norms.answers import phrases

register = template.Library()


@register.simple_tag
def phrase(name: str, **filled: object) -> str:
    """A phrase of the catalogue in the language of the page, its gaps filled; several words in one gap are joined."""
    language = get_language() or "en"
    between = phrases.phrase("between", language)
    return phrases.phrase(name, language, **{gap: _joined(words, between) for gap, words in filled.items()})


def _joined(words: object, between: str) -> str:
    return (
        between.join(map(str, words)).rstrip(".")
        if isinstance(words, Iterable) and not isinstance(words, str)
        else str(words)
    )
