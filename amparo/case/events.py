"""Events: who is said to have done what to whom, when and where. Nothing here is established; the actor is alleged.

An event is written down again when more is known: of several with one id the newest counts, and the earlier ones are kept. Its place
and words, which could name somebody, are kept apart from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from amparo.case.acts import Act, acts
from amparo.case.facts import SAID_TO_US, Basis
from amparo.errors import BadInput
from amparo.rules.dates import Period


@dataclass(frozen=True, slots=True)
class Event:
    """One event: the act, the State in which it happened, when it began and ended, and by ids who acted and who suffered it.

    `until` is None where it was over the same day; `lasts` says that it had not ended when it was written down. `target` is empty
    where it happened to the person of the case. `touches` names provisions that somebody who knows the case thinks it touches.
    """

    id: str
    act: str
    state: str
    when: Period
    until: Period | None = None
    lasts: bool = False
    alleged_actor: str = ""
    target: str = ""
    touches: tuple[str, ...] = ()
    basis: Basis = SAID_TO_US
    is_withdrawn: bool = False
    recorded_at: datetime | None = None
    by: str = ""
    place: str = field(default="", repr=False)
    words: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.act not in acts():
            raise BadInput("no-such-act", "Choose what happened from the list.")
        if self.until and self.until.last < self.when.first:
            raise BadInput("ends-before-it-begins", "The event ends before it begins.")
        if self.until and self.lasts:
            raise BadInput(
                "ended-and-lasts", "An event that has ended does not last. Give its end, or say that it lasts."
            )

    @property
    def kind(self) -> Act:
        """What the act is, and which circumstances it shows."""
        return acts()[self.act]

    @property
    def goes_on(self) -> bool:
        """Whether it was not over on the day it began."""
        return self.lasts or self.until is not None

    def is_on(self, day: Period) -> bool:
        """Whether it certainly happened, or went on, that day."""
        if day in (self.when, self.until):
            return True
        end = self.until.first if self.until else (day.last if self.lasts else self.when.first)
        return self.when.last <= day.first and day.last <= end

    def to_data(self) -> dict[str, object]:
        """The event as its entry keeps it, without place and words."""
        return {
            "event": self.id,
            "act": self.act,
            "state": self.state,
            "when": str(self.when),
            "until": str(self.until) if self.until else "",
            "lasts": self.lasts,
            "actor": self.alleged_actor,
            "target": self.target,
            "touches": list(self.touches),
            "basis": self.basis.to_data(),
            "withdrawn": self.is_withdrawn,
        }

    def with_detail(self, place: str, words: str) -> "Event":
        """The event with what is kept apart from it."""
        return replace(self, place=place, words=words)


def read_event(
    data: Mapping[str, object], *, at: datetime, by: str, day: Callable[[str], Period] = Period.parse
) -> Event:
    """The event as an entry keeps it, its days read by `day`; raises BadInput for what is none."""
    touches, until = data.get("touches"), data.get("until")
    try:
        return Event(
            str(data["event"]),
            str(data["act"]),
            str(data.get("state", "")),
            day(str(data["when"])),
            day(str(until)) if until else None,
            bool(data.get("lasts")),
            str(data.get("actor", "")),
            str(data.get("target", "")),
            tuple(map(str, touches)) if isinstance(touches, list) else (),
            Basis.of(data.get("basis")),
            bool(data.get("withdrawn")),
            at,
            by,
        )
    except (KeyError, ValueError):
        raise BadInput("no-event", "This cannot be read as an event.") from None
