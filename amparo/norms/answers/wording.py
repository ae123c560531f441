"""Reasons in words: what a clause says of the person, in their language, from the labels of the vocabulary."""

from collections.abc import Container

from amparo.norms.answers.phrases import phrase
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.rules.conditions import Among, Condition, Derived, Open, Unless
from amparo.rules.explaining import Explained, deciding
from amparo.rules.facts import Facts
from amparo.rules.truth import NOT, UNKNOWN, YES, Truth


def reasons(
    explained: Explained,
    facts: Facts,
    catalogue: Catalogue,
    language: str,
    told_apart: Container[str] = ("state", "role"),
) -> list[str]:
    """The clauses about the person that decided, each in words; the State's bond and its role are told apart, unless asked for."""
    found: dict[str, None] = {}
    for part in deciding(explained):
        if getattr(part.condition, "fact", None) not in told_apart:
            found[in_words(part.condition, part.value, facts, catalogue, language)] = None
    return list(found)


def in_words(condition: Condition, truth: Truth, facts: Facts, catalogue: Catalogue, language: str) -> str:
    """One clause in words: what is known of the person, that something is not so, or that it is not known."""
    if isinstance(condition, Unless):
        return in_words(condition.part, NOT[truth], facts, catalogue, language)
    if isinstance(condition, Open):
        return phrase(condition.reason.value, language)
    if isinstance(condition, Derived):
        return _signed(catalogue.vocabulary.derived_labels[condition.name][language], truth, language)
    asked = catalogue.vocabulary.facts[condition.fact]  # type: ignore[union-attr]
    label, known = asked.wording.label[language], facts.get(asked.fact.id)
    if isinstance(known, str) and known in asked.wording.values:
        return phrase("label_value", language, label=label, value=asked.wording.values[known][language])
    if isinstance(condition, Among) and condition.values == frozenset({False}):
        truth = NOT[truth]
    return _signed(label, truth, language)


def _signed(label: str, truth: Truth, language: str) -> str:
    if truth is YES:
        return label
    return phrase("not_known_fact" if truth is UNKNOWN else "not_so", language, label=label)
