"""Forms of what happened and of who was there: events and parties."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.case.acts import acts
from amparo.case.chronicle import Chronicle
from amparo.case.events import Event
from amparo.case.parties import Party, PartyRole
from amparo.case.wording import state_label
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.vault.material import new_id
from amparo.web.casework.coded import countries
from amparo.web.casework.forms.days import LONGEST, period_in
from amparo.web.casework.forms.deeds import ROLES
from amparo.web.fields import OneLine, Words

_A_DAY = gettext_lazy("A day as 2026-03-14, a month as 2026-03 or March 2026, or a year.")


class DayField(forms.CharField):
    """A day, a month or a year that has come."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, help_text=_A_DAY, **options)

    def clean(self, value: Any) -> Period | None:
        """The period; None where nothing is written."""
        told = str(super().clean(value) or "").strip()
        if not told:
            return None
        try:
            period = period_in(told)
        except ValueError:
            raise forms.ValidationError(
                _("This cannot be read as a day. Write it as 2026-03-14, March 2026 or 2026.")
            ) from None
        if period.first > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return period


class EventForm(forms.Form):
    """Who is said to have done what, when and where."""

    act = forms.ChoiceField(label=gettext_lazy("What happened"))
    when = DayField(label=gettext_lazy("When"))
    until = DayField(label=gettext_lazy("Until when, if not one day"), required=False)
    lasts = forms.BooleanField(label=gettext_lazy("It still goes on"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("In which country"), required=False)
    actor = forms.ChoiceField(label=gettext_lazy("Who is said to have done it"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)
    place = OneLine(label=gettext_lazy("Place"), required=False, max_length=200)
    words = Words(label=gettext_lazy("In words"), required=False, max_length=4000)
    touches = OneLine(
        label=gettext_lazy("Norms it touches, by their ids"),
        help_text=gettext_lazy("Only where you know of one that does not show by itself, such as echr/4."),
        required=False,
        max_length=400,
    )

    def __init__(self, *args: Any, chronicle: Chronicle, parties: list[Party], **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "en"
        self._choose("act", [("", "—"), *((one.id, one.label[language]) for one in acts().values())])
        named = [(code, state_label(code, language)) for code in chronicle.states]
        others = [pair for pair in countries(language) if pair not in named]
        self._choose("state", [("", _("Not known")), *named, *others])
        people = [(one.id, one.name) for one in parties]
        self._choose("actor", [("", _("Not known")), *people])
        self._choose("target", [("", _("The person of this case")), *people])

    def clean_touches(self) -> tuple[str, ...]:
        """The ids, each of a provision that there is."""
        names = str(self.cleaned_data["touches"]).replace(",", " ").split()
        if not set(names) <= load_catalogue().provisions.keys():
            raise forms.ValidationError(_("There is no norm of such an id."))
        return tuple(dict.fromkeys(names))

    def clean(self) -> dict[str, Any]:
        """The fields, and the event they make in `event`."""
        told = dict(self.cleaned_data)
        if not self.errors:
            try:
                told["event"] = self._event(told)
            except BadInput as wrong:
                self.add_error("until", SENTENCES.get(wrong.code, wrong.sentence))
        return told

    def _event(self, told: dict[str, Any]) -> Event:
        return Event(
            new_id(),
            told["act"],
            told["state"],
            told["when"],
            told["until"],
            told["lasts"],
            told["actor"],
            told["target"],
            told["touches"],
            place=told["place"],
            words=told["words"],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


SENTENCES = {
    "ends-before-it-begins": gettext_lazy("The event ends before it begins."),
    "ended-and-lasts": gettext_lazy("An event that has ended does not last. Give its end, or say that it lasts."),
    "interpreter-languages": gettext_lazy("Give both languages for an interpreter, and for nobody else."),
}


def event_shown(event: Event) -> dict[str, object]:
    """What the form shows of an event."""
    return {
        "act": event.act,
        "when": str(event.when),
        "until": str(event.until) if event.until else "",
        "lasts": event.lasts,
        "state": event.state,
        "actor": event.alleged_actor,
        "target": event.target,
        "place": event.place,
        "words": event.words,
        "touches": " ".join(event.touches),
    }


class PartyForm(forms.Form):
    """Somebody, or some body, that the case speaks of."""

    role = forms.ChoiceField(label=gettext_lazy("What they are here"), choices=list(ROLES.items()))
    name = OneLine(label=gettext_lazy("Name, or what they are"), max_length=200)
    reach = OneLine(label=gettext_lazy("How to reach them"), required=False, max_length=300)
    translates_from = OneLine(label=gettext_lazy("Interpreter: from which language"), required=False, max_length=40)
    translates_into = OneLine(label=gettext_lazy("Interpreter: into which language"), required=False, max_length=40)
    conflict = OneLine(
        label=gettext_lazy("Conflict of interest"),
        help_text=gettext_lazy(
            "A relative of the employer, a rival, somebody whom the person fears. Ask before you call them in."
        ),
        required=False,
        max_length=300,
    )
    note = Words(label=gettext_lazy("Note"), required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """The fields, and the party they make in `party`."""
        told = dict(self.cleaned_data)
        if not self.errors:
            words = [told[key] for key in ("name", "reach", "note", "translates_from", "translates_into", "conflict")]
            try:
                told["party"] = Party(new_id(), PartyRole(told["role"]), *words)
            except BadInput as wrong:
                self.add_error("translates_from", SENTENCES.get(wrong.code, wrong.sentence))
        return told


def party_shown(party: Party) -> dict[str, object]:
    """What the form shows of a party."""
    return {
        "role": party.role.value,
        "name": party.name,
        "reach": party.reach,
        "translates_from": party.translates_from,
        "translates_into": party.translates_into,
        "conflict": party.conflict,
        "note": party.note,
    }
