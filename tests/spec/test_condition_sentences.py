"""The condition language, by the sentences of conditions.yaml. Read that file; this one only runs it."""

from pathlib import Path

import pytest

from amparo.rules.conditions import World, value
from amparo.rules.forms import plain
from amparo.rules.language import read_condition
from amparo.rules.reading import read_document
from amparo.rules.spelling import spelt
from amparo.situation.reading import read_situation
from amparo.situation.states import group_belonging

PATH = Path(__file__).with_name("conditions.yaml")
ANSWERS = {True: "yes", False: "no", "unknown": "unknown"}


def sentences():
    problems = []
    document = read_document(PATH.read_text(encoding="utf-8"), PATH.name, problems)
    assert not problems, problems
    found = [
        (f"{chapter.get('title').value}: {case.get('says').value}", case)
        for chapter in document.get("chapters")
        for case in chapter.get("cases")
    ]
    assert len(dict(found)) == len(found), "a sentence stands twice in one chapter"
    return dict(found)


CASES = sentences()


class GroupsOfStates:
    """The groups of groups.yaml."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    def belonging(self, group, state, period):
        groups = self.vocabulary.groups
        return group_belonging(groups[group], state, period, states=self.vocabulary.states, groups=groups)


def known_facts(given, vocabulary):
    """The facts as the reader of situations takes them, without a State or a day where the case names none."""
    situation = read_situation({"state": "MEX", **given}, vocabulary)
    return {name: known for name, known in situation.facts.items() if name in given or name not in ("state", "date")}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sentence_is_true_of_the_language(case, vocabulary):
    problems = []
    condition = read_condition(case.get("when"), vocabulary.language(), problems)
    assert not problems, problems
    world = World(known_facts(plain(case.get("facts")), vocabulary), GroupsOfStates(vocabulary))
    assert value(condition, world).word == ANSWERS[case.get("is").value]


def test_every_form_of_the_tutorial_has_a_sentence(vocabulary):
    spellings = " ".join(spelt(read_condition(case.get("when"), vocabulary.language(), [])) for case in CASES.values())
    for form in (
        "all: [",
        "any: [",
        "unless: {",
        "open: {",
        "at_least:",
        "below:",
        "from:",
        "before:",
        "{includes: state}",
        "{includes: GTM}",
        "{within: ",
        "{some_within: ",
        "{every_within: ",
        "disability: false",
        "stay: temporary",
        "stay: [permanent, temporary]",
        "child",
    ):
        assert form in spellings
