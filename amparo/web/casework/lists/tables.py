"""Lists in memory: the lines of an office as one role sees them, opened once.

A table takes in what came since it was last looked at. Its lines stand in columns under the short names of a row: at 100,000 lines one
look takes milliseconds, where objects took tenths of a second.
"""

import io
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

import polars as pl
from django.conf import settings

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.index import Row, open_row, open_segment
from amparo.vault.keys import PublicKey, Role, role_name, shelf_of
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.sealing import generation_of
from amparo.vault.storage import Blob
from amparo.web.casework.lists.lines import COUNTED, SHORT, Line, changed, index_of
from amparo.web.casework.lists.wanted import Wanted, folded
from amparo.web.casework.models import State
from amparo.web.safekeeping.shelves import Gathering, blobs_at, count_erased, erased_among, places_on
from amparo.web.safekeeping.store import place_of

PAGE = 50
MOST_LOOSE = 5_000
_SCHEMA = {name: pl.Int64 if name in COUNTED else pl.String for name in SHORT}
_ALL = {"case": pl.String, **_SCHEMA, "folded": pl.String}
_WHOLE = ("n", "s", "k", "l", "r")  # what every line has
# Danger first, then who waits longest; who waits for nothing comes last.
_ORDER = (pl.col("!").fill_null(0), pl.col("w"), pl.col("r"), pl.col("case"))


class Table:
    """The lines of one office as one role sees them, in the order of the inbox."""

    def __init__(self, key: PublicKey) -> None:
        self.key, (self.office, role) = key, key.name.of
        self.role = Role(role)
        self.used: dict[str, float] = {}  # by which session, when
        self.workers: Collection[str] | None = (
            None  # who works in the office today, as lines name them; None: nobody has looked
        )
        self.unopened = 0
        self._lock = Lock()
        self._parts: set[str] = set()
        self._loose = 0
        self._frame = pl.DataFrame(schema=_ALL)
        self._versions: dict[str, int] = {}
        self._waiting: dict[str, list[Row]] = {}  # changes whose beginning has not been opened
        self._erased = 0  # how many tombstones there were
        self._compacted_on: date | None = None

    def refresh(self, ring: KeyRing, *, on: date) -> None:
        """Takes in what was sealed, and leaves out what was erased, since the last time."""
        with self._lock:
            there = places_on(shelf_of(self.key.name))
            opened = self._parts & there
            rows: list[Row] = []
            for blob in blobs_at(there - opened):
                try:
                    rows += self._rows(blob, ring, on)
                    opened.add(place_of(blob))
                except CannotOpen:
                    continue
            new = [row for row in rows if row.version > self._versions.get(row.record, -1)]
            if new:
                self._take(sorted(new, key=lambda row: row.version))
            self._parts, self.unopened = opened, len(there) - len(opened)
            self._loose = sum(place.startswith(f"{Kind.ROW.value}/") for place in there)
            self._bury({row.record for row in new})

    def found(self, wanted: Wanted) -> pl.DataFrame:
        """The lines that fit, in order, under their short names."""
        return self._seen().filter(*wanted.conditions())

    def counts(self, wanted: Sequence[Wanted]) -> list[int]:
        """How many lines fit each; looked at together, which costs little more than once."""
        fitting = [pl.all_horizontal(*one.conditions()).sum() for one in wanted]
        counted = self._seen().select(one.alias(str(at)) for at, one in enumerate(fitting))
        return [int(number) for number in counted.row(0)]

    def given(self) -> dict[str, list[str]]:
        """The open cases by the colleague they were given to last, be it that they work here no longer."""
        rows = self._of_role().filter(pl.col("s") != State.CLOSED.value).select("a", "case").drop_nulls()
        found: dict[str, list[str]] = {}
        for colleague, case in rows.iter_rows():
            found.setdefault(colleague, []).append(case)
        return found

    def lines(self) -> list[Line]:
        """Every line that the role sees, in order."""
        return lines_in(self._seen())

    def line(self, case: str) -> Line | None:
        """The line of one case, if the role sees it."""
        return next(iter(self.among([case])), None)

    def among(self, cases: Collection[str]) -> list[Line]:
        """The lines of those of the cases that the role sees, in order."""
        return lines_in(self._seen().filter(pl.col("case").is_in(list(cases))))

    def names(self, cases: Collection[str]) -> dict[str, str]:
        """The names of the people of these cases, as far as the role sees them."""
        found = self._seen().filter(pl.col("case").is_in(list(cases)), pl.col("i").is_not_null())
        return dict(found.select("case", "i").iter_rows())

    @property
    def unread(self) -> int:
        """How many reports nobody has read since the person last wrote."""
        return self.found(Wanted(is_unread=True)).height

    def is_to_be_compacted(self, on: date) -> bool:
        """Whether there are many loose rows, or any that have lain since another day."""
        return self._loose > MOST_LOOSE or (self._loose > PAGE and self._compacted_on not in (None, on))

    def compact(self, ring: KeyRing, *, on: date) -> int:
        """Makes one segment of everything, beside whoever writes meanwhile, and says how many rows it holds."""
        compacted = compact(self.key, ring, on=on)
        with self._lock:
            self._compacted_on = on
            # What was made of parts that are known here holds nothing new.
            if self._parts >= compacted.gone:
                self._parts |= compacted.made
        return compacted.rows

    def begin_day(self, on: date) -> None:
        """Notes the first day of use; on the next one the loose rows of the day are compacted."""
        self._compacted_on = self._compacted_on or on

    def _seen(self) -> pl.DataFrame:
        """What the role sees. Who works here no longer has no cases.

        That is not written anywhere: whoever removes a colleague holds no keys to write it with.
        """
        seen = self._of_role()
        if self.workers is not None:
            seen = seen.with_columns(pl.when(pl.col("a").is_in(sorted(self.workers))).then("a"))
        return seen

    def _of_role(self) -> pl.DataFrame:
        """The lines as they were sealed: intake sees what has not been made a case yet."""
        if self.role is Role.INTAKE:
            return self._frame.filter(pl.col("s") == State.RECEIVED.value)
        return self._frame

    def _rows(self, blob: Blob, ring: KeyRing, on: date) -> list[Row]:
        pair = ring.pair(role_name(self.office, self.role, max(generation_of(blob.sealed), 1)), on=on)
        if blob.kind is Kind.SEGMENT:
            return open_segment(blob.sealed, pair, blob.id)
        row = open_row(blob.sealed, pair, blob.id)
        if row.record != blob.group:
            raise CannotOpen
        return [row]

    def _take(self, rows: Sequence[Row]) -> None:
        """Takes in rows, each later than what is known of its case, earlier ones first."""
        times = Counter(row.record for row in rows)
        whole = [row for row in rows if times[row.record] == 1 and row.record not in self._versions]
        frame = _read_together(whole)
        if frame is not None:
            rows = [row for row in rows if times[row.record] > 1 or row.record in self._versions]
            self._versions |= {row.record: row.version for row in whole}
            # Changes that had come before their beginning follow it.
            rows = [
                *rows,
                *(late for row in whole for late in self._waiting.pop(row.record, ()) if late.version > row.version),
            ]
        new = {line.case: line for line in lines_in(self._among({row.record for row in rows}, frame))}
        for row in rows:
            self._change(row, new)
        single = _frame_of(new.values())
        kept = self._frame if self._frame.is_empty() else self._frame.filter(~pl.col("case").is_in(list(new)))
        fresh = frame.filter(~pl.col("case").is_in(list(new))) if frame is not None else single.clear()
        together = pl.concat([kept, fresh, single])
        self._frame = together.sort(_ORDER, descending=[True, False, False, False], nulls_last=True)

    def _among(self, cases: Collection[str], frame: pl.DataFrame | None) -> pl.DataFrame:
        """The lines of these cases as they are known, in the table or in what has just been read."""
        known = self._frame if frame is None else pl.concat([self._frame, frame])
        return known.filter(pl.col("case").is_in(list(cases))) if cases else known.clear()

    def _change(self, row: Row, new: dict[str, Line]) -> None:
        before = new.get(row.record)
        try:
            new[row.record] = changed(before, row)
        except CannotOpen:
            self._waiting.setdefault(row.record, []).append(row)
            return
        self._versions[row.record] = row.version
        for late in self._waiting.pop(row.record, ()) if before is None else ():
            if late.version > row.version:
                self._change(late, new)

    def _bury(self, touched: Collection[str]) -> None:
        """Leaves out what was erased. All lines are compared only when there are new tombstones, else those just taken in."""
        count = count_erased()
        gone = erased_among(self._versions if count != self._erased else touched) if count else []
        if gone:
            self._frame = self._frame.filter(~pl.col("case").is_in(gone))
        for case in gone:
            self._versions.pop(case, None)
            self._waiting.pop(case, None)
        self._erased = count


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction put in place of what, by place, and how many rows it holds."""

    rows: int
    made: frozenset[str]
    gone: frozenset[str]


def compact(key: PublicKey, ring: KeyRing, *, on: date) -> Compacted:
    """Makes one segment of an index, without what was erased. Writers wait only while parts are exchanged, not for the reading."""
    gathering, (office, role) = Gathering(), key.name.of
    store = EndorsedStore(gathering, settings.HOME.server_secret)
    held = index_of(store, office, Role(role)).compact(ring, key, on=on)
    gathering.write()
    return Compacted(held, frozenset(map(place_of, gathering.put)), frozenset(gathering.gone))


def page(tables: Iterable[Table], wanted: Wanted, number: int) -> tuple[list[Line], int]:
    """The lines of one page, counted from 1, and how many there are on all."""
    found = [table.found(wanted) for table in tables]
    together = pl.concat(found) if found else pl.DataFrame(schema=_ALL)
    if len(found) > 1:
        together = together.sort(_ORDER, descending=[True, False, False, False], nulls_last=True)
    return lines_in(together.slice((number - 1) * PAGE, PAGE)), together.height


def lines_in(frame: pl.DataFrame) -> list[Line]:
    """The lines of a frame, in its order."""
    return [Line.of_short(row.pop("case"), row) for row in frame.drop("folded").iter_rows(named=True)]


def _read_together(rows: Sequence[Row]) -> pl.DataFrame | None:
    """The lines of rows that are whole; None if any is not, or is written otherwise: then they are read one by one."""
    if not rows:
        return None
    try:
        read = pl.read_ndjson(io.BytesIO(b"\n".join(row.content for row in rows)), schema=_SCHEMA)
    except pl.exceptions.PolarsError:
        return None
    if read.height != len(rows) or read.select(pl.any_horizontal(pl.col(_WHOLE).is_null().any())).item():
        return None
    names = (f"{number} {name}" for number, name in read.select("n", pl.col("i").fill_null("")).iter_rows())
    return read.select(
        pl.Series("case", [row.record for row in rows]), *SHORT, pl.Series("folded", [folded(name) for name in names])
    )


def _frame_of(lines: Iterable[Line]) -> pl.DataFrame:
    rows = [{"case": line.case, **line.short, "folded": folded(f"{line.number} {line.name}")} for line in lines]
    return pl.DataFrame(rows, schema=_ALL)
