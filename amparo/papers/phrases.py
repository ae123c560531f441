"""What papers say around the content of a case."""

from amparo.norms.answers.phrases import phrases_of


def phrase(name: str, language: str, **filled: object) -> str:
    """A phrase of this room with its gaps filled."""
    return phrases_of("amparo.papers")[name][language].format(**filled)
