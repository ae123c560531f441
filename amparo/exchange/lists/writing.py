"""CSV of ours that a spreadsheet opens as what it is: text that looks like a formula stays text."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

# ASCII, and the wide forms that spreadsheets of East Asia take for the same.
_BEGINS_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
_LED_IN_BY = "\t\r\n\x0b\x0c"


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet might take it for a formula.

    >>> safe_cell('=HYPERLINK("https://example.org")')
    '\\'=HYPERLINK("https://example.org")'
    """
    bare = text.lstrip().lstrip("\ufeff\u200b\u200e\u200f\u202a\u202b\u202d\u202e'\"").lstrip()
    return f"'{text}" if bare.startswith(_BEGINS_FORMULA) or text.startswith(tuple(_LED_IN_BY)) else text


def write_csv(rows: Iterable[Sequence[str | int | float | bool | date | None]]) -> bytes:
    """The rows as CSV in UTF-8 with its mark, every text quoted and harmless; None is an empty cell, numbers stay numbers."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: str | int | float | bool | date | None) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else safe_cell(value.replace("\0", ""))
