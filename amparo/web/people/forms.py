"""Forms about people: the way in, offices and colleagues, one's own access, custody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amparo.vault.keys import Role
from amparo.web.fields import OneLine
from amparo.web.people.actions.inviting import MOST_DAYS
from amparo.web.people.models import ROLES, Member, Office

_NAME = RegexValidator(r"\A[\w.@-]+\Z", _("Use letters, digits, points and hyphens only."))
_CODE = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", _("Use small letters a to z, digits and hyphens only."))
_SHOWN = dict(ROLES)


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


class NewPassphrase(forms.Form):
    """A passphrase, twice."""

    new = forms.CharField(
        label=_("New passphrase"),
        help_text=_("At least 12 characters."),
        max_length=300,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The new passphrase again"),
        max_length=300,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Both are the same."""
        told = super().clean() or {}
        if told.get("new") != told.get("again"):
            self.add_error("again", _("The two passphrases are not the same."))
        return told


class Join(NewPassphrase):
    """The words of an invitation, and a passphrase. The words are typed: they stand in no address."""

    words = forms.CharField(
        label=_("The words of your invitation"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("words", "new", "again")


class ChangePassphrase(NewPassphrase):
    """The old passphrase and a new one."""

    old = forms.CharField(label=_("Passphrase until now"), max_length=300, strip=False, widget=forms.PasswordInput)
    field_order = ("old", "new", "again")


class ReplaceFactor(forms.Form):
    """A code of the old authenticator and one of the new."""

    old_code = forms.CharField(label=_("Code of your present authenticator, or a spare code"), max_length=20)
    new_code = forms.CharField(label=_("Code of the new authenticator"), max_length=20)


class AboutOrganisation(forms.Form):
    """What public pages say of the organisation."""

    name = OneLine(label=_("Name of the organisation"), max_length=120)
    telephone = OneLine(label=_("Telephone number that people can call"), max_length=40)
    neutral_title = OneLine(
        label=_("Title of the public pages"),
        help_text=_("It stands in the browser's history: choose a word that tells nothing."),
        max_length=60,
    )
    leave_to = forms.URLField(label=_("Where the button for leaving leads"), max_length=200, assume_scheme="https")
    unread_days = forms.IntegerField(
        label=_("Days without a reader after which the receipt says so"), min_value=1, max_value=60
    )


class AboutOffice(forms.Form):
    """Name of an office, and whether it takes reports."""

    name = OneLine(label=_("Name of the office"), max_length=120)
    takes_reports = forms.BooleanField(label=_("It takes reports from the public"), required=False)


class NewOffice(AboutOffice):
    """A new office, and who begins in it."""

    code = forms.CharField(
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens. It becomes part of the names of keys and never changes."),
        max_length=32,
        validators=[_CODE],
    )
    starter = forms.ChoiceField(
        label=_("Who begins there"),
        help_text=_("They let the others in. Only colleagues whose key was compared stand here."),
    )
    roles = forms.MultipleChoiceField(label=_("With which roles"), choices=ROLES, widget=forms.CheckboxSelectMultiple)
    field_order = ("name", "code", "takes_reports", "starter", "roles")

    def __init__(self, data: Mapping[str, Any] | None, colleagues: Iterable[Member]) -> None:
        super().__init__(data)
        _offer(self, "starter", named(colleagues))


class Invite(forms.Form):
    """A new colleague."""

    shown_name = OneLine(label=_("Name that colleagues see"), max_length=120)
    sign_in_name = forms.CharField(label=_("Sign-in name"), max_length=60, validators=[_NAME])
    posts = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    is_administrator = forms.BooleanField(
        label=_("Administers the organisation"),
        help_text=_("Administering opens nothing that is sealed; a role does."),
        required=False,
    )
    days = forms.IntegerField(
        label=_("Days for which the invitation is good"), min_value=1, max_value=MOST_DAYS, initial=7
    )

    def __init__(self, data: Mapping[str, Any] | None, offices: Iterable[Office]) -> None:
        super().__init__(data)
        _offer(self, "posts", posts_in(offices))


class GiveRole(forms.Form):
    """One more role for a colleague."""

    post = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: Mapping[str, Any] | None, offices: Iterable[Office]) -> None:
        super().__init__(data)
        _offer(self, "post", posts_in(offices))


class _WithFingerprint(forms.Form):
    fingerprint = forms.CharField(
        label=_("Fingerprint that they read to you on the telephone"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class _WithPhrase(forms.Form):
    phrase = forms.CharField(
        label=_("The words of the recovery phrase"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LetIn(_WithFingerprint):
    """Which newcomer, and the fingerprint that they read out."""

    post = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("post", "fingerprint")


class Cover(forms.Form):
    """Who stands in for a role, and until when."""

    post = forms.ChoiceField(label=_("Role of yours"))
    member = forms.ChoiceField(label=_("Who stands in"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, data: Mapping[str, Any] | None, posts: Sequence[tuple[str, str]], colleagues: Iterable[Member]
    ) -> None:
        super().__init__(data)
        _offer(self, "post", posts)
        _offer(self, "member", named(colleagues))


class Recover(_WithFingerprint):
    """Who waits, and the fingerprint that they read out."""

    member = forms.ChoiceField(label=_("Who waits for a key"))
    field_order = ("member", "fingerprint")

    def __init__(self, data: Mapping[str, Any] | None, waiting: Iterable[Member]) -> None:
        super().__init__(data)
        _offer(self, "member", named(waiting))


class RecoverWithPhrase(_WithPhrase, Recover):
    """The same, with the printed phrase."""


class OpenLayer(_WithFingerprint):
    """The fingerprint that a custodian was told themselves."""


class Custodians(_WithPhrase):
    """The next custodians, how many of them it takes, and the printed phrase if that is what recovers until now."""

    chosen = forms.MultipleChoiceField(label=_("Custodians"), widget=forms.CheckboxSelectMultiple)
    needed = forms.IntegerField(label=_("How many of them it takes"), min_value=2, max_value=7, initial=2)
    field_order = ("chosen", "needed", "phrase")

    def __init__(self, data: Mapping[str, Any] | None, custodians: Iterable[Member], *, asks_for_phrase: bool) -> None:
        super().__init__(data)
        _offer(self, "chosen", named(custodians))
        if not asks_for_phrase:
            del self.fields["phrase"]


class LockDown(forms.Form):
    """Since when the report counts what was opened, and that this is meant."""

    since = forms.DateField(
        label=_("Report what was opened since"),
        initial=lambda: timezone.localdate() - timedelta(days=7),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    is_meant = forms.BooleanField(label=_("Yes, end all sessions now"))


def named(members: Iterable[Member]) -> list[tuple[str, str]]:
    """Members as choices."""
    return [(member.id, member.shown_name) for member in members]


def posts_in(offices: Iterable[Office]) -> list[tuple[str, str]]:
    """Every role in every office as choices; `read_post` reads the answer."""
    return [(f"{office.code}/{role.value}", shown_post(office, role)) for office in offices for role in Role]


def shown_post(office: Office, role: Role) -> str:
    """A role in an office, for people."""
    return _("%(role)s, %(office)s") % {"role": _SHOWN[role.value], "office": office.name}


def read_post(chosen: str) -> tuple[str, Role]:
    """The office and role that were chosen."""
    office, _sep, role = chosen.partition("/")
    return office, Role(role)


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices
