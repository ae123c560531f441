"""Chronicles: events make circumstances so on their day, and every State owes what the long answer says it owes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from amparo.case import owed as owing
from amparo.case.acts import acts
from amparo.case.chronicle import Chronicle
from amparo.case.events import Event, read_event
from amparo.case.facts import StatedFact
from amparo.case.histories import History
from amparo.case.owed import owed, owed_each, rests_on
from amparo.case.parties import Party, PartyRole, read_party
from amparo.case.passages import from_to, passages
from amparo.errors import BadInput
from amparo.norms.answers.as_text import matter_now
from amparo.norms.answers.rights import rights, values_where_held
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.rules.dates import Period
from amparo.rules.truth import UNKNOWN
from amparo.situation.situations import Situation

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
VOCABULARY = load_catalogue().vocabulary
SHOT = Event("e1", "shot-at", "GRC", Period.parse("2013-04-17"))


def chronicle(*events: Event, **facts: object) -> Chronicle:
    """A chronicle of events, and of facts that always held."""
    stated = tuple(StatedFact(name, name, value, "", None, NOW, "ana") for name, value in facts.items())  # type: ignore[arg-type]
    states = (StatedFact("s", "state", "GRC", "GRC", None, NOW, "ana"),)
    return Chronicle(History((*states, *stated)), events, VOCABULARY)


def situation(of: Chronicle, day: str, state: str = "GRC") -> Situation:
    found = of.situation(state, Period.parse(day))
    assert found is not None
    return found


def test_every_act_shows_circumstances_that_there_are():
    for act in acts().values():
        assert set(act.shows) <= set(VOCABULARY.flags), act.id


@pytest.mark.parametrize(("act", "unsaid"), [(act.id, name) for act in acts().values() for name in act.leaves_open])
def test_an_act_says_nothing_that_only_often_goes_with_it(act: str, unsaid: str):
    assert unsaid in VOCABULARY.flags
    assert unsaid not in situation(chronicle(replace(SHOT, act=act)), "2013-04-17").facts


@pytest.mark.parametrize(
    ("act", "shown"), [("robbed", set()), ("abandoned", set()), ("asylum-refused", set()), ("deported", {"expulsion"})]
)
def test_an_act_of_the_way_or_of_authorities_shows_what_it_says_and_no_more(act: str, shown: set[str]):
    told = situation(chronicle(replace(SHOT, act=act)), "2013-04-17").facts
    assert set(told) & set(VOCABULARY.flags) == shown and "asylum" not in told


def test_an_event_makes_its_circumstances_so_on_its_day_and_no_other():
    told = chronicle(SHOT)
    assert situation(told, "2013-04-17").facts["violence"] is True
    assert "violence" not in situation(told, "2013-04-18").facts
    assert "violence" not in situation(told, "2013-04").facts


def test_an_event_in_one_state_says_nothing_of_another():
    assert "violence" not in situation(chronicle(SHOT), "2013-04-17", "BGD").facts


def test_what_goes_on_is_so_until_it_ended():
    held = Event("e2", "detained", "GRC", Period.parse("2020-01-10"), Period.parse("2020-03-01"))
    told = chronicle(held)
    assert situation(told, "2020-02-01").facts["detained"] is True
    assert "detained" not in situation(told, "2020-03-02").facts
    still = chronicle(replace(held, until=None, lasts=True))
    assert situation(still, "2026-01-01").facts["detained"] is True


def test_what_happened_to_somebody_else_makes_no_circumstance_of_the_person():
    assert "violence" not in situation(chronicle(replace(SHOT, target="a colleague")), "2013-04-17").facts


def test_the_newest_version_of_an_event_counts_and_one_that_is_struck_out_does_not():
    again = replace(SHOT, act="threatened")
    assert [one.act for one in chronicle(SHOT, again).happened] == ["threatened"]
    gone = chronicle(SHOT, replace(SHOT, is_withdrawn=True))
    assert gone.happened == () and len(gone.events) == 2


def test_facts_that_cannot_all_be_so_are_left_out_together():
    told = chronicle(nationality=frozenset(), stateless=False)
    assert not {"nationality", "stateless"} & situation(told, "2020-01-01").facts.keys()


@pytest.mark.parametrize("account", accounts(load_catalogue()), ids=lambda one: one.id)
def test_what_a_state_owed_is_what_the_long_answer_says(account):
    catalogue = load_catalogue()
    given = account.on_the_day
    facts = [
        StatedFact(name, name, value, "", None, NOW, "ana")
        for name, value in given.facts.items()
        if name not in ("state", "date")
    ]
    told = Chronicle(History(tuple(facts)), (), catalogue.vocabulary)
    found = owed(told, given.state, given.date, catalogue)
    ages = [name for name in given.facts if name == "age"]
    expected = rights(given if not ages else found.situation or given)
    assert found.engaged == {one.provision.id for one in matter_now(expected)}
    assert found.engaged
    assert found.unsettled == {one.provision.id for one in expected if one.applies is UNKNOWN}


def test_days_from_which_nothing_differs_but_the_date_are_worked_out_once(monkeypatch: pytest.MonkeyPatch):
    worked_out: list[Situation] = []
    monkeypatch.setattr(
        owing, "values_where_held", lambda *given: worked_out.append(given[0]) or values_where_held(*given)
    )
    days = [Period.parse(f"2013-04-{day}") for day in range(10, 25)]
    found = list(owed_each(chronicle(SHOT), (("GRC", day) for day in days), load_catalogue()))
    assert [one.day for one in found] == days and len(worked_out) == 2
    shot = days.index(SHOT.when)
    assert {one.engaged for one in found[:shot]} == {found[0].engaged} and len(
        {one.engaged for one in found[shot + 1 :]}
    ) == 1


def test_what_was_done_is_to_be_found_out_and_put_right_on_later_days_too():
    catalogue = load_catalogue()
    before, then, today, elsewhere = (
        owed(chronicle(SHOT), state, Period.parse(day), catalogue)
        for state, day in (("GRC", "2013-04-16"), ("GRC", "2013-04-17"), ("GRC", "2020-01-01"), ("ITA", "2020-01-01"))
    )
    assert {"echr/13", "cat/12"} <= then.engaged and {"echr/13", "cat/12"} <= today.engaged
    assert "cat/12" not in before.engaged and "cat/12" not in elsewhere.engaged and not elsewhere.before
    assert all("violence" in catalogue.provisions[name].after for name in today.engaged)
    assert "echr/3" in then.engaged and "echr/3" not in today.engaged


def test_the_day_on_which_a_state_joins_is_not_like_the_day_before():
    joined = [("GRC", Period.parse(day)) for day in ("1974-11-27", "1974-11-28")]
    before, after = (one.engaged for one in owed_each(chronicle(), joined, load_catalogue()))
    assert "echr" in {name.partition("/")[0] for name in after - before}


def test_a_right_rests_on_the_event_that_engages_it():
    told = chronicle(SHOT)
    answers = rights(situation(told, "2013-04-17"))
    sources = told.sources("GRC", SHOT.when)
    named = {name: found for one in matter_now(answers) for name, found in rests_on(one, sources)}
    assert named["violence"] == (SHOT,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "no such"},
        {"until": Period.parse("2012")},
        {"until": Period.parse("2014"), "lasts": True},
    ],
)
def test_what_is_no_event_cannot_be_made(wrong):
    with pytest.raises(BadInput):
        replace(SHOT, **wrong)


def test_events_and_parties_are_kept_and_read_again_as_they_were():
    read = read_event(SHOT.to_data(), at=NOW, by="ana")
    assert replace(read, recorded_at=None, by="") == SHOT
    party = Party(
        "p", PartyRole.INTERPRETER, "Amal", translates_from="bn", translates_into="el", conflict="A cousin of the guard"
    )
    assert read_party(party.to_data()) == party
    with pytest.raises(BadInput):
        read_event({"event": "e"}, at=NOW, by="ana")
    with pytest.raises(BadInput):
        Party("p", PartyRole.INTERPRETER, "Amal")


def test_what_keeps_place_and_words_apart_does_not_hold_them():
    whole = SHOT.with_detail("Manolada", "The guard fired")
    assert "Manolada" not in str(whole.to_data()) and "Manolada" not in repr(whole)


def test_passages_cover_every_letter_that_is_no_room():
    text = "They locked us in.\nNobody paid! «¿Por qué?» دفعوا لنا؟ لا. 没有。 End"
    found = passages(text)
    assert [text[one.start : one.end] for one in found] == [one.words for one in found]
    assert "".join("".join(one.words.split()) for one in found) == "".join(text.split())
    assert from_to(found[1:3], text).words.startswith("Nobody paid!")
