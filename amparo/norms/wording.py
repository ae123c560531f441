"""Reasons in words: what a clause says of the person, in their language, from the labels of the vocabulary."""

from amparo.norms.catalogue import Catalogue
from amparo.rules.conditions import Among, Condition, Derived, Open, Unless
from amparo.rules.explaining import Explained, deciding
from amparo.rules.spelling import spelt
from amparo.rules.truth import YES


def reasons(explained: Explained, catalogue: Catalogue, language: str) -> list[str]:
    """The clauses about the person that decided, each in words; the State's bond and its role are told apart."""
    found: dict[str, None] = {}
    for part in deciding(explained):
        if getattr(part.condition, "fact", None) in ("state", "role"):
            continue
        found[in_words(part.condition, part.value is YES, catalogue, language)] = None
    return list(found)


def in_words(condition: Condition, holds: bool, catalogue: Catalogue, language: str) -> str:
    """One clause in words; a clause that is not so is told with its opposite sign."""
    vocabulary = catalogue.vocabulary
    sign = "" if holds else "≠ "
    if isinstance(condition, Derived):
        return sign + vocabulary.derived_labels[condition.name][language]
    if isinstance(condition, Unless):
        return in_words(condition.part, not holds, catalogue, language)
    if isinstance(condition, Open):
        return condition.note
    if isinstance(condition, Among) and condition.fact in vocabulary.facts:
        wording = vocabulary.facts[condition.fact].wording
        if condition.values == frozenset({True}):
            return sign + wording.label[language]
        if condition.values == frozenset({False}):
            return ("≠ " if holds else "") + wording.label[language]
        values = [
            wording.values[str(value)][language]
            for value in sorted(condition.values, key=str)
            if str(value) in wording.values
        ]
        return f"{sign}{wording.label[language]}: {' / '.join(values)}"
    return sign + spelt(condition)
