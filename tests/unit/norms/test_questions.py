"""What is asked next: never what was told or skipped, dangerous facts last and only for rights that were opened."""

from datetime import date
from itertools import pairwise

import pytest
import small_catalogue as small

from amparo.norms.answers.interviewing import Interview
from amparo.norms.answers.questions import next_questions
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Kind
from amparo.rules.truth import NO

INES = {"state": "MEX", "date": "2015-05-01", "role": "destination", "nationality": ["HND"]}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def asked(catalogue, facts, **options):
    questions = next_questions(rights(facts, catalogue=catalogue), **options)
    return [question.asked.fact.id for question in questions]


def test_only_what_would_settle_something_is_asked(tmp_path):
    catalogue = small.load(small.write(tmp_path))
    assert asked(catalogue, INES) == ["urgent-medical-need", "age"]
    assert asked(catalogue, {**INES, "age": 31}) == ["urgent-medical-need"]
    assert asked(catalogue, {**INES, "age": 31, "circumstances": {"urgent-medical-need": False}}) == []


def test_nobody_is_asked_about_a_state_that_is_not_bound(tmp_path):
    catalogue = small.load(small.write(tmp_path))
    assert asked(catalogue, {**INES, "state": "USA"}) == []
    assert asked(catalogue, {**INES, "state": "USA", "date": "2024-05-01"}) == []


def test_a_question_names_the_provisions_that_it_would_settle(tmp_path):
    catalogue = small.load(small.write(tmp_path))
    without_role = {name: value for name, value in INES.items() if name != "role"}
    questions = {one.asked.fact.id: one for one in next_questions(rights(without_role, catalogue=catalogue))}
    assert questions["age"].provisions == questions["role"].provisions == ("small/2",)
    assert questions["role"].settles == 0.67  # two of three roles would settle it: it is not owed
    assert questions["age"].settles == 0.5  # of a grown-up it would be settled, of a child the role stays open


def test_the_question_that_settles_most_comes_first(catalogue):
    questions = next_questions(rights({"state": "MEX", "date": "2024-05-01"}, catalogue=catalogue))
    weights = [one.settles for one in questions]
    assert weights == sorted(weights, reverse=True) and weights[0] > 10


def test_equal_questions_stand_in_the_order_of_the_vocabulary(catalogue):
    order = list(catalogue.vocabulary.facts)
    questions = next_questions(rights({"state": "MEX", "date": "2024-05-01"}, catalogue=catalogue))
    for one, next_one in pairwise(questions):
        if one.settles == next_one.settles:
            assert order.index(one.asked.fact.id) < order.index(next_one.asked.fact.id)


def test_what_is_near_to_what_happened_is_asked_first_and_nothing_is_dropped(catalogue):
    situation = {"state": "MEX", "date": "2024-05-01"}
    every, near = asked(catalogue, situation), {"documents-taken", "xenophobic-attack"}
    nearest = asked(catalogue, situation, near=near)
    assert set(nearest[:2]) == near != set(every[:2])
    assert nearest[2:] == [name for name in every if name not in near]


def test_what_was_told_is_never_asked(catalogue):
    facts = catalogue.vocabulary.facts
    told = {name: False for name, one in facts.items() if one.fact.kind is Kind.BOOLEAN}
    told |= {name: one.fact.values[0] for name, one in facts.items() if one.fact.kind is Kind.CHOICE}
    situation = {**told, **INES, "age": 31, "stateless": False}
    assert asked(catalogue, situation, opened=list(catalogue.provisions)) == []
    for name in ("arrested", "work", "role", "disability"):
        less = {fact: value for fact, value in situation.items() if fact != name}
        assert asked(catalogue, less, opened=list(catalogue.provisions)) in ([name], [])


def test_what_was_skipped_is_not_asked(catalogue):
    situation = {"state": "MEX", "date": "2024-05-01"}
    first = asked(catalogue, situation)[:3]
    assert not set(first) & set(asked(catalogue, situation, skipped=first))


def test_what_is_dangerous_is_asked_only_for_an_opened_right_and_after_all_else(catalogue):
    situation = {**INES, "date": "2024-05-01", "work": "employed", "worker_category": "ordinary", "asylum": "none"}
    dangerous = {name for name, one in catalogue.vocabulary.facts.items() if one.dangerous}
    assert {"stay", "asylum"} <= dangerous
    assert not dangerous & set(asked(catalogue, situation))
    opened = next_questions(rights(situation, catalogue=catalogue), opened=["icrmw/45"])
    kinds = [one.asked.dangerous for one in opened]
    assert "stay" in [one.asked.fact.id for one in opened] and kinds == sorted(kinds)
    assert all(one.provisions == ("icrmw/45",) for one in opened if one.asked.dangerous)


def begin(catalogue, opened=()):
    return Interview.begin(catalogue, "MEX", date(2024, 5, 1), opened)


def test_an_interview_ends_when_everything_was_skipped(catalogue):
    interview, screens = begin(catalogue), []
    while (screen := interview.next_asked()) is not None:
        assert interview.answer(screen, "")
        screens.append({asked.fact.id for asked in screen.facts})
    assert len(set().union(*screens)) == sum(map(len, screens)), "a fact was asked twice"
    assert interview.situation == begin(catalogue).situation


def test_flags_of_one_topic_are_asked_together_and_what_is_not_ticked_is_not_so(catalogue):
    interview = begin(catalogue)
    while not (screen := interview.next_asked()).is_flags:
        interview.answer(screen, "")
    assert len({asked.topic for asked in screen.facts}) == 1
    assert not any(asked.dangerous for asked in screen.facts)
    assert interview.answer(screen, "1")
    told = [interview.situation.facts[asked.fact.id] for asked in screen.facts]
    assert told == [True] + [False] * (len(screen.facts) - 1)
    following = interview.next_asked()
    assert not {one.fact.id for one in following.facts} & {one.fact.id for one in screen.facts}


def test_none_of_these_is_an_answer(catalogue):
    interview = begin(catalogue)
    while not (screen := interview.next_asked()).is_flags:
        interview.answer(screen, "")
    assert interview.answer(screen, "0")
    assert not any(interview.situation.facts[asked.fact.id] for asked in screen.facts)


@pytest.mark.parametrize("said", ["nonsense", "0", "99", "-1", "1 2", "²"])
def test_what_cannot_be_understood_changes_nothing(catalogue, said):
    interview = begin(catalogue)
    screen = interview.next_asked()
    assert screen.facts[0].fact.kind is Kind.CHOICE
    assert not interview.answer(screen, said)
    assert interview.situation == begin(catalogue).situation and not interview.skipped


@pytest.mark.parametrize("said", ["200", "30-20", "x", "15-", "1-2-3", "-"])
def test_an_age_that_is_none_is_asked_again(catalogue, said):
    from amparo.norms.answers.interviewing import Screen

    age = catalogue.vocabulary.facts["age"]
    interview = begin(catalogue)
    assert not interview.answer(Screen((age,), age.wording.question), said)
    assert interview.answer(Screen((age,), age.wording.question), "15-20")
    assert interview.situation.to_plain()["age"] == {"min": 15, "max": 20}


def test_an_age_that_was_told_vaguely_is_not_asked_again(catalogue):
    from amparo.norms.answers.interviewing import Screen

    age = catalogue.vocabulary.facts["age"]
    interview = begin(catalogue)
    assert interview.answer(Screen((age,), age.wording.question), "15-20")
    assert "age" in asked(catalogue, interview.situation)  # it still would settle something
    while (screen := interview.next_asked()) is not None:
        assert age not in screen.facts
        interview.answer(screen, "")
    assert interview.situation.to_plain()["age"] == {"min": 15, "max": 20}


@pytest.mark.parametrize(
    ("said", "understood"), [("gtm", True), ("GTM, HND", True), ("Guatemala", True), ("Atlantis", False), (",", False)]
)
def test_nationalities_are_codes_or_names_of_states(catalogue, said, understood):
    from amparo.norms.answers.interviewing import Screen

    nationality = catalogue.vocabulary.facts["nationality"]
    assert begin(catalogue).answer(Screen((nationality,), nationality.wording.question), said) is understood


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Germany", "DEU"),
        ("Alemania", "DEU"),
        ("Allemagne", "DEU"),
        ("ألمانيا", "DEU"),
        ("  côte   d’ivoire ", "CIV"),
        ("deu", "DEU"),
    ],
)
def test_a_state_is_known_by_its_name_in_four_languages(catalogue, said, code):
    from amparo.norms.answers.interviewing import Screen

    nationality = catalogue.vocabulary.facts["nationality"]
    interview = begin(catalogue)
    assert interview.answer(Screen((nationality,), nationality.wording.question), f"{said}, GTM")
    assert interview.situation.facts["nationality"] == frozenset({code, "GTM"})


def test_several_nationalities_may_be_separated_by_the_arabic_comma(catalogue):
    from amparo.norms.answers.interviewing import Screen

    nationality = catalogue.vocabulary.facts["nationality"]
    interview = begin(catalogue)
    assert interview.answer(Screen((nationality,), nationality.wording.question), "المكسيك، غواتيمالا")
    assert interview.situation.facts["nationality"] == frozenset({"MEX", "GTM"})


@pytest.mark.parametrize(
    ("later", "first"), [("sector", "work"), ("worker_category", "work"), ("stateless", "nationality")]
)
def test_some_questions_are_asked_only_after_another_was_answered_or_skipped(catalogue, later, first):
    situation = {"state": "MEX", "date": "2024-05-01", "role": "destination"}
    before = asked(catalogue, situation)
    assert first in before and later not in before
    skipped = asked(catalogue, situation, skipped=[first])
    assert first not in skipped and later in skipped
    if first == "work":
        assert later in asked(catalogue, {**situation, "work": "employed"})


def test_the_first_questions_are_few_and_the_dangerous_ones_stand_behind_them(catalogue):
    from amparo.norms.answers.questions import first_questions

    answers = rights({"state": "MEX", "date": "2024-05-01"}, catalogue=catalogue)
    every = next_questions(answers)
    assert first_questions(answers, 3) == every[:3]
    opened = first_questions(answers, 3, opened=["icrmw/45"])
    assert [one.asked.dangerous for one in opened[:3]] == [False] * 3
    assert len(opened) > 3 and all(one.asked.dangerous for one in opened[3:])


def test_what_holding_lacks_is_told_also_where_nothing_engages_it_but_nobody_is_asked(tmp_path):
    changes = [("provisions/small.yaml", "any_status: true\n", "any_status: true\n    holder: child\n")]
    catalogue = small.load(small.write(tmp_path, changes))
    answers = rights({**INES, "circumstances": {"urgent-medical-need": False}}, catalogue=catalogue)
    assert answers["small/1"].engaged.value is NO
    assert answers["small/1"].missing == ("age",)
    questions = {one.asked.fact.id: one.provisions for one in next_questions(answers)}
    assert questions == {"age": ("small/2",)}


def test_where_the_day_is_too_vague_the_day_is_missing_and_nobody_is_asked_for_it(tmp_path):
    catalogue = small.load(small.write(tmp_path))
    answers = rights({**INES, "date": "1990", "age": 9}, catalogue=catalogue)  # bound from 9 February 1990
    assert answers["small/2"].missing == ("date",)
    assert "date" not in [one.asked.fact.id for one in next_questions(answers)]


def test_what_has_to_be_asked_before_is_asked_though_the_opened_right_does_not_lack_it_itself(catalogue):
    interview = begin(catalogue, opened=("icrmw/28",))
    interview.situation = interview.situation.learn(role="destination", family_member=True)
    missing = interview.answers["icrmw/28"].missing
    assert "stateless" in missing and "nationality" not in missing
    seen = []
    while (screen := interview.next_asked()) is not None:
        seen += [one.fact.id for one in screen.facts]
        interview.answer(screen, "")
    assert seen.index("nationality") < seen.index("stateless")
