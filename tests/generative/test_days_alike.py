"""What a case is owed is worked out once for all days that no norm tells apart: the answers are those of each day by itself."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from real_situations import CATALOGUE, FACTS, FEWER, GIVEN, OFTEN, SITUATIONS, values_of

from amparo.case.acts import acts
from amparo.case.chronicle import Chronicle
from amparo.case.events import Event
from amparo.case.facts import StatedFact
from amparo.case.histories import History
from amparo.case.owed import owed, owed_each
from amparo.norms.answers.likeness import likeness
from amparo.norms.answers.questions import next_questions
from amparo.norms.answers.rights import may_be_settled, rights, values
from amparo.rules.truth import UNKNOWN

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAYS = values_of("date")
STATES = st.sampled_from((*OFTEN[:3], ""))


@st.composite
def statements(draw):
    name = draw(st.sampled_from([name for name in FACTS if name not in GIVEN]))
    since = draw(st.none() | DAYS)
    return StatedFact(f"{name}{since}", name, draw(values_of(name)), draw(STATES), since, NOW, "ana")


@st.composite
def events(draw):
    when, until = sorted((draw(DAYS), draw(DAYS)))
    end = draw(st.sampled_from((None, until)))
    named = str(draw(st.integers(0, 99)))
    return Event(
        named, draw(st.sampled_from(sorted(acts()))), draw(STATES), when, end, end is None and draw(st.booleans())
    )


@st.composite
def chronicles(draw):
    told = [StatedFact(code, "state", code, code, None, NOW, "ana") for code in OFTEN[:3]]
    told += draw(st.lists(statements(), max_size=8))
    return Chronicle(History(tuple(told)), tuple(draw(st.lists(events(), max_size=5))), CATALOGUE.vocabulary)


@FEWER
@given(chronicles(), st.lists(DAYS, min_size=2, max_size=4))
def test_what_is_worked_out_together_is_what_each_day_gives_by_itself(chronicle, days):
    asked = [(state, day) for day in (*chronicle.days[:4], *days) for state in OFTEN[:3]]
    together = list(owed_each(chronicle, asked, CATALOGUE))
    assert together == [owed(chronicle, state, day, CATALOGUE) for state, day in asked]


@given(SITUATIONS, DAYS, values_of("age"))
def test_situations_that_no_norm_tells_apart_have_the_same_answers(situation, day, age):
    for other in (situation.learn(date=day), situation.learn(age=age), situation.learn(date=day, age=age)):
        if likeness(other, CATALOGUE) == likeness(situation, CATALOGUE):
            assert values(other, CATALOGUE) == values(situation, CATALOGUE)


@FEWER
@given(SITUATIONS)
def test_reasons_for_some_norms_are_those_they_have_among_all_and_so_are_the_questions(situation):
    whole = rights(situation, catalogue=CATALOGUE)
    unsettled = (one.provision for one in whole if one.applies is UNKNOWN)
    open_ones = {one.id for one in unsettled if may_be_settled(one, situation, CATALOGUE)}
    part = rights(situation, catalogue=CATALOGUE, among=open_ones)
    assert part.rights == tuple(one for one in whole if one.provision.id in open_ones)
    assert next_questions(part) == next_questions(whole)
