"""What a State did: it signed, deposited, succeeded, denounced, accepted a procedure. Events, never conclusions."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.norms.texts.instruments import Instrument
from amparo.rules.dates import Period
from amparo.rules.forms import Form

EVENTS = ("signature", "deposit", "succession", "acceptance", "denunciation")
BINDING = ("deposit", "succession", "acceptance")
SUPPOSED = "supposed"  # the source of what was not deposited
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

    def to_plain(self) -> dict[str, Any]:
        """The event as JSON can hold it."""
        told = {"on": str(self.on), "instrument": self.instrument, "event": self.event, "form": self.form}
        return {**told, "source": self.source, "verified": self.verified, "note": self.note}


def read_commitments(
    tables: Iterable[tuple[str, Sequence[Form]]],
    sources: frozenset[str],
    named: Container[str],
    instruments: Mapping[str, Instrument],
    states: Container[str],
) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """The rows of tables by instrument and State; adds every problem found.

    `named` holds the ids of all instruments, `instruments` those that could be read.
    """
    found: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for name, rows in tables:
        if name not in named and rows:
            rows[0].complain(f"There is no instrument {name}.")
        instrument, by_state = instruments.get(name), found.setdefault(name, {})
        for form in rows:
            cells = check_event_row(form, sources)
            state, event = cells[:2]
            if state not in states:
                form.complain("state is not a State's code.", "state")
            if event == "denunciation" and instrument and instrument.exit is None:
                form.complain(f"{name} has no exit clause, so nothing says when a denunciation takes effect.", "event")
            by_state.setdefault(state, []).append(cells)
    return found


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
