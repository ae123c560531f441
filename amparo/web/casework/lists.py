"""Lists in memory: the lines of an office as one role sees them, opened once and shared by the sessions that hold the role.

A table takes in what came since it was last looked at. It is let go when no session that used it is alive, or nobody used it for as
long as a session may idle. Its key is the role's public key, so a new generation begins a new table.
"""

import heapq
import re
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock, Timer
from time import monotonic
from typing import TypeAlias

from django.conf import settings

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.index import Row, open_row, open_segment
from amparo.vault.keys import PublicKey, Role, role_name, shelf_of
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of
from amparo.vault.storage import Blob
from amparo.vault.tombstones import digest_of
from amparo.web.casework.lines import Line, changed, index_of
from amparo.web.casework.models import State
from amparo.web.people.sessions import IDLE
from amparo.web.safekeeping.shelves import Gathering, blobs_at, place_of, places_on, tombstone_digests

PAGE = 50
MOST_LOOSE = 5_000
_LATE = float("inf")
# What is left out when names are compared: accents, Arabic vowel signs and the sign that only lengthens a word.
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ALIKE = str.maketrans("ىةی", "يهي")
Place: TypeAlias = tuple[
    bool, float, float, str
]  # danger first, then who waits longest; the case's id makes it the only one
Listed: TypeAlias = tuple[Place, str, Line]


def folded(name: str) -> str:
    """The name as it is compared: without case, accents and vowel signs.

    >>> folded("José ÑANDÚ")
    'jose nandu'
    """
    if name.isascii():
        return name.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold())).translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the inbox; what is empty does not matter."""

    text: str = field(default="", repr=False)  # part of a name or number
    states: frozenset[str] = frozenset({State.RECEIVED, State.OPEN})
    kind: str = ""
    language: str = ""
    assigned_to: str | None = None  # empty: to nobody
    is_danger: bool = False
    is_unread: bool = False
    is_waiting: bool = False
    wants_deletion: bool = False

    def among(self, rows: Iterable[Listed]) -> Iterable[Listed]:
        """Those of the rows that fit. Each wish is a pass of its own, so that wishes nobody has cost nothing."""
        rows = (row for row in rows if row[2].state in self.states)
        if part := folded(self.text.strip()):
            rows = (row for row in rows if part in row[1])
        if self.is_danger:
            rows = (row for row in rows if row[2].is_danger)
        if self.is_unread:
            rows = (row for row in rows if not row[2].is_read)
        if self.is_waiting:
            rows = (row for row in rows if row[2].waits_since is not None)
        if self.wants_deletion:
            rows = (row for row in rows if row[2].wants_deletion)
        if self.kind:
            rows = (row for row in rows if row[2].kind == self.kind)
        if self.language:
            rows = (row for row in rows if row[2].language == self.language)
        if self.assigned_to is not None:
            rows = (row for row in rows if row[2].assigned_to == self.assigned_to)
        return rows


class Table:
    """The lines of one office as one role sees them, in the order of the inbox."""

    def __init__(self, key: PublicKey) -> None:
        self.key, (self.office, role) = key, key.name.of
        self.role = Role(role)
        self.used: dict[str, float] = {}  # by which session, when
        self.unopened = 0
        self._lock = Lock()
        self._parts: set[str] = set()
        self._loose = 0
        self._order: list[Listed] = []
        self._lines: dict[str, Line] = {}
        self._versions: dict[str, int] = {}
        self._waiting: dict[str, list[Row]] = {}  # changes whose beginning has not been opened
        self._buried: set[str] = set()
        self._compacted_on: date | None = None

    def refresh(self, ring: KeyRing, *, on: date) -> None:
        """Takes in what was sealed, and leaves out what was erased, since the last time."""
        with self._lock:
            there = places_on(shelf_of(self.key.name))
            opened, touched = self._parts & there, set[str]()
            rows: list[Row] = []
            for blob in blobs_at(there - opened):
                try:
                    rows += self._rows(blob, ring, on)
                    opened.add(place_of(blob))
                except CannotOpen:
                    continue
            for row in sorted(rows, key=lambda row: row.version):
                if row.version > self._versions.get(row.record, -1) and self._take(row):
                    touched.add(row.record)
            self._parts, self.unopened = opened, len(there) - len(opened)
            self._loose = sum(place.startswith(f"{Kind.ROW.value}/") for place in there)
            self._place(touched)
            self._bury(touched)

    def rows(self) -> list[Listed]:
        """Everything, in order."""
        with self._lock:
            return list(self._order)

    def line(self, case: str) -> Line | None:
        """The line of one case, if the role sees it."""
        found = self._lines.get(case)
        return found if found and self._shows(found) else None

    @property
    def unread(self) -> int:
        """How many reports nobody has read since the person last wrote."""
        return sum(not row[2].is_read and row[2].state != State.CLOSED for row in self.rows())

    def is_to_be_compacted(self, on: date) -> bool:
        """Whether there are many loose rows, or any that have lain since another day."""
        return self._loose > MOST_LOOSE or (self._loose > PAGE and self._compacted_on not in (None, on))

    def compact(self, ring: KeyRing, *, on: date) -> int:
        """Makes one segment of everything, beside whoever writes meanwhile, and says how many rows it holds."""
        gathering = Gathering()
        store = EndorsedStore(gathering, settings.HOME.server_secret)
        held = index_of(store, self.office, self.role).compact(ring, self.key, on=on)
        gathering.write()
        with self._lock:
            self._compacted_on = on
            # What was made of parts that are known here holds nothing new.
            if self._parts >= set(gathering.gone):
                self._parts |= {place_of(blob) for blob in gathering.put}
        return held

    def begin_day(self, on: date) -> None:
        """Notes the first day of use; on the next one the loose rows of the day are compacted."""
        self._compacted_on = self._compacted_on or on

    def _rows(self, blob: Blob, ring: KeyRing, on: date) -> list[Row]:
        pair = ring.pair(role_name(self.office, self.role, max(generation_of(blob.sealed), 1)), on=on)
        if blob.kind is Kind.SEGMENT:
            return open_segment(blob.sealed, pair, blob.id)
        row = open_row(blob.sealed, pair, blob.id)
        if row.record != blob.group:
            raise CannotOpen
        return [row]

    def _take(self, row: Row) -> bool:
        """Whether the row made or changed a line; what has no beginning yet waits for it."""
        before = self._lines.get(row.record)
        try:
            line = changed(before, row)
        except CannotOpen:
            self._waiting.setdefault(row.record, []).append(row)
            return False
        self._drop(row.record)
        self._lines[row.record], self._versions[row.record] = line, row.version
        for later in self._waiting.pop(row.record, ()) if before is None else ():
            if later.version > row.version:
                self._take(later)
        return True

    def _place(self, touched: Collection[str]) -> None:
        new = [_listed(line) for case in touched if self._shows(line := self._lines[case])]
        if len(new) > PAGE:
            self._order = sorted([*self._order, *new])
        else:
            for row in new:
                insort(self._order, row)

    def _shows(self, line: Line) -> bool:
        """Whether the role sees it: intake sees what has not been made a case yet."""
        return self.role is not Role.INTAKE or line.state == State.RECEIVED

    def _drop(self, case: str) -> None:
        before = self._lines.get(case)
        if before is not None:
            place = _place(before)
            at = bisect_left(self._order, place, key=lambda row: row[0])
            if at < len(self._order) and self._order[at][0] == place:
                del self._order[at]

    def _bury(self, touched: Collection[str]) -> None:
        digests = tombstone_digests()
        doubtful = self._lines if digests - self._buried else touched
        for case in [case for case in doubtful if digests and digest_of(case) in digests]:
            self._drop(case)
            del self._lines[case]
        self._buried = digests


def page(tables: Iterable[Table], wanted: Wanted, number: int) -> tuple[list[Line], int]:
    """The lines of one page, counted from 1, and how many there are on all."""
    found = [list(wanted.among(table.rows())) for table in tables]
    rows = found[0] if len(found) == 1 else list(heapq.merge(*found))
    return [row[2] for row in rows[(number - 1) * PAGE : number * PAGE]], len(rows)


_TABLES: dict[PublicKey, Table] = {}
_LOCK = Lock()


def table(key: PublicKey, session: str) -> Table:
    """The table of the role with that key, noted as used by this session."""
    with _LOCK:
        found = _TABLES.get(key)
        if found is None:
            found = _TABLES[key] = Table(key)
        found.used[session] = monotonic()
        # Only the first timer; it goes on by itself as long as there are tables.
        if len(_TABLES) == 1 and len(found.used) == 1:
            _sweep_later()
        return found


def users() -> set[str]:
    """The sessions that used a table."""
    with _LOCK:
        return {session for found in _TABLES.values() for session in found.used}


def keep_for(sessions: Collection[str]) -> None:
    """Lets go of every table that none of these sessions has used of late."""
    oldest = monotonic() - IDLE.total_seconds()
    with _LOCK:
        for key, found in list(_TABLES.items()):
            found.used = {one: at for one, at in found.used.items() if one in sessions and at >= oldest}
            if not found.used:
                del _TABLES[key]


def _sweep_later() -> None:
    timer = Timer(IDLE.total_seconds(), _sweep)
    timer.daemon = True
    timer.start()


def _sweep() -> None:
    keep_for(users())
    if _TABLES:
        _sweep_later()


def _place(line: Line) -> Place:
    waits = line.waits_since.timestamp() if line.waits_since else _LATE
    return not line.is_danger, waits, line.received_at.timestamp(), line.case


def _listed(line: Line) -> Listed:
    return _place(line), folded(f"{line.number} {line.name}"), line
