"""The dry run: what each row of a list says, and every reason why something in it cannot be read. Nothing is kept yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.exchange.lists.headings import FREE, ticks_only
from amparo.exchange.lists.reading import check_mapping
from amparo.exchange.lists.sheet import Cell, Row, RowProblem, SheetRead
from amparo.exchange.lists.states import folded
from amparo.exchange.lists.values import ColumnReader, Unread
from amparo.situation.vocabulary import Vocabulary

_JOINED = {"account": "\n", "name": " ", "contact": "; "}


@dataclass(frozen=True, slots=True)
class RowRead:
    """What one row says: `facts` as `read_situation` accepts them, `fields` in free text, and what is wrong in it."""

    number: int
    facts: Mapping[str, Any] = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    problems: tuple[RowProblem, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every row that is not blank, in order. Those that are not ready keep what could be read of them."""

    rows: tuple[RowRead, ...]

    @property
    def ready(self) -> tuple[RowRead, ...]:
        return tuple(row for row in self.rows if row.is_ready)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        return tuple(problem for row in self.rows for problem in row.problems)


def read_rows(sheet: SheetRead, mapping: Mapping[str, str], vocabulary: Vocabulary) -> DryRun:
    """What every row says under the mapping of columns to targets, with all problems of all rows."""
    check_mapping(mapping, sheet.columns, vocabulary)
    readers = [_Column(sheet, column, target, vocabulary) for column, target in mapping.items()]
    rows = [_read(row, len(sheet.columns), readers) for row in sheet.rows]
    doubles: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if said := row.fields.get("reference"):
            doubles[folded(said) or said].append(row.number)
    return DryRun(tuple(_with_doubles(row, doubles, mapping) for row in rows))


class _Column:
    """One column that is brought in. Cells that say the same are read once."""

    def __init__(self, sheet: SheetRead, name: str, target: str, vocabulary: Vocabulary) -> None:
        self.name, self.target, self.at = name, target, sheet.columns.index(name)
        cells = {row.cells[self.at] for row in sheet.rows if len(row.cells) > self.at}
        self.reader = ColumnReader(target, vocabulary, cells, ticks_only=ticks_only(name, target, vocabulary))
        self.is_free = target in FREE
        self.known: dict[Cell, dict[str, Any] | Unread] = {}

    def cell(self, row: Row) -> Cell:
        return row.cells[self.at] if len(row.cells) > self.at else ""

    def facts(self, cell: Cell) -> dict[str, Any]:
        if cell not in self.known:
            try:
                self.known[cell] = self.reader.facts(cell)
            except Unread as wrong:
                self.known[cell] = wrong
        found = self.known[cell]
        if isinstance(found, Unread):
            raise Unread(found.sentence, found.code)
        return found

    def text(self, cell: Cell) -> str:
        """The text as it stands: what looks like a formula is a text like any other, and never worked out."""
        if self.target == "received_on":
            return self.reader.day(cell) if cell else ""
        return cell.isoformat() if isinstance(cell, date) else cell.strip()


def _read(row: Row, width: int, columns: list[_Column]) -> RowRead:
    facts: dict[str, Any] = {}
    fields: dict[str, str] = {}
    problems: list[RowProblem] = []

    def complain(column: str, sentence: str, code: str) -> None:
        problems.append(RowProblem(row.number, column, sentence, code))

    if row.problem:
        complain("", row.problem, "broken-row")
    if len(row.cells) > width:
        complain(
            "",
            "The row has more cells than there are headings. See whether a separator stands inside a text.",
            "too-many-cells",
        )
    for column in columns:
        cell = column.cell(row)
        try:
            if column.is_free:
                _keep_field(fields, column.target, column.text(cell))
            else:
                _keep_facts(facts, column.facts(cell))
        except Unread as wrong:
            complain(column.name, wrong.sentence, wrong.code)
    if facts.get("stateless") is True and facts.get("nationality"):
        complain(
            "", "The row says both a nationality and that there is none. Leave one of them empty.", "contradiction"
        )
    if not (facts or fields or problems):
        complain("", "Nothing in this row stands in a column that is brought in.", "nothing-read")
    return RowRead(row.number, facts, fields, tuple(problems))


def _keep_facts(facts: dict[str, Any], found: Mapping[str, Any]) -> None:
    if any(name in facts and facts[name] != value for name, value in found.items()):
        raise Unread(
            "Another column says something else of the same. Correct one of them, or bring in only one.",
            "contradiction",
        )
    facts.update(found)


def _keep_field(fields: dict[str, str], target: str, said: str) -> None:
    if not said:
        return
    before = fields.get(target)
    if before is None or before == said:
        fields[target] = said
    elif target in _JOINED:
        fields[target] = f"{before}{_JOINED[target]}{said}"
    else:
        raise Unread(
            "Another column says something else of the same. Correct one of them, or bring in only one.",
            "contradiction",
        )


def _with_doubles(row: RowRead, doubles: Mapping[str, list[int]], mapping: Mapping[str, str]) -> RowRead:
    said = row.fields.get("reference")
    others = [number for number in doubles.get(folded(said) or said, ()) if number != row.number] if said else []
    if not others:
        return row
    column = next((name for name, target in mapping.items() if target == "reference"), "")
    shown = ", ".join(map(str, others[:5]))
    sentence = f"The same reference stands in row {shown}{' and others' if len(others) > 5 else ''} too. See whether they are one case."
    return RowRead(
        row.number, row.facts, row.fields, (*row.problems, RowProblem(row.number, column, sentence, "double"))
    )
