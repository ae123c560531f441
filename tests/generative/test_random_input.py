"""Whatever is given: a document, a problem with its place, or a situation that can be written and read again."""

import json

from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.rules.forms import from_plain, plain, read_table
from amparo.rules.reading import Place, read_document
from amparo.rules.trees import MOST_DIGITS
from amparo.situation.reading import OLDEST, read_situation, read_situations

DAYS = ["2024-02-29", "2024-02", "2024", "2023-12-31", "2026-11-21", "2026-11", "2026"]
STATES = ["MEX", "GTM", "NOR", "YUG"]

LARGEST = 10**MOST_DIGITS - 1
whole = st.integers(-LARGEST, LARGEST)
leaves = st.none() | st.booleans() | whole | st.sampled_from(["NO", "yes", "*a", "!x", "MEX", "", "2024-02-30"])
plain_values = st.recursive(
    leaves | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=8,
)
broken_text = st.text(alphabet="{}[]:,-\"'&*!#|>?~%@`<\t\n ab1.é\x00", max_size=40)


@given(text=broken_text)
def test_any_text_is_a_document_or_a_problem_and_never_an_accident(text):
    problems = []
    found = read_document(text, "f.yaml", problems)
    assert (found is None) is bool(problems) or text.lstrip()[:1] in ("{", "[")
    assert all(problem.place.file == "f.yaml" and problem.sentence.endswith(".") for problem in problems)


@given(text=st.text(alphabet="ab,;\"'\n\r \x00é", max_size=40))
def test_any_text_is_a_table_or_a_problem(text):
    problems = []
    rows = read_table(text, "t.csv", problems)
    assert all(row.items.keys() == row.places.keys() for row in rows)


@given(value=plain_values)
def test_a_document_of_plain_values_comes_back_the_same(value):
    assert plain(from_plain(value, Place("f"))) == value


@given(value=st.lists(plain_values) | st.dictionaries(st.text(max_size=3), plain_values))
def test_json_means_what_it_says(value):
    problems = []
    assert plain(read_document(json.dumps(value), "f.json", problems)) == value
    assert not problems


@st.composite
def mappings(draw, vocabulary):
    """A situation as a person could give it; everything but the State may be missing or unknown."""
    ends = sorted(draw(st.tuples(st.integers(0, OLDEST), st.integers(0, OLDEST))))
    ages = [ends[0], {"min": ends[0], "max": ends[1]}, {"min": ends[0]}, {"max": ends[1]}]
    optional = {
        "date": st.sampled_from(DAYS),
        "age": st.sampled_from(ages),
        "nationality": st.lists(st.sampled_from(STATES), min_size=1, max_size=2),
    }
    for name, asked in vocabulary.facts.items():
        if asked.fact.values:
            optional[name] = st.sampled_from([*asked.fact.values, "unknown"])
        elif asked.flag or name in ("disability", "family_member", "work_authorised"):
            optional[name] = st.sampled_from([True, False, None])
    return {"state": "MEX"} | {name: draw(values) for name, values in optional.items() if draw(st.booleans())}


@given(number=st.integers(min_value=LARGEST + 1), negative=st.booleans())
def test_a_number_of_more_digits_than_anybody_means_is_refused(number, negative):
    problems = []
    assert read_document(json.dumps([-number if negative else number]), "f.json", problems) is None
    assert [problem.sentence for problem in problems] == [
        f"A number has at most {MOST_DIGITS} digits. Put it in quotes if it is a text."
    ]


@given(data=st.data())
def test_a_situation_can_be_written_and_read_again(data, vocabulary):
    mapping = data.draw(mappings(vocabulary))
    situation = read_situation(mapping, vocabulary)
    assert read_situation(situation.to_plain(), vocabulary) == situation
    assert read_situations(None, json.dumps(situation.to_plain()), vocabulary) == [situation]
    told = {name for name, value in mapping.items() if value not in (None, "unknown")}
    assert set(situation.facts) - {"date", "stateless"} == told - {"date", "stateless"}


@given(data=st.data())
def test_anything_said_of_any_fact_is_taken_or_refused_and_never_an_accident(data, vocabulary):
    names = st.sampled_from([*vocabulary.facts, "circumstances", "circumstances_false", "name"])
    said = data.draw(
        st.dictionaries(names.filter(lambda name: name not in ("state", "date")), plain_values, max_size=4)
    )
    try:
        read_situation({"state": "MEX", **said}, vocabulary)
    except BadInput as refused:
        assert refused.exit_code == 2
