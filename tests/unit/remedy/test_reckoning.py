"""What a ledger comes to: the parts make the whole, nothing is lost, and what is not known is never taken for nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.remedy.ledger import Ledger, Measure, MeasureKind, Step, Sum
from amparo.remedy.money import Money, total
from amparo.remedy.reckoning import RemedyState, reckon, to_confirm, together
from amparo.remedy.timing import time_to_remedy
from amparo.rules.dates import Period
from amparo.rules.facts import Interval
from amparo.rules.truth import NO, UNKNOWN, YES

FILED = date(2026, 1, 31)
NONE, PARTIAL, FULL, NOT_KNOWN = RemedyState
STEPS = {"claimed": Step.CLAIMED, "ordered": Step.ORDERED, "received": Step.RECEIVED}


def ledger(*told, measures=()):
    """Entries as `p-1 claimed 100 MXN on 2026-02`; a sum that is not known is written ?."""
    return Ledger(tuple(entry(at, line) for at, line in enumerate(told)), tuple(measures))


def entry(at, line, **more):
    words, _, on = line.partition(" on ")
    person, step, *money = words.split()
    found = Money.parse(" ".join(money)) if money != ["?"] else None
    return Sum(f"s-{at}", STEPS[step], person, "farm", found, Period.parse(on or "2026-02-10"), **more)


def papers(person="p-1", **said):
    return Measure(f"m-{person}", MeasureKind.PAPERS, person, "farm", **said)


DAYS = st.builds(lambda days: FILED + timedelta(days=days), st.integers(-40, 400))
SUMS = st.builds(
    lambda step, person, party, money, day: (step, person, party, money, Period(day, day)),
    st.sampled_from(Step),
    st.sampled_from(["p-1", "p-2", "p-3"]),
    st.sampled_from(["farm", "agency"]),
    st.builds(lambda coins, code: Money(Decimal(coins), code), st.integers(0, 5), st.sampled_from(["MXN", "USD"])),
    DAYS,
)
LEDGERS = st.lists(SUMS, max_size=25).map(
    lambda rows: Ledger(tuple(Sum(f"s-{at}", *row) for at, row in enumerate(rows)))
)


@given(LEDGERS, st.randoms())
def test_the_order_of_the_entries_does_not_matter(found, chance):
    mixed = list(found.sums)
    chance.shuffle(mixed)
    again = Ledger(tuple(mixed))
    assert reckon(again) == reckon(found) and to_confirm(again) == to_confirm(found)
    assert time_to_remedy(reckon(again), filed_on=FILED) == time_to_remedy(reckon(found), filed_on=FILED)


@given(LEDGERS)
def test_the_parts_make_the_whole_by_person_and_by_party(found):
    whole = reckon(found)
    for parts in (whole.people, whole.parties):
        for field in ("claimed", "ordered", "received", "unpaid", "beyond"):
            added = total(getattr(one, field) for part in parts.values() for one in part.balances)
            assert added == tuple(getattr(one, field) for one in whole.balances)


@given(LEDGERS)
def test_every_coin_that_was_received_is_counted_once(found):
    told = total(one.money for one in found.sums if one.step is Step.RECEIVED)
    assert told == tuple(one.received for one in reckon(found).balances if one.received in told)


@given(LEDGERS)
def test_what_is_due_is_what_was_received_and_what_is_unpaid_less_what_is_beyond(found):
    for owing in reckon(found).owings:
        for one in owing.balances:
            assert one.received + one.unpaid - one.beyond == max(one.claimed, one.ordered)
            assert 0 in (one.unpaid.amount, one.beyond.amount)


@given(LEDGERS)
def test_a_remedy_is_full_only_if_nothing_is_unpaid(found):
    whole = reckon(found)
    if whole.state is FULL:
        assert not whole.total_unpaid and not whole.unpaid
    if whole.state is NONE:
        assert not any(one.received.amount for one in whole.balances)


@given(LEDGERS)
def test_a_payment_is_questioned_exactly_where_more_was_received_than_was_due(found):
    questioned = {(one.person, one.party, one.money.currency) for one in to_confirm(found)}
    beyond = {
        (owing.person, owing.party, one.currency)
        for owing in reckon(found).owings
        for one in owing.balances
        if one.beyond.amount
    }
    assert questioned == beyond


@given(LEDGERS)
def test_the_first_remedy_never_comes_after_the_full_one(found):
    time = time_to_remedy(reckon(found), filed_on=FILED)
    if time.first and time.full and time.full.least > 0:
        assert time.first.least <= time.full.least


@pytest.mark.parametrize(
    ("told", "state", "unpaid"),
    [
        ([], NOT_KNOWN, []),
        (["p-1 claimed 100 MXN"], NONE, ["100.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 received 40 MXN"], PARTIAL, ["60.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 received 40 MXN", "p-1 received 60 MXN"], FULL, []),
        (["p-1 claimed 100 MXN", "p-1 ordered 80 MXN", "p-1 received 80 MXN"], PARTIAL, ["20.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 ordered 120 MXN", "p-1 received 100 MXN"], PARTIAL, ["20.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-2 claimed 100 MXN", "p-1 received 200 MXN"], PARTIAL, ["100.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 received 5 USD"], NOT_KNOWN, ["100.00 MXN"]),
        (["p-1 claimed ?"], NONE, []),
        (["p-1 claimed ?", "p-1 received 40 MXN"], NOT_KNOWN, []),
        (["p-1 claimed 100 MXN", "p-1 claimed ?"], NONE, ["100.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 claimed ?", "p-1 received 40 MXN"], PARTIAL, ["60.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 claimed ?", "p-1 received 100 MXN"], NOT_KNOWN, []),
        (["p-1 claimed 100 MXN", "p-1 received ?"], NOT_KNOWN, ["100.00 MXN"]),
        (["p-1 claimed 100 MXN", "p-1 received 100 MXN", "p-1 received ?"], FULL, []),
        (["p-1 claimed 0 MXN", "p-1 claimed 10 USD", "p-1 received 10 USD"], FULL, []),
        (["p-1 received 40 MXN"], NOT_KNOWN, []),
    ],
)
def test_the_state_of_remedy_says_no_more_than_is_known(told, state, unpaid):
    found = reckon(ledger(*told))
    assert found.state is state
    assert [str(one) for one in found.total_unpaid] == unpaid


def test_a_sum_that_is_not_known_makes_what_is_unpaid_at_least_or_at_most_so_much():
    assert reckon(ledger("p-1 claimed 9 MXN", "p-1 ordered ?")).is_at_least
    assert reckon(ledger("p-1 claimed 9 MXN", "p-1 received ?")).is_at_most
    known = reckon(ledger("p-1 claimed 9 MXN", "p-1 received 3 MXN"))
    assert not known.is_at_least and not known.is_at_most


@pytest.mark.parametrize(
    ("said", "state", "is_outstanding"),
    [
        ({"asked": YES, "received": YES}, FULL, False),
        ({"asked": YES, "received": NO}, NONE, True),
        ({"asked": YES}, NOT_KNOWN, True),
        ({"ordered": YES, "received": NO}, NONE, True),
        ({"asked": NO, "ordered": NO, "received": YES}, NOT_KNOWN, False),
        ({"received": NO}, NOT_KNOWN, False),
        ({"asked": UNKNOWN, "received": YES}, FULL, False),
    ],
)
def test_what_is_not_money_is_received_not_received_or_not_known(said, state, is_outstanding):
    found = reckon(ledger(measures=[papers(**said)]))
    assert found.state is state
    assert bool(found.owings[0].outstanding) is is_outstanding


def test_money_without_the_papers_is_a_part_of_the_remedy():
    paid = ["p-1 claimed 10 MXN", "p-1 received 10 MXN"]
    assert reckon(ledger(*paid, measures=[papers(asked=YES, received=NO)])).state is PARTIAL
    assert reckon(ledger(*paid, measures=[papers(asked=YES, received=UNKNOWN)])).state is NOT_KNOWN
    assert reckon(ledger(*paid, measures=[papers(asked=NO, ordered=NO)])).state is FULL


def test_who_is_still_owed_something_is_named():
    found = reckon(ledger("p-1 claimed 5 MXN", "p-2 claimed 5 MXN", "p-1 received 5 MXN"))
    assert [one.person for one in found.unpaid] == ["p-2"]


def test_states_of_several_remedies_make_one():
    assert together([NONE, FULL]) is together([PARTIAL, NOT_KNOWN]) is together([NONE, FULL, NOT_KNOWN]) is PARTIAL
    assert together([]) is together([NONE, NOT_KNOWN]) is together([FULL, NOT_KNOWN]) is NOT_KNOWN


def test_a_remedy_larger_than_the_claim_is_kept_and_asked_about_until_somebody_confirms_it():
    claimed, first = entry(0, "p-1 claimed 100 MXN"), entry(1, "p-1 received 90 MXN on 2026-03-01")
    second = entry(2, "p-1 received 90 MXN on 2026-04-01")
    found = Ledger((claimed, second, first))
    assert to_confirm(found) == (second,)
    (balance,) = reckon(found).balances
    assert str(balance.received) == "180.00 MXN" and str(balance.beyond) == "80.00 MXN"
    right = entry(2, "p-1 received 90 MXN on 2026-04-01", is_confirmed=True)
    assert to_confirm(Ledger((claimed, right, first))) == ()


def test_confirming_a_payment_of_an_earlier_day_settles_the_question():
    ninety = [entry(0, "p-1 claimed 100 MXN"), entry(1, "p-1 received 90 MXN on 2026-04-01")]
    assert to_confirm(Ledger((*ninety, entry(2, "p-1 received 50 MXN on 2026-03-01")))) == (ninety[1],)
    both = (*ninety, entry(2, "p-1 received 50 MXN on 2026-03-01", is_confirmed=True))
    assert to_confirm(Ledger(both)) == ()
    assert [one.id for one in to_confirm(Ledger((*both, entry(3, "p-1 received 20 MXN on 2026-05-01"))))] == ["s-3"]


@pytest.mark.parametrize(
    ("told", "first", "full"),
    [
        (["p-1 received 4 MXN on 2026-02-28"], Interval(28, 28), None),
        (["p-1 received 10 MXN on 2026-03"], Interval(29, 59), Interval(29, 59)),
        (["p-1 received 4 MXN on 2026-02-01", "p-1 received 6 MXN on 2026-03-03"], Interval(1, 1), Interval(31, 31)),
        (["p-1 received 4 MXN on 2026-01-02", "p-1 received 6 MXN on 2026-03-03"], Interval(31, 31), Interval(31, 31)),
        (["p-1 received 10 MXN on 2026-01-02"], None, Interval(0, 0)),
        (["p-1 received 9 MXN on 2026-03", "p-1 received 1 MXN on 2026-03-15"], Interval(29, 43), Interval(43, 59)),
        (["p-1 received 0 MXN on 2026-03-03"], None, None),
        ([], None, None),
    ],
)
def test_the_days_to_remedy_run_from_the_filing(told, first, full):
    found = time_to_remedy(reckon(ledger("p-1 claimed 10 MXN", *told)), filed_on=FILED)
    assert (found.first, found.full) == (first, full)


def test_something_received_of_which_nobody_knows_how_much_or_when_is_received_all_the_same():
    unknown_sum = reckon(ledger("p-1 claimed 10 MXN", "p-1 received ? on 2026-02-28"))
    assert time_to_remedy(unknown_sum, filed_on=FILED).first == Interval(28, 28)
    some_day = ledger("p-1 received 4 MXN on 2026-02-28", measures=[papers(asked=YES, received=YES)])
    assert time_to_remedy(reckon(some_day), filed_on=FILED).first == Interval(0, 28)


def test_remedy_is_full_when_the_papers_came_too_and_nobody_guesses_a_day():
    paid = ["p-1 claimed 10 MXN", "p-1 received 10 MXN on 2026-02-01"]
    came = papers(asked=YES, received=YES, received_on=Period.parse("2026-05-01"))
    assert time_to_remedy(reckon(ledger(*paid, measures=[came])), filed_on=FILED).full == Interval(90, 90)
    some_day = papers(asked=YES, received=YES)
    assert time_to_remedy(reckon(ledger(*paid, measures=[some_day])), filed_on=FILED).full is None


def test_a_ledger_holds_each_entry_once_and_each_person_sees_their_own():
    one, other = entry(1, "p-1 claimed 5 MXN"), entry(2, "p-2 claimed 5 MXN")
    with pytest.raises(BadInput):
        Ledger((one, one))
    both = Ledger((one,)) + Ledger((other,))
    assert both.of_person("p-2") == Ledger((other,)) and both.of_party("farm") == both
    assert (both.people, both.parties) == (("p-1", "p-2"), ("farm",))


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("p-1 received -5 MXN", {}),
        ("p-1 claimed 5 MXN", {"payer": "fund"}),
        ("p-1 ordered 5 MXN", {"is_confirmed": True}),
        ("p-1 claimed 5 MXN", {"span": (Period.parse("2026-03"), Period.parse("2026-02"))}),
    ],
)
def test_an_entry_that_cannot_be_is_refused(line, more):
    with pytest.raises(BadInput):
        entry(1, line, **more)


def test_only_papers_that_came_have_a_day_on_which_they_came():
    with pytest.raises(BadInput):
        papers(asked=YES, received=NO, received_on=Period.parse("2026-05"))
