"""What a list is once it is opened: columns, rows with the numbers that the person sees, and what is wrong where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Cell = str | date

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_LETTERS = 50_000  # in one cell; a spreadsheet holds 32,767
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why something in a row cannot be read. `column` is its heading, or empty for the whole row; the sentence repeats no value."""

    row: int
    column: str
    sentence: str
    code: str

    def __post_init__(self) -> None:
        if self.row < 1 or not self.sentence.endswith("."):
            raise ValueError("a problem has a row, counted from 1, and a sentence")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number that a spreadsheet shows for it; `problem` says why it could not be taken apart."""

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("rows are counted from 1")

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(self.cells)

    def __repr__(self) -> str:
        return f"Row({self.number}, {len(self.cells)} cells)"  # what stands in it may name a person


@dataclass(frozen=True, slots=True)
class Grid:
    """Every row of a file in order, and how it was read; `other_sheets` were not."""

    rows: tuple[Row, ...]
    read_as: str  # UTF-8, UTF-16, Windows-1252 or XLSX
    other_sheets: int = 0


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A list opened: its columns by heading, what they are taken to mean (`mapping`), and all rows below the heading.

    `ignored` are columns that a survey program adds. `above` numbers the rows with content above the heading, which are not read.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    header_row: int
    mapping: Mapping[str, str]
    ignored: tuple[str, ...] = ()
    above: tuple[int, ...] = ()
    blank_rows: int = 0
    read_as: str = "UTF-8"
    other_sheets: int = 0

    def __post_init__(self) -> None:
        if len(set(self.columns)) < len(self.columns) or not set(self.mapping) <= set(self.columns):
            raise ValueError("columns are named once, and only they are mapped")
