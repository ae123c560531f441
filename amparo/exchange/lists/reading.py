"""Opens a list, CSV or XLSX: finds its headings, and proposes what each column means."""

from collections.abc import Mapping

from amparo.errors import BadInput
from amparo.exchange.lists.headings import Headings, is_added, name_columns, targets
from amparo.exchange.lists.sheet import MOST_BYTES, MOST_ROWS, SheetRead
from amparo.exchange.lists.tables import read_csv, too_long
from amparo.exchange.lists.workbooks import read_workbook
from amparo.situation.vocabulary import Vocabulary

_OTHERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"{\\rtf")  # an old workbook or a locked one; no tables


def read_list(data: bytes, *, vocabulary: Vocabulary, mapping: Mapping[str, str] | None = None) -> SheetRead:
    """The list with its columns and rows; `mapping` (column to target) instead of what would be proposed.

    What kind of file it is shows in its content; its name is not asked for.
    """
    if not data.strip():
        raise BadInput("empty-list", "The file is empty. Choose the list again.")
    if len(data) > MOST_BYTES:
        raise BadInput(
            "list-too-long",
            f"The file is larger than {MOST_BYTES // 2**20} MiB. Bring it in in parts.",
            most=MOST_BYTES,
        )
    if data.startswith(_OTHERS):
        raise BadInput(
            "unreadable-list", "This kind of file cannot be read. Save the list as XLSX without a password, or as CSV."
        )
    grid = read_workbook(data) if data.startswith(b"PK\x03\x04") else read_csv(data)
    headings = Headings(vocabulary)
    at = headings.find_row(grid.rows)
    if at >= len(grid.rows) or not any(grid.rows[at].cells):
        raise BadInput(
            "empty-list", "There are no headings in the list. Write in its first row what each column holds."
        )
    body = grid.rows[at + 1 :]
    if len(body) > MOST_ROWS:
        too_long()
    # A column without a heading that holds something is a column all the same.
    width = max(len(row.cells) for row in (grid.rows[at], *body[:1000]))
    columns = name_columns(grid.rows[at].cells, width)
    rows = tuple(row for row in body if not row.is_blank)
    if mapping is not None:
        check_mapping(mapping, columns, vocabulary)
    return SheetRead(
        columns=columns,
        rows=rows,
        header_row=grid.rows[at].number,
        mapping=dict(mapping) if mapping is not None else headings.propose(columns, rows),
        ignored=tuple(column for column in columns if is_added(column)),
        above=tuple(row.number for row in grid.rows[:at] if not row.is_blank),
        blank_rows=len(body) - len(rows),
        read_as=grid.read_as,
        other_sheets=grid.other_sheets,
    )


def check_mapping(mapping: Mapping[str, str], columns: tuple[str, ...], vocabulary: Vocabulary) -> None:
    """Raises BadInput if a column or a target is none of those there are."""
    if set(mapping) - set(columns):
        raise BadInput("bad-mapping", "A column that was chosen is not in the list. Choose the columns again.")
    if set(mapping.values()) - set(targets(vocabulary)):
        raise BadInput("bad-mapping", "A column was given a meaning that there is not. Choose the columns again.")
