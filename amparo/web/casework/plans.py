"""The plan of a case: what the person needs, what is done about it by whom and until when.

Needs and tasks are entries of FACTS, which supervisors read, so their words name nobody. The newest entry of an id counts; what stood
before stays in the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.web.casework.closings import Asking
from amparo.web.casework.entries import Entry, EntryKind

LONGEST = 500  # letters of a need's or a task's words


class NeedKind(StrEnum):
    """What people in this field need most, after the assistance that art. 12 of the Council of Europe Convention names."""

    SHELTER = "shelter"
    FOOD = "food-and-money"
    MEDICAL = "medical"
    PSYCHOSOCIAL = "psychosocial"
    PROTECTION = "protection-from-retaliation"
    INTERPRETATION = "interpretation"
    LEGAL = "legal-aid"
    WAGES = "wage-recovery"
    DOCUMENTS = "documents"
    PERMIT = "residence-permit"
    ASYLUM = "access-to-asylum"
    CONSULAR = "consular-help"
    CHILDREN = "child-care-and-schooling"
    TRACING = "tracing-family"
    RETURN = "return-counselling"
    OTHER = "other"


class NeedState(StrEnum):
    """What has come of a need. To decline is the person's right, and takes nothing else away."""

    NAMED = "named"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BEING_MET = "being-met"
    MET = "met"
    CANNOT_BE_MET = "cannot-be-met"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self in (NeedState.DECLINED, NeedState.MET, NeedState.CANNOT_BE_MET)


@dataclass(frozen=True, slots=True)
class Need:
    """One need, as it stands."""

    id: str
    kind: NeedKind
    state: NeedState = NeedState.NAMED
    words: str = field(default="", repr=False)  # what is meant; of one that cannot be met, why

    def __post_init__(self) -> None:
        _check_length(self.words)
        if self.state is NeedState.CANNOT_BE_MET and not self.words.strip():
            raise BadInput("no-reason", _("Say why it cannot be met: others with the same need may be helped by it."))

    @property
    def data(self) -> dict[str, object]:
        """As an entry keeps it."""
        return {"id": self.id, "kind": self.kind.value, "state": self.state.value, "words": self.words}

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Need":
        """The need that an entry keeps."""
        kind, state = NeedKind(str(data["kind"])), NeedState(str(data["state"]))
        return cls(str(data["id"]), kind, state, str(data["words"]))


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, as it stands."""

    id: str
    words: str = field(repr=False)
    due_on: date | None = None
    who: str = ""  # a member's id; empty: whoever works on the case
    is_done: bool = False

    def __post_init__(self) -> None:
        _check_length(self.words)
        if not self.words.strip():
            raise BadInput("nothing-told", _("Nothing is written yet."))

    @property
    def data(self) -> dict[str, object]:
        """As an entry keeps it."""
        day = self.due_on.isoformat() if self.due_on else ""
        return {"id": self.id, "words": self.words, "on": day, "who": self.who, "done": self.is_done}

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Task":
        """The task that an entry keeps."""
        return cls(str(data["id"]), str(data["words"]), _day(data), str(data["who"]), bool(data["done"]))


@dataclass(frozen=True)
class Plan:
    """The needs and tasks of a case; each with the entries of its id, oldest first, of which the last one counts."""

    needs: Mapping[str, Need] = field(repr=False)
    tasks: Mapping[str, Task] = field(repr=False)
    history: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    promised_on: date | None = None  # until when the person was told that something happens
    ask_on: date | None = None  # when somebody asks next whether the person is punished for a filing
    ended: Mapping[str, object] | None = field(default=None, repr=False)  # how work on the case ended, if it has

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Plan":
        """The plan in the entries of a case, oldest first."""
        history: dict[str, tuple[Entry, ...]] = {}
        promised: date | None = None
        ask: date | None = None
        ended: Mapping[str, object] | None = None
        for entry in entries:
            if entry.kind in (EntryKind.NEED, EntryKind.TASK):
                found = str(entry.data["id"])
                history[found] = (*history.get(found, ()), entry)
            elif entry.kind is EntryKind.NEXT:
                promised = _day(entry.data)
            elif entry.kind is EntryKind.TO_ASK:
                ask = _day(entry.data)
            elif entry.kind in (EntryKind.CLOSED, EntryKind.REOPENED):
                ended = entry.data if entry.kind is EntryKind.CLOSED else None
        newest = {found: past[-1] for found, past in history.items()}
        needs = {one: Need.of(found.data) for one, found in newest.items() if found.kind is EntryKind.NEED}
        tasks = {one: Task.of(found.data) for one, found in newest.items() if found.kind is EntryKind.TASK}
        return cls(needs, tasks, history, promised, ask, ended)

    @property
    def open_tasks(self) -> list[Task]:
        """What is left to do, what is due first coming first."""
        return sorted((one for one in self.tasks.values() if not one.is_done), key=_order)

    @property
    def open_needs(self) -> list[Need]:
        """The needs about which something is left to do."""
        return [one for one in self.needs.values() if not one.state.is_settled]

    @property
    def due_on(self) -> date | None:
        """The next day of the case: the earliest of an open task, of what the person was told, and of asking them.

        Where work has ended it is that of asking alone, if asking goes on.
        """
        if self.ended is not None:
            return self.ask_on if self.ended.get("asking") == Asking.GOES_ON else None
        return min(self._days(), default=None)

    def _days(self) -> Iterator[date]:
        yield from (day for day in (self.promised_on, self.ask_on) if day)
        yield from (task.due_on for task in self.open_tasks if task.due_on)


def _order(task: Task) -> tuple[date, str]:
    return task.due_on or date.max, task.words


def _day(data: Mapping[str, object]) -> date | None:
    told = str(data.get("on", ""))
    return date.fromisoformat(told) if told else None


def _check_length(words: str) -> None:
    if len(words) > LONGEST:
        raise BadInput("too-long", _("This is too long. Send it in two parts."))
