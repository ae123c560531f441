"""The three truth values, by their tables in Kleene (1952), section 64."""

import itertools

import pytest

from amparo.rules.conditions import All, Any, Open, Reason, Unless, World, value
from amparo.rules.truth import NO, NOT, UNKNOWN, YES, Truth

OPEN = Open(Reason.TEXT_SILENT, "nobody knows")
OF_VALUE = {NO: Any(()), UNKNOWN: OPEN, YES: All(())}


def evaluated(condition):
    return value(condition, World({}, groups=None))


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        (YES, YES, YES),
        (YES, UNKNOWN, UNKNOWN),
        (YES, NO, NO),
        (UNKNOWN, YES, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, NO),
        (NO, YES, NO),
        (NO, UNKNOWN, NO),
        (NO, NO, NO),
    ],
)
def test_all_is_the_least_of_its_parts(left, right, both):
    assert evaluated(All((OF_VALUE[left], OF_VALUE[right]))) is both


@pytest.mark.parametrize(
    ("left", "right", "either"),
    [
        (YES, YES, YES),
        (YES, UNKNOWN, YES),
        (YES, NO, YES),
        (UNKNOWN, YES, YES),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, UNKNOWN),
        (NO, YES, YES),
        (NO, UNKNOWN, UNKNOWN),
        (NO, NO, NO),
    ],
)
def test_any_is_the_greatest_of_its_parts(left, right, either):
    assert evaluated(Any((OF_VALUE[left], OF_VALUE[right]))) is either


@pytest.mark.parametrize(("part", "turned"), [(YES, NO), (UNKNOWN, UNKNOWN), (NO, YES)])
def test_unless_is_the_mirror_image_and_unknown_stays_unknown(part, turned):
    assert evaluated(Unless(OF_VALUE[part])) is turned
    assert NOT[part] is turned


def test_all_of_nothing_is_so_and_any_of_nothing_is_not():
    assert evaluated(All(())) is YES
    assert evaluated(Any(())) is NO


def test_three_parts_follow_from_two():
    for values in itertools.product(Truth, repeat=3):
        parts = tuple(OF_VALUE[one] for one in values)
        assert evaluated(All(parts)) is evaluated(All((parts[0], All(parts[1:]))))
        assert evaluated(Any(parts)) is evaluated(Any((parts[0], Any(parts[1:]))))


def test_unknown_lies_between_no_and_yes():
    assert NO < UNKNOWN < YES


@pytest.mark.parametrize(("known", "truth"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_a_boolean_that_is_missing_is_unknown_and_never_no(known, truth):
    assert Truth.of(known) is truth


def test_each_value_has_its_word():
    assert [truth.word for truth in Truth] == ["no", "unknown", "yes"]
