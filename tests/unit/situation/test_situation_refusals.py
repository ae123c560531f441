"""Every bad situation with its message: it names the field, the line and what is permitted, never the value that was given."""

import json

import pytest

from amparo.errors import BadInput, Problems
from amparo.rules.reading import Listing, Place, Scalar
from amparo.situation.reading import read_situation, read_situations

AGE = "age is a whole number from 0 to 130, or {min: 15, max: 18}."
STAY = "stay is one of: none, pending, temporary, permanent."
NO_STATE = "is not a State's code. Use ISO 3166-1 alpha-3, such as MEX."
LIST = "is a list of what is so, or a mapping of each to true, false or null."


def complaints(text, vocabulary):
    with pytest.raises(Problems) as refused:
        read_situations(None, text, vocabulary)
    return str(refused.value).replace("standard input", "-").split("\n")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("aeg: 17", "A name here is not a fact of the vocabulary. Did you mean age?"),
        ("nationalty: [GTM]", "A name here is not a fact of the vocabulary. Did you mean nationality?"),
        ("favourite_colour: red", "A name stands here that is not a fact of the vocabulary."),
        ("state;age: MEX", "The header is one long name. Separate the columns by commas."),
        ("state;date;age;stay: MEX", "The header is one long name. Separate the columns by commas."),
        ("stay: illicit", STAY),
        ("stay: true", STAY),
        ("stay: [none]", STAY),
        ("disability: maybe", "disability is true, false or unknown."),
        ("disability: 1", "disability is true, false or unknown."),
        ("age: old", AGE),
        ("age: '17'", AGE),
        ("age: 17.5", AGE),
        ("age: -1", AGE),
        ("age: 131", AGE),
        ("age: true", AGE),
        ("age: []", AGE),
        ("age: {}", AGE),
        ("age: {min: 18, max: 15}", AGE),
        ("age: {min: 15, most: 18}", AGE),
        ("age: {min: null}", AGE),
        ("age: {min: [15]}", AGE),
        ("age: {min: 15, max: 131}", AGE),
        ("date: 2024-02-30", "date is not a date: that month has 29 days."),
        ("date: 2023-02-29", "date is not a date: that month has 28 days."),
        ("date: 2024-13", "date is not a date: there is no such month or year."),
        ("date: yesterday", "date is not a date: write 2013-04-17, 2013-04 or 2013."),
        ("date: [2024-01-01]", "date is not a date: write 2013-04-17, 2013-04 or 2013."),
        ("date: 2026-11-22", "date lies in the future. Ask about a day up to 2026-11-21."),
        ("date: 2027", "date lies in the future. Ask about a day up to 2026-11-21."),
        ("nationality: XXX", f"nationality {NO_STATE}"),
        ("nationality: [GTM, Mexico]", f"nationality {NO_STATE}"),
        ("nationality: [[GTM]]", f"nationality {NO_STATE}"),
        ("nationality: {of: GTM}", f"nationality {NO_STATE}"),
        ("nationality: [GTM, EUE]", f"nationality {NO_STATE}"),
        ("circumstances: arrested", f"circumstances {LIST}"),
        ("circumstances_false: {arrested: true}", f"circumstances_false {LIST}"),
        ("circumstances: {arrested: perhaps}", "arrested is true, false or null."),
        ("arrested: perhaps", "arrested is true, false or unknown."),
        ("arrested: true\ncircumstances: {arrested: false}", "arrested is given twice with different values."),
        (
            "circumstances: [arrested]\ncircumstances_false: [arrested]",
            "arrested is given twice with different values.",
        ),
    ],
)
def test_it_is_refused_with_its_line(vocabulary, line, sentence):
    text = f"state: MEX\n{line}"
    assert complaints(text, vocabulary) == [f"-:{len(text.splitlines())}: {sentence}"]


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("arested", "arrested"), ("wages_unpaid", "wages-unpaid"), ("pregnat", "pregnant")]
)
def test_a_misspelt_circumstance_is_refused_with_what_was_meant(vocabulary, misspelt, meant):
    (found,) = complaints(f"state: MEX\ncircumstances: [{misspelt}]", vocabulary)
    assert found.startswith("-:2: circumstances has no ")
    assert found.endswith(f" Did you mean {meant}?")


def test_a_fact_that_is_no_circumstance_is_refused_among_them(vocabulary):
    (found,) = complaints("state: MEX\ncircumstances: [disability]", vocabulary)
    assert found.startswith("-:2: circumstances has no ")


@pytest.mark.parametrize("code", ["XXX", "MX", "Mexico", "12", "true", "EUE"])
def test_what_is_no_code_of_a_state_is_refused(vocabulary, code):
    assert complaints(f"state: '{code}'", vocabulary) == [f"-:1: state {NO_STATE}"]


def test_a_state_that_has_ended_is_refused_with_the_day(vocabulary):
    sentence = "state names Yugoslavia, which ended on 1992-04-27. Name the State that followed it."
    assert complaints("state: YUG", vocabulary) == [f"-:1: {sentence}"]


def test_a_nationality_of_a_state_that_has_ended_is_kept(vocabulary):
    assert read_situation({"state": "SRB", "nationality": ["YUG"]}, vocabulary).facts["nationality"] == {"YUG"}


def test_a_situation_without_a_state_is_refused(vocabulary):
    sentence = "state is missing: say which State is asked about, such as state: MEX."
    assert complaints("age: 17", vocabulary) == [f"-:1: {sentence}"]
    with pytest.raises(Problems, match="state is missing"):
        read_situation({}, vocabulary)


@pytest.mark.parametrize("stateless", ["", "stateless: false", "stateless: null"])
def test_an_empty_list_of_nationalities_needs_statelessness(vocabulary, stateless):
    sentence = "nationality is empty. Say stateless: true, or leave nationality out if it is not known."
    assert complaints(f"state: MEX\nnationality: []\n{stateless}", vocabulary) == [f"-:1: {sentence}"]


def test_all_problems_are_told_together(vocabulary):
    assert complaints("state: XXX\nstay: x\naeg: 3\ndate: 2027", vocabulary) == [
        f"-:1: state {NO_STATE}",
        f"-:2: {STAY}",
        "-:3: A name here is not a fact of the vocabulary. Did you mean age?",
        "-:4: date lies in the future. Ask about a day up to 2026-11-21.",
    ]


def test_the_problems_of_several_situations_are_told_together(vocabulary):
    assert len(complaints("- {state: XXX}\n- {state: MEX}\n- {age: 3}\n- 7", vocabulary)) == 3


@pytest.mark.parametrize("text", ["7", "MEX", "- MEX", '"MEX"'])
def test_what_is_no_list_of_facts_is_refused(vocabulary, text):
    sentence = "A situation is a list of facts with their values, such as state: MEX."
    assert complaints(text, vocabulary) == [f"-:1: {sentence}"]
    with pytest.raises(Problems, match="A situation is a list of facts"):
        read_situation(Listing((), Place("f")), vocabulary)
    with pytest.raises(Problems, match="A situation is a list of facts"):
        read_situation(Scalar("MEX", Place("f")), vocabulary)


def test_a_file_without_a_situation_is_refused(vocabulary, tmp_path):
    assert complaints("[]", vocabulary) == ["-: There is no situation in it."]
    (tmp_path / "t.csv").write_text("state,date\n")
    with pytest.raises(Problems, match="There is no situation in it"):
        read_situations(tmp_path / "t.csv", "", vocabulary)


def test_an_empty_file_is_refused_before_anything_else(vocabulary):
    with pytest.raises(BadInput) as refused:
        read_situations(None, " \n", vocabulary)
    sentence = "standard input is empty. Describe a situation in it, at least state and date."
    assert (refused.value.code, refused.value.sentence) == ("empty-file", sentence)


def test_a_row_of_a_table_is_refused_with_its_line(vocabulary, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("state,stay,age\nMEX,none,17\nMEX,x,old\nMEX,none\n")
    with pytest.raises(Problems) as refused:
        read_situations(path, "", vocabulary)
    assert str(refused.value).replace(str(path), "t.csv").split("\n") == [
        f"t.csv:3: {AGE}",
        f"t.csv:3: {STAY}",
        "t.csv:4: The row has 2 cells and the header 3.",
    ]


@pytest.mark.parametrize("cell", ["18-15", "15-131", "15-18-20", "15-", "-3", "15 to 18"])
def test_what_is_no_age_in_a_table_is_refused(vocabulary, cell):
    assert complaints(f"state,age\nMEX,{cell}\n", vocabulary) == [f"-:2: {AGE}"]


MARK = "ZQX-marked-77"
SHAPES = (MARK, [MARK], {MARK: True}, {"min": MARK}, [[MARK]], [{"a": MARK}], {"min": 3, "max": MARK}, f"2024-{MARK}")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_message_repeats_what_the_person_gave(vocabulary, shape):
    for name in vocabulary.facts:
        with pytest.raises(Problems) as refused:
            read_situation({"state": "MEX", name: shape}, vocabulary)
        told = f"{refused.value} {refused.value.data} {refused.value.found}"
        assert name in told
        assert MARK not in told, name


@pytest.mark.parametrize("name", [MARK, "Maria Gomez", "77123", ""])
def test_no_message_repeats_a_name_that_is_nothing_like_a_fact(vocabulary, name):
    with pytest.raises(Problems) as refused:
        read_situation({"state": "MEX", name: "yes"}, vocabulary)
    assert str(refused.value) == "situation: A name stands here that is not a fact of the vocabulary."


@pytest.mark.parametrize("value", [MARK, {"arrested": MARK}, 77123])
def test_no_message_repeats_what_was_said_in_place_of_circumstances(vocabulary, value):
    with pytest.raises(Problems) as refused:
        read_situation({"state": "MEX", "circumstances": value}, vocabulary)
    assert MARK not in str(refused.value)
    assert "77123" not in str(refused.value)


@pytest.mark.parametrize("text", [f"state: *{MARK}", f"state: !{MARK} MEX", f'{{"state": "{MARK}', f"a: [{MARK}"])
def test_no_message_about_an_unreadable_file_repeats_what_stands_in_it(vocabulary, text):
    assert MARK not in "\n".join(complaints(text, vocabulary))


def test_no_message_about_a_table_repeats_a_cell(vocabulary, tmp_path):
    path = tmp_path / "t.csv"
    columns = [name for name in vocabulary.facts if name != "state"]
    path.write_text(f"state,{','.join(columns)}\nMEX{f',{MARK}' * len(columns)}\nMEX,{MARK}\n")
    with pytest.raises(Problems) as refused:
        read_situations(path, "", vocabulary)
    assert len(refused.value.found) == len(columns) + 1
    assert MARK not in json.dumps(str(refused.value))
