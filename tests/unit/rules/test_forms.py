"""Taking fields out of documents and tables: what is missing, misspelt or of the wrong kind is complained of, with its line."""

from datetime import date

import pytest

from amparo.errors import AmparoError, BadInput, Defect, Place, Problem, Problems
from amparo.rules.dates import Period, Wait
from amparo.rules.forms import Form, from_plain, plain, read_table, row_from_plain
from amparo.rules.reading import Scalar, read_document

MANY = frozenset(f"w{at:02}" for at in range(41))


def form(text):
    problems = []
    found = Form(read_document(text, "f.yaml", problems), problems, "A norm")
    assert not problems
    return found


def asked(text, ask):
    """What the form answers, and its complaints."""
    found = form(text)
    return ask(found), [str(problem) for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "ask", "answer"),
    [
        ("a:  two \n  words", lambda f: f.text("a"), "two words"),
        ("a: 36", lambda f: f.text("a"), "36"),
        ("a: null", lambda f: f.text("a", required=False), ""),
        ("b: 1", lambda f: f.text("a", required=False), ""),
        ("a: duty", lambda f: f.one_of("a", ["right", "duty"]), "duty"),
        ("b: 1", lambda f: f.one_of("a", ["right", "duty"], "right"), "right"),
        ("a: true", lambda f: f.flag("a"), True),
        ("b: 1", lambda f: f.flag("a", True), True),
        ("a: 3", lambda f: f.whole("a"), 3),
        ("b: 1", lambda f: f.whole("a", 5), 5),
        ("a: 2024-02", lambda f: f.period("a"), Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("b: 1", lambda f: f.period("a"), None),
        ("a: 2024-02-29", lambda f: f.day("a"), date(2024, 2, 29)),
        ("b: 1", lambda f: f.day("a"), None),
        ("a: {days: 30}", lambda f: f.wait("a"), Wait(days=30)),
        ("a: {months: 3, then: first-of-next-month}", lambda f: f.wait("a"), Wait(0, 3, True)),
        ("a: [b, c]", lambda f: f.texts("a"), ["b", "c"]),
        ("a: b", lambda f: f.texts("a"), ["b"]),
        ("b: 1", lambda f: f.texts("a"), []),
        ("a: {en: one, es: uno}", lambda f: f.languages("a", ["en", "es"]), {"en": "one", "es": "uno"}),
        ("b: 1", lambda f: f.languages("a", ["en"], required=False), {}),
        ("a: [{b: 1}, {b: 2}]", lambda f: [part.whole("b") for part in f.forms("a", "A part")], [1, 2]),
        ("b: 1", lambda f: f.forms("a", "A part", required=False), []),
        ("a: 1", lambda f: (f.has("a"), f.has("b")), (True, False)),
    ],
)
def test_it_answers_without_complaint(text, ask, answer):
    assert asked(text, ask) == (answer, [])


@pytest.mark.parametrize(
    ("text", "ask", "answer", "sentence"),
    [
        ("b: 1", lambda f: f.get("a"), None, "1: A norm has no a."),
        ("b: 1", lambda f: f.text("a"), "", "1: A norm has no a."),
        ("b: 1\na: [c]", lambda f: f.text("a"), "", "2: a is a text."),
        ("a: true", lambda f: f.text("a"), "", "1: a is a text."),
        ("a: null", lambda f: f.text("a"), "", "1: a is a text."),
        ("a: dutty", lambda f: f.one_of("a", ["right", "duty"]), "right", "1: a is never dutty. Did you mean duty?"),
        ("a: x", lambda f: f.one_of("a", ["right", "duty"]), "right", "1: a is never x. It is one of: right, duty."),
        ("a: ''", lambda f: f.one_of("a", ["duty"], ""), "", "1: a is never that. It is one of: duty."),
        ("a: ''", lambda f: f.text("a"), "", "1: a is empty."),
        ("a: '  '", lambda f: f.text("a"), "", "1: a is empty."),
        ("a: ''", lambda f: f.one_of("a", ["right", "duty"]), "right", "1: a is empty."),
        ("a: [c]", lambda f: f.one_of("a", ["right", "duty"]), "right", "1: a is a text."),
        ("b: 1", lambda f: f.wait("a"), Wait(), "1: A norm has no a."),
        ("a: x", lambda f: f.one_of("a", {"right", "duty"}), "duty", "1: a is never x. It is one of: duty, right."),
        ("a: x", lambda f: f.one_of("a", MANY, listed_in="a.yaml"), "w00", "1: a is never x. All 41 are in a.yaml."),
        ("a: 1", lambda f: f.flag("a"), False, "1: a is true or false."),
        ("b: 1", lambda f: f.flag("a"), False, "1: A norm has no a."),
        ("a: 1.5", lambda f: f.whole("a"), 0, "1: a is a whole number."),
        ("a: true", lambda f: f.whole("a", 7), 7, "1: a is a whole number."),
        ("a: 2023-02-29", lambda f: f.period("a"), None, "1: a is not a date: that month has 28 days."),
        ("b: 1", lambda f: f.period("a", required=True), None, "1: A norm has no a."),
        ("a: 2024-02", lambda f: f.day("a"), date(2024, 2, 1), "1: a is a day, such as 2013-04-17."),
        (
            "a: {days: 30, months: 1}",
            lambda f: f.wait("a"),
            Wait(),
            "1: a waiting time is in days or in months, and not negative.",
        ),
        ("a: {weeks: 2}", lambda f: f.wait("a"), Wait(), "1: a has no field weeks."),
        ("a: [b, 3]", lambda f: f.texts("a"), ["b"], "1: a is a list of words."),
        ("a: {b: c}", lambda f: f.texts("a"), [], "1: a is a list of words."),
        ("a: {en: one}", lambda f: f.languages("a", ["en", "es"])["es"], "", "1: a has no es."),
        (
            "a: {en: one, enn: two}",
            lambda f: f.languages("a", ["en"]),
            {"en": "one"},
            "1: a has no field enn. Did you mean en?",
        ),
        ("b: 1", lambda f: f.languages("a", ["en"]), {}, "1: A norm has no a."),
        ("a: {b: 1}", lambda f: f.forms("a", "A part"), [], "1: a is a list."),
        ("b: 1", lambda f: f.forms("a", "A part"), [], "1: A norm has no a."),
        ("a: [3]", lambda f: len(f.forms("a", "A part")), 1, "1: A part is a list of named fields."),
    ],
)
def test_it_complains_and_answers_something_harmless(text, ask, answer, sentence):
    assert asked(text, ask) == (answer, [f"f.yaml:{sentence}"])


def test_it_complains_in_the_end_of_every_field_that_nobody_asked_for():
    found = form("hodler: x\nsays: words\nother: z")
    found.text("says")
    found.text("holder", required=False)
    found.done()
    assert [str(problem) for problem in found.problems] == [
        "f.yaml:1: A norm has no field hodler. Did you mean holder?",
        "f.yaml:3: A norm has no field other.",
    ]


def test_a_list_that_is_too_long_says_that_it_goes_on():
    _, (told,) = asked("a: x", lambda f: f.one_of("a", MANY))
    assert told.endswith("w39 and others.") and "w40" not in told


def test_of_what_is_no_mapping_no_field_is_missed():
    problems = []
    found = Form(Scalar(3, Place("f.yaml", 4)), problems, "A norm")
    assert (found.text("a"), found.flag("b"), found.texts("c")) == ("", False, [])
    assert [str(problem) for problem in problems] == ["f.yaml:4: A norm is a list of named fields."]


def test_what_is_no_mapping_is_an_empty_form():
    problems = []
    found = Form(Scalar(3, Place("f.yaml", 4)), problems, "A norm")
    assert not found.has("a")
    assert [str(problem) for problem in problems] == ["f.yaml:4: A norm is a list of named fields."]


def test_a_table_gives_each_row_as_named_texts_without_its_empty_cells():
    problems = []
    rows = read_table("state, date\nMEX,2024-05-01\nNO ,\n", "t.csv", problems)
    assert [plain(row) for row in rows] == [{"state": "MEX", "date": "2024-05-01"}, {"state": "NO"}]
    assert [row.place.line for row in rows] == [2, 3]
    assert not problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1\n", "t.csv:2: The row has 1 cells and the header 2."),
        ("a,b\n1,2\n1,2,3\n", "t.csv:3: The row has 3 cells and the header 2."),
        ("a,a\n", "t.csv:1: A column is named twice."),
        ('a,b\n1,"2\n', "t.csv:2: This is not readable as CSV: unexpected end of data."),
        ('a,b\n"1"x,2\n', "t.csv:2: This is not readable as CSV: ',' expected after '\"'."),
    ],
)
def test_a_broken_table_is_complained_of_with_its_line(text, sentence):
    problems = []
    read_table(text, "t.csv", problems)
    assert [str(problem) for problem in problems] == [sentence]


def test_a_document_comes_back_from_plain_values():
    document = {"a": [1, True, None, "NO", 0.5], "b": {"c": []}}
    place = Place("compiled")
    node = from_plain(document, place)
    assert plain(node) == document
    assert plain(node, without=frozenset({"c"})) == {"a": document["a"], "b": {}}
    assert row_from_plain({"a": "1"}, place).get("a") == Scalar("1", place)


def test_problems_are_sorted_by_place_and_told_once():
    early, late = Problem(Place("a.yaml", 2), "First."), Problem(Place("a.yaml", 10), "Second.")
    whole = Problem(Place("a.yaml"), "Whole.")
    found = Problems([late, early, whole, late])
    assert str(found) == "a.yaml: Whole.\na.yaml:2: First.\na.yaml:10: Second."
    assert found.data == {"count": 3}


def test_what_the_reader_can_mend_and_what_we_must_mend_end_differently():
    assert (Problems([]).exit_code, BadInput("c", "S.").exit_code, Defect("c", "S.").exit_code) == (2, 2, 70)
    assert issubclass(BadInput, AmparoError)
    assert Defect("code", "A sentence.", file="f").data == {"file": "f"}
