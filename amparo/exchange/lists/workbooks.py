"""XLSX: the first sheet with something in it, as values. Formulas are never worked out; what the file says they gave is read."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from python_calamine import CalamineError, CalamineWorkbook

from amparo.errors import BadInput
from amparo.exchange.lists.sheet import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Cell, Grid, Row
from amparo.exchange.lists.tables import LONG, WIDE, too_long
from amparo.exchange.zips import UnsafeZip, fold, unfold

_MOST_UNFOLDED = 100 * 1024 * 1024
_MOST_MEMBERS = 2_000
_MOST_CELLS = 5_000_000  # of all sheets together; each takes some 40 bytes
_PLACE = re.compile(r"([A-Za-z]{1,4})(\d{1,10})")
_XML = (b"<", b"\xef", b"\xff", b"\xfe")
_SAYS = {
    "locked": "The workbook is locked with a password. Save a copy without one.",
    "too-much-inside": "The workbook unfolds to more than can be opened safely. Save only the sheet that is needed, as CSV.",
}
_BROKEN = "The workbook cannot be opened. Open it in a spreadsheet program, and save the sheet that is needed as CSV."


def read_workbook(data: bytes) -> Grid:
    """The rows of the first sheet that is not empty."""
    try:
        parts = unfold(data, most_bytes=_MOST_UNFOLDED, most_members=_MOST_MEMBERS)
    except UnsafeZip as wrong:
        reason = wrong.reason
    else:
        if "xl/workbook.xml" in {name.lstrip("/") for name in parts}:
            return _read(parts)
        reason = "broken"
    raise BadInput("unreadable-list", _SAYS.get(reason, _BROKEN), reason=reason)


def _read(parts: dict[str, bytes]) -> Grid:
    # Any part may be named as a sheet, so each is measured; drawings and pictures are left out.
    parts = {
        name: content for name, content in parts.items() if content.lstrip()[:1] in _XML and not name.endswith(".vml")
    }
    if sum(map(_area, parts.values())) > _MOST_CELLS:
        raise BadInput("list-too-wide", _SAYS["too-much-inside"])
    # Folded anew, so that the library cannot find another file in the bytes than the one that was measured.
    sheets = _sheets(fold(parts))
    if sheets is None:
        raise BadInput("unreadable-list", _BROKEN, reason="broken")
    rows = tuple(_row(number, cells) for number, cells in enumerate(sheets[0] if sheets else [], 1))
    return Grid(rows, "XLSX", max(0, len(sheets) - 1))


def _sheets(data: bytes) -> list[list[list[Any]]] | None:
    """The values of each sheet that is not empty; None if the library cannot read them."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        found = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        filled = [sheet for sheet in found if sheet.end is not None]
        return [sheet.to_python(skip_empty_area=False) if sheet is filled[0] else [] for sheet in filled]
    except (CalamineError, OSError, ValueError, OverflowError):
        return None
    except BaseException as wrong:
        if type(wrong).__name__ != "PanicException":  # how Rust gives up; no class of Exception, nor to be imported
            raise
        return None


def _area(content: bytes) -> int:
    """How many cells a sheet spans, the empty ones included, since they take memory too; refuses one that reaches too far."""
    found = _Extent()
    try:
        found.parser.Parse(content, True)
    except (ExpatError, ValueError):
        found.reason = found.reason or "broken"
    if found.reason == "long":
        too_long()
    if found.reason:
        sentence = WIDE if found.reason == "wide" else _BROKEN
        raise BadInput("list-too-wide" if found.reason == "wide" else "unreadable-list", sentence)
    return found.last_row * found.last_column


class _Extent:
    """How far the rows and cells of a sheet reach; stops, with a reason, where that is too far."""

    def __init__(self) -> None:
        self.row, self.column, self.last_row, self.last_column, self.reason = 0, 0, 0, 0, ""
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = lambda *_: self.stop("broken")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind, place = name.rpartition(":")[2], attributes.get("r", "")
        if kind == "row":
            self.row, self.column = int(place[:12] or self.row + 1), 0
        elif kind == "c":
            self.column += 1
            if found := _PLACE.fullmatch(place):
                self.column, self.row = _number(found[1]), int(found[2])
            elif place:
                self.stop("broken")
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        if self.row > MOST_ROWS + 20:
            self.stop("long")
        if self.column > 20 * MOST_COLUMNS:
            self.stop("wide")

    def stop(self, reason: str) -> None:
        self.reason = reason
        raise ValueError


def _number(letters: str) -> int:
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found


def _row(number: int, cells: list[Any]) -> Row:
    read = tuple(_cell(cell) for cell in cells[:MOST_COLUMNS])
    if any(isinstance(cell, str) and len(cell) > MOST_LETTERS for cell in read):
        return Row(number, (), LONG)
    while read and not read[-1]:
        read = read[:-1]
    return Row(number, read, WIDE if any(cell not in ("", None) for cell in cells[MOST_COLUMNS:]) else "")


def _cell(value: Any) -> Cell:
    """What the cell shows: whole numbers without a point, times of day left away from days."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip() if value is not None else ""
