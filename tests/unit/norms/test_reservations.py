"""What States held back: as clauses, and in the answers for real States."""

import pytest

from amparo.norms.answers.rights import rights, values
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.texts.reservations import Reservation, clauses
from amparo.rules.conditions import Among, Open, Reason, World, leaves, value
from amparo.rules.dates import Period
from amparo.rules.deciding import NobodyKnows
from amparo.rules.truth import YES
from amparo.situation.reading import read_situation

CHILD = Among("child", frozenset({True}))


def reservation(**changed):
    given = {
        "state": "AAA",
        "provisions": frozenset({"treaty/31"}),
        "since": Period.parse("2000-05-05"),
        "until": Period.parse("2014-07"),
        "effect": "excludes",
        "when": None,
        "otherwise_open": False,
        "says": "Aland keeps article 31 back.",
        "verified": True,
    }
    return Reservation(**{**given, **changed})


@pytest.mark.parametrize(
    ("named", "provision", "covered"),
    [
        ("treaty/31", "treaty/31", "wholly"),
        ("treaty/31", "treaty/31.1", "wholly"),
        ("treaty/31", "treaty/31.1b", "wholly"),
        ("treaty/31", "treaty/310", None),
        ("treaty/31", "treaty/3", None),
        ("treaty/31.1", "treaty/31.1", "wholly"),
        ("treaty/31.1", "treaty/31.2", None),
        ("treaty/31.1", "treaty/31", "partly"),
        ("treaty/*", "treaty/7", "wholly"),
        ("treaty/*", "treaty-op/7", None),
        ("treaty/31", "other/31", None),
    ],
)
def test_an_article_covers_its_paragraphs_and_no_more(named, provision, covered):
    assert reservation(provisions=frozenset({named})).concerns(provision) == covered


def holds(found, on="2005-01-01", provision="treaty/31", **facts):
    """What is left of a right that would otherwise be held."""
    clause = found.clause(provision, Period.parse(on))
    return "yes" if clause is None else value(clause, World(facts, NobodyKnows())).word


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2000-05-04", "yes"),
        ("2000-05-05", "no"),
        ("2000", "unknown"),  # it began in that year
        ("2001", "no"),
        ("2014-06-30", "no"),
        ("2014-07-01", "unknown"),  # withdrawn in July, the day not known
        ("2014-07-30", "unknown"),
        ("2014-07-31", "yes"),
        ("2014-08-01", "yes"),
        ("2014", "unknown"),
    ],
)
def test_a_reservation_stands_from_its_day_until_it_was_withdrawn(on, left):
    assert holds(reservation(), on) == left


def test_what_is_open_is_told_with_the_words_of_the_reservation():
    clause = reservation(effect="narrows").clause("treaty/31", Period.parse("2005-01-01"))
    assert Open(Reason.PARTIAL_RESERVATION, "Aland keeps article 31 back.") in list(leaves(clause))


def test_one_that_was_never_withdrawn_still_stands():
    assert holds(reservation(until=None), "2026-11-21") == "no"


def test_one_that_narrows_leaves_the_answer_open():
    assert holds(reservation(effect="narrows")) == "unknown"


@pytest.mark.parametrize(("child", "left"), [(True, "no"), (False, "yes"), (None, "unknown")])
def test_one_that_excludes_some_people_leaves_the_others_their_right(child, left):
    assert holds(reservation(when=CHILD), **({} if child is None else {"child": child})) == left


@pytest.mark.parametrize(("child", "left"), [(True, "no"), (False, "unknown"), (None, "unknown")])
def test_one_that_excludes_some_people_may_leave_it_open_for_the_others(child, left):
    found = reservation(when=CHILD, otherwise_open=True)
    assert holds(found, **({} if child is None else {"child": child})) == left


@pytest.mark.parametrize(("child", "left"), [(True, "unknown"), (False, "yes"), (None, "unknown")])
def test_one_that_narrows_for_some_people_leaves_the_others_their_right(child, left):
    found = reservation(effect="narrows", when=CHILD)
    assert holds(found, **({} if child is None else {"child": child})) == left


def test_one_that_excludes_a_paragraph_only_narrows_the_article_as_a_whole():
    paragraph = reservation(provisions=frozenset({"treaty/31.1"}))
    assert holds(paragraph, provision="treaty/31.1") == "no"
    assert holds(paragraph, provision="treaty/31") == "unknown"


@pytest.mark.parametrize(
    ("on", "stands"),
    [("2000-05-04", False), ("2000-05-05", True), ("2000", True), ("2014-07-30", True), ("2014-07-31", False)],
)
def test_it_stands_on_some_day_of_the_period_or_adds_nothing(on, stands):
    assert reservation().stands(Period.parse(on)) is stands
    assert (reservation().clause("treaty/31", Period.parse(on)) is not None) is stands


@pytest.mark.parametrize("child", [True, False])
def test_in_a_year_in_which_it_began_only_those_it_may_concern_are_left_open(child):
    assert holds(reservation(when=CHILD), "2000", child=child) == ("unknown" if child else "yes")
    assert holds(reservation(when=CHILD, otherwise_open=True), "2000", child=child) == "unknown"


def test_only_what_stands_that_day_becomes_a_clause():
    two = [reservation(), reservation(since=Period.parse("2010-01-01"))]
    assert [len(clauses(two, "treaty/31", Period.parse(on))) for on in ("1999", "2005", "2012", "2015")] == [0, 1, 2, 0]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def answer(catalogue, provision, **facts):
    situation = {"date": "2013-10-03", "role": "destination", "stay": "permanent", "asylum": "recognised", **facts}
    return rights(read_situation(situation, catalogue.vocabulary), catalogue=catalogue)[provision]


@pytest.mark.parametrize(
    ("nationality", "holds", "why"),
    [
        (["SYR"], "no", {}),
        (["SYR", "IRQ"], "no", {}),
        (["UKR"], "unknown", {"holds": "partial-reservation"}),
        (["SYR", "UKR"], "unknown", {"holds": "partial-reservation"}),
    ],
)
def test_turkey_owes_the_refugee_convention_to_those_from_europe_only(catalogue, nationality, holds, why):
    found = answer(catalogue, "refugee-1951/33", state="TUR", nationality=nationality)
    assert found.holds.value.word == holds
    assert {name: reason for name, reason in found.unknown_because.items() if name == "holds"} == why
    assert [one.state for one in found.reservations] == ["TUR"]


def test_turkey_towards_somebody_of_unknown_nationality_is_not_known(catalogue):
    assert answer(catalogue, "refugee-1951/33", state="TUR").holds.value.word == "unknown"


def test_other_treaties_protect_a_syrian_in_turkey_all_the_same(catalogue):
    for provision in ("cat/3", "iccpr/7", "echr/3"):
        assert answer(catalogue, provision, state="TUR", nationality=["SYR"]).holds.value.word == "yes"


def test_greece_made_no_such_reservation(catalogue):
    assert answer(catalogue, "refugee-1951/33", state="GRC", nationality=["SYR"]).holds.value.word == "yes"


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        ("1981-06-22", "no"),
        ("2014-06-30", "no"),
        ("2014-07-15", "unknown"),
        ("2014-08-01", "yes"),
        ("2024-05-01", "yes"),
    ],
)
def test_mexico_held_back_fair_expulsion_until_july_2014(catalogue, on, holds):
    found = answer(catalogue, "iccpr/13", state="MEX", date=on, nationality=["GTM"])
    assert found.holds.value.word == holds


def test_botswana_held_back_articles_and_with_them_their_paragraphs(catalogue):
    situation = {"state": "BWA", "date": "2013-10-03", "role": "destination", "nationality": ["ZWE"]}
    situation |= {"stay": "permanent", "asylum": "recognised", "work": "employed"}
    found = values(read_situation(situation, catalogue.vocabulary), catalogue)
    held_back = [name for name in found if name.startswith(("refugee-1951/31", "refugee-1951/17"))]
    assert held_back and all(found[name][0].word == "no" for name in held_back)
    assert found["refugee-1951/33"][0].word == "yes"


def test_a_reservation_never_adds_a_right(catalogue):
    for one in catalogue.reservations:
        assert one.effect in ("excludes", "narrows", "notes")
        assert one.says.endswith(".")
        assert any(one.concerns(provision) for provision in catalogue.provisions), one.provisions


def test_what_the_state_held_back_is_told_among_the_reasons(catalogue):
    from amparo.norms.answers.as_json import plain_right

    situation = {
        "state": "MEX",
        "date": "2013-10-03",
        "role": "destination",
        "nationality": ["GTM"],
        "stay": "permanent",
    }
    answers = rights(read_situation(situation, catalogue.vocabulary), catalogue=catalogue)
    told = plain_right(answers, answers["iccpr/13"], "en")
    (held_back,) = answers["iccpr/13"].reservations
    assert {"clause": f"reservation: {held_back.says}", "is": "yes", "facts": {}} in told["because"]
    assert told["commitment"]["reservations"] == "listed"
    free = plain_right(answers, answers["iccpr/7"], "en")
    assert not [reason for reason in free["because"] if reason["clause"].startswith("reservation")]


def test_an_article_covers_its_lettered_paragraphs_and_a_lettered_one_makes_the_article_partly_reserved():
    reserved = {(one.state, one.provisions): one for one in load_catalogue().reservations}
    malaysia = next(one for (state, names), one in reserved.items() if state == "MYS" and "crc/37" in names)
    assert malaysia.concerns("crc/37c") == "wholly"
    japan = next(one for (state, names), one in reserved.items() if state == "JPN" and "crc/37c" in names)
    assert japan.concerns("crc/37") == "partly"
    assert japan.concerns("crc/37a") is None


def test_a_remark_is_told_and_changes_no_answer():
    situation = {"state": "USA", "date": "2014-06-01", "role": "destination", "nationality": ["HND"]}
    right = rights(situation, catalogue=load_catalogue())["cat/3"]
    assert right.holds.value is YES
    assert [one.effect for one in right.reservations] == ["notes"]
