"""The dry run of a list: every row, every reason, no value repeated, and nothing that was not said."""

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_lists import MARK, xlsx

from amparo.errors import BadInput
from amparo.exchange.lists.days import Ambiguous, DayOrder
from amparo.exchange.lists.headings import targets
from amparo.exchange.lists.reading import read_list
from amparo.exchange.lists.rows import read_rows
from amparo.exchange.lists.states import find_state, find_states, folded
from amparo.situation.reading import read_situation


class Quiet:
    """The vocabulary, too long for a failing example to print."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary


@pytest.fixture(scope="module")
def words(vocabulary):
    return Quiet(vocabulary)


def run(vocabulary, text, mapping=None):
    sheet = read_list(text if isinstance(text, bytes) else text.encode(), vocabulary=vocabulary)
    return read_rows(sheet, sheet.mapping if mapping is None else mapping, vocabulary)


def one(vocabulary, target, cell, heading="column"):
    """What one cell says under one target, and the codes of its problems."""
    escaped = cell.replace('"', '""')
    (row,) = run(vocabulary, f'{heading}|zzz\n"{escaped}"|x\n', {heading: target}).rows
    return row.facts, [problem.code for problem in row.problems if problem.code != "nothing-read"]


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "?", "unknown", "No sabe", "ne sait pas", "لا أعرف", "n/a", "N/A", "—", "not recorded"]
)
@pytest.mark.parametrize("target", ["detained", "age", "sex", "nationality", "date", "disability", "circumstances"])
def test_what_was_not_said_is_not_recorded_and_never_no(vocabulary, cell, target):
    assert one(vocabulary, target, cell) == ({}, [])


@pytest.mark.parametrize(
    ("cell", "truth"),
    [(said, True) for said in ("yes", "Y", "Sí", "si", "oui", "نعم", "TRUE", "1", "x", "✓", "١")]
    + [(said, False) for said in ("no", "NO", "non", "لا", "false", "0")],
)
def test_yes_and_no_in_four_languages(vocabulary, cell, truth):
    assert one(vocabulary, "detained", cell) == ({"detained": truth}, [])


def test_a_box_that_was_not_ticked_is_not_a_no(vocabulary):
    text = "problems/wages-unpaid,problems/violence,problems/confined,reference\n1,0,no,A1\nTRUE,FALSE,,A2\n"
    first, second = run(vocabulary, text).rows
    assert first.facts == {"wages-unpaid": True, "confined": False} and second.facts == {"wages-unpaid": True}
    assert run(vocabulary, "wages-unpaid,reference\n0,A1\n").rows[0].facts == {"wages-unpaid": False}


def test_several_answers_in_one_cell(vocabulary):
    assert one(vocabulary, "circumstances", "wages-unpaid violence") == ({"wages-unpaid": True, "violence": True}, [])
    assert one(vocabulary, "circumstances", "Salarios sin pagar; Embarazo") == (
        {"wages-unpaid": True, "pregnant": True},
        [],
    )
    assert one(vocabulary, "circumstances_false", "violence") == ({"violence": False}, [])
    assert one(vocabulary, "circumstances", "violence, nonsense") == ({}, ["unread"])


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        ("17", 17),
        ("17.0", 17),
        ("١٧", 17),
        ("34 años", 34),
        ("15-18", {"min": 15, "max": 18}),
        ("15 – 18", {"min": 15, "max": 18}),
    ],
)
def test_ages(vocabulary, cell, age):
    assert one(vocabulary, "age", cell) == ({"age": age}, [])


@pytest.mark.parametrize("cell", ["17.5", "-3", "131", "18-15", "about 20", "=1+1", "1e3"])
def test_ages_that_are_none(vocabulary, cell):
    assert one(vocabulary, "age", cell) == ({}, ["unread"])


@pytest.mark.parametrize("cell", ["GTM", "gt", "Guatemala", "غواتيمالا", "guatemala "])
def test_states_by_code_and_name(vocabulary, cell):
    assert one(vocabulary, "nationality", cell) == ({"nationality": ["GTM"]}, [])


def test_every_state_is_known_by_its_name_in_each_language(vocabulary):
    from babel import Locale

    for state in vocabulary.states.values():
        if state.kind != "organisation":
            assert find_state(state.name, vocabulary.states) == find_state(state.code, vocabulary.states) == state
            for language in ("en", "es", "fr", "ar") if state.alpha2 and state.kind == "state" else ():
                name = Locale(language).territories.get(state.alpha2, state.name)
                assert find_state(name, vocabulary.states).alpha2 == state.alpha2, name
                assert find_states(name, vocabulary.states), name


def test_several_nationalities_and_none(vocabulary):
    assert one(vocabulary, "nationality", "Honduras; México") == ({"nationality": ["HND", "MEX"]}, [])
    assert one(vocabulary, "nationality", "HND MEX") == ({"nationality": ["HND", "MEX"]}, [])
    assert one(vocabulary, "nationality", "Apátrida") == ({"stateless": True}, [])
    assert one(vocabulary, "nationality", "Honduras and Nowhere") == ({}, ["unread"])
    assert one(vocabulary, "nationality", "EUE") == ({}, ["unread"])
    assert one(vocabulary, "state", "Yugoslavia") == ({}, ["unread"])
    for code in ("NA", "NR"):
        assert one(vocabulary, "nationality", code) == ({}, ["unread"])


def test_choices_by_identifier_and_label(vocabulary):
    assert one(vocabulary, "stay", "Sin permiso de estancia por ahora") == ({"stay": "none"}, [])
    assert one(vocabulary, "sector", "domestic-work") == ({"sector": "domestic-work"}, [])
    assert one(vocabulary, "sector", "f") == ({"sector": "F"}, [])
    assert one(vocabulary, "sex", "Mujer") == ({"sex": "female"}, [])
    assert one(vocabulary, "stay", "whatever") == ({}, ["unread"])


def test_a_letter_for_the_sex_is_settled_by_its_column_or_not_at_all(vocabulary):
    def sexes(*said):
        return [
            row.facts.get("sex") for row in run(vocabulary, "sex|zzz\n" + "".join(f"{one}|x\n" for one in said)).rows
        ]

    assert sexes("M", "F") == ["male", "female"]
    assert sexes("M", "H") == ["female", "male"]
    assert sexes("M", "M") == [None, None]
    assert sexes("M", "F", "H") == [None, None, None]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-04-03", "2024-04-03"),
        ("2024-04", "2024-04"),
        ("2024", "2024"),
        ("2024-04-03T10:11:12.000+02:00", "2024-04-03"),
        ("2024/4/3", "2024-04-03"),
        ("13/04/2024", "2024-04-13"),
        ("4/13/2024", "2024-04-13"),
        ("03.03.2024", "2024-03-03"),
        ("3 April 2024", "2024-04-03"),
        ("April 3, 2024", "2024-04-03"),
        ("3 de abril de 2024", "2024-04-03"),
        ("abril de 2024", "2024-04"),
        ("1er avril 2024", "2024-04-01"),
        ("3 avr. 2024", "2024-04-03"),
        ("3 أبريل 2024", "2024-04-03"),
        ("٣ نيسان ٢٠٢٤", "2024-04-03"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_days_in_many_forms(vocabulary, cell, day):
    assert one(vocabulary, "date", cell) == ({"date": day}, [])


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2024",
        "30/02/2023",
        "3/4/24",
        "45385",
        "yesterday",
        "2024-13",
        "13/13/2024",
        "0000-01-01",
        "3 April 4 2024",
    ],
)
def test_days_that_are_none(vocabulary, cell):
    assert one(vocabulary, "date", cell) == ({}, ["unread"])


def test_a_day_in_the_future_is_a_problem(vocabulary):
    assert one(vocabulary, "date", "2026-11-22") == ({}, ["future-date"])
    assert one(vocabulary, "date", "2026-11-21") == ({"date": "2026-11-21"}, [])
    assert one(vocabulary, "date", "2026") == ({"date": "2026"}, [])


def test_a_day_that_may_be_read_either_way_is_settled_by_its_column_or_not_at_all(vocabulary):
    def days(*said):
        rows = run(vocabulary, "date|zzz\n" + "".join(f"{one}|x\n" for one in said)).rows
        return [row.facts.get("date") or row.problems[0].code for row in rows]

    assert days("03/04/2024") == ["ambiguous-date"]
    assert days("03/04/2024", "25/12/2023") == ["2024-04-03", "2023-12-25"]
    assert days("03/04/2024", "12/25/2023") == ["2024-03-04", "2023-12-25"]
    assert days("03/04/2024", "25/12/2023", "12/25/2023") == ["ambiguous-date", "2023-12-25", "2023-12-25"]
    assert days("03/04/2024", "2024-01-30") == ["ambiguous-date", "2024-01-30"]


def test_what_a_spreadsheet_made_into_a_date_is_not_read_as_something_else(vocabulary):
    rows = run(
        vocabulary, xlsx([["age", "date", "received_on"], [("day", 45385), ("day", 45385), ("day", 45386)]])
    ).rows
    assert (rows[0].facts, rows[0].fields) == ({"date": "2024-04-03"}, {"received_on": "2024-04-04"})
    assert [(problem.column, problem.code) for problem in rows[0].problems] == [("age", "unread")]


def test_all_problems_of_all_rows_are_collected_with_their_places(vocabulary):
    text = f"reference,age,detained,date\nA1,{MARK},{MARK},{MARK}\nA2,34,yes,2024\nA3,x,no,2024\n"
    found = run(vocabulary, text)
    assert [(problem.row, problem.column) for problem in found.problems] == [
        (2, "age"),
        (2, "detained"),
        (2, "date"),
        (4, "age"),
    ]
    assert [row.number for row in found.ready] == [3] and found.rows[2].facts == {"detained": False, "date": "2024"}
    assert MARK not in repr(found) + str(found)


def test_no_row_vanishes(vocabulary):
    text = 'reference,age\nA1,3\n"open,4\n,\nA4,5,6,7\nonly unmapped\n'
    sheet = read_list(text.encode(), vocabulary=vocabulary)
    found = read_rows(sheet, {"age": "age"}, vocabulary)
    assert [(row.number, [problem.code for problem in row.problems]) for row in found.rows] == [
        (2, []),
        (3, ["broken-row"]),
        (5, []),
        (6, ["nothing-read"]),
    ]
    late = "reference,age\n" + "A,3\n" * 1500 + "B,4,5\n"
    assert [problem.code for problem in run(vocabulary, late, {"age": "age"}).problems] == ["too-many-cells"]


def test_doubles_are_reported_on_both_sides(vocabulary):
    found = run(vocabulary, "reference,age\nA-1,3\nB,4\na-1 ,5\n")
    assert [(problem.row, problem.code, problem.column) for problem in found.problems] == [
        (2, "double", "reference"),
        (4, "double", "reference"),
    ]
    assert "row 4" in found.problems[0].sentence and "A-1" not in found.problems[0].sentence


def test_two_columns_join_in_free_text_and_contradict_in_facts(vocabulary):
    (row,) = run(vocabulary, "first name,surname,phone,e-mail,age\nImani,Okoro,1,i@example.org,3\n").rows
    assert row.fields == {"name": "Imani Okoro", "contact": "1; i@example.org"}
    (row,) = run(vocabulary, "a,b\n3,4\n", {"a": "age", "b": "age"}).rows
    assert [problem.code for problem in row.problems] == ["contradiction"]
    (row,) = run(vocabulary, "nationality,stateless\nGTM,yes\n").rows
    assert [problem.code for problem in row.problems] == ["contradiction"]


@pytest.mark.parametrize("cell", ["=1+1", "+52 155", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_looks_like_a_formula_stays_text(vocabulary, cell):
    (row,) = run(vocabulary, f'account|zzz\n"{cell}"|x\n', {"account": "account"}).rows
    assert row.fields == {"account": cell}


def test_a_mapping_of_what_is_not_there_is_refused(vocabulary):
    sheet = read_list(b"age,name\n3,x\n", vocabulary=vocabulary)
    with pytest.raises(BadInput):
        read_rows(sheet, {"nowhere": "age"}, vocabulary)


def test_fifty_thousand_rows_take_seconds(vocabulary):
    heading = "reference,name,age,sex,nationality,date,detained,account\n"
    rows = "".join(
        f"R{n},Person {n},{n % 90},Mujer,Guatemala,{1 + n % 28}/0{1 + n % 9}/2024,sí,Text {n}\n" for n in range(50_000)
    )
    began = time.monotonic()
    found = run(vocabulary, heading + rows)
    assert len(found.ready) == 50_000 and time.monotonic() - began < 20


SAID = (
    *(
        "",
        "yes",
        "no",
        "نعم",
        "0",
        "1",
        "17",
        "15-18",
        "GTM",
        "Honduras; MEX",
        "apátrida",
        "female",
        "M",
        "none",
        "employed",
    ),
    *("03/04/2024", "13/04/2024", "2024", "2099", "wages-unpaid violence", "=1", "NA", MARK),
)
said = st.sampled_from(SAID) | st.text(max_size=6)


@given(data=st.data())
def test_what_is_ready_is_what_a_situation_accepts(words, data):
    vocabulary = words.vocabulary
    names = data.draw(st.lists(st.sampled_from(targets(vocabulary)), min_size=1, max_size=6, unique=True))
    rows = data.draw(st.lists(st.lists(said, min_size=len(names), max_size=len(names)), min_size=1, max_size=4))

    def quoted(cells):
        return ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)

    text = "\n".join(map(quoted, [[f"c{n}" for n in range(len(names))], *rows])) + "\n"
    sheet = read_list(text.encode("utf-8", "replace"), vocabulary=vocabulary)
    mapping = {f"c{n}": name for n, name in enumerate(names) if f"c{n}" in sheet.columns}
    found = read_rows(sheet, mapping, vocabulary)
    assert [row.number for row in found.rows] == [row.number for row in sheet.rows]
    for problem in found.problems:
        assert MARK not in problem.sentence and problem.sentence.endswith(".")
    for row in found.ready:
        read_situation({"state": "MEX", **row.facts}, vocabulary)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_is_not(text):
    for order in (DayOrder(), DayOrder(True), DayOrder.of([text])):
        with suppress(Ambiguous, ValueError):
            order.period(text)


def test_folding_forgets_case_accents_and_marks():
    assert folded("  ¿Cuál  ES su_Nacionalidad? ") == "cual es su nacionalidad"
    assert folded("عُمْر") == folded("عمر")
    assert date(2024, 4, 3) == DayOrder().period(date(2024, 4, 3)).first
