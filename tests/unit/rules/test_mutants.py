"""Mistakes made on purpose: each in words, with the condition that has it."""

import pytest
from small_world import read

from amparo.rules.conditions import EVERYONE
from amparo.rules.mutating import mutants
from amparo.rules.spelling import spelt


def mistakes(text):
    return {words: spelt(broken) for words, broken in mutants(read(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arrested", {"without arrested": "everyone", "arrested turned round": "unless: {arrested}"}),
        ("child", {"without child": "everyone", "child turned round": "unless: {child}"}),
        (
            "stay: [none, pending]",
            {
                "without stay: [none, pending]": "everyone",
                "stay: [none, pending] turned round": "unless: {stay: [none, pending]}",
                "stay without none": "stay: pending",
                "stay without pending": "stay: none",
            },
        ),
        (
            "age: {at_least: 15, below: 18}",
            {
                "without age: {at_least: 15, below: 18}": "everyone",
                "age: {at_least: 15, below: 18} turned round": "unless: {age: {at_least: 15, below: 18}}",
                "age: {at_least: 15, below: 18} without the lower limit": "age: {below: 18}",
                "age: {at_least: 15, below: 18} without the upper limit": "age: {at_least: 15}",
            },
        ),
        (
            "age: {below: 18}",
            {
                "without age: {below: 18}": "everyone",
                "age: {below: 18} turned round": "unless: {age: {below: 18}}",
            },
        ),
        (
            "any: [arrested, child]",
            {
                "without any: [arrested; child]": "everyone",
                "without arrested": "any: [child]",
                "without child": "any: [arrested]",
                "arrested turned round": "any: [unless: {arrested}; child]",
                "child turned round": "any: [arrested; unless: {child}]",
            },
        ),
        (
            "unless: arrested",
            {"without unless: {arrested}": "everyone", "unless: {arrested} turned round": "arrested"},
        ),
        (
            "unless: {stay: [none, pending]}",
            {
                "without unless: {stay: [none, pending]}": "everyone",
                "unless: {stay: [none, pending]} turned round": "stay: [none, pending]",
                "stay without none": "unless: {stay: pending}",
                "stay without pending": "unless: {stay: none}",
            },
        ),
        (
            "unless: [arrested, child]",
            {
                "without unless: {any: [arrested; child]}": "everyone",
                "unless: {any: [arrested; child]} turned round": "any: [arrested; child]",
                "without arrested": "unless: {any: [child]}",
                "without child": "unless: {any: [arrested]}",
                "arrested turned round": "unless: {any: [unless: {arrested}; child]}",
                "child turned round": "unless: {any: [arrested; unless: {child}]}",
            },
        ),
        (
            "open: {reason: text-silent, note: x}",
            {"without open: {reason: text-silent, note: x}": "everyone"},
        ),
    ],
)
def test_it_makes_every_mistake_once(text, expected):
    assert mistakes(text) == expected
    assert len(list(mutants(read(text)))) == len(expected)


def test_there_is_nothing_to_mistake_in_the_right_of_everyone():
    assert not list(mutants(EVERYONE))


def test_no_mistake_is_the_condition_itself():
    condition = read("all: [{unless: {all: [child, {stay: [none, pending]}]}}, {any: [arrested, {age: {below: 6}}]}]")
    broken = [one for _, one in mutants(condition)]
    assert len(broken) == 14
    assert condition not in broken
