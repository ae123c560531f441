"""Forms of money and remedy: lines of a claim, filings and check-ins."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.errors import BadInput
from amparo.remedy.bases import BasisKind
from amparo.remedy.filings import CheckIn, Filing, Happening
from amparo.vault.material import new_id
from amparo.web.casework.remedies import lines_from
from amparo.web.casework.shown.money_words import (
    BASES,
    HAPPENINGS,
    ROUTES,
    SENTENCES,
    kinds_of_lines,
    offered,
    sentence,
    units,
)
from amparo.web.fields import Day, OneLine, Words

_ID = re.compile("[0-9a-f]{32}")


class WrittenOnce(forms.Form):
    """A form that carries the id of what it makes: sent twice, by going back in the browser, it makes one thing."""

    made = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_id, max_length=32)

    def clean_made(self) -> str:
        """The id that the page gave out; a new one where it is none of ours."""
        told = str(self.cleaned_data["made"])
        return told if _ID.fullmatch(told) else new_id()


class AmountField(forms.DecimalField):
    """So much, without its currency."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=0, max_digits=15, decimal_places=4, **options)
        self.widget.attrs["inputmode"] = "decimal"


class PeopleForm(WrittenOnce):
    """A form about some of the people of a case."""

    everybody = forms.BooleanField(label=gettext_lazy("Everybody"), required=False)
    people = forms.MultipleChoiceField(label=gettext_lazy("Whose"), required=False, widget=forms.CheckboxSelectMultiple)
    party = forms.ChoiceField(label=gettext_lazy("Who owes it"))

    def __init__(self, *args: Any, people: Mapping[str, str], parties: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, named in (("people", people), ("party", parties)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(named.items())
        self._everybody = list(people)
        if len(people) == 1:
            del self.fields["everybody"]
            self.fields["people"].initial = self._everybody
            self.fields["people"].widget = forms.MultipleHiddenInput()

    def clean_people(self) -> list[str]:
        """Those whom it concerns: nobody is meant unless somebody says so."""
        chosen: list[str] = self.cleaned_data["people"]
        is_everybody = bool(self.cleaned_data.get("everybody"))
        if is_everybody == bool(chosen):
            raise forms.ValidationError(_("Say whose it is: either everybody's, or that of those whom you choose."))
        return self._everybody if is_everybody else chosen


class LineForm(PeopleForm):
    """One line of the claim; what is left empty is not known, and the line stays open."""

    kind = forms.ChoiceField(label=gettext_lazy("What is owed"), choices=lazy(kinds_of_lines, list)())
    first_day = Day(label=gettext_lazy("From"), required=False)
    last_day = Day(label=gettext_lazy("To, with this day"), required=False)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3, initial="EUR")
    amount = AmountField(label=gettext_lazy("Sum, for what was taken or kept back"))
    rate = AmountField(label=gettext_lazy("Pay that was promised or is due"))
    rate_given = AmountField(label=gettext_lazy("Pay that was given instead"))
    per = forms.ChoiceField(label=gettext_lazy("For each"), required=False, choices=lazy(units, list)())
    units = AmountField(label=gettext_lazy("How many hours, days, weeks, months or pieces"))
    factor = AmountField(label=gettext_lazy("Overtime counts times"))
    factor_basis = OneLine(label=gettext_lazy("What says so"), required=False, max_length=200)
    paid = AmountField(
        label=gettext_lazy("Paid of this already"),
        help_text=gettext_lazy(
            "0 means that nothing was paid. Empty means that nobody knows: the line then stays open, and its total is not known."
        ),
    )
    due_on = Day(label=gettext_lazy("Interest runs from"), required=False)
    basis_kind = forms.ChoiceField(label=gettext_lazy("It rests on"), choices=offered(BASES))
    basis = OneLine(label=gettext_lazy("Which one, or where it is said"), max_length=200)
    about = OneLine(label=gettext_lazy("Remark"), required=False, max_length=200)
    confirmed = forms.BooleanField(label=gettext_lazy("It is more than this time has, and it is right"), required=False)

    def clean(self) -> dict[str, Any]:
        """The fields, and the line as an entry keeps it in `line`."""
        told = dict(self.cleaned_data)
        if not self.errors:
            told["line"] = self._line(told)
            try:
                lines = lines_from(told["line"])
                if not told["confirmed"] and any(one.is_longer_than_its_time for one in lines):
                    self.add_error(
                        "units",
                        _("This is more than lies between the first and the last day. If it is right, say so below."),
                    )
            except BadInput as wrong:
                self.add_error(None, sentence(wrong))
        return told

    def _line(self, told: dict[str, Any]) -> dict[str, object]:
        currency = told["currency"].upper()
        line: dict[str, object] = {
            "kind": told["kind"],
            "person": list(told["people"]),
            "basis": {told["basis_kind"]: told["basis"]},
        }
        for name in ("amount", "rate", "rate_given", "paid"):
            if told[name] is not None:
                line[name] = f"{told[name]:f} {currency}"
        for name in ("units", "factor"):
            if told[name] is not None:
                line[name] = f"{told[name]:f}"
        for name in ("first_day", "last_day", "due_on"):
            if told[name]:
                line[name] = told[name].isoformat()
        for name in ("per", "about"):
            if told[name]:
                line[name] = told[name]
        if told["factor_basis"]:
            line["factor_basis"] = {BasisKind.LAW.value: told["factor_basis"]}
        return line


class InterestForm(forms.Form):
    """The rate of interest, and what says so."""

    percent = AmountField(label=gettext_lazy("Simple interest, per cent a year; empty for none"))
    basis = OneLine(label=gettext_lazy("What says so"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """A rate has its source."""
        told = dict(self.cleaned_data)
        if told.get("percent") and not told.get("basis"):
            self.add_error("basis", SENTENCES["no-basis"])
        return told


class FilingForm(WrittenOnce):
    """Something that was filed."""

    route = forms.ChoiceField(label=gettext_lazy("By which way"), choices=list(ROUTES.items()))
    to = OneLine(label=gettext_lazy("With whom"), max_length=200)
    on = Day(label=gettext_lazy("On which day"))
    reference = OneLine(label=gettext_lazy("Reference"), required=False, max_length=80)
    claims = forms.BooleanField(
        label=gettext_lazy("It claims everything in the table above"), required=False, initial=True
    )

    def clean_on(self) -> Any:
        """A day that has come."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]

    @property
    def filing(self) -> Filing:
        """The filing, under the id of its form."""
        told = self.cleaned_data
        return Filing(told["made"], told["route"], told["to"], told["on"], told["reference"])


class CheckInForm(forms.Form):
    """What the person told after a filing."""

    filing = forms.ChoiceField(label=gettext_lazy("After which filing"))
    asked_on = Day(label=gettext_lazy("Asked on"))
    happened = forms.MultipleChoiceField(
        label=gettext_lazy("What happened since"), choices=offered(HAPPENINGS), widget=forms.CheckboxSelectMultiple
    )
    told = Words(label=gettext_lazy("In words"), required=False, max_length=2000)

    def __init__(self, *args: Any, filings: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["filing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(filings.items())

    def clean(self) -> dict[str, Any]:
        """The fields, and the check-in in `check_in`."""
        told = dict(self.cleaned_data)
        if not self.errors:
            happened = frozenset(map(Happening, told["happened"]))
            try:
                told["check_in"] = CheckIn(told["filing"], told["asked_on"], happened, told["told"])
            except BadInput as wrong:
                self.add_error("happened", sentence(wrong))
        return told
