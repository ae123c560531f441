"""Lines: what lists show of a case. Sealed to each role of the office, opened into memory, never stored in clear."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.index import ROOM, Row, SealedIndex
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.people.keys import role_key

INDEXED = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR)
SHORT_ID = 12  # letters of a member's id
# What not every list shows, and whose do: names, how soon people were answered, and what somebody told after a filing.
_ONLY_FOR = {
    "name": (Role.CASEWORKER,),
    "answered_at": (Role.SUPERVISOR,),
    "is_punished": (Role.CASEWORKER, Role.SUPERVISOR),
}
_NAME_BYTES = 80  # at most; with everything else at its longest some fifty are left
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list."""

    case: str
    number: str
    state: str
    kind: str
    language: str
    received_at: datetime
    waits_since: datetime | None  # the oldest word of the reporter that nobody has answered
    is_danger: bool = False
    is_read: bool = False
    wants_deletion: bool = False
    assigned_to: str = ""  # the first letters of a member's id
    merged_into: str = ""  # a case number
    due_on: date | None = None
    is_unpaid: bool = False  # closed, and the remedy, or a part of it, was never received
    is_punished: bool = False  # after a filing, as the person told last
    answered_at: datetime | None = None  # when somebody first answered; None also where that was not noted
    name: str = field(default="", repr=False)

    @property
    def changes(self) -> dict[str, object]:
        """The whole line, as changes to nothing."""
        return {name: getattr(self, name) for name in _KEYS.values()}

    @classmethod
    def of(cls, row: Row) -> "Line":
        """The line in a row that is whole; raises CannotOpen if it is not."""
        told = _told(row)
        if not told.keys() >= _NEEDED:
            raise CannotOpen
        return cls(row.record, **told)  # type: ignore[arg-type]

    @classmethod
    def of_short(cls, case: str, short: Mapping[str, Any]) -> "Line":
        """The line whose values stand under their short names, as in a row; those that are missing are as at first."""
        told = {
            _KEYS[key]: _READ.get(key, _same)(value) for key, value in short.items() if value is not None or key == "w"
        }
        return cls(case, **told)  # type: ignore[arg-type]

    @property
    def short(self) -> dict[str, object]:
        """The values under their short names, as a row holds them."""
        return {_SHORT[name]: _plain(value) for name, value in self.changes.items()}


# Short names, for a row has one size and little room. The name comes last: what is too long is cut off there.
_KEYS = {
    "n": "number",
    "s": "state",
    "k": "kind",
    "l": "language",
    "r": "received_at",
    "w": "waits_since",
    "!": "is_danger",
    "o": "is_read",
    "x": "wants_deletion",
    "a": "assigned_to",
    "m": "merged_into",
    "d": "due_on",
    "u": "is_unpaid",
    "p": "is_punished",
    "f": "answered_at",
    "i": "name",
}
_SHORT = {name: key for key, name in _KEYS.items()}
SHORT = tuple(_KEYS)
COUNTED = frozenset({"r", "w", "!", "o", "x", "u", "p", "f"})  # those that are numbers in a row: minutes, and yes as 1
_NEEDED = {"number", "state", "kind", "language", "received_at", "waits_since"}


def add_line(store: EndorsedStore, office: str, case: str, version: int, changes: Mapping[str, object]) -> None:
    """Seals what changed to every role that lists cases, in the transaction of the write it tells of.

    Who changes need not read: a person with a receipt says that there is news, and knows nothing of the rest.
    """
    for role in INDEXED:
        key = role_key(store, office, role)
        seen = {name: value for name, value in changes.items() if role in _ONLY_FOR.get(name, INDEXED)}
        if key is not None:
            SealedIndex(store, office, role, joined).add(Row(case, version, _content(seen)), key)


def changed(line: Line | None, row: Row) -> Line:
    """The line as the row changes it, or begins it; raises CannotOpen if there is none and the row is not whole."""
    if line is None:
        return Line.of(row)
    return replace(line, **_told(row))  # type: ignore[arg-type]


def joined(older: Row, later: Row) -> Row:
    """Both in one, where they differ as the later says."""
    return Row(later.record, later.version, _content(_told(older) | _told(later)))


def index_of(store: EndorsedStore, office: str, role: Role) -> SealedIndex:
    """The index of the lines that holders of the role in the office read."""
    return SealedIndex(store, office, role, joined)


def _content(changes: Mapping[str, object]) -> bytes:
    told = {_SHORT[name]: _plain(value) for name, value in changes.items()}
    if "i" in told:
        room = ROOM - len(_written({**told, "i": ""}))
        told["i"] = _plain_name(str(told["i"]), min(room, _NAME_BYTES))
    return _written(told)


def _written(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _plain_name(name: str, room: int) -> str:
    """The name without signs that JSON would write longer, cut to so many bytes."""
    spoken = "".join(" " if sign in '"\\' or not sign.isprintable() else sign for sign in name)
    return spoken.encode("utf-8", "ignore")[:room].decode(errors="ignore")


def _told(row: Row) -> dict[str, object]:
    try:
        return {_KEYS[key]: _READ.get(key, _same)(value) for key, value in json.loads(row.content).items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise CannotOpen


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return int((value - _SINCE).total_seconds() // 60)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def time_of(minutes: int | None) -> datetime | None:
    """The time that stands in a line as minutes."""
    return None if minutes is None else datetime.fromtimestamp(_SINCE.timestamp() + minutes * 60, tz=UTC)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _same(value: object) -> object:
    return value


_READ: Mapping[str, Callable[[Any], object]] = {
    "r": time_of,
    "w": time_of,
    "f": time_of,
    "d": _day,
    "!": bool,
    "o": bool,
    "x": bool,
    "u": bool,
    "p": bool,
}
