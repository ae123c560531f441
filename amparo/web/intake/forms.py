"""Forms of the public pages on which somebody tells something."""

import functools
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.errors import BadInput
from amparo.exchange.attachments.apart import clean_apart
from amparo.web.casework.coded import countries
from amparo.web.casework.telling import LONGEST, Contact, Purpose, Telling
from amparo.web.fields import OneLine, Words
from amparo.web.intake.asking import KINDS, brought_along, joined, kinds, labels
from amparo.web.languages import NAMES
from amparo.web.people.access import access_offices
from amparo.web.uploads import TooMuch

MOST_FILES = 5
_TAKEN = ".jpg,.jpeg,.png,.webp,.pdf,.txt,.docx,.xlsx,.odt,.ods,.mp3,.m4a,.ogg,.opus,.amr,.3gp,.wav,.mp4,.mov"
# The reasons of `amparo.exchange.attachments`, for the person who sent the file.
REFUSALS = {
    "empty": _("The file is empty. Choose it again, or send another copy."),
    "busy": _(
        "Many files are being received at this moment. Send your words without the file, and add it a little later."
    ),
    "too-large": _("The file is larger than 10 MB. Send a shorter or smaller one, or send it in parts."),
    "too-much-inside": _("The file unfolds to more than we can open safely. Send a smaller copy of it."),
    "unknown-type": _(
        "We cannot take this kind of file. Send a picture, a sound, a film, a PDF or a text; a picture of the screen will do."
    ),
    "heic": _(
        "We cannot free this kind of picture of hidden details, such as where it was taken. Send a picture of the screen instead."
    ),
    "broken": _("The file is damaged or incomplete. Open it where it comes from, save it again, and send that copy."),
    "locked": _("The file is locked with a password. Send a copy without a password."),
    "active-content": _("The file can run programs. Save it as PDF, and send that."),
    "hidden-content": _("Something else is hidden in this file. Save it again, and send that copy."),
}
PURPOSES = {
    Purpose.HELP: _("You may use what I tell you to help me."),
    Purpose.PARTNER: _(
        "You may share it with a partner organisation if that helps me. Ask me first which one. (Not yet done; your answer is kept.)"
    ),
    Purpose.COUNTED: _(
        "You may count it, without my name or my words, in figures about many people, which you may publish. I can take this back later."
    ),
}


def _countries() -> list[tuple[str, Any]]:
    return [("", _("I would rather not say")), *countries(get_language() or "en")]


@functools.cache
def _written(_language: str) -> str:
    return format_html_join("", '<option value="{}">{}</option>', _countries())


class Countries(forms.Select):
    """The list of countries, written once for each language: Django's own takes a template for each of 250."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list, as HTML."""
        chosen = format_html('value="{}"', value or "")
        options = _written(get_language() or "en").replace(chosen, f"{chosen} selected", 1)
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}),
            mark_safe(options),
        )


class WithFiles(forms.Form):
    """Up to five files, one to a field: a page without JavaScript cannot count those chosen in one."""

    file_1 = forms.FileField(required=False, label=_("First file"))
    file_2 = forms.FileField(required=False, label=_("Second file"))
    file_3 = forms.FileField(required=False, label=_("Third file"))
    file_4 = forms.FileField(required=False, label=_("Fourth file"))
    file_5 = forms.FileField(required=False, label=_("Fifth file"))

    def __init__(self, *args: Any, refused: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refused = refused  # why nothing of it can be taken, so that no file need be cleaned
        for field in self.file_fields:
            field.field.allow_empty_file = True  # type: ignore[attr-defined] # `clean_apart` says so in our words
            field.field.widget.attrs["accept"] = _TAKEN

    @property
    def file_fields(self) -> list[forms.BoundField]:
        """The fields for files."""
        return [self[f"file_{number}"] for number in range(1, MOST_FILES + 1)]

    @property
    def had_files(self) -> bool:
        """Whether files were sent, which a page cannot keep when it is shown again."""
        return bool(self.files)

    def clean(self) -> dict[str, Any]:
        """Cleans the files, once everything else is right: it is the slow part."""
        files = []
        if self.refused:
            self.add_error(None, self.refused)
        if any(isinstance(sent, TooMuch) for sent in self.files.values()):
            self.add_error(
                None, _("Your files are more than 30 MB together. Send some of them now, and the others afterwards.")
            )
        for field in self.file_fields if not self.errors else ():
            sent = self.cleaned_data.get(field.name)
            if sent is None:
                continue
            try:
                files.append(clean_apart(sent.read(), declared_name=sent.name))
            except BadInput as refused:
                self.add_error(field.name, REFUSALS[str(refused.data["reason"])])
        return {**self.cleaned_data, "files": tuple(files)}


class Consents(forms.Form):
    """What somebody agrees to, each by itself, and nothing ticked beforehand."""

    purposes = forms.MultipleChoiceField(
        required=False,
        label=_("What may we do with it?"),
        choices=[(purpose.value, sentence) for purpose, sentence in PURPOSES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def agreed(self) -> frozenset[Purpose]:
        """The purposes that were ticked."""
        return frozenset(Purpose(told) for told in self.cleaned_data["purposes"])


class Reach(forms.Form):
    """How and when it is safe to reach somebody."""

    how = OneLine(
        required=False,
        max_length=300,
        label=_("How can we reach you safely?"),
        help_text=_("A number, an address, a person you trust, and what we should say if somebody else answers."),
    )
    when = OneLine(required=False, max_length=120, label=_("When is it safe?"))

    @property
    def contact(self) -> Contact:
        """What was told of it."""
        return Contact(self.cleaned_data["how"], self.cleaned_data["when"])


class Write(WithFiles):
    """More words, more files, or both."""

    message = Words(
        required=False,
        max_length=LONGEST,
        label=_("Write to us"),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Wants at least one of the two."""
        told = super().clean()
        if not self.errors and not told["message"].strip() and not told["files"]:
            self.add_error("message", _("Nothing is written yet. Write at least a few words."))
        return told


class Tell(WithFiles, Consents, Reach):
    """A report: own words first; everything else may stay empty."""

    words = Words(
        max_length=LONGEST,
        strip=False,
        label=_("What happened? What do you need?"),
        help_text=_("In your own words and in any language. You can stop whenever you like and add to it later."),
        error_messages={
            "required": _("Nothing is written yet. Write at least a few words."),
            "max_length": _("This is too long. Write at most %(limit_value)d characters, and add the rest afterwards."),
        },
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
    )
    is_danger = forms.BooleanField(required=False, label=_("I am in danger now"))
    state = forms.ChoiceField(
        required=False, label=_("In which country did it happen?"), choices=_countries, widget=Countries
    )
    kinds = forms.MultipleChoiceField(
        required=False, label=_("Is any of this part of it?"), widget=forms.CheckboxSelectMultiple
    )
    name = OneLine(
        required=False,
        max_length=200,
        label=_("What shall we call you?"),
        help_text=_("Any name will do. It can be one that you choose for this."),
    )
    language = forms.ChoiceField(label=_("In which language shall we answer?"))
    interpreter = OneLine(
        required=False,
        max_length=60,
        label=_("Do you need an interpreter? For which language?"),
    )
    from_rights = forms.CharField(required=False, widget=forms.HiddenInput)
    office = forms.ChoiceField(label=_("Which office shall read it?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offices, language = list(access_offices().filter(takes_reports=True)), get_language() or "en"
        self._choose("office", [(office.code, office.name) for office in offices])
        self._choose("kinds", kinds(language))
        self._choose("language", list(NAMES.items()))
        self.initial.setdefault("language", language)
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.initial.setdefault("office", offices[0].code)
        for field in (self.fields["words"], self.fields["name"], *(self.fields[name] for name in ("how", "when"))):
            field.widget.attrs["autocomplete"] = "off"

    @classmethod
    def begun_with(cls, packed: str) -> "Tell":
        """The form for somebody who comes from *know your rights* with answers."""
        facts = brought_along(packed)
        ticked = [name for name in KINDS if facts.get(name) is True]
        return cls(initial={"from_rights": packed if facts else "", "state": facts.get("state", ""), "kinds": ticked})

    @classmethod
    def taken_over(cls, told: QueryDict, *, spoken_before: str) -> "Tell":
        """The form with what was typed so far, not looked at yet, for the page in another language."""
        initial: dict[str, Any] = {}
        for name, field in cls.base_fields.items():
            if name in told and not isinstance(field, forms.FileField):
                initial[name] = told.getlist(name) if isinstance(field, forms.MultipleChoiceField) else told[name]
        if initial.get("language") == spoken_before:
            # Nobody chose it: it was that of the page.
            del initial["language"]
        return cls(initial=initial)

    @property
    def brought(self) -> list[str]:
        """What the answers brought along are about."""
        return labels(brought_along(str(self["from_rights"].value() or "")), get_language() or "en")

    def clean_words(self) -> str:
        """The words; signs that cannot be seen are none."""
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words

    def telling(self) -> Telling:
        """The report so told."""
        told = self.cleaned_data
        return Telling(
            told["words"],
            told["language"],
            self.agreed,
            self.contact,
            told["name"],
            told["is_danger"],
            told["interpreter"],
            joined(brought_along(told["from_rights"]), told["state"], told["kinds"]),
            told["files"],
        )

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
