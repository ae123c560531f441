"""The answer by theme: nothing that the text tells is lost, unknown is shown as open, and every theme says what one can do."""

import dataclasses
import re

import pytest

from amparo.errors import Problems
from amparo.norms.answers.as_text import held, matter_now, may_be_yours, screen
from amparo.norms.answers.by_theme import page, themed
from amparo.norms.answers.pages import RightShown, Standing
from amparo.norms.answers.rights import rights
from amparo.norms.answers.what_to_do import FEWEST, FILE, MOST, read_steps, steps
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.knowledge import data_folders, sources
from amparo.norms.demonstration import accounts
from amparo.rules.conditions import Reason
from amparo.rules.explaining import missing, why_unknown
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.vocabulary import LANGUAGES

CATALOGUE = load_catalogue()
ANSWERS = {one.id: rights(one.on_the_day, catalogue=CATALOGUE) for one in accounts(CATALOGUE)}
OF_ACCOUNTS = pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
TEXT = (data_folders()["norms"] / FILE).read_text(encoding="utf-8")


def shown(answers, language="en"):
    return [
        (theme, right, basis) for theme in themed(answers, language) for right in theme.rights for basis in right.bases
    ]


@OF_ACCOUNTS
def test_every_provision_that_the_text_shows_is_on_the_page_once(answers):
    on_the_page = [basis.provision for _, _, basis in shown(answers)]
    assert len(on_the_page) == len(set(on_the_page))
    for show in (None, "engaged", "held", "unknown"):
        told = set(re.findall(r"\[([a-z0-9-]+/[a-z0-9.-]+)\](?:;|$)", screen(answers, "en", show=show), re.MULTILINE))
        assert told and told <= set(on_the_page)
    assert told == {one.provision.id for one in answers if one.applies is UNKNOWN}, "the pattern missed some"


@OF_ACCOUNTS
def test_what_is_held_or_unknown_is_there_and_what_is_not_owed_is_not(answers):
    on_the_page = {basis.provision for _, _, basis in shown(answers)}
    assert on_the_page == {one.provision.id for one in answers if one.holds.value is not NO}


@OF_ACCOUNTS
def test_every_norm_stands_as_the_text_folds_it(answers):
    standings = {basis.provision: basis.standing for _, _, basis in shown(answers)}
    for standing, found in (
        (Standing.NOW, matter_now(answers)),
        (Standing.MAY_BE, may_be_yours(answers)),
        (Standing.YOURS, held(answers)),
    ):
        assert {one.provision.id for one in found} == {name for name, how in standings.items() if how is standing}


@OF_ACCOUNTS
def test_norms_for_one_right_keep_the_order_of_the_answers_behind_what_is_more_urgent(answers):
    place = {one.provision.id: at for at, one in enumerate(answers)}
    for theme in themed(answers, "en"):
        for right in theme.rights:
            found = [(one.standing.rank, place[one.provision]) for one in right.bases]
            assert found == sorted(found)
            assert {answers[one.provision].provision.right for one in right.bases} == {right.id}


@OF_ACCOUNTS
def test_what_matters_now_comes_first(answers):
    themes = themed(answers, "en")
    for ranks in ([one.standing.rank for one in themes], *([one.standing.rank for one in t.rights] for t in themes)):
        assert ranks == sorted(ranks)
    assert themes[0].standing is Standing.NOW


@OF_ACCOUNTS
def test_a_right_that_is_open_says_what_leaves_it_open_and_never_that_it_is_not_owed(answers):
    for _, _, basis in shown(answers):
        is_open = answers[basis.provision].holds.value is UNKNOWN
        assert bool(basis.left_open) is is_open is not basis.is_held


@OF_ACCOUNTS
def test_a_question_is_named_only_where_its_answer_is_waited_for(answers):
    asked = 0
    for _, right, basis in shown(answers):
        if right.asking and basis is right.lead:
            asked += 1
            one = answers[basis.provision]
            waits = one.engaged if one.holds.value is YES else one.holds
            lacking = missing(waits, one.facts)
            facts = CATALOGUE.vocabulary.facts
            assert right.asking.fact in {*lacking, *(facts[name].after for name in lacking)}
            assert right.asking.is_dangerous is facts[right.asking.fact].dangerous
    assert asked


@OF_ACCOUNTS
def test_nobody_is_asked_about_what_only_the_law_leaves_open(answers):
    for _, right, basis in shown(answers):
        if basis is right.lead and right.standing is Standing.OPEN:
            by_fact = why_unknown(answers[basis.provision].holds) is Reason.FACT_MISSING
            assert by_fact or right.asking is None


@IN_LANGUAGES
def test_every_part_of_the_page_has_words_in_the_language(language):
    for answers in list(ANSWERS.values())[::4]:
        found = page(answers, language)
        assert found.title and found.summary and len(found.cautions) == 2
        for theme in found.themes:
            assert theme.heading and FEWEST <= len(theme.steps) <= MOST
            for right in theme.rights:
                assert right.label and all(one.says.text and one.citation and one.instrument for one in right.bases)
        assert not re.search(r"\{\w*\}", str(dataclasses.astuple(found)).replace("{some", ""))


def test_the_page_counts_rights_and_every_right_stands_in_one_part():
    for answers in ANSWERS.values():
        found = page(answers, "en")
        parts = {how: sum(len(theme.rights) for theme in found.standing(how)) for how in Standing}
        assert sum(parts.values()) == sum(len(theme.rights) for theme in found.themes)
        counted = [int(number) for number in re.findall(r": (\d+)", found.summary)]
        assert counted == [parts["matters_now"], parts["also_yours"], parts["still_open"] + parts["may_be_yours"]]


def test_the_day_of_the_bond_and_how_far_it_is_verified_are_told():
    for answers in ANSWERS.values():
        for _, _, basis in shown(answers):
            provision = answers[basis.provision].provision
            assert basis.is_text_verified is provision.verified
            assert ("not yet compared with the official text" in basis.notes) is not provision.verified
            if basis.bound_since:
                assert any(note.startswith("bound since") for note in basis.notes)
                assert basis.is_day_verified is ("day not verified" not in basis.notes)


def test_translations_that_nobody_reviewed_say_so():
    answers = ANSWERS["oc18-undocumented"]
    for language in LANGUAGES:
        states = {one.state for theme in themed(answers, language) for one in theme.steps}
        assert states == ({"original"} if language == "en" else {"unreviewed"})


def test_a_situation_of_which_only_the_state_is_known_has_rights_and_questions():
    answers = rights({"state": "MEX", "date": "2026-11-21"}, catalogue=CATALOGUE)
    standings = {right.standing for theme in themed(answers, "ar") for right in theme.rights}
    assert {Standing.NOW, Standing.OPEN} <= standings


def test_a_territory_is_told_so_and_loses_no_right():
    territory = next(one for one in CATALOGUE.vocabulary.states.values() if one.kind == "territory")
    answers = rights({"state": territory.code, "date": "2026-11-21"}, catalogue=CATALOGUE)
    found = page(answers, "en")
    assert len(found.cannot_be_said) == 1 and "territory" in found.cannot_be_said[0]
    assert sum(len(right.bases) for theme in found.themes for right in theme.rights) == sum(
        one.holds.value is not NO for one in answers
    )


def test_a_right_without_a_norm_cannot_be():
    with pytest.raises(ValueError, match="rests on a norm"):
        RightShown("life", "Life", (), None, (), ())


def test_every_theme_of_the_catalogue_has_steps_and_no_other():
    assert set(read_steps(TEXT, FILE, CATALOGUE.themes)) == set(CATALOGUE.themes)


def test_the_steps_are_no_part_of_the_digest_for_they_answer_nobody():
    assert not [name for name in sources(()) if FILE in name]


def test_a_theme_that_is_not_ours_has_no_steps():
    assert steps("no-theme", "en") == ()


@IN_LANGUAGES
def test_a_step_is_short_and_a_sentence(language):
    for theme in CATALOGUE.themes:
        for step in steps(theme, language):
            assert step.text.endswith(".") and len(step.text.split()) <= 36, step.text


@IN_LANGUAGES
def test_who_could_be_endangered_by_an_office_is_told_to_ask_first(language):
    first = steps("papers", language)[-1]
    for theme in (
        "life-and-safety",
        "forced-labour",
        "trafficking",
        "complaint",
        "pay",
        "working-conditions",
        "safety-at-work",
    ):
        assert first in steps(theme, language)


SMALL = """\
steps:
  - id: one
    says: {en: Do one., es: Uno., fr: Un., ar: واحد.}
  - id: two
    says: {en: Do two., es: Dos., fr: Deux., ar: اثنان.}
    reviewed_by: {es: Ines}
themes:
  - {id: pay, steps: [one, two]}
"""


def test_a_step_that_somebody_has_read_says_so_in_that_language_only():
    _, two = read_steps(SMALL, FILE)["pay"]
    assert {language: two[language].state for language in LANGUAGES} == {
        "en": "original",
        "es": "reviewed",
        "fr": "unreviewed",
        "ar": "unreviewed",
    }


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("[one, two]", "[one, too]", 8, "There is no step too. Did you mean two?"),
        ("[one, two]", "[one]", 8, "A theme has 2 to 4 steps, each once."),
        ("[one, two]", "[one, one]", 8, "A theme has 2 to 4 steps, each once."),
        ("[one, two]", "[one]", 4, "No theme names the step two."),
        ("id: pay", "id: paid", 8, "There is no theme paid. It is one of: pay."),
        ("id: pay", "id: paid", 7, "The theme pay has no steps."),
        ("id: two", "id: one", 4, "The step one is there twice."),
        (", ar: واحد.", "", 3, "says has no ar."),
        ("reviewed_by", "reviewd_by", 6, "A step has no field reviewd_by. Did you mean reviewed_by?"),
        ("{es: Ines}", "{de: Ines}", 6, "reviewed_by has no field de."),
        ("Do one.", "Do one. " + "Again. " * 30, 3, "says has more than 30 words"),
        ("themes:", "themes:\n  - {id: pay, steps: [two, one]}", 9, "The theme pay is there twice."),
        ("steps:\n", "steps:\n  - &a\n", 2, ""),
    ],
)
def test_whatever_is_wrong_with_the_steps_is_told_with_its_line(before, after, line, said):
    assert before in SMALL
    with pytest.raises(Problems) as caught:
        read_steps(SMALL.replace(before, after, 1), FILE, {"pay"})
    told = {(one.place.line, one.sentence) for one in caught.value.found}
    assert any(at == line and said in sentence for at, sentence in told), told
