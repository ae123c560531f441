"""Forms of casework. What somebody typed stays in them when it cannot be taken yet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.case.parties import PartyRole
from amparo.web.casework.lists.wanted import Wanted
from amparo.web.casework.models import CannedAnswer, Kind, State
from amparo.web.casework.telling import LONGEST, Contact, Purpose
from amparo.web.fields import Day, OneLine, Words
from amparo.web.people.models import Member, Office

STATES = {State.RECEIVED: _("Received"), State.OPEN: _("Open case"), State.CLOSED: _("Closed")}
KINDS = {Kind.REPORT: _("Report"), Kind.OPENED_HERE: _("Opened here"), Kind.LIST: _("From a list")}
PURPOSES = {
    Purpose.HELP: _("We may use it to help"),
    Purpose.PARTNER: _("We may share it with a partner"),
    Purpose.COUNTED: _("It may be counted, without name"),
}
ROLES = {
    PartyRole.EMPLOYER: _("Employer"),
    PartyRole.RECRUITER: _("Recruiter or agency"),
    PartyRole.AUTHORITY: _("Authority"),
    PartyRole.FAMILY: _("Family"),
    PartyRole.COWORKER: _("Colleague at work"),
    PartyRole.WITNESS: _("Witness"),
    PartyRole.INTERPRETER: _("Interpreter"),
    PartyRole.LAWYER: _("Lawyer"),
    PartyRole.UNION: _("Union"),
    PartyRole.SERVICE: _("Service or shelter"),
    PartyRole.PERPETRATOR: _("Said to have done it"),
    PartyRole.OTHER: _("Somebody else"),
}
ANSWERED = {
    "": _("Not asked yet"),
    "spoken": _("Agreed, said here"),
    "telephone": _("Agreed, by telephone"),
    "written": _("Agreed, in writing"),
    "refused": _("Said no"),
}
# Languages people speak here most, by ISO 639; a case keeps the code alone.
SPOKEN = "am ar bn de en es fa fil fr ha hi ht id it ku ln my ne om pa ps pt quc ru rw so sw ta ti tr uk ur vi wo zh"
HANDOVER = _("For them to read first: what is next, what to watch")


def language_name(code: str) -> str:
    """The name of a language in that of the page; what the person wrote where it is no code of ours: `Tagalog`, or `Wolof, slowly`."""
    if code not in SPOKEN.split():
        return code
    return Locale.parse(code).get_display_name(get_language() or "en") or code


def languages() -> list[tuple[str, str]]:
    """Languages that people speak here, by name."""
    return sorted(((code, language_name(code)) for code in SPOKEN.split()), key=lambda pair: pair[1])


def number_in(told: str, *, most: int) -> int | None:
    """The number that a page sent back; None for anything else, and for more than `most`."""
    # Short enough to be read: Python refuses numbers of thousands of digits.
    number = int(told) if told.isascii() and told.isdecimal() and len(told) <= len(str(most)) else None
    return number if number is not None and number <= most else None


class Filter(forms.Form):
    """What somebody looks for in the inbox; posted, so that no name stands in an address."""

    text = OneLine(label=_("Number, or part of a name"), required=False, max_length=60)
    states = forms.MultipleChoiceField(
        label=_("Progress"), required=False, choices=list(STATES.items()), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_("Came as"), required=False, choices=[("", _("All")), *KINDS.items()])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lazy(lambda: [("", _("All")), *languages()], list)()
    )
    whose = forms.ChoiceField(
        label=_("Who works on it"),
        required=False,
        choices=[("", _("All")), ("mine", _("I do")), ("nobody", _("Nobody yet"))],
    )
    only = forms.MultipleChoiceField(
        label=_("Only those"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("danger", _("in danger now")),
            ("punished", _("punished after a filing")),
            ("unread", _("not read")),
            ("waiting", _("waiting for an answer")),
            ("deletion", _("that ask to be erased")),
            ("overdue", _("past their day")),
            ("unpaid", _("with the remedy not received")),
        ],
    )

    def wanted(self, me: str, today: date) -> Wanted:
        """What is looked for; `me` is how lines name the member."""
        told, only = self.cleaned_data, self.cleaned_data["only"]
        return Wanted(
            text=told["text"],
            states=frozenset(told["states"]) or frozenset(STATES),
            kind=told["kind"],
            language=told["language"],
            assigned_to={"mine": me, "nobody": ""}.get(told["whose"]),
            is_danger="danger" in only,
            is_unread="unread" in only,
            is_waiting="waiting" in only,
            wants_deletion="deletion" in only,
            is_unpaid="unpaid" in only,
            is_punished="punished" in only,
            overdue_on=today if "overdue" in only else None,
        )


_ACTIVE = ["received", "open"]
# Lists that are asked for every day: their name in an address, which tells of nobody, what they are called, what they look for.
VIEWS: Mapping[str, tuple[Promise, Mapping[str, object]]] = {
    "mine": (_("Mine"), {"whose": "mine"}),
    "nobody": (_("Nobody's yet"), {"whose": "nobody"}),
    "danger": (_("In danger now"), {"only": ["danger"]}),
    "waiting": (_("Waiting for an answer"), {"only": ["waiting"]}),
    "overdue": (_("Past their day"), {"only": ["overdue"]}),
    "erase": (_("Ask to be erased"), {"only": ["deletion"]}),
    "unpaid": (_("Closed, and not paid in full"), {"only": ["unpaid"], "states": ["closed"]}),
}


def view_wanted(view: str, me: str, today: date) -> Wanted:
    """What a ready view looks for; everything that is not closed for a name of none."""
    form = Filter(view_initial(view))
    return form.wanted(me, today) if form.is_valid() else Wanted()


def view_initial(view: str) -> dict[str, object]:
    """How the form stands in a ready view, so that its further pages look for the same."""
    _name, told = VIEWS.get(view, ("", {}))
    return {"states": _ACTIVE, **told}


class Reason(forms.Form):
    """Why somebody opens a case that is not theirs to open every day."""

    reason = Words(label=_("Why do you open it?"), max_length=900, widget=forms.Textarea(attrs={"rows": 3}))


class Message(forms.Form):
    """Words to the person."""

    words = Words(label=_("Message to the person"), max_length=LONGEST)


class Note(forms.Form):
    """Words among staff."""

    words = Words(label=_("Note for colleagues"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class Next(forms.Form):
    """What happens next, and until when."""

    words = OneLine(label=_("What happens next, in words for the person"), max_length=300)
    due_on = Day(label=_("Until which day"), required=False)


class Assign(forms.Form):
    """To whom a case is given."""

    member = forms.ChoiceField(label=_("Give it to"))
    words = Words(label=HANDOVER, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, colleagues: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member"].choices = [(one.id, one.shown_name) for one in colleagues]  # type: ignore[attr-defined]


class Double(forms.Form):
    """The number of the other report."""

    number = OneLine(label=_("Number of the other report"), max_length=7)


class Said(forms.Form):
    """What a person says in a visit or a call, as much of it as there is."""

    words = Words(label=_("What the person says, in their own words"), required=False, max_length=LONGEST)
    how = OneLine(
        label=_("How can we reach the person safely?"),
        required=False,
        max_length=300,
        help_text=_("Also what to say if somebody else answers. Empty: we do not reach out."),
    )
    when = OneLine(label=_("When is it safe?"), required=False, max_length=120)
    name = OneLine(label=_("Name, if the person wants to give one"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for purpose, label in PURPOSES.items():
            self.fields[purpose.value] = forms.ChoiceField(label=label, required=False, choices=list(ANSWERED.items()))

    @property
    def contact(self) -> Contact:
        """How and when to reach the person."""
        return Contact(self.cleaned_data["how"], self.cleaned_data["when"])

    @property
    def consents(self) -> dict[str, str]:
        """How each purpose was answered."""
        return {purpose.value: self.cleaned_data[purpose.value] for purpose in Purpose}

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of consent."""
        return [self[purpose.value] for purpose in Purpose]


class OpenHere(Said):
    """A report opened for somebody, as far as it has come."""

    office = forms.ChoiceField(label=_("Office"))
    language = forms.ChoiceField(label=_("Language of the person"), choices=lazy(languages, list)())
    interpreter = forms.ChoiceField(
        label=_("Interpreter wished for"), required=False, choices=lazy(lambda: [("", _("None")), *languages()], list)()
    )
    danger = forms.BooleanField(label=_("The person is in danger now"), required=False)
    notice = forms.BooleanField(label=_("I have read this out or explained it"), required=False)

    def __init__(self, *args: Any, offices: Iterable[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = [(one.code, one.name) for one in offices]  # type: ignore[attr-defined]


class Canned(forms.ModelForm):  # type: ignore[type-arg]
    """A ready answer."""

    language = forms.ChoiceField(label=_("Language"), choices=lazy(languages, list)())
    office = forms.ChoiceField(label=_("Office"))
    title = OneLine(label=_("Title, for colleagues"), max_length=80)
    text = Words(label=_("Words of the answer"), max_length=4000, help_text=_("For everybody alike: no name, no case."))

    class Meta:
        model = CannedAnswer
        fields = ("language", "title", "text")

    def __init__(self, *args: Any, offices: Iterable[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = [(one.code, one.name) for one in offices]  # type: ignore[attr-defined]
        if self.instance.office_id:
            self.initial["office"] = self.instance.office_id

    def validate_unique(self) -> None:
        """Left to the action, which says it in one sentence."""


class BringList(forms.Form):
    """A list, for which office, and in which language its people are spoken with."""

    office = forms.ChoiceField(label=_("Office"))
    language = forms.ChoiceField(label=_("Language of the people in it"), choices=lazy(languages, list)())

    def __init__(self, *args: Any, offices: Iterable[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = [(one.code, one.name) for one in offices]  # type: ignore[attr-defined]
