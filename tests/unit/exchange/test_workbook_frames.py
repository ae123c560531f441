"""A workbook as a table of text: its headings, its cells as written, and blanks where nothing stands."""

import pytest
from made_lists import xlsx

from amparo.errors import BadInput
from amparo.exchange.lists.frames import frame_of_workbook


def test_cells_are_text_and_blanks_are_blank():
    found = frame_of_workbook(xlsx([["who", "sex", "on"], ["9", "", "2026-03-01"], [10, "other"]]))
    assert found.columns == ["who", "sex", "on"]
    assert found.rows() == [("9", "", "2026-03-01"), ("10", "other", "")]


def test_a_workbook_without_a_row_is_one_message():
    with pytest.raises(BadInput):
        frame_of_workbook(xlsx([]))
