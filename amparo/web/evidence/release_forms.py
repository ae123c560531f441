"""Forms of releases: what all may cost, what is asked for, why, and the words of who signs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.web.evidence.models import Release
from amparo.web.evidence.orders import MOST_ATTRIBUTES
from amparo.web.evidence.words import ATTRIBUTES
from amparo.web.fields import OneLine, Words
from amparo.web.people.models import Office
from amparo.web.people.signals import LONGEST

KINDS = [
    (
        Release.Kind.NOISY,
        _("Tables with noise: for a few tables. Every count is changed a little, by chance, and none leans."),
    ),
    (
        Release.Kind.RECORDS,
        _(
            "Synthetic records: for readers who want rows and any combination. Every row is invented; rare things are left out."
        ),
    ),
    (
        Release.Kind.SUPPRESSED,
        _(
            "Suppressed tables: exact counts of large groups, small ones hidden. What is shown so can never be released in another way."
        ),
    ),
]
LENGTHS = [
    (1, _("Each attribute by itself")),
    (2, _("Every two attributes together")),
    (3, _("Every three attributes together")),
]
PRICES = [
    (1.0, _("Little: counts are rough, and much stays for later releases (epsilon 1)")),
    (2.0, _("A middle amount (epsilon 2)")),
    (4.0, _("Much: counts are near, and only a few such releases can ever be made (epsilon 4)")),
]
CAPS = [
    (4.0, _("Little: one near release, or some twelve rough ones, and then nothing more, ever (epsilon 4)")),
    (10.0, _("The usual: four near releases, or some sixty rough ones (epsilon 10)")),
    (
        20.0,
        _(
            "Much: some fifteen near releases, or some two hundred rough ones; each person is protected less (epsilon 20)"
        ),
    ),
]
SIZES = [
    (0, _("Fewer than a thousand")),
    (1_000, _("A thousand or a few thousand")),
    (10_000, _("Ten thousand or a few times as many")),
    (100_000, _("A hundred thousand or more")),
]


class Plain(forms.Form):
    """A form whose labels are sentences, without a colon."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **{"label_suffix": "", **more})


class Declare(Plain):
    """What all releases may cost, ever."""

    cap = forms.TypedChoiceField(
        label=_("How much may all releases cost together, ever?"), coerce=float, choices=CAPS, widget=forms.RadioSelect
    )
    people = forms.TypedChoiceField(
        label=_("About how many people tell you something, as everybody may know?"),
        coerce=int,
        choices=SIZES,
        widget=forms.RadioSelect,
    )
    is_meant = forms.BooleanField(label=_("We have talked about it, and know that this is never changed"))


class Ask(Plain):
    """What is asked for."""

    title = OneLine(label=_("Title, for the public"), max_length=80)
    office = forms.ChoiceField(label=_("Office"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What kind of release?"), choices=KINDS, widget=forms.RadioSelect)
    attributes = forms.MultipleChoiceField(
        label=_("What should it tell of people?"), widget=forms.CheckboxSelectMultiple, choices=list(ATTRIBUTES.items())
    )
    length = forms.TypedChoiceField(label=_("Which tables?"), coerce=int, choices=LENGTHS, widget=forms.RadioSelect)
    epsilon = forms.TypedChoiceField(
        label=_("How much privacy may it cost?"),
        help_text=_("Suppressed tables have no price: the choice does not count for them."),
        coerce=float,
        choices=PRICES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *told: Any, offices: Iterable[Office], **more: Any) -> None:
        first = {"kind": Release.Kind.NOISY, "attributes": ["sex", "age", "papers"], "length": 2, "epsilon": 2.0}
        choices = [(one.code, one.name) for one in offices]
        super().__init__(*told, **{"initial": first | {"office": choices[0][0]}, **more})
        self.fields["office"].choices = choices  # type: ignore[attr-defined]

    def clean_attributes(self) -> list[str]:
        """The attributes; not more than say enough."""
        chosen: list[str] = self.cleaned_data["attributes"]
        if len(chosen) > MOST_ATTRIBUTES:
            raise forms.ValidationError(_("Choose six at most: the more is said of each, the fewer are alike."))
        return chosen


class Make(Plain):
    """Why it is made."""

    reason = Words(
        label=_("What do you need it for?"),
        help_text=_("Custodians read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Sign(Plain):
    """That it was read, what was read, and what there is to say of it."""

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    is_read = forms.BooleanField(label=_("I have read it, and it may be published"))
    words = Words(
        label=_("Is there a doubt, or a reason to be noted?"),
        help_text=_("Whoever may sign here reads it, and nobody else. You need not write anything."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
