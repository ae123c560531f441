"""Forms of the plan, and what its codes are called."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.web.casework.plans import LONGEST, Need, NeedKind, NeedState, Task
from amparo.web.fields import Day, OneLine
from amparo.web.people.models import Member

NEEDS = {
    NeedKind.SHELTER: _("A safe place to stay"),
    NeedKind.FOOD: _("Food, clothes and money to live on"),
    NeedKind.MEDICAL: _("Medical care"),
    NeedKind.PSYCHOSOCIAL: _("Somebody to talk to, psychological care"),
    NeedKind.PROTECTION: _("Protection from revenge"),
    NeedKind.INTERPRETATION: _("Interpretation"),
    NeedKind.LEGAL: _("Legal aid"),
    NeedKind.WAGES: _("Recovery of wages"),
    NeedKind.DOCUMENTS: _("Documents"),
    NeedKind.PERMIT: _("Permission to stay"),
    NeedKind.ASYLUM: _("Access to asylum"),
    NeedKind.CONSULAR: _("Help of a consulate"),
    NeedKind.CHILDREN: _("Care and schooling of children"),
    NeedKind.TRACING: _("Looking for family"),
    NeedKind.RETURN: _("Counselling about return"),
    NeedKind.OTHER: _("Something else"),
}
NEED_STATES = {
    NeedState.NAMED: _("Named"),
    NeedState.OFFERED: _("Offered"),
    NeedState.ACCEPTED: _("Accepted"),
    NeedState.DECLINED: _("Declined"),
    NeedState.BEING_MET: _("Being met"),
    NeedState.MET: _("Met"),
    NeedState.CANNOT_BE_MET: _("Cannot be met"),
}
NO_NAMES = _("Name nobody: supervisors read it.")


class NameNeed(forms.Form):
    """A need that is not in the plan yet."""

    kind = forms.ChoiceField(label=_("What is needed"), choices=list(NEEDS.items()))
    words = OneLine(label=_("More about it, if needed"), required=False, max_length=LONGEST, help_text=NO_NAMES)


class ChangeNeed(forms.Form):
    """What has come of a need."""

    state = forms.ChoiceField(
        label=_("What has come of it"),
        choices=list(NEED_STATES.items()),
        help_text=_("To decline is the person's right. Nothing else is taken away by it."),
    )
    words = OneLine(
        label=_("More about it; if it cannot be met, why"), required=False, max_length=LONGEST, help_text=NO_NAMES
    )

    @classmethod
    def of(cls, need: Need) -> "ChangeNeed":
        """The form as the need stands."""
        return cls(initial={"state": need.state.value, "words": need.words}, prefix=f"need-{need.id}")


class AddTask(forms.Form):
    """Something to do."""

    words = OneLine(label=_("What is to be done"), max_length=LONGEST, help_text=NO_NAMES)
    due_on = Day(label=_("By which day"), required=False)
    who = forms.ChoiceField(label=_("Who does it"), required=False)

    def __init__(self, *args: Any, colleagues: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(one.id, one.shown_name) for one in colleagues]
        self.fields["who"].choices = [("", _("Whoever works on the case")), *names]  # type: ignore[attr-defined]


class ChangeTask(AddTask):
    """A task put otherwise, or done."""

    is_done = forms.BooleanField(label=_("It is done"), required=False)

    def __init__(self, *args: Any, task: Task, kept_name: str = "", **options: Any) -> None:
        initial = {"words": task.words, "due_on": task.due_on, "who": task.who, "is_done": task.is_done}
        super().__init__(*args, initial=initial, prefix=f"task-{task.id}", **options)
        choices = self.fields["who"].choices  # type: ignore[attr-defined]
        if task.who not in dict(choices):
            # Whoever had it may have left since, and stays named.
            choices.append((task.who, kept_name or _("A colleague")))
            self.fields["who"].choices = choices  # type: ignore[attr-defined]
