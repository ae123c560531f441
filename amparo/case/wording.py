"""Facts in words of a language: the names of States and values, by the vocabulary."""

from amparo.norms.answers.phrases import day_name, phrase, state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Interval, Known


def state_label(code: str, language: str) -> str:
    """The name of a State; its code where it is none of ours."""
    state = load_catalogue().vocabulary.states.get(code)
    return state_name(state, language) if state else code


def fact_label(name: str, language: str) -> str:
    """What a fact is called."""
    return load_catalogue().vocabulary.facts[name].wording.label[language]


def value_label(name: str, value: Known, language: str) -> str:
    """The value of a fact in words."""
    values = load_catalogue().vocabulary.facts[name].wording.values
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(value, str):
        return values[value][language] if value in values else state_label(value, language)
    if isinstance(value, frozenset):
        return phrase("between", language).join(state_label(code, language) for code in sorted(value))
    if isinstance(value, Interval):
        ends = [str(end) for end in (value.least, value.most) if end is not None]
        return ends[0] if value.is_exact else "–".join(ends)
    return day_name(str(value), language)
