"""Forms of the figures: by what people are counted, and why a table is taken out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.web.evidence.words import ATTRIBUTES
from amparo.web.people.signals import LONGEST

_MOST = 6  # attributes in a table that is taken out: with each, fewer people are alike


class By(forms.Form):
    """By which attributes people are counted."""

    by = forms.ChoiceField(label=_("Count people by"), choices=list(ATTRIBUTES.items()), initial="abuse")
    also = forms.ChoiceField(label=_("And by"), required=False, choices=[("", "—"), *ATTRIBUTES.items()])

    @property
    def chosen(self) -> list[str]:
        """The attributes, each once."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else {"by": self["by"].initial}
        return list(dict.fromkeys(name for name in (told.get("by"), told.get("also")) if name))


class TakeOut(forms.Form):
    """Which attributes a table has, and what it is for."""

    attributes = forms.MultipleChoiceField(
        label=_("What the table says of each person"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(ATTRIBUTES.items()),
    )
    reason = forms.CharField(
        label=_("What do you need it for?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_attributes(self) -> list[str]:
        """The attributes; not more than say enough."""
        chosen: list[str] = self.cleaned_data["attributes"]
        if len(chosen) > _MOST:
            raise forms.ValidationError(_("Choose six at most: the more is said of each, the fewer are alike."))
        return chosen
