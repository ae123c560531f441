"""Reasons in words: what a clause says of the person, in their language, from the labels of the vocabulary."""

from amparo.norms.catalogue import Catalogue
from amparo.rules.conditions import Among, Condition, Derived, Open, Unless
from amparo.rules.explaining import Explained, deciding
from amparo.rules.facts import Facts
from amparo.rules.spelling import spelt
from amparo.rules.truth import YES


def reasons(explained: Explained, facts: Facts, catalogue: Catalogue, language: str) -> list[str]:
    """The clauses about the person that decided, each in words; the State's bond and its role are told apart."""
    found: dict[str, None] = {}
    for part in deciding(explained):
        if getattr(part.condition, "fact", None) in ("state", "role"):
            continue
        found[in_words(part.condition, part.value is YES, facts, catalogue, language)] = None
    return list(found)


def in_words(condition: Condition, holds: bool, facts: Facts, catalogue: Catalogue, language: str) -> str:
    """One clause in words: what is known of the person, or else what the clause asks for; ≠ tells that it is not so."""
    vocabulary = catalogue.vocabulary
    sign = "" if holds else "≠ "
    if isinstance(condition, Derived):
        return sign + vocabulary.derived_labels[condition.name][language]
    if isinstance(condition, Unless):
        return in_words(condition.part, not holds, facts, catalogue, language)
    if isinstance(condition, Open):
        return condition.note
    if isinstance(condition, Among) and condition.fact in vocabulary.facts:
        wording, known = vocabulary.facts[condition.fact].wording, facts.get(condition.fact)
        if isinstance(known, str) and known in wording.values:
            return f"{wording.label[language]}: {wording.values[known][language]}"
        if not wording.values:
            return ("" if holds is (condition.values == frozenset({True})) else "≠ ") + wording.label[language]
        asked_for = [wording.values[str(value)][language] for value in sorted(condition.values, key=str)]
        return f"{sign}{wording.label[language]}: {' / '.join(asked_for)}"
    return sign + spelt(condition)
