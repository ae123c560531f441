"""The vocabulary as data: every fact of the guide, worded in four languages, with the dangerous ones marked."""

import re
from collections import Counter

import pytest

from amparo.rules.conditions import facts_read
from amparo.rules.deciding import always
from amparo.rules.facts import Kind
from amparo.rules.truth import UNKNOWN
from amparo.situation.vocabulary import LANGUAGES

# The list of the guide to the norms, section 1, written out a second time: an id is permanent, and people cite it.
CIRCUMSTANCES = {
    "detained",
    "arrested",
    "criminal-charge",
    "expulsion",
    "collective-expulsion",
    "refoulement-risk",
    "fear-of-return",
    "wages-unpaid",
    "below-minimum-conditions",
    "documents-taken",
    "confined",
    "debt-to-recruiter",
    "fees-charged",
    "deceived-recruitment",
    "contract-substituted",
    "job-lost",
    "occupational-injury",
    "urgent-medical-need",
    "pregnant",
    "school-age",
    "birth-unregistered",
    "family-separated",
    "unaccompanied",
    "violence",
    "sexual-violence",
    "harassment-at-work",
    "discrimination",
    "xenophobic-attack",
    "union-activity",
    "trafficking-indicated",
    "forced-labour-indicated",
    "smuggled",
    "earnings-transfer-blocked",
    "social-security-denied",
    "housing-denied",
    "death",
    "disappearance",
    "crisis",
    "disaster-displaced",
}
CHOICES = {
    "role": "origin transit destination",
    "sex": "female male other",
    "stay": "none pending temporary permanent",
    "asylum": "none claimed recognised",
    "stage": "pre-departure transit border stay return returned",
    "work": "none seeking employed self-employed past",
    "worker_category": "ordinary frontier seasonal seafarer offshore itinerant project-tied specified-employment "
    "self-employed student-or-trainee investor official development-programme",
    "sector": "A B C D E F G H I J K L M N O P Q R S T U domestic-work",
}
OTHERS = {
    "date": Kind.DATE,
    "state": Kind.STATE,
    "nationality": Kind.STATES,
    "age": Kind.NUMBER,
    "stateless": Kind.BOOLEAN,
    "work_authorised": Kind.BOOLEAN,
    "family_member": Kind.BOOLEAN,
    "disability": Kind.BOOLEAN,
}
DERIVED = {
    "child",
    "lawfully_present",
    "lawfully_staying",
    "non_national",
    "migrant_worker",
    "employee_migrant",
    "within_c97",
    "within_c143_part_2",
    "documented",
    "within_icrmw",
    "worker",
}
# Permission, protection claims and liability: what could hurt the person in the wrong hands.
DANGEROUS = {
    "stay",
    "work_authorised",
    "asylum",
    "smuggled",
    "criminal-charge",
    "expulsion",
    "collective-expulsion",
    "fear-of-return",
    "refoulement-risk",
}


def test_the_facts_are_those_of_the_guide_and_no_others(vocabulary):
    assert set(vocabulary.facts) == {*CIRCUMSTANCES, *CHOICES, *OTHERS}


def test_the_circumstances_are_flags_and_no_other_fact_is(vocabulary):
    assert set(vocabulary.flags) == CIRCUMSTANCES
    assert all(vocabulary.facts[name].fact.kind is Kind.BOOLEAN for name in CIRCUMSTANCES)


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_has_the_values_of_the_guide(vocabulary, name):
    fact = vocabulary.facts[name].fact
    assert fact.kind is Kind.CHOICE
    assert sorted(fact.values) == sorted(CHOICES[name].split())


def test_the_other_facts_have_their_kinds(vocabulary):
    assert {name: vocabulary.facts[name].fact.kind for name in OTHERS} == OTHERS
    assert vocabulary.numbers() == ["age"]


def test_the_dangerous_facts_are_marked_and_come_last_in_their_topic(vocabulary):
    assert {name for name, asked in vocabulary.facts.items() if asked.dangerous} == DANGEROUS
    by_topic = {}
    for asked in vocabulary.facts.values():
        by_topic.setdefault(asked.topic, []).append(asked.dangerous)
    for topic, marks in by_topic.items():
        assert marks == sorted(marks), f"in the topic {topic} a dangerous fact stands before another"


def test_nobody_is_asked_for_the_day_and_the_state_which_the_caller_sets(vocabulary):
    assert {name for name, asked in vocabulary.facts.items() if not asked.asked} == {"date", "state"}


def test_some_questions_make_sense_only_after_another(vocabulary):
    after = {name: asked.after for name, asked in vocabulary.facts.items() if asked.after}
    assert after == {"stateless": "nationality", "worker_category": "work", "sector": "work"}
    for first in after.values():
        asked = vocabulary.facts[first]
        assert asked.asked and not asked.dangerous and asked.after is None


def test_every_fact_has_a_topic_and_every_topic_a_fact(vocabulary):
    assert {asked.topic for asked in vocabulary.facts.values()} == set(vocabulary.topics)


def texts_of(vocabulary):
    for name, asked in vocabulary.facts.items():
        words = asked.wording
        for field in ("label", "question", "help", "why"):
            yield f"{name}.{field}", getattr(words, field)
        assert set(words.values) == set(asked.fact.values)
        for value, label in words.values.items():
            yield f"{name}.{value}", label
    for name, label in vocabulary.derived_labels.items():
        yield name, label
    for name, (label, question) in vocabulary.topics.items():
        yield f"{name}.label", label
        yield f"{name}.question", question


def test_everything_that_people_read_is_there_in_all_four_languages(vocabulary):
    assert LANGUAGES == ("en", "es", "fr", "ar")
    for where, text in texts_of(vocabulary):
        assert tuple(text) == LANGUAGES, where
        assert all(text.values()), where


def test_arabic_is_written_in_arabic_and_no_other_language_is(vocabulary):
    def is_arabic(text):
        return any("\u0600" <= letter <= "\u06ff" for letter in text)

    for where, text in texts_of(vocabulary):
        assert [is_arabic(text[language]) for language in LANGUAGES] == [False, False, False, True], where


def test_a_question_is_a_question_and_said_once(vocabulary):
    ends = {"en": "?", "es": "?", "fr": " ?", "ar": "؟"}
    for language, end in ends.items():
        questions = [asked.wording.question[language] for asked in vocabulary.facts.values()]
        assert [one for one in questions if not one.endswith(end)] == []
        assert [one for one, times in Counter(questions).items() if times > 1] == []
    spanish = [asked.wording.question["es"] for asked in vocabulary.facts.values()]
    assert [one for one in spanish if "¿" not in one] == []


def test_no_value_of_a_choice_has_the_label_of_another(vocabulary):
    for name, asked in vocabulary.facts.items():
        for language in LANGUAGES:
            labels = [label[language] for label in asked.wording.values.values()]
            assert len(set(labels)) == len(labels), (name, language)


def test_no_text_calls_a_person_what_no_person_is(vocabulary):
    said = " ".join(" ".join(text.values()) for _, text in texts_of(vocabulary)).casefold()
    for word in ("illegal", "alien", "clandestin", "il\u0065gal", "illégal", "غير شرعي", "غير قانوني"):
        assert word not in said


def test_the_derived_facts_are_there_with_labels_and_say_something(vocabulary):
    assert set(vocabulary.derived) >= DERIVED
    assert set(vocabulary.derived_labels) == set(vocabulary.derived)
    for name, derived in vocabulary.derived.items():
        assert set(facts_read(derived.meaning)) <= set(vocabulary.facts), name
        assert always(derived, vocabulary.kernel_facts) is UNKNOWN, name
    assert not set(vocabulary.derived) & set(vocabulary.facts)


def test_the_language_of_conditions_knows_facts_states_groups_and_instruments(vocabulary):
    language = vocabulary.language(frozenset({"icrmw"}))
    assert language.has_state("MEX")
    assert not language.has_state("XXX")
    assert language.has_group("eu")
    assert language.has_group("bound:icrmw")
    assert not language.has_group("bound:nothing")
    assert language.nearest("chidl") == " Did you mean child?"
    assert language.nearest("zzz") == ""


@pytest.mark.parametrize(
    ("language", "addressing"),
    [("en", r"\b(you|your)\b"), ("es", r"\b(usted|su|sus)\b"), ("fr", r"\b(vous|votre|vos)\b")],
)
def test_labels_speak_to_nobody_for_staff_read_them_about_somebody_else(vocabulary, language, addressing):
    """A question speaks to the person who is asked; a label stands on their own page and on the page of a case alike."""
    labels = [label for label, _question in vocabulary.topics.values()]
    for asked in vocabulary.facts.values():
        labels += [asked.wording.label, *asked.wording.values.values()]
    assert [label[language] for label in labels if re.search(addressing, label[language], re.IGNORECASE)] == []
