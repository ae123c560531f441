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
