"""Whatever is wrong with the input gets one clear message, exit code 2, and nothing half printed."""

import json

import pytest

GOOD = {"state": "MEX", "date": "2024-05-01"}
BAD_SITUATIONS = [
    ({**GOOD, "stya": "none"}, "A name here is not a fact of the vocabulary. Did you mean stay?"),
    ({**GOOD, "stay": "sometimes"}, "stay is one of: none, pending, temporary, permanent."),
    ({**GOOD, "date": "2024-02-30"}, "date is not a date: that month has 29 days."),
    ({**GOOD, "state": "XXX"}, "state is not a State's code."),
    ({**GOOD, "state": "YUG"}, "which ended on"),
    ({**GOOD, "state": "EUE"}, "state is not a State's code."),
    ({**GOOD, "nationality": ["EUE"]}, "nationality is not a State's code."),
    ({**GOOD, "favourite": "red"}, "A name stands here that is not a fact of the vocabulary."),
    ({**GOOD, "date": "2999-01-01"}, "date lies in the future. Ask about a day up to 2026-11-21."),
    ({**GOOD, "age": "seventeen"}, "age is a whole number from 0 to 130"),
    ({**GOOD, "age": {"min": 18, "max": 15}}, "age is a whole number from 0 to 130"),
    ({**GOOD, "circumstances": ["arested"]}, "Did you mean arrested?"),
    ({**GOOD, "nationality": []}, "nationality is empty."),
    ({"date": "2024-05-01"}, "state is missing"),
    ([], "There is no situation in it."),
    ("words", "A situation is a list of facts"),
]


@pytest.mark.parametrize(("situation", "message"), BAD_SITUATIONS)
def test_a_bad_situation_gets_one_clear_message(amparo, situation, message):
    ran = amparo("rights", "-", "--format", "json", stdin=json.dumps(situation))
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_all_problems_are_told_at_once(amparo):
    ran = amparo("rights", "-", stdin=json.dumps({"state": "XXX", "stay": "x", "age": -1}))
    assert len(ran.err.strip().splitlines()) == 3


def test_a_problem_in_a_file_names_its_line(amparo, tmp_path):
    path = tmp_path / "situation.yaml"
    path.write_text("state: MEX\nstay: NO\nstate: ITA\n")
    ran = amparo("rights", path)
    assert ran.code == 2
    assert f"{path}:2: NO would be read as true or false" in ran.err
    assert f"{path}:3: state is given twice" in ran.err


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("\n \n", "is empty"), ("{: [", "not readable"), ("a: &x 1\nb: *x", "alias")],
)
def test_a_broken_file_gets_one_message(amparo, tmp_path, text, message):
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    ran = amparo("rights", path)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_directory_a_missing_file_and_a_huge_one_are_told_apart(amparo, tmp_path):
    assert "is a directory" in amparo("rights", tmp_path).err
    assert "There is no file" in amparo("rights", tmp_path / "none.json").err
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)
    ran = amparo("rights", huge)
    assert (ran.code, ran.out) == (2, "")
    assert "is larger than" in ran.err


def test_what_is_deeply_nested_is_refused(amparo):
    ran = amparo("rights", "-", stdin="[" * 100_000)
    assert (ran.code, ran.out) == (2, "")


def test_a_row_with_too_many_cells_names_its_line(amparo, tmp_path):
    table = tmp_path / "people.csv"
    table.write_text("state,date\nMEX,2024-05-01\nMEX,2024-05-01,more\n")
    ran = amparo("rights", table)
    assert (ran.code, ran.out) == (2, "")
    assert "people.csv:3: The row has 3 cells and the header 2." in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("state", "XXX"), "is not a State's code"),
        (("state", "YUG"), "ended on"),
        (("state", "MEX", "--on", "2003-02-30"), "This is not a day. Write it as 2003-06-04."),
        (("state", "MEX", "--on", "2999-01-01"), "lies in the future"),
        (("commitments", "count", "icrm"), "There is no instrument icrm. Did you mean icrmw"),
        (("commitments", "count", "icrmw", "ilo-c097"), "--any-of"),
        (("commitments", "count", "udhr"), "UDHR is a declaration and binds no State."),
        (("commitments", "count", "eu-charter", "--action", "signed"), "Nobody deposits anything towards eu-charter."),
        (("rights", "-", "--open", "icrmw/2"), "There is no provision icrmw/2."),
        (("interview", "--open", "icrmw/2"), "There is no provision icrmw/2."),
        (("interview", "--on", "tomorrow"), "This is not a day."),
        (("norms", "show", "icrmw/2"), "There is no provision icrmw/2."),
        (("norms", "check", "/"), "is not a pack"),
        (("coverage", "none.csv", "--instrument", "icrmw"), "There is no file"),
        (("coverage", "none.csv"), "--instrument or --provision"),
        (("rights",), "Missing argument"),
        (("rigths",), "No such command"),
    ],
)
def test_a_bad_argument_gets_one_clear_message(amparo, arguments, message):
    ran = amparo(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_clock_that_is_no_day_is_told(amparo, monkeypatch):
    monkeypatch.setenv("AMPARO_TODAY", "tomorrow")
    ran = amparo("rights", "-", stdin=json.dumps(GOOD))
    assert (ran.code, ran.out) == (2, "")
    assert "AMPARO_TODAY" in ran.err
