"""Forms of the way in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignIn(forms.Form):
    """Name, passphrase and code, on one page: so that no answer tells which of them was wrong."""

    name = forms.CharField(label=_("Sign-in name"), max_length=60)
    passphrase = forms.CharField(label=_("Passphrase"), max_length=300, strip=False, widget=forms.PasswordInput)
    code = forms.CharField(
        label=_("Code of your authenticator"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty the first time."),
    )


class Code(forms.Form):
    """One code of the authenticator."""

    code = forms.CharField(label=_("Code of your authenticator"), max_length=20)
