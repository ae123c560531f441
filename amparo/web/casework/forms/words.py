"""Coding from the account: the words that were told, cut into sentences, and a form to say which fact some of them show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.case.chronicle import Chronicle
from amparo.case.facts import TOWARDS_ONE_STATE, Basis, Rests, StatedFact, known
from amparo.case.passages import Passage, from_to, passages
from amparo.case.wording import state_label, value_label
from amparo.errors import Problems
from amparo.norms.answers.phrases import phrase
from amparo.rules.facts import Kind
from amparo.situation.vocabulary import Asked
from amparo.web.casework.coded import countries, vocabulary
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, EntryKind
from amparo.web.casework.forms.events import DayField
from amparo.web.casework.forms.facts import given
from amparo.web.fields import OneLine

_BEFORE = ("state", "date")


@dataclass(frozen=True, slots=True)
class TextTold:
    """Words of one entry, in sentences."""

    entry: str
    at: datetime
    is_reporter: bool
    words: str = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on the page: its value in the form, and the facts that rest on it already."""

    value: str
    words: str = field(repr=False)
    shows: tuple[str, ...]
    is_chosen: bool


def texts_of(dossier: Dossier | None) -> list[TextTold]:
    """Everything the person told, oldest first; what colleagues answered is not an account."""
    entries = dossier.of(EntryKind.TOLD, EntryKind.MESSAGE) if dossier else ()
    return [
        TextTold(entry.record, entry.at, entry.by == REPORTER, words, tuple(passages(words)))
        for entry in entries
        if (entry.by == REPORTER or entry.kind is EntryKind.TOLD or entry.data.get("spoken"))
        and (words := str(entry.data.get("words", "")))
    ]


class WordsForm(forms.Form):
    """Which words show which fact, towards which State, since when."""

    words = forms.MultipleChoiceField(
        label=gettext_lazy("Words"), error_messages={"required": gettext_lazy("Choose the words first.")}
    )
    fact = forms.ChoiceField(label=gettext_lazy("What they show"))
    value = OneLine(label=gettext_lazy("Age or countries, if that is what they show"), required=False, max_length=120)
    towards = forms.ChoiceField(label=gettext_lazy("Towards which country"), required=False)
    since = DayField(label=gettext_lazy("Since when this is so"), required=False)

    def __init__(self, *args: Any, texts: list[TextTold], chronicle: Chronicle, **options: Any) -> None:
        super().__init__(*args, **options)
        self.texts, self.chronicle, language = texts, chronicle, get_language() or "en"
        self._passages = {f"{one.entry}-{n}": (one, part) for one in texts for n, part in enumerate(one.passages)}
        named = [(code, state_label(code, language)) for code in chronicle.states]
        others = [pair for pair in countries(language) if pair not in named]
        self._choose("words", [(value, part.words) for value, (_text, part) in self._passages.items()])
        self._choose("fact", [("", "—"), *_facts(language)])
        self._choose("towards", [("", _("All of them")), *named, *others])

    def shown(self) -> Iterator[tuple[TextTold, list[Sentence]]]:
        """Every text with its sentences."""
        chosen = self["words"].value() or []
        for one in self.texts:
            yield (
                one,
                [
                    Sentence(value := f"{one.entry}-{n}", part.words, self._rests_on(one, part), value in chosen)
                    for n, part in enumerate(one.passages)
                ],
            )

    def clean(self) -> dict[str, Any]:
        """The fields, with the fact that the words show in `known`."""
        told = dict(self.cleaned_data)
        if self.errors:
            return told
        name, _sign, value = told["fact"].partition("=")
        asked = vocabulary().facts[name]
        try:
            told["known"] = name, known(name, given(asked, value or told["value"]), vocabulary())
        except (ValueError, Problems):
            self.add_error("value", _("This cannot be read as an answer to this question."))
        if name in TOWARDS_ONE_STATE and not told["towards"]:
            told["towards"] = self._only_state()
        entries = {self._passages[one][0].entry for one in told["words"]}
        if len(entries) > 1:
            self.add_error("words", _("Choose words of one text at a time."))
        return told

    def stated(self) -> StatedFact:
        """The fact, resting on the words from the first chosen to the last."""
        told = self.cleaned_data
        chosen = [self._passages[one] for one in told["words"]]
        text, words = chosen[0][0], from_to((part for _text, part in chosen), chosen[0][0].words)
        name, value = told["known"]
        basis = Basis(Rests.WORDS, text.entry, words.start, words.end)
        return StatedFact("new", name, value, told["towards"], told["since"], timezone.now(), "new", basis)

    def _only_state(self) -> str:
        """The State of the case, if it names one alone: otherwise nobody but the reader of the words can say which is meant."""
        if len(self.chronicle.states) != 1:
            self.add_error("towards", _("This is so towards one country. Say towards which."))
            return ""
        return self.chronicle.states[0]

    def _rests_on(self, text: TextTold, part: Passage) -> tuple[str, ...]:
        language, facts = get_language() or "en", vocabulary().facts
        return tuple(
            f"{facts[one.name].wording.label[language]}: {value_label(one.name, one.value, language)}"
            for one in self.chronicle.history.standing
            if one.basis.entry == text.entry and one.basis.start < part.end and part.start < one.basis.end
            if one.value is not None
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _facts(language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Everything that words can show, by topic."""
    for topic, (label, _question) in vocabulary().topics.items():
        facts = [one for name, one in vocabulary().facts.items() if one.topic == topic and name not in _BEFORE]
        if facts:
            yield label[language], [pair for one in facts for pair in _values(one, language)]


def _values(asked: Asked, language: str) -> Iterator[tuple[str, str]]:
    name, label = asked.fact.id, asked.wording.label[language]
    if asked.fact.kind is Kind.BOOLEAN:
        yield f"{name}=yes", f"{label}: {phrase('yes', language)}"
        yield f"{name}=no", f"{label}: {phrase('no', language)}"
    elif asked.fact.kind is Kind.CHOICE:
        for value in asked.fact.values:
            yield f"{name}={value}", f"{label}: {asked.wording.values[value][language]}"
    else:
        yield f"{name}=", f"{label}: …"
