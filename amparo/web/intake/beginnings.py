"""The first page of an interview: where, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.norms.answers.interviewing import Interview
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.situation.clock import today
from amparo.web.casework.coded import countries

_PARTS = ("year", "month", "day")
_NO_COUNTRY = gettext_lazy("Choose a country.")


class Beginning(forms.Form):
    """The country, and the day, or the month or year of it; today if none is given."""

    state = forms.ChoiceField(error_messages={"required": _NO_COUNTRY, "invalid_choice": _NO_COUNTRY})
    year = forms.CharField(required=False, max_length=4)
    month = forms.CharField(required=False, max_length=2)
    day = forms.CharField(required=False, max_length=2)

    def __init__(self, language: str, *told: Any, **options: Any) -> None:
        super().__init__(*told, **options)
        self.fields["state"].choices = countries(language)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, interview: Interview, language: str) -> "Beginning":
        """The form as it was filled when the interview began."""
        parts = (part.lstrip("0") for part in str(interview.situation.date).split("-"))
        return cls(language, initial={"state": interview.situation.state, **dict(zip(_PARTS, parts, strict=False))})

    def clean(self) -> dict[str, Any]:
        """The form with the period that its three fields name."""
        told = {**self.cleaned_data}
        try:
            period = _period(*(told[name] for name in _PARTS))
        except (ValueError, KeyError):
            self.add_error(
                None, _("There is no such day. Give the year, the month too if you give a day, or leave all empty.")
            )
            return told
        if period.first > today():
            self.add_error(None, _("That day lies in the future. Give a day up to today, or leave all empty."))
        return {**told, "date": str(period)}

    def interview(self) -> Interview:
        """The interview that begins here."""
        told = self.cleaned_data
        return Interview.resume(load_catalogue(), {"facts": {"state": told["state"], "date": told["date"]}})


def _period(year: str, month: str, day: str) -> Period:
    """The period in the digits of any script; raises ValueError if there is none such."""
    given = [part for part in (year, month, day) if part]
    if not given:
        return Period(today(), today())
    if not year or (day and not month) or not all(part.isdecimal() for part in given):
        raise ValueError("no day")
    return Period.parse("-".join(f"{int(part):0{width}}" for part, width in zip(given, (4, 2, 2), strict=False)))
