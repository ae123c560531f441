"""A report as the person with the receipt sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.vault.keys import Role
from amparo.web.casework.actions.by_receipt import unanswered
from amparo.web.casework.closings import Why
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.models import State

_ROLES: Mapping[str, Promise] = {
    Role.INTAKE.value: _("Somebody who receives reports"),
    Role.CASEWORKER.value: _("A caseworker"),
    Role.SUPERVISOR.value: _("A supervisor"),
}


# Neutral: they may be read over somebody's shoulder. What is in no list needs no word.
_WHYS: Mapping[str, Promise] = {
    Why.RECEIVED.value: _("You have received what was owed, or what could be had of it."),
    Why.WITHDREW.value: _("You said that we should stop."),
    Why.NO_CONTACT.value: _("We could not reach you."),
    Why.REFERRED.value: _("Others help you from here on."),
    Why.NO_WAY.value: _("For now we see no way forward. That can change."),
    Why.DOUBLE.value: _("Work goes on in another report."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was written, by the person or by the office."""

    is_mine: bool
    on: date
    words: str = field(repr=False)
    files: tuple[Mapping[str, object], ...] = field(repr=False)


class Shown:
    """What the page of a report says."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    @property
    def said(self) -> list[Said]:
        """What was written, oldest first."""
        return [_said(entry) for entry in self.dossier.of(EntryKind.TOLD, EntryKind.MESSAGE)]

    @property
    def readers(self) -> list[tuple[str | Promise, date]]:
        """Who of the office has read it: in which role, and on which day; no name."""
        found = dict.fromkeys(
            (_ROLES.get(str(entry.data.get("role")), _("Somebody of the office")), _day(entry.at))
            for entry in self.dossier.of(EntryKind.READ)
        )
        return list(found)

    @property
    def ended(self) -> Mapping[str, object]:
        """Since which day work has ended, and why in neutral words; empty while it goes on."""
        last = None
        for entry in self.dossier.of(EntryKind.PROGRESS):
            last = entry
        if last is None or last.data["state"] != State.CLOSED:
            return {}
        return {"on": _day(last.at), "why": _WHYS.get(str(last.data["why"]), "")}

    @property
    def next_step(self) -> Mapping[str, object]:
        """What the office said comes next, and the day; empty if it said nothing."""
        told = self.dossier.newest(EntryKind.NEXT)
        try:
            on = date.fromisoformat(str(told.get("on")))
        except ValueError:
            on = None
        return {"words": told.get("words", ""), "on": on} if told else {}

    @property
    def unread_days(self) -> int:
        """For how many days nobody of the office has looked at what the person wrote last; 0 if somebody has."""
        seen = [entry.at for entry in self.dossier.of(EntryKind.READ, EntryKind.MESSAGE) if entry.by != REPORTER]
        waiting = [entry.at for entry in unanswered(self.dossier) if not seen or entry.at > max(seen)]
        return (_day(timezone.now()) - _day(waiting[0])).days if waiting else 0

    @property
    def deletion_asked_on(self) -> date | None:
        """The day on which the person asked for deletion; None if they did not, or took it back."""
        found = self.dossier.deletion_asked
        return _day(found.at) if found else None

    @property
    def danger(self) -> tuple[bool, date] | None:
        """What was last noted of danger, and on which day; None if nobody ever spoke of it."""
        said = self.dossier.dangers
        return (self.dossier.is_danger, _day(said[-1].at)) if any(entry.data["danger"] for entry in said) else None


def _said(entry: Entry) -> Said:
    files = entry.data.get("files")
    named = tuple(files) if isinstance(files, list) else ()
    # A caseworker writes down what somebody tells in a visit or a call.
    is_mine = entry.kind is EntryKind.TOLD or entry.by == REPORTER or entry.data.get("spoken") is True
    return Said(is_mine, _day(entry.at), str(entry.data.get("words", "")), named)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
