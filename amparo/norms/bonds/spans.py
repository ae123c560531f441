"""The times during which a State is bound: derived from what it did and the instrument's own clauses, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from amparo.norms.texts.commitments import BINDING, Event
from amparo.norms.texts.instruments import Entry, Exit


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which a State is bound. Where a day is known only to the month or year there are two starts or two ends.

    The bond may have begun at `possible_from` and surely has at `sure_from`; it may have ended at `possible_until` and surely
    has at `sure_until` (None while it lasts).
    """

    begun_by: Event
    possible_from: date
    sure_from: date
    possible_until: date | None = None
    sure_until: date | None = None
    ended_by: Event | None = None

    def surely(self, day: date) -> bool:
        """Whether the State is surely bound on the day."""
        return self.sure_from <= day and (self.possible_until is None or day < self.possible_until)

    def perhaps(self, day: date) -> bool:
        """Whether the State may be bound on the day; it may where it surely is."""
        return self.possible_from <= day and (self.sure_until is None or day < self.sure_until)

    def is_over(self, day: date) -> bool:
        """Whether the bond has surely ended by the day."""
        return self.sure_until is not None and self.sure_until <= day


def derive(
    events: Sequence[Event], entry: Entry, leaving: Exit | None, first: date, independent: date | None
) -> list[Span]:
    """The spans that a State's events towards one instrument give, in order; `first` is the instrument's first day in force."""
    spans: list[Span] = []
    for event in events:
        if event.event in BINDING:
            spans.append(_begun(event, entry, first, independent))
        elif event.event == "denunciation" and leaving:
            spans = [_ended(span, event, leaving) for span in spans]
    return spans


def _begun(event: Event, entry: Entry, first: date, independent: date | None) -> Span:
    """When a deposit or succession takes effect.

    Among the deposits that completed the number, or early enough to have been: from the first day in force. Later: after the
    State's own waiting time. A succession has none; between independence and its notification the bond is uncertain.
    """
    if event.event == "succession":
        earliest = min(independent or event.on.first, event.on.first)
        return Span(event, max(first, earliest), max(first, event.on.last))

    def start(day: date) -> date:
        completing = entry.first.after(day) <= first
        return first if completing else max(first, entry.later.after(day))

    return Span(event, start(event.on.first), start(event.on.last))


def _ended(span: Span, event: Event, leaving: Exit) -> Span:
    """The span as a denunciation leaves it: what began on the same day or later goes on."""
    if span.ended_by is not None or span.begun_by.on.first >= event.on.last:
        return span
    ends = leaving.notice.after(event.on.first), leaving.notice.after(event.on.last)
    return replace(span, possible_until=ends[0], sure_until=ends[1], ended_by=event)
