"""Fields for what people write, in every form alike: text as they wrote it, without signs that make it look other than it is, and days."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

# Embeddings and overrides of direction make a text look other than it is; isolates and marks, which Arabic needs, stay.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))


# Nobody's work or deadline lies outside; beside the first and the last day that a computer knows there is none to reckon with.
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Day(forms.DateField):
    """A day within living memory or of the generations after us."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        validators = (MinValueValidator(_EARLIEST), MaxValueValidator(_LATEST))
        super().__init__(**{"widget": widget, "validators": validators, **options})


class Words(forms.CharField):
    """Text in lines."""

    widget: type[forms.Widget] = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        told = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").translate(_TURNING)
        return "".join(sign for sign in told if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


class OneLine(Words):
    """Text in one line, such as a name."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        """The text with single spaces."""
        return " ".join(super().to_python(value).split())
