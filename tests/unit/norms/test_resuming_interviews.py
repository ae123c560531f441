"""An interview that travels in the hands of the person, goes back a step, and opens a right."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import Problems
from amparo.norms.answers.interviewing import Interview, read_number
from amparo.norms.catalogue.catalogue import Catalogue, load_catalogue
from amparo.rules.facts import Interval


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def begin(catalogue: Catalogue) -> Interview:
    return Interview.begin(catalogue, "MEX", date(2024, 5, 1))


def test_what_is_held_resumes_as_the_same_interview(catalogue: Catalogue):
    interview = begin(catalogue)
    while (screen := interview.next_asked()) is not None:
        interview.answer(screen, "MEX" if screen.instruction == "ask_states" else "1" if len(screen.facts) > 2 else "")
        assert Interview.resume(catalogue, json.loads(json.dumps(interview.held()))) == interview
    assert interview.answered and interview.skipped


def test_going_back_asks_the_same_again_and_forgets_what_followed_from_it(catalogue: Catalogue):
    interview, seen = begin(catalogue), []
    while (screen := interview.next_asked()) is not None and len(seen) < 8:
        seen.append((interview.held(), screen))
        interview.answer(screen, "GTM" if screen.instruction == "ask_states" else "1")
    assert any("stateless" in step for step in interview.steps), "a nationality told says that one is not stateless"
    for held, screen in reversed(seen):
        interview.back()
        assert (interview.held(), interview.next_asked()) == (held, screen)
    interview.back()
    assert interview == begin(catalogue)


def test_opening_a_right_asks_again_what_was_skipped_of_it_and_of_nothing_else(catalogue: Catalogue):
    interview = begin(catalogue)
    while (screen := interview.next_asked()) is not None:
        interview.skip(screen)
    interview.open("crc/37")
    screen = interview.next_asked()
    assert screen is not None and "age" in screen.names
    assert interview.skipped - {"age"}, "the rest stays skipped"


def test_facts_of_the_future_do_not_resume(catalogue: Catalogue):
    with pytest.raises(Problems):
        Interview.resume(catalogue, {"facts": {"state": "MEX", "date": "9999-01-01"}})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("17", Interval(17, 17)),
        ("15-18", Interval(15, 18)),
        ("15 – 18", Interval(15, 18)),
        ("١٥-١٨", Interval(15, 18)),
        ("18-15", None),
        ("-5", None),
        ("9" * 5000, None),
        ("²", None),
    ],
)
def test_a_number_is_read_in_any_script(said: str, meant: Interval | None):
    assert read_number(said) == meant


@given(st.text())
def test_no_text_breaks_the_reading_of_a_number(said: str):
    assert read_number(said) is None or said
