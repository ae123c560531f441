"""No message repeats what a person told: it names the field, the place and what is allowed."""

import json

import pytest

MARKS = ["Xochitl-Marker", "+52 55 1234 9876", "zz-marker@example.org"]
GOOD = {"state": "MEX", "date": "2024-05-01"}
FIELDS = (
    "state",
    "date",
    "nationality",
    "age",
    "sex",
    "stay",
    "work_authorised",
    "asylum",
    "worker_category",
    "sector",
    "arrested",
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("wrap", [lambda mark: mark, lambda mark: [mark], lambda mark: {"min": mark}])
def test_a_refused_value_is_not_repeated(amparo, mark, field, wrap):
    ran = amparo("rights", "-", "--format", "json", stdin=json.dumps({**GOOD, field: wrap(mark)}))
    assert ran.code == 2
    assert ran.out == ""
    assert mark not in ran.err


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("stdin", ["{mark}: true\n", '{{"state": "MEX", "{mark}": 1}}', "state,{mark}\nMEX,1\n"])
def test_a_name_that_is_no_fact_is_not_repeated(amparo, mark, stdin):
    ran = amparo("rights", "-", stdin=stdin.format(mark=mark))
    assert (ran.code, ran.out) == (2, "")
    assert mark not in ran.err and "that is not a fact of the vocabulary" in ran.err


@pytest.mark.parametrize("mark", MARKS)
def test_an_accident_of_ours_repeats_nothing_either(amparo, mark, monkeypatch):
    def fail(situation, **options):
        raise RuntimeError(f"{mark} {situation}")

    monkeypatch.setattr("amparo.norms.answers.rights.rights", fail)
    monkeypatch.delenv("AMPARO_DEBUG", raising=False)
    ran = amparo("rights", "-", stdin=json.dumps({**GOOD, "age": 97}))
    assert (ran.code, ran.out) == (70, "")
    assert mark not in ran.err and "97" not in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("mark", MARKS)
def test_an_interview_does_not_repeat_what_it_cannot_understand(amparo, mark):
    ran = amparo("interview", "--on", "2024-05-01", stdin=f"{mark}\nMEX\n{mark}\n")
    assert ran.code == 0
    assert mark not in ran.out + ran.err


def test_words_where_a_situation_should_be_are_not_repeated(amparo):
    for text in (
        MARKS[0],
        json.dumps([MARKS[0]]),
        json.dumps({"state": {"name": MARKS[0]}}),
        f"state: MEX\n  - {MARKS[0]}: [",
    ):
        ran = amparo("rights", "-", stdin=text)
        assert ran.code == 2
        assert MARKS[0] not in ran.err
