"""CSV in the encodings and with the separators that people have, taken apart so that no row swallows another."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from amparo.errors import BadInput
from amparo.exchange.lists.sheet import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Grid, Row

_SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # rows
_MOST_RESTARTS = 50
QUOTES = "A quotation mark opens here and does not close properly. Close it, or double a quotation mark that belongs to the text."
LONG = f"A cell is longer than {MOST_LETTERS:,} letters. Shorten it."
WIDE = f"There are more than {MOST_COLUMNS} columns. Leave out those that are not needed."


def read_csv(data: bytes) -> Grid:
    """The rows of a CSV file; each that cannot be taken apart is there with its problem."""
    text, read_as = _decode(data)
    lines = _lines(text)
    if len(lines) > 20 * MOST_ROWS:
        too_long()
    first, separator = _separator(lines)
    rows: list[Row] = [Row(1, ())] if first else []
    for cells, problem in _records(lines, first, separator):
        rows.append(Row(len(rows) + 1, tuple(cells), problem))
        if len(rows) > MOST_ROWS + 20:
            too_long()
    return Grid(tuple(rows), read_as)


def too_long() -> NoReturn:
    """Raises BadInput: more rows than are read at once."""
    raise BadInput("list-too-long", f"The list has more than {MOST_ROWS:,} rows. Bring it in in parts.", most=MOST_ROWS)


def _decode(data: bytes) -> tuple[str, str]:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    zeros = data[:200].count(0)
    if not wide and zeros > len(data[:200]) // 4:  # UTF-16 without its mark
        wide, data = True, (codecs.BOM_UTF16_BE if data[0] == 0 else codecs.BOM_UTF16_LE) + data
    for encoding, name in (("utf-16", "UTF-16"),) if wide else (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise BadInput(
        "unreadable-list", "The file is neither a text nor a workbook. Save the list as XLSX, or as CSV in UTF-8."
    )


def _lines(text: str) -> list[str]:
    """The lines with their ends, by line feeds and carriage returns only: other separators of lines belong to the text."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line + "\n" for line in ends.removesuffix("\n").split("\n")]


def _separator(lines: list[str]) -> tuple[int, str]:
    """How many lines to leave out, and what separates the cells: what gives most rows the same number, above one."""
    if lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        return 1, lines[0][4]

    def score(separator: str) -> tuple[float, int]:
        widths = Counter(len(cells) for cells, _ in _first_records(lines, separator) if any(cells))
        width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(1, 0))
        return (times / max(1, sum(widths.values())) if width > 1 else 0.0), width

    return 0, max(_SEPARATORS, key=score)


def _first_records(lines: list[str], separator: str) -> Iterator[tuple[list[str], str]]:
    for _, record in zip(range(_LOOKED_AT), _records(lines[: _LOOKED_AT * 4], 0, separator), strict=False):
        yield record


def _records(lines: list[str], first: int, separator: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each record. One that does not come apart counts as one line, so that it takes none of its followers along."""
    at, restarts = first, 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=separator, strict=True)
        begun = 0
        try:
            for cells in reader:
                if any(len(cell) > MOST_LETTERS for cell in cells):
                    raise csv.Error
                begun = reader.line_num
                yield (cells[:MOST_COLUMNS], WIDE) if len(cells) > MOST_COLUMNS else (cells, "")
            return
        except csv.Error:
            at += begun
        yield [], LONG if len(lines[at]) > MOST_LETTERS else QUOTES
        at, restarts = at + 1, restarts + 1
        if restarts > _MOST_RESTARTS:
            yield from (([], QUOTES) for _ in lines[at:])
            return
