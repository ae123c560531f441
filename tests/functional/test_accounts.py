"""The demonstration accounts: what the decisions relied on is found, each fact rests on words, and asking about them is safe."""

import pytest

from amparo.norms.answers.questions import next_questions
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.rules.truth import NO, UNKNOWN, YES

CATALOGUE = load_catalogue()
ACCOUNTS = {account.id: account for account in accounts(CATALOGUE)}
EACH = pytest.mark.parametrize("name", ACCOUNTS)


def test_there_are_twelve():
    assert len(ACCOUNTS) == 12


@EACH
def test_every_fact_rests_on_words_of_the_account(name):
    account = ACCOUNTS[name]
    for fact, words in account.rests_on.items():
        assert str(words) in account.text, fact
    presumed = {"stateless"}  # follows from a named nationality
    assert set(account.on_the_day.facts) - presumed <= set(account.rests_on)


@EACH
def test_every_expected_provision_is_found_on_its_day(name):
    account = ACCOUNTS[name]
    event, later = rights(account.on_the_day, catalogue=CATALOGUE), rights(account.when_decided, catalogue=CATALOGUE)
    for expected in account.expected_provisions:
        provision, when = expected["id"], expected["when"]
        if when == "not-in-force":
            assert event[provision].bond.value is not YES and later[provision].bond.value is not YES, provision
        elif when == "not-collected":
            assert event[provision].unknown_because["holds"] in ("not-collected", "not-bound-when-last-checked"), (
                provision
            )
        else:
            answer = (event if when == "event" else later)[provision]
            assert answer.bond.value is YES, provision
            if "open" in expected:
                assert answer.holds.value is UNKNOWN and expected["open"] in answer.missing, provision
            else:
                assert answer.holds.value is YES, provision
        if when == "later":
            assert event[provision].bond.value is not YES, provision


@EACH
def test_every_expected_right_is_held_by_some_norm(name):
    account = ACCOUNTS[name]
    answers = rights(account.when_decided, catalogue=CATALOGUE)
    for expected in account.expected_rights:
        norms = [one for one in answers if expected["right"] in (one.provision.right, *one.provision.also)]
        assert any(one.holds.value is YES for one in norms), expected["right"]


@EACH
def test_no_dangerous_question_is_among_the_first_five(name):
    situation = ACCOUNTS[name].on_the_day.forget("stay", "asylum")
    answers = rights(situation, catalogue=CATALOGUE)
    every = [provision for provision in CATALOGUE.provisions]
    for opened in ((), every):
        first = next_questions(answers, opened=opened)[:5]
        assert not any(question.asked.dangerous for question in first)


@EACH
def test_without_an_opened_right_no_dangerous_question_is_asked_at_all(name):
    situation = ACCOUNTS[name].on_the_day.forget("stay", "asylum")
    answers = rights(situation, catalogue=CATALOGUE)
    assert not any(question.asked.dangerous for question in next_questions(answers))


@EACH
def test_the_answer_is_useful_when_dangerous_facts_are_skipped(name):
    situation = ACCOUNTS[name].on_the_day.forget("stay", "asylum")
    answers = rights(situation, catalogue=CATALOGUE)
    assert sum(one.applies is YES for one in answers) >= 10


@EACH
def test_forgetting_facts_only_ever_opens_answers(name):
    account = ACCOUNTS[name]
    whole = rights(account.on_the_day, catalogue=CATALOGUE)
    less = rights(account.on_the_day.forget("stay", "asylum", "nationality", "stateless"), catalogue=CATALOGUE)
    for one in less:
        if one.holds.value is not UNKNOWN:
            assert whole[one.provision.id].holds.value is one.holds.value


def test_what_one_was_told_no_is_false_and_never_asked():
    account = ACCOUNTS["chowdury-greece"]
    told = account.on_the_day.learn(detained=False, arrested=False)
    answers = rights(told, catalogue=CATALOGUE)
    asked = {question.asked.fact.id for question in next_questions(answers)}
    assert asked.isdisjoint({"detained", "arrested"})
    assert answers["vccr/36.1b"].engaged.value is NO
