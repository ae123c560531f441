"""The pages of facts, events, people and words: what is written is kept, nobody's words are lost, and others never come to them."""

from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import dossier, opened, report

from amparo.case.acts import acts
from amparo.case.facts import Rests
from amparo.case.owed import owed
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.facts_for_all import facts_for_all
from amparo.web.casework.forms.days import period_in
from amparo.web.casework.forms.events import DayField
from amparo.web.casework.giving_out.everything import entries_told
from amparo.web.casework.models import Case
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
TODAY = Period.parse("2026-11-21")
SHOT = Period.parse("2013-04-17")
ACCOUNT = "They took our passports. Nobody was paid since March. A guard shot at us."


@pytest.fixture
def case(db: None, cast: object) -> Case:
    """A report about Greece in the north office."""
    return report(words=ACCOUNT, facts={"state": "GRC", "nationality": ["BGD"], "role": "destination"})


def path(case: Case, where: str) -> str:
    return f"/en/work/case/{case.id}/{where}/"


def known(client: Client, case: Case, day: Period = TODAY, state: str = "GRC") -> dict[str, object]:
    told = chronicle_of(dossier(client, case)).told(state, day)
    return {name: one.value for name, one in told.items()}


def event(client: Client, case: Case, **told: str) -> int:
    given = {"act": "shot-at", "when": "2013-04-17", "state": "GRC", **told}
    return client.post(path(case, "event"), given).status_code


def test_a_fact_that_changes_since_a_day_leaves_the_days_before_as_they_were(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    facts = {
        "fact-state_1": "GRC",
        "fact-nationality": "Bangladesh",
        "fact-role": "destination",
        "fact-stateless": "no",
    }
    assert ana.post(path(case, "facts"), {**facts, "fact-stay": "temporary"}).status_code == 302
    changed = {**facts, "fact-stay": "none", "fact-since": "2020-06-01"}
    assert ana.post(path(case, "facts"), changed).status_code == 302
    assert known(ana, case)["stay"] == "none"
    assert known(ana, case, Period.parse("2020-05-31"))["stay"] == "temporary"
    assert "stay" not in known(ana, case, state="BGD")


def test_two_colleagues_who_save_the_same_form_lose_nothing_and_a_person_decides(case: Case, work: At):
    ana, iris = work("ana"), work("iris")
    opened(ana, case), opened(iris, case)
    base = {"fact-state_1": "GRC", "fact-nationality": "Bangladesh", "fact-role": "destination", "fact-stateless": "no"}
    seen = len(chronicle_of(dossier(ana, case)).history.facts)
    for client, sector in ((ana, "A"), (iris, "I")):
        sent = {**base, "fact-sector": sector, "fact-seen": str(seen)}
        assert client.post(path(case, "facts"), sent).status_code == 302
    assert known(ana, case)["sector"] is None
    page = ana.get(path(case, "facts")).content.decode()
    assert "Two statements differ" in page
    assert "told in two ways" in opened(ana, case)
    [several] = chronicle_of(dossier(ana, case)).history.contradictions
    chosen = next(one for one in several if one.value == "I")
    assert ana.post(path(case, "facts/decide"), {"stands": chosen.id}).status_code == 302
    assert known(ana, case)["sector"] == "I"
    assert len(list(dossier(ana, case).of(EntryKind.STATED))) == 3


def test_a_form_that_changes_nothing_writes_nothing(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    same = {"fact-state_1": "GRC", "fact-nationality": "Bangladesh", "fact-role": "destination", "fact-stateless": "no"}
    assert ana.post(path(case, "facts"), same).status_code == 302
    assert not list(dossier(ana, case).of(EntryKind.STATED))


def test_another_country_chosen_and_not_shown_changes_nothing(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    both = {"fact-state_1": "GRC", "fact-state_2": "BGD", "fact-nationality": "Bangladesh", "fact-stateless": "no"}
    both |= {"fact-role": "destination"}
    assert ana.post(path(case, "facts"), {**both, "fact-stay": "none"}).status_code == 302
    chosen = {**both, "fact-stay": "none", "fact-of": "GRC", "towards": "BGD", "fact-detained": "yes"}
    answer = ana.post(path(case, "facts"), chosen)
    assert answer.status_code == 400 and "You chose another country" in answer.content.decode()
    assert "stay" not in known(ana, case, state="BGD") and "detained" not in known(ana, case)
    shown = ana.post(path(case, "facts"), {**chosen, "show": "yes"}).content.decode()
    assert 'name="fact-of" value="BGD"' in shown


def test_an_answer_that_cannot_be_read_is_named(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    answer = ana.post(path(case, "facts"), {"fact-state_1": "GRC", "fact-age": "old"})
    assert answer.status_code == 400 and "Age: This cannot be read" in answer.content.decode()


def test_a_day_given_with_one_change_writes_nothing_else_since_that_day(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    base = {"fact-state_1": "GRC", "fact-nationality": "Bangladesh", "fact-role": "destination", "fact-stateless": "no"}
    ana.post(path(case, "facts"), {**base, "fact-stay": "temporary", "fact-since": "2019-01-01"})
    ana.post(path(case, "facts"), {**base, "fact-stay": "none", "fact-since": "2022-01-01", "fact-shown_since": ""})
    ana.post(path(case, "facts"), {**base, "fact-stay": "none", "fact-detained": "yes", "fact-since": "2020-01-01"})
    day = Period.parse("2021-01-01")
    assert known(ana, case, day)["stay"] == "temporary" and known(ana, case, day)["detained"] is True


def test_an_event_shows_what_was_owed_on_its_day_beside_today(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    assert event(ana, case, place="Manolada", words="The guard fired at them.") == 302
    page = opened(ana, case)
    assert "17 April 2013" in page and "Today" in page and "Shot at" in page
    assert "Manolada" in page
    day = ana.get(path(case, "")[:-1] + "?at=0").content.decode()
    full = day[day.index('id="in-full"') :]
    assert "Rests on:" in full and "Violence or threats" in full and "Shot at, 17 April 2013" in full


def test_an_event_before_the_person_was_born_is_refused_and_kept_in_the_form(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    ana.post(path(case, "facts"), {"fact-state_1": "GRC", "fact-age": "12"})
    answer = ana.post(path(case, "event"), {"act": "shot-at", "when": "2013-04-17", "words": "kept words"})
    assert answer.status_code == 400
    assert "was not born yet" in answer.content.decode() and "kept words" in answer.content.decode()
    assert not list(dossier(ana, case).of(EntryKind.EVENT))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"fact-nationality": "Bangladesh", "fact-stateless": "yes"}, "and that there is none"),
        ({"fact-age": "10"}, "was not born yet when something"),
    ],
)
def test_facts_that_cannot_be_are_asked_about_and_take_no_right_away(
    told: dict[str, str], said: str, case: Case, work: At
):
    ana = work("ana")
    opened(ana, case)
    event(ana, case)
    base = {"fact-state_1": "GRC", "fact-nationality": "Bangladesh", "fact-stateless": "no", "fact-role": "destination"}
    assert said not in opened(ana, case)
    first, before = (owed(chronicle_of(dossier(ana, case)), "GRC", day, load_catalogue()) for day in (SHOT, TODAY))
    answer = ana.post(path(case, "facts"), {**base, **told})
    assert answer.status_code == 400 and said in answer.content.decode() and "fact-sure" in answer.content.decode()
    assert ana.post(path(case, "facts"), {**base, **told, "fact-sure": "on"}).status_code == 302
    assert said in opened(ana, case)
    now, after = (owed(chronicle_of(dossier(ana, case)), "GRC", day, load_catalogue()) for day in (SHOT, TODAY))
    assert first.situation and (now.situation is None or first.engaged <= now.engaged | now.perhaps)
    assert before.engaged <= after.engaged | after.perhaps | after.unsettled
    assert (now.situation is None) == ("fact-age" in told)


def test_what_would_be_hidden_by_a_fact_of_one_country_is_asked_about(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    both = {"fact-state_1": "GRC", "fact-state_2": "BGD", "fact-nationality": "Bangladesh", "fact-stateless": "no"}
    both |= {"fact-role": "destination", "fact-of": "GRC", "towards": "GRC"}
    assert ana.post(path(case, "facts"), {**both, "fact-work": "employed", "fact-only": "on"}).status_code == 302
    later = {**both, "fact-work": "past", "fact-since": "2013-04-18"}
    answer = ana.post(path(case, "facts"), later)
    assert answer.status_code == 400 and "which goes before" in answer.content.decode()
    assert known(ana, case)["work"] == "employed"
    assert ana.post(path(case, "facts"), {**later, "fact-only": "on"}).status_code == 302
    assert known(ana, case)["work"] == "past"


@pytest.mark.parametrize(
    "told",
    [
        {"when": "2999-01-01"},
        {"when": "soon"},
        {"act": ""},
        {"until": "2012"},
        {"until": "2014", "lasts": "on"},
        {"touches": "no/such"},
    ],
)
def test_an_event_that_cannot_be_is_refused(told: dict[str, str], case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    assert event(ana, case, **told) == 400
    assert not list(dossier(ana, case).of(EntryKind.EVENT))


def test_an_event_written_down_again_or_struck_out_keeps_what_was_there(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    event(ana, case)
    [one] = chronicle_of(dossier(ana, case)).happened
    again = {"act": "attacked", "when": "2013-04-17", "state": "GRC"}
    assert ana.post(path(case, f"event/{one.id}"), again).status_code == 302
    assert [found.act for found in chronicle_of(dossier(ana, case)).happened] == ["attacked"]
    assert ana.post(path(case, f"event/{one.id}"), {**again, "withdraw": "yes"}).status_code == 302
    found = chronicle_of(dossier(ana, case))
    assert found.happened == () and len(found.events) == 3
    assert ana.get(path(case, "event/none")).status_code == 404


def test_words_that_are_chosen_are_what_a_fact_rests_on(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    page = ana.get(path(case, "words")).content.decode()
    assert "They took our passports." in page
    record = next(dossier(ana, case).of(EntryKind.TOLD)).record
    told = {"words": [f"{record}-0"], "fact": "documents-taken=yes", "since": "2026-03"}
    assert ana.post(path(case, "words"), told).status_code == 302
    stated = chronicle_of(dossier(ana, case)).history.facts[-1]
    assert (stated.name, stated.value, stated.basis.rests) == ("documents-taken", True, Rests.WORDS)
    assert stated.basis.words_in(ACCOUNT) == "They took our passports."
    assert "“They took our passports.”" in opened(ana, case)
    assert '<span class="tag">Papers taken away: Yes</span>' in ana.get(path(case, "words")).content.decode()


@pytest.mark.parametrize("told", [{"words": []}, {"fact": "no-such=yes"}, {"fact": "age="}, {"words": ["x-0"]}])
def test_coding_that_cannot_be_read_is_refused(told: dict[str, object], case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    record = next(dossier(ana, case).of(EntryKind.TOLD)).record
    sent = {"words": [f"{record}-0"], "fact": "documents-taken=yes", **told}
    assert ana.post(path(case, "words"), sent).status_code == 400
    assert not list(dossier(ana, case).of(EntryKind.STATED))


def test_of_several_countries_named_at_once_the_first_alone_plays_the_part_that_is_coded(work: At):
    case, ana = report(words=ACCOUNT), work("ana")
    opened(ana, case)
    told = {"fact-state_1": "NPL", "fact-state_2": "QAT", "fact-role": "origin", "fact-wages-unpaid": "yes"}
    assert ana.post(path(case, "facts"), told).status_code == 302
    assert known(ana, case, state="NPL") == {"role": "origin", "wages-unpaid": True}
    assert known(ana, case, state="QAT") == {"wages-unpaid": True}


def test_words_name_the_country_of_a_case_that_has_none(work: At):
    case, ana = report(words=ACCOUNT), work("ana")
    opened(ana, case)
    told = {"words": [f"{next(dossier(ana, case).of(EntryKind.TOLD)).record}-0"], "fact": "role=destination"}
    refused = ana.post(path(case, "words"), told)
    assert refused.status_code == 400 and "Say towards which." in refused.content.decode()
    assert ana.post(path(case, "words"), {**told, "towards": "GRC"}).status_code == 302
    assert known(ana, case) == {"role": "destination"}
    assert (
        ana.post(path(case, "words"), {**told, "fact": "stay=none"}).status_code == 302
    )  # there is one country by now
    assert known(ana, case)["stay"] == "none" and known(ana, case, state="QAT") == {}


def test_what_is_so_towards_one_of_several_countries_is_not_guessed_from_words(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    told = {"words": [f"{next(dossier(ana, case).of(EntryKind.TOLD)).record}-0"], "fact": "stay=none"}
    assert ana.post(path(case, "words"), {**told, "fact": "role=origin", "towards": "BGD"}).status_code == 302
    assert ana.post(path(case, "words"), told).status_code == 400
    assert ana.post(path(case, "words"), {**told, "fact": "documents-taken=yes"}).status_code == 302
    assert "stay" not in known(ana, case) and known(ana, case)["documents-taken"] is True


def test_an_interpreter_with_a_conflict_of_interest_is_shown_as_such(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    told = {
        "role": "interpreter",
        "name": "Amal",
        "translates_from": "Bangla",
        "translates_into": "Greek",
        "conflict": "the guard's cousin",
    }
    assert ana.post(path(case, "people"), told).status_code == 302
    assert "conflict of interest" in opened(ana, case)
    [party] = parties_of(dossier(ana, case))
    assert ana.post(path(case, f"people/{party.id}"), {**told, "withdraw": "yes"}).status_code == 302
    assert parties_of(dossier(ana, case)) == []
    assert ana.post(path(case, "people"), {"role": "interpreter", "name": "Amal"}).status_code == 400


def test_the_page_says_what_changed_since_the_rights_were_read(case: Case, work: At):
    ana = work("ana")
    opened(ana, case)
    event(ana, case)
    assert ana.post(path(case, "rights-read")).status_code == 302
    assert "Since somebody last read" not in opened(ana, case)
    [one] = chronicle_of(dossier(ana, case)).happened
    ana.post(path(case, f"event/{one.id}"), {"act": "arrested", "when": "2013-04-17", "state": "GRC"})
    page = opened(ana, case)
    assert "They matter now and did not then" in page and "They mattered then and do not now" in page


def test_a_supervisor_sees_events_without_place_words_or_names(case: Case, work: At):
    ana, sofia = work("ana"), work("sofia")
    opened(ana, case)
    ana.post(path(case, "people"), {"role": "employer", "name": "Zanzibar Farms"})
    [party] = parties_of(dossier(ana, case))
    event(ana, case, actor=party.id, place="Manolada", words="The guard fired.")
    page = opened(sofia, case)
    assert "Shot at" in page
    assert not any(hidden in page for hidden in ("Manolada", "The guard fired", "Zanzibar", "passports"))


@pytest.mark.parametrize("where", ["facts", "words", "event", "people"])
def test_what_was_typed_stays_when_the_case_has_closed_meanwhile(where: str, case: Case, work: At):
    ana = work("ana")
    answer = ana.post(path(case, where), {"words": "typed words", "name": "typed words", "fact-age": "typed words"})
    assert answer.status_code == 400
    assert "stands here, and is not sent yet" in answer.content.decode()
    assert where == "words" or "typed words" in answer.content.decode()
    assert "passports" not in answer.content.decode()


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "adam", "sofia"])
@pytest.mark.parametrize("where", ["facts", "facts/decide", "words", "event", "people", "rights-read"])
def test_nobody_else_writes_into_the_case(name: str, where: str, case: Case, work: At):
    lines = AuditLine.objects.count()
    assert work(name).post(path(case, where), {"act": "shot-at", "when": "2013"}).status_code == 404
    assert AuditLine.objects.count() == lines


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("May 2026", "2026-05"),
        ("mayo de 2026", "2026-05"),
        ("MAI 2026", "2026-05"),
        ("مايو 2026", "2026-05"),
        ("أيار ٢٠٢٦", "2026-05"),
        ("كانون الثاني 2026", "2026-01"),
        ("غشت 2026", "2026-08"),
        ("sept. 2026", "2026-09"),
        ("1er août 2026", "2026-08-01"),
        ("14 de marzo del 2026", "2026-03-14"),
        ("March 14th, 2026", "2026-03-14"),
        ("2nd May 2026", "2026-05-02"),
        ("٢٠٢٦-٠٣", "2026-03"),
    ],
)
def test_a_day_is_read_with_the_month_by_its_name_in_four_languages(told: str, read: str):
    assert str(period_in(told)) == read
    assert DayField().clean(told) == Period.parse(read)


@pytest.mark.parametrize(
    "told", ["May", "in May 2026", "3 May 14 2026", "31 April 2026", "05/06/2026", "Maggio 2026", "May 26"]
)
def test_what_may_be_another_day_is_not_guessed(told: str):
    with pytest.raises(ValueError, match="is not a da"):
        period_in(told)


def test_whoever_was_robbed_is_asked_first_about_what_the_robbery_leaves_open(case: Case, work: At):
    ana, facts = work("ana"), vocabulary().facts
    opened(ana, case)

    def first() -> str:
        page = ana.get(f"/en/work/case/{case.id}/").content.decode()
        found = {name: page.find(one.wording.question["en"]) for name, one in facts.items()}
        return min((name for name, at in found.items() if at >= 0), key=found.__getitem__)

    assert first() not in acts()["robbed"].leaves_open
    event(ana, case, act="robbed")
    assert first() in acts()["robbed"].leaves_open


def test_facts_told_for_all_reach_each_person_and_never_replace_what_a_report_says_itself(case: Case, work: At):
    ana, silent, says, ended = work("ana"), report(), report(facts={"sector": "I"}), report()
    for one in (case, says, ended):
        opened(ana, one)
    people = f"{silent.number} {says.number} {ended.number}"
    assert ana.post(path(case, "together"), {"numbers": people}).status_code == 302
    ana.post(path(ended, "close"), {"why": "withdrew", "remedy": "not-sought"})
    given = {"fact-state_1": "GRC", "fact-nationality": "Bangladesh", "fact-role": "destination"}
    ana.post(path(case, "facts"), {**given, "fact-sector": "A", "fact-age": "17"})
    page = ana.get(path(case, "together/facts")).content.decode()
    assert "checked" not in page and ana.post(path(case, "together/facts"), {"none": ""}).status_code == 400
    told = {one.name: one.id for one in facts_for_all(chronicle_of(dossier(ana, case)).history)}
    chosen = [told[name] for name in ("state", "sector", "role", "age")]
    for _ in range(2):
        assert ana.post(path(case, "together/facts"), {"facts": chosen}).status_code == 302
    assert known(ana, silent)["sector"] == "A" and known(ana, silent)["role"] == "destination"
    assert "nationality" not in known(ana, silent)
    assert known(ana, says)["sector"] == "I" and known(ana, says)["role"] == "destination"
    assert not chronicle_of(dossier(ana, ended)).history.facts
    stated = chronicle_of(dossier(ana, silent)).history.facts
    assert len(stated) == len(chosen)
    assert {(one.basis.rests, one.basis.entry) for one in stated} == {(Rests.TOGETHER, case.id)}
    assert all(one.since for one in stated if one.name == "age")
    assert f"told for all in {case.number}" in opened(ana, silent)
    assert case.id not in str(entries_told(dossier(ana, silent), lambda _: ""))
    # What the case of all says otherwise later follows; what a report says itself by now does not.
    ana.post(
        path(silent, "facts"), {"fact-state_1": "GRC", "fact-sector": "A", "fact-role": "origin", "fact-age": "17"}
    )
    ana.post(path(case, "facts"), {**given, "fact-sector": "F", "fact-age": "17", "fact-role": "transit"})
    chosen = [one.id for one in facts_for_all(chronicle_of(dossier(ana, case)).history)]
    ana.post(path(case, "together/facts"), {"facts": chosen})
    assert known(ana, silent)["sector"] == "F" and known(ana, silent)["role"] == "origin"
