"""Properties of the whole real catalogue, asked about random situations."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from real_situations import CATALOGUE, DAYS, FEWER, SITUATIONS, STATES

from amparo.norms.answers.as_json import plain_answers
from amparo.norms.answers.as_text import screen
from amparo.norms.answers.questions import next_questions
from amparo.norms.answers.rights import rights
from amparo.norms.texts.instruments import BOUND
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.reading import read_situation
from amparo.situation.vocabulary import LANGUAGES

INSTRUMENTS = st.sampled_from(sorted(CATALOGUE.instruments))


@FEWER
@given(SITUATIONS)
def test_a_state_that_is_not_bound_owes_nothing_under_the_treaty(situation):
    for one in rights(situation, catalogue=CATALOGUE):
        assert one.holds.value <= one.bond.value
        if one.bond.value is NO:
            assert one.holds.value is NO and not one.missing


@FEWER
@given(SITUATIONS)
def test_single_changes_that_would_turn_the_answer_do_turn_it(situation):
    from amparo.norms.answers.rights import values

    for one in list(rights(situation, catalogue=CATALOGUE))[::40]:
        for change in one.would_apply_if[:3]:
            if change.subject in CATALOGUE.vocabulary.facts and change.value != frozenset({"another State"}):
                changed = values(situation.learn(**{change.subject: change.value}), CATALOGUE)[one.provision.id]
                assert changed[0] is YES or one.holds.value is YES, (one.provision.id, change)


@FEWER
@given(SITUATIONS, st.sampled_from(LANGUAGES), st.sampled_from(("engaged", "held", "unknown", "no", "all", None)))
def test_every_answer_can_be_told_in_every_language(situation, language, show):
    import json

    answers = rights(situation, catalogue=CATALOGUE)
    assert screen(answers, language, show=show)
    assert json.dumps(plain_answers(answers, language, show=show or "all"))


@FEWER
@given(SITUATIONS)
def test_dangerous_questions_come_last_and_only_for_what_was_opened(situation):
    answers = rights(situation, catalogue=CATALOGUE)
    assert not any(question.asked.dangerous for question in next_questions(answers))
    opened = [one.provision.id for one in list(answers)[::50]]
    kinds = [question.asked.dangerous for question in next_questions(answers, opened=opened)]
    assert kinds == sorted(kinds)


@given(SITUATIONS)
def test_a_situation_as_json_is_read_back_as_it_was(situation):
    nationality = situation.facts.get("nationality")
    if nationality == frozenset() or (nationality is None and situation.facts.get("stateless") is True):
        situation = situation.learn(nationality=frozenset(), stateless=True)
    elif nationality and "stateless" not in situation.facts:
        situation = situation.learn(stateless=False)
    assert read_situation(situation.to_plain(), CATALOGUE.vocabulary).facts == situation.facts


@given(INSTRUMENTS, STATES, DAYS)
def test_a_month_or_a_year_is_known_only_if_every_day_of_it_gives_that_answer(instrument, state, day):
    def bound(text):
        return CATALOGUE.bonds.belonging(BOUND + instrument, state, Period.parse(text)).value

    month, that_day = bound(f"{day:%Y-%m}"), bound(day.isoformat())
    assert month in (UNKNOWN, that_day)
    assert bound(f"{day:%Y}") in (UNKNOWN, month)


@given(INSTRUMENTS, STATES, DAYS)
def test_nobody_is_bound_before_anybody_is(instrument, state, day):
    first = CATALOGUE.bonds.first_in_force(instrument)
    belonging = CATALOGUE.bonds.belonging(BOUND + instrument, state, Period(day, day))
    if first and day < first:
        assert belonging.value is NO
    assert (belonging.value is UNKNOWN) is (belonging.reason is not None)


@FEWER
@given(SITUATIONS)
def test_norms_for_one_right_stand_together_with_what_holds_first(situation):
    answers = rights(situation, catalogue=CATALOGUE)
    ranks = [CATALOGUE.rights[one.provision.right].rank for one in answers]
    assert ranks == sorted(ranks)
    for one, following in pairwise(answers.rights):
        if one.provision.right == following.provision.right:
            assert one.holds.value >= following.holds.value
