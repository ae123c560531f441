"""Fields for text that people write, in every form alike: as they wrote it, without signs that would make it look other than it is."""

import unicodedata
from typing import Any

from django import forms

# Embeddings and overrides of direction make a text look other than it is; isolates and marks, which Arabic needs, stay.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))


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
