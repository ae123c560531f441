"""Forms of closing and reopening, and what their codes are called."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.web.casework.closings import LONGEST, Asking, Closing, Remedy, Why
from amparo.web.casework.plan_forms import NO_NAMES
from amparo.web.casework.plans import Task
from amparo.web.fields import OneLine, Words

WHYS = {
    Why.RECEIVED: _("The remedy was received"),
    Why.WITHDREW: _("The person no longer wants it"),
    Why.NO_CONTACT: _("We cannot reach the person"),
    Why.REFERRED: _("Others have taken it over, and said so"),
    Why.NO_WAY: _("There is no way forward now"),
    Why.DOUBLE: _("It is a double of another report"),
    Why.OTHER: _("Something else"),
}
REMEDIES = {
    Remedy.FULL: _("Received in full"),
    Remedy.PARTIAL: _("Received in part"),
    Remedy.NONE: _("Sought, and not received"),
    Remedy.UNKNOWN: _("Not known"),
    Remedy.NOT_SOUGHT: _("Not sought"),
}
ASKING = {
    Asking.GOES_ON: _("Somebody goes on asking, and the report stays among those with a day"),
    Asking.ENDS: _("Nobody asks any more"),
}


class Close(forms.Form):
    """How work on a case ends."""

    why = forms.ChoiceField(label=_("Why does work end?"), choices=list(WHYS.items()))
    words = Words(
        label=_("More about it"),
        required=False,
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    remedy = forms.ChoiceField(
        label=_("What has the person received of what they were owed?"),
        choices=[("", "—"), *REMEDIES.items()],
        help_text=_("What was promised or ordered is not received."),
    )
    remains = Words(
        label=_("What remains unpaid or undone"),
        required=False,
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    left_open = forms.MultipleChoiceField(
        label=_("Still to be done. It stays undone:"), required=False, widget=forms.CheckboxSelectMultiple
    )

    asking = forms.ChoiceField(
        label=_("Somebody is still to ask the person whether they are punished for a filing. What becomes of it?"),
        choices=list(ASKING.items()),
        widget=forms.RadioSelect,
    )
    asked_no_more = OneLine(label=_("Why nobody asks any more"), required=False, max_length=LONGEST, help_text=NO_NAMES)

    def __init__(self, *args: Any, tasks: Iterable[Task], to_ask: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["asking"].help_text = "; ".join(to_ask)
        for name in () if to_ask else ("asking", "asked_no_more"):
            del self.fields[name]
        found = [(task.id, task.words) for task in tasks]
        self.fields["left_open"].choices = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["left_open"]

    @property
    def closing(self) -> Closing:
        """The closing; raises BadInput if something is missing or does not fit."""
        told = self.cleaned_data
        asking = Asking(told["asking"]) if told.get("asking") else None
        no_more = told["asked_no_more"] if asking is Asking.ENDS else ""
        return Closing(Why(told["why"]), Remedy(told["remedy"]), told["words"], told["remains"], asking, no_more)


class Reopen(forms.Form):
    """Why work goes on."""

    why = Words(
        label=_("Why does work go on?"),
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
