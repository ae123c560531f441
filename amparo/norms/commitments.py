"""What a State did: it signed, deposited, succeeded, denounced, accepted a procedure. Events, never conclusions."""

from collections.abc import Sequence
from dataclasses import dataclass

from amparo.rules.dates import Period
from amparo.rules.forms import Form

EVENTS = ("signature", "deposit", "succession", "acceptance", "denunciation")
BINDING = ("deposit", "succession", "acceptance")
COLUMNS = ("state", "event", "form", "on", "source", "verified", "note")


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one State towards one instrument; `on` is the day of deposit, registration or notice, as far as known."""

    instrument: str
    state: str
    event: str
    form: str
    on: Period
    source: str
    verified: bool
    note: str

    def __post_init__(self) -> None:
        if self.event not in EVENTS:
            raise ValueError("there is no such event")

    @classmethod
    def from_row(cls, instrument: str, row: Sequence[str]) -> "Event":
        """The event that a row with the COLUMNS of a commitments file tells."""
        state, event, form, on, source, verified, note = row
        return cls(instrument, state, event, form, Period.parse(on), source, verified == "yes", note)


def check_event_row(form: Form, sources: frozenset[str]) -> tuple[str, ...]:
    """The row's cells in the order of COLUMNS; adds every problem found."""
    cells = (
        form.text("state"),
        form.one_of("event", EVENTS),
        form.text("form", required=False),
        form.text("on"),
        form.one_of("source", sources),
        form.one_of("verified", ("yes", "no")),
        form.text("note", required=False),
    )
    form.period("on", required=True)
    form.done()
    return cells


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events by their last possible day, an ending before a beginning of the same day."""
    return sorted(events, key=lambda event: (event.on.last, event.event != "denunciation"))
