"""A list is opened as the person knows it: its columns, its rows with their numbers, and what its headings mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import docx, zipped
from made_lists import MARK, sheet, xlsx

from amparo.errors import BadInput
from amparo.exchange.lists.headings import letters, name_columns
from amparo.exchange.lists.reading import read_list
from amparo.exchange.lists.sheet import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, RowProblem, SheetRead
from amparo.exchange.lists.tables import QUOTES

PLAIN = "reference,age,nationality\nA1,34,GTM\nA2,,Honduras\n"


@pytest.fixture(scope="module")
def read(vocabulary):
    """Reads with the real vocabulary, which is too long for a failing example to print."""
    return lambda data: read_list(data, vocabulary=vocabulary)


def refused(data, vocabulary, **options):
    with pytest.raises(BadInput) as wrong:
        read_list(data, vocabulary=vocabulary, **options)
    assert MARK not in str(wrong.value) + repr(wrong.value.data) and wrong.value.__context__ is None
    return wrong.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_separator_and_line_end_gives_the_same_rows(vocabulary, encoding, separator, end):
    text = "reference,edad,nacionalidad\nA1,34,España\nA2,,México\n".replace(",", separator).replace("\n", end)
    found = read_list(text.encode(encoding), vocabulary=vocabulary)
    assert [(row.number, row.cells) for row in found.rows] == [(2, ("A1", "34", "España")), (3, ("A2", "", "México"))]
    assert found.mapping == {"reference": "reference", "edad": "age", "nacionalidad": "nationality"}


def test_it_says_how_a_file_was_read(vocabulary):
    assert read_list("name,age\nRenée,3\n".encode("cp1252"), vocabulary=vocabulary).read_as == "Windows-1252"
    assert read_list(b"sep=;\nname;age\nx;3\n", vocabulary=vocabulary).columns == ("name", "age")


def test_rows_have_the_numbers_that_a_spreadsheet_shows(vocabulary):
    text = 'Our list of March\n\nreference,account\nA1,"one\ntwo, three"\n\nA2,four\n'
    found = read_list(text.encode(), vocabulary=vocabulary)
    assert (found.header_row, found.above, found.blank_rows) == (3, (1,), 1)
    assert [(row.number, row.cells[1]) for row in found.rows] == [(4, "one\ntwo, three"), (6, "four")]


def test_a_row_that_does_not_come_apart_is_listed_and_takes_no_other_along(vocabulary):
    text = 'reference,account\nA1,"open\nA2,fine\nA3,"x"y\nA4,fine\n'
    found = read_list(text.encode(), vocabulary=vocabulary)
    assert [(row.number, row.cells, bool(row.problem)) for row in found.rows] == [
        (2, (), True),
        (3, ("A2", "fine"), False),
        (4, (), True),
        (5, ("A4", "fine"), False),
    ]
    many = "reference,account\n" + 'A,"x"y\n' * 500 + "B,fine\n"
    assert len(read_list(many.encode(), vocabulary=vocabulary).rows) == 501


def test_a_cell_too_long_and_a_row_too_wide_are_listed(vocabulary):
    text = f"reference,account\nA1,{'x' * (MOST_LETTERS + 1)}\nA2,{'x' * 200_000}\nA3{',1' * MOST_COLUMNS}\nA4,fine\n"
    found = read_list(text.encode(), vocabulary=vocabulary)
    assert [bool(row.problem) for row in found.rows] == [True, True, True, False]
    assert QUOTES not in {row.problem for row in found.rows}


def test_a_workbook_gives_what_its_cells_show(vocabulary):
    rows = [
        ["Casos"],
        [None],
        ["reference", "age", "date", "contact", "detained", "account"],
        ["007", 34, ("day", 45385), 5215512345678, True, ("formula", "HYPERLINK(1)", "=cmd|' /C calc'!A0")],
        [None, None],
        ["008", 17.5, "2024", "+52 1", False, "x"],
    ]
    found = read_list(xlsx(rows, [["other sheet"]]), vocabulary=vocabulary)
    assert found.rows[0].cells == ("007", "34", date(2024, 4, 3), "5215512345678", "true", "=cmd|' /C calc'!A0")
    assert [row.number for row in found.rows] == [4, 6] and found.rows[1].cells[1] == "17.5"
    assert (found.header_row, found.above, found.blank_rows, found.other_sheets, found.read_as) == (
        3,
        (1,),
        1,
        1,
        "XLSX",
    )


def test_the_first_sheet_with_something_in_it_is_read(vocabulary):
    assert read_list(xlsx([], [["age", "name"], [3, "x"]]), vocabulary=vocabulary).columns == ("age", "name")


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "ZZZZ1", "A9999999999"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.bin"])
def test_a_cell_far_out_does_not_fill_the_memory(vocabulary, place, part):
    made = sheet([["age"], [3]]).replace('r="A2"', f'r="{place}"')
    if part.endswith(".bin"):
        rels = "http://schemas.openxmlformats.org/package/2006/relationships"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        lead = f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/worksheet" Target="elsewhere.bin"/></Relationships>'
        data = xlsx([["age"]], **{part: made, "xl/_rels/workbook.xml.rels": lead})
    else:
        data = xlsx(made)
    assert refused(data, vocabulary) in ("list-too-long", "list-too-wide", "unreadable-list")


def test_many_sheets_that_span_much_and_hold_little_are_refused(vocabulary):
    wide = sheet([["age"], [3]]).replace('r="A2"', 'r="ALL50000"')
    assert refused(xlsx(wide), vocabulary) == "list-too-wide"
    spanning = sheet([["age"], [3]]).replace('r="A2"', 'r="AX50000"')
    assert read_list(xlsx(spanning), vocabulary=vocabulary).columns == ("age",)
    assert refused(xlsx(*[spanning] * 3), vocabulary) == "list-too-wide"


def test_bombs_and_other_archives_are_refused(vocabulary):
    bomb = xlsx([["age"]], **{"xl/sharedStrings.xml": b"<a>" + b" " * (120 * 2**20)})
    assert len(bomb) < 2**20 and refused(bomb, vocabulary) == "unreadable-list"
    assert refused(docx(), vocabulary) == "unreadable-list"
    assert refused(zipped({"a": b"b"}), vocabulary) == "unreadable-list"
    assert refused(xlsx("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"), vocabulary) == "unreadable-list"
    assert refused(xlsx([["age"]])[:-30], vocabulary) == "unreadable-list"


def test_too_many_rows_are_refused_in_either_form(vocabulary):
    assert refused(b"reference,age\n" + b"A,1\n" * (MOST_ROWS + 1), vocabulary) == "list-too-long"
    assert len(read_list(b"reference,age\n" + b"A,1\n" * MOST_ROWS, vocabulary=vocabulary).rows) == MOST_ROWS
    assert refused(b"a" * (20 * 2**20 + 1), vocabulary) == "list-too-long"


@pytest.mark.parametrize("data", [b"", b" \n ", b"\xef\xbb\xbf\n", b",,\n,,\n"])
def test_an_empty_list_says_so(vocabulary, data):
    assert refused(data, vocabulary) == "empty-list"


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0" + bytes(50), b"%PDF-1.7", b"a\0b,c", b"\x81\x8d\x8f"])
def test_what_is_no_list_is_refused_with_advice(vocabulary, data):
    assert refused(data, vocabulary) == "unreadable-list"


def test_headings_are_known_by_identifier_label_question_and_common_name_in_four_languages(vocabulary):
    for heading, target in {
        "wages-unpaid": "wages-unpaid",
        "Salaires impayés": "wages-unpaid",
        "salaires impayes": "wages-unpaid",
        "¿QUÉ EDAD TIENE?": None,
        "Nationality": "nationality",
        "الجنسية": "nationality",
        "Edad": "age",
        "Nom": "name",
        "Número de caso": "reference",
        "shoe size": None,
        "work_authorised": "work_authorised",
        "group_a/sub/detained": "detained",
        "problems/Salarios sin pagar": "wages-unpaid",
    }.items():
        if target or "EDAD" not in heading:
            found = read_list(f"{heading}|zzz\n1|2\n".encode(), vocabulary=vocabulary)
            assert found.mapping.get(heading) == target, heading
    for name, asked in vocabulary.facts.items():
        for question in asked.wording.question.values():
            assert name in read_list(f'"{question}"|zzz\n1|2\n'.encode(), vocabulary=vocabulary).mapping.values()


def test_columns_that_a_survey_program_adds_are_left_out(vocabulary):
    heading = "start,end,today,deviceid,person/age,person/sex,_id,_uuid,_submission_time,_index,meta/instanceID,formhub/uuid,__version__"
    found = read_list(f"{heading}\n{','.join('1' * 13)}\n".encode(), vocabulary=vocabulary)
    assert found.mapping == {"person/age": "age", "person/sex": "sex"}
    assert len(found.ignored) == 11


def test_several_answers_in_one_cell_are_known_by_what_they_say(vocabulary):
    found = read_list(b"q12,age\nwages-unpaid violence,3\n,4\nconfined,5\n", vocabulary=vocabulary)
    assert found.mapping["q12"] == "circumstances"


def test_a_mapping_given_replaces_what_would_be_proposed_and_is_checked(vocabulary):
    found = read_list(PLAIN.encode(), vocabulary=vocabulary, mapping={"reference": "name"})
    assert found.mapping == {"reference": "name"}
    assert refused(PLAIN.encode(), vocabulary, mapping={MARK: "name"}) == "bad-mapping"
    assert refused(PLAIN.encode(), vocabulary, mapping={"age": MARK}) == "bad-mapping"


def test_columns_have_one_name_each():
    assert name_columns(["age", "", "age", "age (2)", "B"], 7) == (
        "age",
        "B",
        "age (2)",
        "age (2) (2)",
        "B (2)",
        "F",
        "G",
    )
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_column_without_a_heading_is_still_a_column(vocabulary):
    assert read_list(b"age,name\n3,x,extra\n", vocabulary=vocabulary).columns == ("age", "name", "C")


def test_what_contradicts_itself_cannot_be_made():
    with pytest.raises(ValueError):
        RowProblem(0, "", "A sentence.", "x")
    with pytest.raises(ValueError):
        SheetRead(columns=("a", "a"), rows=(), header_row=1, mapping={})


@given(data=st.binary(max_size=300))
def test_no_noise_raises_anything_but_bad_input(read, data):
    for start in (b"", b"age,name\n", b"PK\x03\x04", b"\xff\xfe"):
        try:
            read(start + data)
        except BadInput as wrong:
            assert wrong.code in ("empty-list", "unreadable-list")


@given(
    place=st.floats(0, 1, exclude_max=True),
    put=st.binary(min_size=1, max_size=6),
    made=st.sampled_from((xlsx([["age", "name"], [3, "x"], [4, "y"]]), xlsx([["age"]], [["name"]]))),
)
def test_no_mutation_of_a_workbook_raises_anything_but_bad_input(read, place, put, made):
    at = int(place * len(made))
    try:
        read(made[:at] + put + made[at + len(put) :])
    except BadInput as wrong:
        assert wrong.code.startswith(("empty", "unreadable", "list"))


@given(
    place=st.floats(0, 1, exclude_max=True),
    put=st.text("<>/&\"='rcv0123456789ABXFDtsinlq\x00 ", min_size=1, max_size=8),
)
def test_no_mutation_inside_a_sheet_raises_anything_but_bad_input(read, place, put):
    made = sheet([["age", "name"], [3, "x"], [("day", 45385), "y"]])
    at = int(place * len(made))
    try:
        read(xlsx(made[:at] + put + made[at + len(put) :]))
    except BadInput as wrong:
        assert wrong.code.startswith(("empty", "unreadable", "list"))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(rows=st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=8))
def test_every_row_written_is_there_with_its_number(read, rows):
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["reference", "account", "age", "name"])
    writer.writerows(rows)
    found = read(out.getvalue().encode())
    kept = [(number, tuple(row)) for number, row in enumerate(rows, 2) if any(row)]
    assert [(row.number, row.cells) for row in found.rows] == kept
