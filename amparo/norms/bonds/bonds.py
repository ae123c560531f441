"""Whether a State is bound by an instrument on a day: derived from events and the instrument's own clauses, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from amparo.norms.bonds.spans import Span, derive
from amparo.norms.texts.commitments import BINDING, SUPPOSED, Event, in_order
from amparo.norms.texts.instruments import BOUND, Entry, Instrument
from amparo.rules.conditions import Belonging, Reason
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES, Truth
from amparo.situation.states import State, StateGroup, group_belonging

# Some 25 MB. A page that anybody may ask about any day must not fill the memory of a server.
MOST_ANSWERS = 40_000
# Of these kinds our tables hold no acts: what a State promised may reach its territories, and a State that is no more may have
# promised what its successors go on with.
UNTOLD = ("territory", "ended")


@dataclass(slots=True)
class Bonds:
    """Answers who is bound by what, for every instrument and State; remembers what it has derived."""

    instruments: Mapping[str, Instrument]
    rows: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]  # instrument, State, rows
    states: Mapping[str, State]
    groups: Mapping[str, StateGroup]
    _first: dict[str, date | None] = field(default_factory=dict)
    _spans: dict[tuple[str, str], list[Span]] = field(default_factory=dict)
    _answers: dict[tuple[str, str, date, date], Belonging] = field(default_factory=dict)

    def events(self, instrument: str, state: str) -> list[Event]:
        """What the State did towards the instrument, in order."""
        return in_order([Event.from_row(instrument, row) for row in self.rows.get(instrument, {}).get(state, ())])

    def first_in_force(self, instrument: str) -> date | None:
        """The first day on which the instrument was in force for anybody; None if it has not begun."""
        if instrument not in self._first:
            entry = self.instruments[instrument].entry
            self._first[instrument] = self._begins(instrument, entry) if entry else None
        return self._first[instrument]

    def _begins(self, instrument: str, entry: Entry) -> date | None:
        """Derived from the deposits of States where our rows allow it, otherwise as the depositary published it."""
        if not entry.derivable:
            return entry.published_first
        deposits = sorted(
            Period.parse(row[3]).last
            for state, rows in self.rows.get(instrument, {}).items()
            for row in rows
            if row[1] in BINDING and self.states[state].kind != "organisation"
        )
        return entry.first.after(deposits[entry.deposits - 1]) if len(deposits) >= entry.deposits else None

    def spans(self, instrument: str, state: str) -> list[Span]:
        """The times during which the State is bound, in order."""
        key = instrument, state
        if key not in self._spans:
            first, found = self.first_in_force(instrument), self.instruments[instrument]
            independent = self.states[state].independent_from
            self._spans[key] = (
                derive(self.events(instrument, state), found.entry, found.exit, first, independent)
                if first is not None and found.entry is not None
                else []
            )
        return self._spans[key]

    def belonging(self, group: str, state: str, period: Period) -> Belonging:
        """Whether the State belongs to a group of States in the period; `bound:<instrument>` is such a group."""
        key = group, state, period.first, period.last
        if len(self._answers) > MOST_ANSWERS:
            self._answers.clear()
        if key not in self._answers:
            if group.startswith(BOUND):
                self._answers[key] = self._bound(group.removeprefix(BOUND), state, period)
            else:
                self._answers[key] = group_belonging(
                    self.groups[group], state, period, states=self.states, groups=self.groups
                )
        return self._answers[key]

    def _bound(self, name: str, state: str, period: Period) -> Belonging:
        instrument = self.instruments[name]
        if instrument.binds:
            return self._bound_by_group(instrument, state, period)
        basis = self.basis(name, state, period.last)
        statuses = {self._status(instrument, state, day) for day in self._days_that_matter(name, state, period)}
        if len(statuses) == 1:
            value, reason = statuses.pop()
        else:
            value, reason = UNKNOWN, next((why for _, why in statuses if why), Reason.FACT_MISSING)
        return Belonging(value, reason, basis)

    def _days_that_matter(self, name: str, state: str, period: Period) -> set[date]:
        """The first and last day, and every day between on which the answer may change."""
        instrument = self.instruments[name]
        turns = {self.first_in_force(name)}
        if complete := instrument.complete_for(state):
            turns.add(complete + timedelta(days=1))
        for span in self.spans(name, state):
            turns |= {span.possible_from, span.sure_from, span.possible_until, span.sure_until}
        if instrument.requires:
            turns |= self._days_that_matter(instrument.requires, state, period)
        return {period.first, period.last} | {day for day in turns if day and period.first < day <= period.last}

    def _status(self, instrument: Instrument, state: str, day: date) -> tuple[Truth, Reason | None]:
        first = self.first_in_force(instrument.id)
        if first is None:
            begun_unknown = instrument.not_begun_as_of is None and instrument.collected == "none"
            return (UNKNOWN, Reason.NOT_COLLECTED) if begun_unknown else (NO, None)
        if day < first:
            return NO, None
        spans = self.spans(instrument.id, state)
        if not any(span.perhaps(day) for span in spans):
            return self._not_bound(instrument, state, day)
        if instrument.requires:
            value, reason = self._status(self.instruments[instrument.requires], state, day)
            if value is not YES:
                return value, reason
        return (YES, None) if any(span.surely(day) for span in spans) else (UNKNOWN, Reason.NOT_COLLECTED)

    def _not_bound(self, instrument: Instrument, state: str, day: date) -> tuple[Truth, Reason | None]:
        """No bond is known that day: surely none, or one that we may have missed.

        None while the table was complete; where the State's own row says so (it joined later, or it left and that is the newest we
        know); or where it is surely outside the instrument that this one requires. See docs/decisions/0008.
        """
        spans, complete = self.spans(instrument.id, state), instrument.complete_for(state)
        joined_later = any(span.possible_from > day for span in spans)
        left = [span.sure_until for span in spans if span.sure_until is not None and span.sure_until <= day]
        left_last = bool(left) and (complete is None or max(left) >= complete)
        if joined_later or left_last:
            return NO, None
        if instrument.requires and self._status(self.instruments[instrument.requires], state, day)[0] is NO:
            return NO, None
        if self.states[state].kind in UNTOLD:
            return UNKNOWN, Reason.NOT_COLLECTED
        is_collected = bool(self.rows.get(instrument.id))
        # whoever left the organisation may have joined before: where nothing was collected, that would be missed
        since = day if is_collected else date.min
        if instrument.open_to and not self._could_join(instrument.open_to, state, Period(since, day)):
            return NO, None
        if not is_collected:
            return UNKNOWN, Reason.NOT_COLLECTED
        if complete is None or day > complete:
            return UNKNOWN, Reason.NOT_BOUND_WHEN_LAST_CHECKED
        return NO, None

    def _could_join(self, group: str, state: str, period: Period) -> bool:
        """Whether the State may have belonged to the organisation whose members alone can join, on some day of the period."""
        return (
            group_belonging(self.groups[group], state, period, states=self.states, groups=self.groups).value is not NO
        )

    def _bound_by_group(self, instrument: Instrument, state: str, period: Period) -> Belonging:
        bond = instrument.binds
        assert bond
        if state in bond.excepted or period.last < bond.bound_from:
            return Belonging(NO)
        inside = Belonging(YES if state in bond.states else NO)
        if bond.group:
            inside = group_belonging(self.groups[bond.group], state, period, states=self.states, groups=self.groups)
        if inside.value is NO:
            elsewhere = state in bond.unsure or (self.states[state].kind in UNTOLD and not bond.states)
            return Belonging(UNKNOWN, Reason.NOT_COLLECTED) if elsewhere else Belonging(NO)
        # it binds nobody before they joined the group, and no State before there was one
        begun = (
            self.states[state].independent_from,
            date.fromisoformat(str(inside.basis.get("member_from", date.min))),
        )
        basis = {
            "instrument": instrument.id,
            "bound_from": max(bond.bound_from, *(day for day in begun if day and day <= period.first)).isoformat(),
            "group": bond.group or "national law",
            "verified": instrument.verified,
        }
        if inside.value is UNKNOWN or period.first < bond.bound_from:
            return Belonging(UNKNOWN, Reason.FACT_MISSING, basis)
        return Belonging(YES, basis=basis)

    def basis(self, name: str, state: str, day: date) -> dict[str, object]:
        """What the State's bond rests on, on that day, as people may read it; without dates where it has none."""
        instrument = self.instruments[name]
        found: dict[str, object] = {"instrument": name}
        spans = [span for span in self.spans(name, state) if span.possible_from <= day]
        if spans:
            span = spans[-1]
            found |= _told(span)
            checked = instrument.complete_for(state)
            is_listed = span.begun_by.source != SUPPOSED
            if is_listed and checked and day > checked and span.begun_by.on.last <= checked:
                found["as_last_checked_on"] = checked.isoformat()
        elif complete := instrument.complete_for(state):
            found["complete_until"] = complete.isoformat()
        return found


def _told(span: Span) -> dict[str, object]:
    event = span.begun_by
    told: dict[str, object] = {
        "deposited_on": str(event.on),
        "form": event.form or event.event,
        "bound_from": span.sure_from.isoformat(),
        "source": event.source,
        "verified": event.verified,
    }
    if span.ended_by:
        told |= {"denounced_on": str(span.ended_by.on), "bound_until": str(span.possible_until)}
    return told
