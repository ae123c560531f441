"""Files on parties: cases are counted once, people once, currencies apart, and what is not known is neither more nor less than that."""

from datetime import UTC, date, datetime

import pytest

from amparo.case.chronicle import Chronicle
from amparo.case.events import Event
from amparo.case.facts import StatedFact
from amparo.case.histories import History
from amparo.case.owed import owed
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.remedy.ledger import Ledger, Step, Sum
from amparo.remedy.money import Money
from amparo.remedy.party_files import PartyFile, Summary, read_summary, sum_up
from amparo.remedy.reckoning import RemedyState
from amparo.rules.dates import Period

ON = Period(date(2026, 3, 14), date(2026, 3, 14))
CATALOGUE = load_catalogue()
WITHHELD = Event("e1", "wages-withheld", "ESP", ON, alleged_actor="farm")
BY_ANOTHER = Event("e2", "papers-taken", "ESP", ON, alleged_actor="agency")


def chronicle(*events: Event) -> Chronicle:
    facts = (StatedFact("s", "state", "ESP", "ESP", None, datetime(2026, 3, 14, tzinfo=UTC), "ana"),)
    return Chronicle(History(facts), events, CATALOGUE.vocabulary)


def ledger(*sums: tuple[Step, str, str, str | None]) -> Ledger:
    return Ledger(
        tuple(
            Sum(f"s{at}", step, person, party, Money.parse(money) if money else None, ON)
            for at, (step, person, party, money) in enumerate(sums)
        )
    )


def summed(case: str = "c1", *sums: tuple[Step, str, str, str | None], events: tuple[Event, ...] = ()) -> Summary:
    return sum_up(case, "farm", chronicle(*events), (), ledger(*sums), CATALOGUE)


CLAIMED = (Step.CLAIMED, "p1", "farm", "100 EUR")


def test_what_others_did_or_owe_is_not_counted_against_the_party():
    one = summed("c1", CLAIMED, (Step.CLAIMED, "p2", "agency", "900 EUR"), events=(WITHHELD, BY_ANOTHER))
    assert one.acts == {"wages-withheld"} and one.people == {"p1"}
    assert [str(balance.claimed) for balance in one.balances] == ["100.00 EUR"]
    assert summed(events=(BY_ANOTHER,)) == Summary("c1", "farm")


def test_the_rights_are_those_of_the_days_on_which_it_is_said_to_have_acted():
    told = chronicle(WITHHELD)
    engaged = owed(told, "ESP", ON, CATALOGUE).engaged
    assert engaged and summed(events=(WITHHELD,)).rights == {CATALOGUE.provisions[name].right for name in engaged}


def test_where_nothing_was_claimed_there_is_no_state_of_remedy():
    assert summed().state is None
    assert summed("c1", CLAIMED).state is RemedyState.NONE
    assert summed("c1", CLAIMED, (Step.RECEIVED, "p1", "farm", "40 EUR")).state is RemedyState.PARTIAL


def test_a_case_is_counted_once_however_many_of_its_parties_are_in_the_file():
    first, second = summed(events=(WITHHELD,)), Summary("c1", "its manager", acts=frozenset({"wages-withheld"}))
    kept = PartyFile((first, second, summed("c2", events=(WITHHELD,))))
    assert kept.acts == (("wages-withheld", 2),) and kept.cases == ("c1", "c2")


def test_a_person_of_two_cases_is_one_person():
    assert PartyFile((summed("c1", CLAIMED), summed("c2", CLAIMED))).people == {"p1"}


def test_currencies_are_never_added():
    kept = PartyFile((summed("c1", CLAIMED), summed("c2", CLAIMED, (Step.ORDERED, "p3", "farm", "7 BDT"))))
    assert [(str(one.claimed), str(one.ordered)) for one in kept.balances] == [
        ("0.00 BDT", "7.00 BDT"),
        ("200.00 EUR", "0.00 EUR"),
    ]


def test_a_sum_that_nobody_knows_leaves_the_whole_open():
    kept = PartyFile((summed("c1", CLAIMED), summed("c2", (Step.CLAIMED, "p2", "farm", None))))
    assert kept.is_at_least and not kept.is_at_most
    assert PartyFile((summed("c1", CLAIMED, (Step.RECEIVED, "p1", "farm", None)),)).is_at_most


def test_states_of_remedy_are_counted_and_never_melted_into_one():
    kept = PartyFile((summed("c1", CLAIMED), summed("c2", CLAIMED), summed("c3")))
    assert kept.states == ((RemedyState.NONE, 2), (None, 1))


def test_a_summary_comes_back_as_it_was_kept():
    one = summed("c1", CLAIMED, (Step.RECEIVED, "p1", "farm", None), events=(WITHHELD,))
    assert read_summary(one.to_data()) == one
    assert read_summary(Summary("c", "p").to_data()) == Summary("c", "p")


@pytest.mark.parametrize(
    "broken",
    [{}, {"case": "c"}, {**Summary("c", "p").to_data(), "state": "paid"}, {**Summary("c", "p").to_data(), "case": ""}],
)
def test_what_is_no_summary_is_refused(broken: dict[str, object]):
    with pytest.raises(BadInput):
        read_summary(broken)
