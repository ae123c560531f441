"""The form of coded facts, made from the vocabulary: every fact may stay unknown, and unknown is not no."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.errors import Problems
from amparo.exchange.lists.states import find_states
from amparo.norms.answers.phrases import phrase, state_name
from amparo.rules.facts import Interval, Kind, Known
from amparo.situation.situations import plain_facts
from amparo.situation.vocabulary import Asked
from amparo.web.casework.coded import MOST_STATES, countries, known_facts, vocabulary
from amparo.web.casework.forms.days import LONGEST, period_in

_AGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_BEFORE = ("state", "date")
_FIRST = ("journey", "you", "documents", "work", "pay")  # topics shown open; the others unfold


class FactsForm(forms.Form):
    """Which facts are known, of which States, on which day."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("prefix", "fact")
        super().__init__(*args, **options)
        language = get_language() or "en"
        facts = vocabulary().facts
        for number in range(1, MOST_STATES + 1):
            label = facts["state"].wording.label[language] if number == 1 else _("Another country, if it concerns one")
            self.fields[f"state_{number}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "—"), *countries(language)]
            )
        self.fields["date"] = forms.CharField(
            label=facts["date"].wording.label[language],
            required=False,
            max_length=LONGEST,
            help_text=_("A day as 2026-03-14, a month as 2026-03 or March 2026, or a year."),
        )
        for name, asked in facts.items():
            if name not in _BEFORE:
                self.fields[name] = _field(asked, language)

    @property
    def topics(self) -> Iterator[tuple[str, bool, list[forms.BoundField]]]:
        """Label of a topic, whether it is shown open, and its fields."""
        language = get_language() or "en"
        for topic, (label, _question) in vocabulary().topics.items():
            fields = [
                self[name] for name, asked in vocabulary().facts.items() if asked.topic == topic and name not in _BEFORE
            ]
            told = any(field.value() or field.errors for field in fields)
            yield label[language], topic in _FIRST or told, fields

    @property
    def before(self) -> list[forms.BoundField]:
        """Countries and day."""
        return [*(self[f"state_{number}"] for number in range(1, MOST_STATES + 1)), self["date"]]

    @property
    def states(self) -> list[str]:
        """The States chosen, each once, in their order."""
        told = [self.cleaned_data.get(f"state_{number}") for number in range(1, MOST_STATES + 1)]
        return list(dict.fromkeys(code for code in told if code))

    @property
    def also(self) -> list[str]:
        """The further States."""
        return self.states[1:]

    def clean(self) -> dict[str, Any]:
        """The facts as an entry keeps them."""
        facts: dict[str, Any] = {}
        if states := self.states:
            facts["state"] = states[0]
        for name, asked in vocabulary().facts.items():
            told = self.cleaned_data.get(name)
            if name == "state" or not told:
                continue
            try:
                facts[name] = str(period_in(str(told))) if name == "date" else given(asked, str(told))
                known_facts({"facts": {name: facts[name]}})
            except (ValueError, Problems):
                sentence = _("This cannot be read as an answer to this question.")
                label = asked.wording.label[get_language() or "en"]
                self.add_error(name, _("%(label)s: %(value)s") % {"label": label, "value": sentence})
        if not self.errors:
            try:
                known_facts({"facts": facts})
            except Problems:
                self.add_error(None, _("Two of the answers cannot both be so. Look at nationality and statelessness."))
        return {**self.cleaned_data, "facts": facts}


def _field(asked: Asked, language: str) -> forms.Field:
    label, unknown = asked.wording.label[language], ("", _("Not known"))
    if asked.fact.kind is Kind.BOOLEAN:
        choices = [unknown, ("yes", phrase("yes", language)), ("no", phrase("no", language))]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if asked.fact.kind is Kind.CHOICE:
        values = [(value, asked.wording.values[value][language]) for value in asked.fact.values]
        return forms.ChoiceField(label=label, required=False, choices=[unknown, *values])
    helps = {
        Kind.NUMBER: _("A number, or two such as 15-18."),
        Kind.STATES: _("Countries by name, separated by commas."),
    }
    return forms.CharField(label=label, required=False, max_length=120, help_text=helps.get(asked.fact.kind, ""))


def given(asked: Asked, told: str) -> object:
    """What was chosen or typed, as `read_situation` takes it; raises ValueError if it is none."""
    kind = asked.fact.kind
    if kind is Kind.BOOLEAN:
        return told == "yes"
    if kind is Kind.NUMBER:
        found = _AGE.fullmatch(told.strip())
        if not found:
            raise ValueError
        return int(found[1]) if not found[2] else {"min": int(found[1]), "max": int(found[2])}
    if kind is Kind.STATES:
        states = find_states(told, vocabulary().states)
        if not states:
            raise ValueError
        return [state.code for state in states]
    return told.strip()


def shown_value(value: Known) -> str:
    """The value as its field shows it."""
    plain = plain_facts({"value": value})["value"]
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(value, Interval):
        ends = [str(end) for end in (value.least, value.most) if end is not None]
        return "-".join(dict.fromkeys(ends))
    if isinstance(value, frozenset):
        language = get_language() or "en"
        return ", ".join(state_name(vocabulary().states[code], language) for code in sorted(value))
    return str(plain)
