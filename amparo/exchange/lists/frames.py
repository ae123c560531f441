"""A workbook as a table of text, for whoever counts its rows."""

from datetime import date

import polars as pl

from amparo.errors import BadInput
from amparo.exchange.lists.headings import name_columns
from amparo.exchange.lists.workbooks import read_workbook


def frame_of_workbook(data: bytes) -> pl.DataFrame:
    """The first sheet that is not empty, its first row as headings, blank where nothing stands; raises BadInput for no workbook."""
    rows = [row for row in read_workbook(data).rows if not row.is_blank]
    if not rows:
        raise BadInput("empty-list", "The workbook is empty.")
    width = max(len(row.cells) for row in rows)
    columns = name_columns(rows[0].cells, width)
    cells = [[_text(cell) for cell in row.cells] + [""] * (width - len(row.cells)) for row in rows[1:]]
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")


def _text(cell: str | date) -> str:
    return cell.isoformat() if isinstance(cell, date) else cell.strip()
