"""The answer in words: in four languages, for every provision and every account, something sensible is said."""

import re

import pytest

from amparo.norms.answers.as_json import plain_answers
from amparo.norms.answers.as_text import screen
from amparo.norms.answers.phrases import day_name, phrase, state_name
from amparo.norms.answers.rights import SHOWS, rights
from amparo.norms.answers.wording import in_words, reasons
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.rules.conditions import Among, Open, Reason, Unless
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.vocabulary import LANGUAGES

CATALOGUE = load_catalogue()
ACCOUNTS = {account.id: account for account in accounts(CATALOGUE)}
IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
NOBODY = {}
OPEN_REASONS = (Reason.LAW_NOT_ENCODED, Reason.TEXT_SILENT, Reason.PARTIAL_RESERVATION)


@IN_LANGUAGES
@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_provision_gives_its_reasons_in_every_language(name, language):
    situation = ACCOUNTS[name].on_the_day
    for right in rights(situation, catalogue=CATALOGUE):
        for explained in (right.holds, right.engaged):
            for told in reasons(explained, situation.facts, CATALOGUE, language):
                assert told.strip() and "frozenset" not in told and "None" not in told


@IN_LANGUAGES
@pytest.mark.parametrize("show", [None, *SHOWS])
def test_every_way_to_show_an_answer_works(show, language):
    for account in list(ACCOUNTS.values())[::4]:
        text = screen(rights(account.on_the_day, catalogue=CATALOGUE), language, show=show)
        assert len(text.splitlines()) > 3
        assert not re.search(r"\{\w*\}", text.replace("{some", "")), "a gap was not filled"


@pytest.mark.parametrize("show", SHOWS)
def test_every_kind_of_answer_can_be_told_as_json(show):
    import json

    answers = rights(next(iter(ACCOUNTS.values())).on_the_day, catalogue=CATALOGUE)
    assert json.dumps(plain_answers(answers, "ar", show=show, opened=("icrmw/45",)))


def test_the_command_offers_every_way_to_show_an_answer():
    from amparo.cli import rights as command

    assert tuple(SHOWS) == command.SHOWS


def test_every_right_is_shown_in_some_way_and_a_way_never_shows_its_opposite():
    answers = rights(next(iter(ACCOUNTS.values())).on_the_day, catalogue=CATALOGUE)
    shown = {name: {one.provision.id for one in filter(test, answers)} for name, test in SHOWS.items()}
    assert shown["all"] == {one.provision.id for one in answers}
    assert shown["engaged"] <= shown["held"] and not shown["held"] & shown["no"]
    assert not shown["unknown"] & shown["engaged"]


def test_every_phrase_is_there_in_every_language_with_the_same_gaps():
    from amparo.norms.answers.phrases import phrases_of

    for name, texts in phrases_of("amparo.norms").items():
        assert set(texts) == set(LANGUAGES), name
        gaps = {language: set(re.findall(r"\{(\w+)\}", text)) for language, text in texts.items()}
        assert len(set(map(frozenset, gaps.values()))) == 1, (name, gaps)


def test_what_is_known_of_the_person_is_told_rather_than_the_whole_list():
    stay = Among("stay", frozenset({"temporary", "permanent"}))
    known = in_words(stay, YES, {"stay": "permanent"}, CATALOGUE, "en")
    wording = CATALOGUE.vocabulary.facts["stay"].wording
    assert wording.values["permanent"]["en"] in known and wording.values["temporary"]["en"] not in known
    assert wording.label["en"] in in_words(stay, UNKNOWN, NOBODY, CATALOGUE, "en")


@IN_LANGUAGES
def test_what_is_so_what_is_not_and_what_is_not_known_are_told_apart(language):
    arrested, free = (Among("arrested", frozenset({value})) for value in (True, False))
    label = CATALOGUE.vocabulary.facts["arrested"].wording.label[language]
    so, open_, not_so = (in_words(arrested, truth, NOBODY, CATALOGUE, language) for truth in (YES, UNKNOWN, NO))
    assert so == label and label in open_ and label in not_so and len({so, open_, not_so}) == 3
    assert [in_words(free, truth, NOBODY, CATALOGUE, language) for truth in (YES, UNKNOWN, NO)] == [not_so, open_, so]
    turned = [in_words(Unless(arrested), truth, NOBODY, CATALOGUE, language) for truth in (YES, UNKNOWN, NO)]
    assert turned == [not_so, open_, so]


@IN_LANGUAGES
def test_what_the_law_leaves_open_is_told_in_the_language(language):
    told = {in_words(Open(reason, "A note."), UNKNOWN, NOBODY, CATALOGUE, language) for reason in OPEN_REASONS}
    assert len(told) == len(OPEN_REASONS) and all(told)


@IN_LANGUAGES
def test_every_derived_fact_has_a_name(language):
    for derived in CATALOGUE.vocabulary.derived.values():
        assert in_words(derived, YES, NOBODY, CATALOGUE, language)


@pytest.mark.parametrize(
    ("language", "state", "day", "month"),
    [
        ("en", "Mexico", "1 July 2003", "July 2003"),
        ("es", "México", "1 de julio de 2003", "julio de 2003"),
        ("fr", "Mexique", "1 juillet 2003", "juillet 2003"),
        ("ar", "المكسيك", "1 يوليو 2003", "يوليو 2003"),
    ],
)
def test_states_days_and_months_have_names_in_every_language(language, state, day, month):
    assert state_name(CATALOGUE.vocabulary.states["MEX"], language) == state
    assert day_name("2003-07-01", language) == day
    assert day_name("2003-07", language) == month
    assert day_name("2003", language) == "2003"


@IN_LANGUAGES
def test_every_state_has_a_name(language):
    for state in CATALOGUE.vocabulary.states.values():
        assert state_name(state, language).strip()


def test_a_phrase_that_lacks_a_value_is_our_mistake():
    with pytest.raises(KeyError):
        phrase("because", "en")


def test_what_matters_now_is_what_applies_and_the_rest_is_held():
    from amparo.norms.answers.as_text import held, matter_now

    for account in ACCOUNTS.values():
        answers = rights(account.on_the_day, catalogue=CATALOGUE)
        now, more = matter_now(answers), held(answers)
        assert all(one.applies is YES and one.holds.value is YES for one in now)
        assert all(one.holds.value is YES for one in more)
        ids = [one.provision.id for one in (*now, *more)]
        assert len(ids) == len(set(ids))
        assert set(ids) == {one.provision.id for one in answers if one.holds.value is YES}


def test_a_declaration_is_never_the_only_legal_basis_of_what_matters_now():
    from amparo.norms.answers.as_text import matter_now

    for account in ACCOUNTS.values():
        strengths = {}
        for one in matter_now(rights(account.on_the_day, catalogue=CATALOGUE)):
            strengths.setdefault(one.provision.right, set()).add(one.provision.strength)
        assert not [right for right, found in strengths.items() if found == {"declaratory"}]
