"""Forms of closing and reopening, and what their codes are called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.errors import BadInput
from amparo.web.casework.closing_together import MemberShown, Together
from amparo.web.casework.closings import LONGEST, Asking, Closing, Remedy, Why
from amparo.web.casework.forms.plans import NO_NAMES
from amparo.web.casework.plans import Task
from amparo.web.fields import OneLine, Words
from amparo.web.people.models import Member

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
_BECOMES, _REMAINS = _("What becomes of it"), _("What remains unpaid or undone")
_ENDS = [
    ("", _("Stays open")),
    *((one.value, format_lazy("{} {}", _("Closed:"), label)) for one, label in REMEDIES.items()),
]


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
        label=_REMAINS,
        required=False,
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    settled = forms.BooleanField(
        label=_("It was received in full, though the page of money and remedy says otherwise"), required=False
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

    def __init__(
        self,
        *args: Any,
        tasks: Iterable[Task],
        rest: str = "",
        to_ask: Sequence[str] = (),
        members: Sequence[MemberShown] = (),
        colleagues: Iterable[Member] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._members, self._rest = members, rest
        self._add_members([(one.id, one.shown_name) for one in colleagues])
        self.fields["asking"].help_text = "; ".join(to_ask)
        if not rest and not any(one.remains for one in members):
            del self.fields["settled"]
        for name in () if to_ask else ("asking", "asked_no_more"):
            del self.fields[name]
        found = [(task.id, task.words) for task in tasks]
        self.fields["left_open"].choices = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["left_open"]

    def _add_members(self, colleagues: list[tuple[str, str]]) -> None:
        """For the report of each person what becomes of it; and who takes those that nobody works on."""
        for one in self._members:
            if one.may_close:
                ends = forms.ChoiceField(choices=_ENDS, required=False, initial=one.remedy)
                remains = OneLine(required=False, max_length=LONGEST, initial=one.remains)
                for name, label, field in (("ends", _BECOMES, ends), ("remains", _REMAINS, remains)):
                    field.label = label
                    # In a table the heading of the column says it, and to who hears the page the field itself.
                    field.widget.attrs["aria-label"] = f"{label}: {one.number}"
                    self.fields[f"{name}-{one.id}"] = field
        if any(not one.worker for one in self._members):
            self.fields["to"] = forms.ChoiceField(
                label=_("Who works on those that stay open and that nobody works on yet"), choices=colleagues
            )

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields of the case itself."""
        return [self[name] for name in self.fields if name in self.base_fields]

    @property
    def people(self) -> list[tuple[MemberShown, forms.BoundField | None, forms.BoundField | None]]:
        """Each person of a collective case with the fields of their report; with none where it stays open whatever is said."""
        return [
            (one, self[f"ends-{one.id}"], self[f"remains-{one.id}"]) if one.may_close else (one, None, None)
            for one in self._members
        ]

    def clean(self) -> dict[str, Any]:
        """The fields; what does not fit in one person's report is said beside it."""
        told = dict(self.cleaned_data)
        self._check_ledger("remedy", self._rest, told)
        for one in self._members:
            self._check_ledger(f"ends-{one.id}", one.remains, told)
            if told.get(f"ends-{one.id}") and told.get("why"):
                try:
                    self._ending(one, told)
                except BadInput as wrong:
                    self.add_error(f"remains-{one.id}", wrong.sentence)
        return told

    def _check_ledger(self, field: str, rest: str, told: Mapping[str, Any]) -> None:
        """What the ledger knows to be missing was not received in full, unless somebody says so."""
        if told.get(field) == Remedy.FULL.value and rest and not told.get("settled"):
            sentence = gettext(
                "By the page of money and remedy this was not received: %(rest)s. Look at it, or say that it was."
            )
            self.add_error(field, sentence % {"rest": rest})

    @property
    def together(self) -> Together:
        """What becomes of the people's reports."""
        told = self.cleaned_data
        closed = {one.id: self._ending(one, told) for one in self._members if told.get(f"ends-{one.id}")}
        return Together(closed, frozenset(one.id for one in self._members) - closed.keys(), told.get("to", ""))

    def _ending(self, one: MemberShown, told: Mapping[str, Any]) -> Closing:
        """How work on one person's report ends. What was said of all stays with the case of all, but where it is the reason."""
        remedy, why = Remedy(told[f"ends-{one.id}"]), Why(told["why"])
        remains = told.get(f"remains-{one.id}", "") if remedy in (Remedy.PARTIAL, Remedy.NONE) else ""
        return Closing(why, remedy, told.get("words", "") if why is Why.OTHER else "", remains)

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
