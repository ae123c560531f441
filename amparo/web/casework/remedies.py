"""What a dossier holds of remedy: the lines of the claim, the ledger, filings and check-ins. The newest entry of each id counts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from amparo.case.chronicle import Chronicle
from amparo.errors import BadInput
from amparo.remedy.bases import Basis, BasisKind
from amparo.remedy.claims import Claim, Interest
from amparo.remedy.deadlines import Deadline, Event, deadlines
from amparo.remedy.filings import (
    CheckIn,
    DueCheckIn,
    Filing,
    due_check_ins,
    last_answers,
    read_check_in,
    read_filing,
)
from amparo.remedy.forms import read
from amparo.remedy.ledger import Ledger, Sum, read_measure, read_sum
from amparo.remedy.lines import Line, lines_in
from amparo.remedy.reckoning import Reckoning, reckon
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind

T = TypeVar("T")
# Which acts are the days from which time limits run. Whether the last national decision exhausts what can be tried is for a lawyer
# to say, and so is whether an earlier one did already; of the day of a decision and that on which it arrived, the first is the safe one.
_LIMITS = {"final-decision": (Event.FINAL_DECISION, Event.FINAL_DECISION_NOTIFIED, Event.EXHAUSTION)}


@dataclass(frozen=True, slots=True)
class LineKept:
    """What somebody wrote down of a claim: its id, against whom it is, and the same line for each of its people."""

    id: str
    party: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Struck:
    """A sum that was entered in error: it is kept, and does not count. Why, by whom and when it was struck."""

    sum: Sum
    why: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True)
class Remedies:
    """Everything about remedy in a case."""

    lines: tuple[LineKept, ...]
    interest: Interest | None
    ledger: Ledger
    filings: tuple[Filing, ...]
    check_ins: tuple[CheckIn, ...]
    struck: tuple[Struck, ...] = ()

    def claims(self, on: date) -> Iterator[Claim]:
        """The claim against each party, reckoned until the day."""
        for party in dict.fromkeys(one.party for one in self.lines):
            of_party = (line for one in self.lines if one.party == party for line in one.lines)
            yield Claim(party, on, tuple(of_party), self.interest)

    @property
    def reckoning(self) -> Reckoning:
        """What was claimed, ordered and received."""
        return reckon(self.ledger)

    @property
    def due(self) -> tuple[DueCheckIn, ...]:
        """The check-ins that nobody has made yet."""
        return due_check_ins(self.filings, self.check_ins)

    @property
    def punished(self) -> tuple[CheckIn, ...]:
        """What the person last told after each filing, where it may be a punishment for it."""
        return tuple(one for one in last_answers(self.check_ins).values() if one.is_retaliation)


def remedies_of(dossier: Dossier) -> Remedies:
    """What the keys open of it; what cannot be read is left out."""
    sums, measures = _standing(dossier, "sum", read_sum), _standing(dossier, "measure", read_measure)
    return Remedies(
        tuple(_lines(dossier)),
        _interest(dossier),
        Ledger(tuple(sums), tuple(measures)),
        tuple({one.id: one for one in _read(dossier, EntryKind.FILING, read_filing)}.values()),
        tuple(_read(dossier, EntryKind.CHECK_IN, read_check_in)),
        tuple(_struck(dossier)),
    )


def deadlines_of(chronicle: Chronicle, on: date) -> tuple[Deadline, ...]:
    """The time limits that run from what happened, those of the latest decision first; without those that are open or not fixed.

    Each decision has its own: a later one need not stop the time that runs from an earlier one, nor does that end the time of the later.
    """
    days = dict.fromkeys((one.act, one.when) for one in reversed(chronicle.happened) if one.act in _LIMITS)
    found = (one for act, when in days for one in deadlines(dict.fromkeys(_LIMITS[act], when), on=on))
    return tuple(one for one in found if one.last_day is not None)


def _lines(dossier: Dossier) -> Iterator[LineKept]:
    found: dict[str, Mapping[str, object]] = {}
    for entry in dossier.of(EntryKind.CLAIM):
        if isinstance(entry.data.get("line"), Mapping):
            found[str(entry.data.get("id"))] = entry.data
    for name, data in found.items():
        if not data.get("withdrawn"):
            try:
                yield LineKept(name, str(data["party"]), lines_from(data["line"]))
            except (BadInput, KeyError):
                continue


def lines_from(data: object) -> tuple[Line, ...]:
    """A line as an entry keeps it, once for each of its people; raises BadInput for what is none."""
    if not isinstance(data, Mapping):
        raise BadInput("no-line", "This cannot be read as a line of a claim.")
    return tuple(read(data, "A line", lines_in, "line"))


def _interest(dossier: Dossier) -> Interest | None:
    told = next((entry.data for entry in reversed(list(dossier.of(EntryKind.CLAIM))) if "percent" in entry.data), None)
    with suppress(BadInput):
        return interest_from(told) if told else None
    return None


def interest_from(told: Mapping[str, object]) -> Interest | None:
    """The interest that an entry keeps; None for an empty rate. Raises BadInput for what is no rate, or has no basis."""
    if not told["percent"]:
        return None
    try:
        return Interest(Decimal(str(told["percent"])), Basis(BasisKind.LAW, str(told["basis"])))
    except ArithmeticError:
        raise BadInput("bad-interest", "Interest is written as a number, such as 9.") from None


def _newest(dossier: Dossier, what: str) -> Iterator[Entry]:
    """The newest entry of each sum or measure, in the order in which they first came."""
    found: dict[str, Entry] = {}
    for entry in dossier.of(EntryKind.REMEDY):
        if isinstance(data := entry.data.get(what), Mapping):
            found[str(data.get("id"))] = entry
    return iter(found.values())


def _standing(dossier: Dossier, what: str, reader: Callable[[Mapping[str, object]], T]) -> Iterator[T]:
    for entry in _newest(dossier, what):
        if not entry.data.get("withdrawn"):
            with suppress(BadInput):
                yield reader(entry.data[what])  # type: ignore[arg-type]


def _struck(dossier: Dossier) -> Iterator[Struck]:
    for entry in _newest(dossier, "sum"):
        if entry.data.get("withdrawn"):
            with suppress(BadInput):
                told = read_sum(entry.data["sum"])  # type: ignore[arg-type]
                yield Struck(told, str(entry.data.get("why", "")), entry.by, entry.at)


def _read(dossier: Dossier, kind: EntryKind, reader: Callable[[Mapping[str, object]], T]) -> Iterator[T]:
    for entry in dossier.of(kind):
        try:
            yield reader(entry.data)
        except BadInput:
            continue
