"""Assumptions: cited shares for what a table does not hold; every mistake in the file is told with its place."""

import pytest

from amparo.errors import BadInput, Problems
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.coverage.assumptions import Assumption, read_assumptions, weighted


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_assumed_facts_are_taken_as_independent():
    two = [
        Assumption("work", {"employed": 0.6, "none": 0.4}, "", False),
        Assumption("child", {True: 0.5, False: 0.5}, "", False),
    ]
    combined = {(facts["work"], facts["child"]): share for facts, share in weighted(two)}
    assert combined == {("employed", True): 0.3, ("employed", False): 0.3, ("none", True): 0.2, ("none", False): 0.2}


GOOD = "assumptions:\n  - {fact: work, shares: {employed: 0.6, none: 0.4}, source: invented, verified: false}\n"


def test_assumptions_are_read_from_a_file(catalogue, tmp_path):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD)
    assert read_assumptions(path, catalogue.vocabulary) == [
        Assumption("work", {"employed": 0.6, "none": 0.4}, "invented", False)
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("0.4", "0.5", "the shares do not add up to 1."),
        ("{employed: 0.6, none: 0.4}", "{employed: 1.5, none: -0.5}", "the shares do not add up to 1."),
        ("none: 0.4", "idle: 0.4", "work is never idle."),
        ("none: 0.4", "none: most", "The share of none is a number from 0 to 1."),
        ("none: 0.4", "none: true", "The share of none is a number from 0 to 1."),
        ("fact: work", "fact: wrk", "fact is never wrk. Did you mean work?"),
        ("fact: work", "fact: age", "fact is never age."),
        ("{employed: 0.6, none: 0.4}", "{}", "shares is a list of values, each with its share of the people."),
        ("{employed: 0.6, none: 0.4}", "most", "shares is a list of values, each with its share of the people."),
        ("source: invented, ", "", "An assumption has no source."),
        ("verified: false", "verified: maybe", "verified is true or false."),
        ("source: invented", "sauce: x, source: invented", "An assumption has no field sauce."),
        ("assumptions:", "assumption:", "The file has no assumptions."),
    ],
)
def test_a_bad_assumption_is_told(catalogue, tmp_path, old, new, sentence):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(Problems) as refused:
        read_assumptions(path, catalogue.vocabulary)
    assert any(sentence in one.sentence for one in refused.value.found), str(refused.value)
    assert all(one.place.file == str(path) for one in refused.value.found)


@pytest.mark.parametrize("fact", ["role", "stage", "sex", "nationality", "stateless", "state", "date"])
def test_what_the_table_or_the_question_tells_is_never_assumed(catalogue, tmp_path, fact):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD.replace("fact: work", f"fact: {fact}"))
    with pytest.raises(Problems) as refused:
        read_assumptions(path, catalogue.vocabulary)
    (found,) = refused.value.found  # and no false complaint about its shares
    assert found.sentence.startswith(f"{fact} is never assumed: ") and found.place.line == 2


def test_a_fact_is_assumed_once(catalogue, tmp_path):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD + GOOD.split("\n")[1].replace("0.6", "0.5").replace("0.4", "0.5") + "\n")
    with pytest.raises(Problems) as refused:
        read_assumptions(path, catalogue.vocabulary)
    assert [str(one) for one in refused.value.found] == [
        f"{path}:3: work is assumed twice. Give all its shares in one place."
    ]


def test_a_file_without_an_assumption_is_told(catalogue, tmp_path):
    path = tmp_path / "assumed.yaml"
    path.write_text("assumptions: []\n")
    with pytest.raises(BadInput, match="holds no assumption"):
        read_assumptions(path, catalogue.vocabulary)
