"""Stated facts: what somebody wrote down of a person, since when it is so, towards which State, and what it rests on.

A stated fact is never changed. A correction is a later one that stands instead of it; one whose value is None says that the
thing is no longer known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from amparo.errors import BadInput
from amparo.rules.dates import Period
from amparo.rules.facts import Known
from amparo.situation.reading import read_situation
from amparo.situation.situations import plain_value
from amparo.situation.vocabulary import Vocabulary

# What is so towards one State says nothing of another: without papers there, a national here.
TOWARDS_ONE_STATE = frozenset({"role", "stage", "stay", "work_authorised", "asylum"})
_ANY = "CHE"  # facts are checked one by one, before anybody knows of which State they are asked


class Rests(StrEnum):
    """On what a fact or an event rests."""

    WORDS = "words"  # of the account or a message
    FILE = "file"
    SAID = "said"  # to whoever wrote it down
    CONCLUDED = "concluded"  # by whoever wrote it down
    TOGETHER = "together"  # told for all the people of a collective case


@dataclass(frozen=True, slots=True)
class Basis:
    """What something rests on; for words the entry they stand in, and from which letter to before which; for all, the collective case."""

    rests: Rests = Rests.SAID
    entry: str = ""
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if (self.rests in (Rests.WORDS, Rests.FILE, Rests.TOGETHER)) != bool(self.entry):
            raise ValueError("words and files lie in an entry, what was told for all in a case, and only they")
        if self.rests is Rests.WORDS and not 0 <= self.start < self.end:
            raise ValueError("words begin before they end")

    @classmethod
    def of(cls, data: object) -> "Basis":
        """The basis as it was kept; said, where it cannot be read."""
        if data == _SAID or not isinstance(data, Mapping):
            return SAID_TO_US
        try:
            return cls(
                Rests(data["rests"]), str(data.get("entry", "")), int(data.get("start", 0)), int(data.get("end", 0))
            )
        except (KeyError, TypeError, ValueError):
            return cls()

    def to_data(self) -> dict[str, object]:
        """The basis as JSON can hold it."""
        return {"rests": self.rests.value, "entry": self.entry, "start": self.start, "end": self.end}

    def words_in(self, told: str) -> str:
        """The words themselves, in the text of their entry; none where the text has no such place."""
        return told[self.start : self.end]


SAID_TO_US = Basis()
_SAID = SAID_TO_US.to_data()  # on which almost all of the thousands of events of a long case rest


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One fact as somebody wrote it down. `state` is empty where it holds towards every State, `since` None where it always did."""

    id: str
    name: str
    value: Known | None = field(repr=False)
    state: str
    since: Period | None
    recorded_at: datetime
    by: str
    basis: Basis = SAID_TO_US
    instead_of: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.id or not self.name:
            raise ValueError("a fact has an id and a name")
        if self.recorded_at.tzinfo is None:
            raise ValueError("the time of a fact has its time zone")

    @property
    def scope(self) -> tuple[str, str, Period | None]:
        """Of what two facts cannot both be so, unless they say the same."""
        return self.name, self.state, self.since

    @property
    def as_of(self) -> Period:
        """The day of which an age is meant: since when it is so or, failing that, when it was written down."""
        written = self.recorded_at.date()
        return self.since or Period(written, written)

    def to_data(self) -> dict[str, object]:
        """The fact as an entry keeps it; id, time and author are those of the entry."""
        return {
            "name": self.name,
            "value": None if self.value is None else plain_value(self.value),
            "state": self.state,
            "since": str(self.since) if self.since else "",
            "basis": self.basis.to_data(),
            "instead_of": sorted(self.instead_of),
        }


def read_stated(data: Mapping[str, object], *, id: str, at: datetime, by: str, vocabulary: Vocabulary) -> StatedFact:
    """The fact as an entry keeps it; raises Problems for a value that is none, BadInput for what is no fact at all."""
    name, state, since, instead = (data.get(key) for key in ("name", "state", "since", "instead_of"))
    if not isinstance(name, str) or name not in vocabulary.facts:
        raise BadInput("no-such-fact", "This is no fact of the vocabulary.")
    if state and state not in vocabulary.states:
        raise BadInput("no-such-state", "This is no State of the vocabulary.")
    try:
        begun = Period.parse(str(since)) if since else None
    except ValueError:
        raise BadInput("no-such-day", "The day since when it is so cannot be read.") from None
    value = None if data.get("value") is None else known(name, data["value"], vocabulary)
    replaced = frozenset(map(str, instead)) if isinstance(instead, list) else frozenset()
    return StatedFact(id, name, value, str(state or ""), begun, at, by, Basis.of(data.get("basis")), replaced)


def known(name: str, plain: object, vocabulary: Vocabulary) -> Known:
    """One value, checked; raises Problems if it is none of that fact."""
    # `state` and `date` are facts as well, and stand for themselves.
    return read_situation({"state": _ANY, name: plain}, vocabulary).facts[name]
