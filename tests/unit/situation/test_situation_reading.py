"""Situations read from JSON, YAML, CSV and mappings: what is given is known, what is not is unknown."""

import json

import pytest

from amparo.errors import BadInput
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.situation.clock import today
from amparo.situation.reading import read_situation, read_situations
from amparo.situation.situations import Situation

ROSA = {"state": "MEX", "date": "2024-05-01", "nationality": ["GTM"], "age": 31, "stay": "none", "work": "employed"}
ROSA_KNOWN = {
    "state": "MEX",
    "date": Period.parse("2024-05-01"),
    "nationality": frozenset({"GTM"}),
    "age": Interval(31, 31),
    "stay": "none",
    "work": "employed",
    "stateless": False,  # follows from the nationality
}


@pytest.fixture
def read(vocabulary):
    def known(**given):
        return dict(read_situation({"state": "MEX", "date": "2024-05-01"} | given, vocabulary).facts)

    return known


@pytest.fixture
def read_file(vocabulary, tmp_path):
    def known(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return [dict(one.facts) for one in read_situations(path, "", vocabulary)]

    return known


def test_a_mapping_is_a_situation(vocabulary):
    assert read_situation(ROSA, vocabulary).facts == ROSA_KNOWN


def test_json_yaml_and_csv_say_the_same(read_file):
    yaml_text = "state: MEX\ndate: 2024-05-01\nnationality: [GTM]\nage: 31\nstay: none\nwork: employed\n"
    csv_text = "state,date,nationality,age,stay,work,sex\nMEX,2024-05-01,GTM,31,none,employed,\n"
    assert read_file("rosa.json", json.dumps(ROSA)) == [ROSA_KNOWN]
    assert read_file("rosa.yaml", yaml_text) == [ROSA_KNOWN]
    assert read_file("rosa.csv", csv_text) == [ROSA_KNOWN]
    assert read_file("ROSA.CSV", csv_text) == [ROSA_KNOWN]


def test_standard_input_is_read_as_a_file_is(vocabulary):
    (found,) = read_situations(None, json.dumps(ROSA), vocabulary)
    assert found.facts == ROSA_KNOWN


@pytest.mark.parametrize("before", ["", "\n", "  "])
def test_a_table_on_standard_input_is_known_by_its_header(vocabulary, before):
    text = before + "state, date,nationality,age,stay,work\nMEX,2024-05-01,GTM,31,none,employed\n"
    (found,) = read_situations(None, text, vocabulary)
    assert found.facts == ROSA_KNOWN


@pytest.mark.parametrize("text", ["[{state: MEX, age: 3}]", "{state: MEX, age: 3}", "state: MEX\nage: 3 # age, date\n"])
def test_a_document_on_standard_input_is_not_taken_for_a_table(vocabulary, text):
    (found,) = read_situations(None, text, vocabulary)
    assert found.facts["age"] == Interval(3, 3)


@pytest.mark.parametrize("code", ["mex", "Mex", "MEX"])
def test_the_code_of_a_state_may_be_in_lower_case(vocabulary, code):
    known = read_situation({"state": code, "nationality": [code, "gtm"]}, vocabulary).facts
    assert (known["state"], known["nationality"]) == ("MEX", frozenset({"MEX", "GTM"}))


@pytest.mark.parametrize(
    ("cell", "known"), [("15-18", Interval(15, 18)), ("17", Interval(17, 17)), ("0-130", Interval(0, 130)), ("", None)]
)
def test_an_age_in_a_table_may_lie_between_two(vocabulary, cell, known):
    (found,) = read_situations(None, f"state,age\nMEX,{cell}\n", vocabulary)
    assert found.facts.get("age") == known


@pytest.mark.parametrize("cell", ["2024", "2024-05", "2023-12-31"])
def test_a_day_in_a_table_is_not_taken_for_an_age(vocabulary, cell):
    (found,) = read_situations(None, f"state,date\nMEX,{cell}\n", vocabulary)
    assert str(found.date) == cell


def test_a_list_holds_several_situations(read_file):
    assert [one["state"] for one in read_file("two.json", '[{"state": "MEX"}, {"state": "GTM"}]')] == ["MEX", "GTM"]
    assert [one["state"] for one in read_file("two.yaml", "- state: MEX\n- state: GTM\n")] == ["MEX", "GTM"]
    assert [one["state"] for one in read_file("two.csv", "state\nMEX\nGTM\n")] == ["MEX", "GTM"]


def test_the_day_asked_about_is_today_where_none_is_given(vocabulary):
    assert str(read_situation({"state": "MEX"}, vocabulary).date) == "2026-11-21"


@pytest.mark.parametrize(
    ("age", "known"),
    [
        (17, Interval(17, 17)),
        (0, Interval(0, 0)),
        (130, Interval(130, 130)),
        ({"min": 15, "max": 18}, Interval(15, 18)),
        ({"min": 15}, Interval(15, None)),
        ({"max": 18}, Interval(None, 18)),
        ({"min": None, "max": 18}, Interval(None, 18)),
        ({"min": 18, "max": 18}, Interval(18, 18)),
    ],
)
def test_an_age_is_a_number_or_lies_between_two(read, age, known):
    assert read(age=age)["age"] == known


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        (2023, "2023-01-01", "2023-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-11-21", "2026-11-21", "2026-11-21"),
        ("2026-11", "2026-11-01", "2026-11-21"),  # what of the month has passed
        ("2026", "2026-01-01", "2026-11-21"),
    ],
)
def test_a_date_may_be_known_to_the_month_or_the_year_only(read, given, first, last):
    period = read(date=given)["date"]
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_null_and_unknown_both_mean_that_it_is_not_known(read, nothing):
    known = read(age=nothing, stay=nothing, nationality=nothing, disability=nothing, arrested=nothing)
    assert set(known) == {"state", "date"}


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({"circumstances": ["arrested", "pregnant"]}, {"arrested": True, "pregnant": True}),
        ({"circumstances": {"arrested": True, "pregnant": False}}, {"arrested": True, "pregnant": False}),
        ({"circumstances": {"arrested": None, "pregnant": "unknown"}}, {}),
        ({"circumstances_false": ["arrested"]}, {"arrested": False}),
        ({"circumstances": ["pregnant"], "circumstances_false": ["arrested"]}, {"pregnant": True, "arrested": False}),
        ({"circumstances": []}, {}),
        ({"circumstances": None, "circumstances_false": None}, {}),
        ({"arrested": True}, {"arrested": True}),
        ({"arrested": True, "circumstances": ["arrested"]}, {"arrested": True}),
    ],
)
def test_circumstances_are_a_list_of_what_is_so_or_a_mapping(read, given, known):
    assert {name: said for name, said in read(**given).items() if name not in ("state", "date")} == known


def test_in_a_table_lists_are_separated_by_semicolons_and_empty_cells_are_unknown(read_file):
    header = "state,date,nationality,circumstances,circumstances_false,stateless,age,sector\n"
    full, empty = read_file("t.csv", header + "MEX,2024-02,GTM; HND,arrested;pregnant,detained,false,7,C\nMEX,,,,,,,\n")
    assert full == {
        "state": "MEX",
        "date": Period.parse("2024-02"),
        "nationality": frozenset({"GTM", "HND"}),
        "arrested": True,
        "pregnant": True,
        "detained": False,
        "stateless": False,
        "age": Interval(7, 7),
        "sector": "C",
    }
    assert set(empty) == {"state", "date"}


@pytest.mark.parametrize(
    ("given", "nationality", "stateless"),
    [
        ({"nationality": ["GTM"]}, frozenset({"GTM"}), False),
        ({"nationality": "GTM"}, frozenset({"GTM"}), False),
        ({"nationality": ["GTM"], "stateless": None}, frozenset({"GTM"}), None),  # said to be unknown: left so
        ({"nationality": ["GTM"], "stateless": False}, frozenset({"GTM"}), False),
        ({"stateless": True}, frozenset(), True),
        ({"nationality": [], "stateless": True}, frozenset(), True),
        ({"stateless": False}, None, False),
        ({}, None, None),
    ],
)
def test_nationality_and_statelessness_follow_from_each_other(read, given, nationality, stateless):
    known = read(**given)
    assert (known.get("nationality"), known.get("stateless")) == (nationality, stateless)


def test_what_was_read_can_be_written_and_read_again(vocabulary):
    situation = read_situation(ROSA | {"age": {"min": 15}, "date": "2024-02", "arrested": True}, vocabulary)
    plain = situation.to_plain()
    assert (plain["age"], plain["date"], plain["nationality"]) == ({"min": 15}, "2024-02", ["GTM"])
    assert read_situation(json.loads(json.dumps(plain)), vocabulary) == situation


def test_learning_and_forgetting_leave_the_situation_itself_alone(vocabulary):
    rosa = read_situation(ROSA, vocabulary)
    assert rosa.learn(stay="pending").facts["stay"] == "pending"
    assert "stay" not in rosa.forget("stay", "sex").facts
    assert rosa.facts["stay"] == "none"
    with pytest.raises(TypeError):
        rosa.facts["stay"] = "pending"


@pytest.mark.parametrize("facts", [{}, {"state": "MEX"}, {"date": Period.parse("2024")}, {"state": None}])
def test_there_is_no_situation_without_a_state_and_a_day(facts):
    with pytest.raises(ValueError, match="towards one State, on one day"):
        Situation(facts)


def test_the_clock_can_be_fixed_and_says_so_when_it_is_fixed_wrongly(monkeypatch):
    assert str(today()) == "2026-11-21"
    monkeypatch.setenv("AMPARO_TODAY", "tomorrow")
    with pytest.raises(BadInput) as refused:
        today()
    assert refused.value.code == "bad-clock"
    assert refused.value.sentence == "AMPARO_TODAY is not a day. Write it as 2026-11-21."


def test_without_a_fixed_clock_it_is_the_day_of_the_computer(monkeypatch):
    monkeypatch.delenv("AMPARO_TODAY")
    assert today().year >= 2024
