"""Forms of the remedy ledger: what was claimed, ordered and received, in money and in what is not money, and what was entered in error."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.errors import BadInput
from amparo.remedy.conversions import Conversion
from amparo.remedy.ledger import Measure, MeasureKind, Step, Sum
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.rules.truth import Truth
from amparo.web.casework.forms.events import DayField
from amparo.web.casework.forms.money import AmountField, PeopleForm
from amparo.web.casework.lists.lines import SHORT_ID
from amparo.web.casework.shown.money_words import MEASURES, SENTENCES, STEPS, offered, sentence
from amparo.web.fields import Day, OneLine

_TRUTHS = {"yes": Truth.YES, "no": Truth.NO, "": Truth.UNKNOWN}
_UNKNOWN = [("", gettext_lazy("Not known")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class SumForm(PeopleForm):
    """Money that was claimed, ordered or received."""

    step = forms.ChoiceField(label=gettext_lazy("How far"), choices=offered(STEPS), initial=Step.RECEIVED.value)
    amount = AmountField(
        label=gettext_lazy("How much for each of them"), help_text=gettext_lazy("Empty where nobody knows.")
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3, initial="EUR")
    on = DayField(label=gettext_lazy("When"))
    wanted = forms.CharField(
        label=gettext_lazy("In which currency it counts, where that is another"),
        help_text=gettext_lazy(
            "Without a rate it stays a sum of its own, and what is owed in the other currency stays open."
        ),
        required=False,
        min_length=3,
        max_length=3,
    )
    rate = forms.DecimalField(
        label=gettext_lazy("How much of it one unit was worth"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=8,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    rate_on = Day(label=gettext_lazy("On which day"), required=False)
    rate_source = OneLine(label=gettext_lazy("Who says so: the source of the rate"), required=False, max_length=200)
    payee = forms.ChoiceField(
        label=gettext_lazy("Who received it"),
        help_text=gettext_lazy(
            "Where the person has died, an heir; write them down first among people and bodies, as family."
        ),
        required=False,
    )
    about = OneLine(label=gettext_lazy("Remark"), required=False, max_length=200)
    confirmed = forms.BooleanField(label=gettext_lazy("It is more than was due, and it is right"), required=False)

    def __init__(self, *args: Any, heirs: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["payee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The person")), *heirs.items()]

    def clean(self) -> dict[str, Any]:
        """The fields, and one sum for each person in `sums`."""
        told = dict(self.cleaned_data)
        if told.get("payee") and len(told.get("people", ())) > 1:
            self.add_error("payee", _("An heir receives what was one person's. Choose that person alone."))
        if not self.errors:
            try:
                told["sums"] = self._sums(told)
            except BadInput as wrong:
                self.add_error(None, sentence(wrong))
        return told

    def _sums(self, told: dict[str, Any]) -> list[Sum]:
        money = None if told["amount"] is None else Money(told["amount"], told["currency"].upper())
        step, on = Step(told["step"]), told["on"]
        is_confirmed = told["confirmed"] and step is Step.RECEIVED
        conversion = _conversion(told)
        assert isinstance(on, Period)
        return [
            Sum(
                f"{told['made'][:31]}-{person[:31]}",
                step,
                person,
                told["party"],
                money,
                on,
                is_confirmed=is_confirmed,
                about=told["about"],
                conversion=conversion,
                payee=told["payee"] or None,
            )
            for person in told["people"]
        ]


def _conversion(told: Mapping[str, Any]) -> Conversion | None:
    """The rate that was stated, whole; None where nothing of it was."""
    given = (told["wanted"], told["rate"], told["rate_on"], told["rate_source"])
    if not any(given):
        return None
    if not all(given):
        raise BadInput("bad-conversion", str(SENTENCES["bad-conversion"]))
    wanted, rate, on, source = given
    return Conversion(told["currency"].upper(), wanted.upper(), rate, on, source)


class TakeOutForm(forms.Form):
    """A line of the claim that no longer counts."""

    line = forms.ChoiceField(label=gettext_lazy("Which line"), widget=forms.RadioSelect)
    sure = forms.BooleanField(label=gettext_lazy("Yes, take this line out of the claim"))

    def __init__(self, *args: Any, lines: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["line"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(lines.items())


class StrikeForm(forms.Form):
    """Sums that were entered in error, and why they do not count."""

    sums = forms.MultipleChoiceField(label=gettext_lazy("Which do not count"), widget=forms.CheckboxSelectMultiple)
    why = OneLine(label=gettext_lazy("Why they were entered in error"), max_length=200)

    def __init__(self, *args: Any, sums: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sums"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(sums.items())


class MeasureForm(PeopleForm):
    """Something that is not money."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=offered(MEASURES))
    asked = forms.ChoiceField(label=gettext_lazy("Asked for"), required=False, choices=_UNKNOWN, initial="yes")
    ordered = forms.ChoiceField(label=gettext_lazy("Ordered"), required=False, choices=_UNKNOWN)
    received = forms.ChoiceField(label=gettext_lazy("Received"), required=False, choices=_UNKNOWN)
    received_on = DayField(label=gettext_lazy("Received on"), required=False)
    about = OneLine(label=gettext_lazy("Remark"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """The fields, and one measure for each person in `measures`; what is told again stands instead of what was told."""
        told = dict(self.cleaned_data)
        if not self.errors:
            asked, ordered, received = (_TRUTHS[told[name]] for name in ("asked", "ordered", "received"))
            kind = MeasureKind(told["kind"])
            try:
                told["measures"] = [
                    Measure(
                        "-".join((kind.value, told["party"][:SHORT_ID], person[:SHORT_ID])),
                        kind,
                        person,
                        told["party"],
                        asked,
                        ordered,
                        received,
                        told["received_on"],
                        told["about"],
                    )
                    for person in told["people"]
                ]
            except BadInput as wrong:
                self.add_error("received_on", sentence(wrong))
        return told
