"""Every complaint about a condition, with its line; all of them at once; and hints for what was misspelt."""

import pytest
from small_world import language, read_with_problems

from amparo.rules.conditions import EVERYONE
from amparo.rules.language import read_condition
from amparo.rules.reading import Entries, Listing, Place

CHOICES = "none, pending, temporary, permanent"
OPEN_NEEDS = "open: needs a reason (law-not-encoded, text-silent, partial-reservation) and a note."
AGE_NEEDS = "age needs {at_least: ..., below: ...}, or one of the two."
DATE_NEEDS = "date needs {from: ..., before: ...}, or one of the two."
STATES_NEED = "nationality needs {includes: ...}, {some_within: ...} or {every_within: ...}."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[arrested, child]", "A list stands here. Say whether all:, any: or unless: of it must be so."),
        ("{}", "The condition is empty. Leave it out if everyone is meant."),
        ("all: arrested", "A list of conditions is expected here."),
        ("any: {arrested: true}", "A list of conditions is expected here."),
        ("all: []", "The list is empty, so it says nothing."),
        ("unless: []", "The list is empty, so it says nothing."),
        ("tall", "There is no fact tall."),
        ("arested", "There is no fact arested. Did you mean arrested?"),
        ("arested: true", "There is no fact arested. Did you mean arrested?"),
        ("chld: false", "There is no fact chld. Did you mean child?"),
        ("chld: [a]", "There is no fact chld. Did you mean child?"),
        ("child: maybe", "child is true or false."),
        ("child: {below: 18}", "child is true or false."),
        ("stay", "stay needs a value: it is a choice."),
        ("age", "age needs a value: it is a number."),
        ("nationality", "nationality needs a value: it is a states."),
        ("arrested: perhaps", "arrested needs a value: it is a boolean."),
        ("arrested: [true]", "arrested needs a value: it is a boolean."),
        ("stay: forever", f"stay is never forever. It is one of: {CHOICES}."),
        ("stay: [none, forever]", f"stay is never forever. It is one of: {CHOICES}."),
        ("stay: {within: union}", f"stay is never ?. It is one of: {CHOICES}."),
        ("stay: []", "stay needs one value or a list of different values."),
        ("stay: [none, none]", "stay needs one value or a list of different values."),
        (f"stay: [{CHOICES}]", "stay is always one of these, so the clause says nothing."),
        ("age: 18", AGE_NEEDS),
        ("age: {}", AGE_NEEDS),
        ("age: {over: 18}", AGE_NEEDS),
        ("age: {from: 18}", AGE_NEEDS),
        ("age: {at_least: 18, below: old}", AGE_NEEDS),
        ("age: {at_least: '18'}", AGE_NEEDS),
        ("age: {at_least: 17.5}", AGE_NEEDS),
        ("age: {at_least: true}", AGE_NEEDS),
        ("age: {at_least: }", AGE_NEEDS),
        ("age: {at_least: 18, below: 15}", "age cannot be both: the first limit is not below the second."),
        ("age: {at_least: 18, below: 18}", "age cannot be both: the first limit is not below the second."),
        ("date: 2013-04-17", DATE_NEEDS),
        ("date: {at_least: 2013-04-17}", DATE_NEEDS),
        ("date: {from: 2023-02-29}", DATE_NEEDS),
        ("date: {from: 2023-02}", DATE_NEEDS),
        ("date: {from: [2023-02-01]}", DATE_NEEDS),
        (
            "date: {from: 2019-01-31, before: 2013-01-01}",
            "date cannot be both: the first limit is not below the second.",
        ),
        ("state: XXX", "XXX is not the code of a State (ISO 3166-1 alpha-3)."),
        ("state: [MEX, Mexico]", "Mexico is not the code of a State (ISO 3166-1 alpha-3)."),
        ("state: []", "state needs the code of a State, a list of them, or {within: ...}."),
        ("state: {within: club}", "There is no group of States club."),
        ("state: {within: [union]}", "There is no group of States ."),
        ("state: {includes: MEX}", "? is not the code of a State (ISO 3166-1 alpha-3)."),
        ("nationality: GTM", STATES_NEED),
        ("nationality: [GTM]", STATES_NEED),
        ("nationality: {within: union}", STATES_NEED),
        ("nationality: {some_within: union, includes: GTM}", STATES_NEED),
        ("nationality: {includes: XXX}", "XXX is neither the code of a State nor a fact that names one."),
        ("nationality: {includes: stay}", "stay is neither the code of a State nor a fact that names one."),
        ("nationality: {every_within: club}", "There is no group of States club."),
        ("or: [arrested, child]", "There is no or: here. Write any: instead."),
        ("and: [arrested, child]", "There is no and: here. Write all: instead."),
        ("not: child", "There is no not: here. Write unless: instead."),
        ("OR: [arrested, child]", "There is no OR: here. Write any: instead."),
        ("open: text-silent", OPEN_NEEDS),
        ("open: {reason: text-silent}", OPEN_NEEDS),
        ("open: {note: x}", OPEN_NEEDS),
        ("open: {reason: text-silent, note: ''}", OPEN_NEEDS),
        ("open: {reason: fact-missing, note: x}", OPEN_NEEDS),
        ("open: {reason: not-collected, note: x}", OPEN_NEEDS),
        ("open: {reason: text-silent, note: x, more: z}", OPEN_NEEDS),
    ],
)
def test_it_complains_once_with_the_line(text, sentence):
    condition, problems = read_with_problems(f"# a comment above\n{text}\n")
    assert problems == [f"norm.yaml:2: {sentence}"]
    assert condition is not None


def test_it_returns_something_harmless_in_place_of_what_it_refuses():
    assert read_with_problems("tall")[0] == EVERYONE


def test_it_tells_every_complaint_at_once_each_with_its_own_line():
    _, problems = read_with_problems(
        "all:\n  - arested\n  - stay: forever\n  - any:\n      - age: 18\n      - child\n  - unless:\n      state: XXX\nopen: x\n"
    )
    assert problems == [
        "norm.yaml:2: There is no fact arested. Did you mean arrested?",
        f"norm.yaml:3: stay is never forever. It is one of: {CHOICES}.",
        f"norm.yaml:5: {AGE_NEEDS}",
        "norm.yaml:8: XXX is not the code of a State (ISO 3166-1 alpha-3).",
        f"norm.yaml:9: {OPEN_NEEDS}",
    ]


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("statless", "stateless"), ("Arrested", "arrested"), ("nationalty", "nationality"), ("allow", "allowed")],
)
def test_it_guesses_what_was_meant_among_facts_and_derived_facts(misspelt, meant):
    _, problems = read_with_problems(misspelt)
    assert problems == [f"norm.yaml:1: There is no fact {misspelt}. Did you mean {meant}?"]


def test_a_name_without_a_line_of_its_own_stands_where_its_mapping_stands():
    place = Place("situation.json")
    problems = []
    read_condition(Entries({"all": Listing((), place)}, place), language(), problems)
    assert [str(problem) for problem in problems] == ["situation.json: The list is empty, so it says nothing."]
    assert problems[0].code == "bad-condition"
