"""A claim: lines that cannot be wrong in silence, totals that are their sum, and nothing counted that is not known."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from made_claims import CLAIMS, LAW, ON

from amparo.errors import BadInput
from amparo.remedy.claims import Claim, Interest, read_claim
from amparo.remedy.ledger import Step, sums_claimed
from amparo.remedy.lines import Line, LineKind, Per
from amparo.remedy.money import Money, total

PESOS = Money.parse("100 MXN")


def line(kind=LineKind.FEE, **stated):
    return Line(kind, "p-1", LAW, **stated)


@given(CLAIMS)
def test_what_each_person_claims_makes_the_whole(claim):
    parts = [claim.sums(person) for person in claim.people]
    for field in ("owed", "interest", "together"):
        assert total(money for part in parts for money in getattr(part, field)) == getattr(claim.sums(), field)
    assert any(part.is_at_least for part in parts) is claim.sums().is_at_least


@given(CLAIMS)
def test_the_order_of_the_lines_does_not_matter(claim):
    assert Claim(claim.party, claim.on, claim.lines[::-1], claim.interest).sums() == claim.sums()


@given(CLAIMS)
def test_a_line_is_counted_exactly_when_nothing_is_missing(claim):
    for one in claim.worked_out():
        assert (one.owed is None) is one.line.is_open
        assert one.owed is None or one.owed.amount >= 0
        assert one.missing or claim.interest is None or one.interest is not None


@given(CLAIMS)
def test_a_claim_is_stored_and_read_as_it_was(claim):
    if claim.lines:
        assert read_claim(claim.to_data()).sums() == claim.sums()


@given(CLAIMS)
def test_the_ledger_takes_over_every_line_and_says_where_a_sum_is_not_known(claim):
    entries = sums_claimed(claim, prefix="c-1")
    assert {one.step for one in entries} <= {Step.CLAIMED}
    assert total(one.money for one in entries if one.money) == claim.sums().together
    assert any(one.money is None for one in entries) is claim.sums().is_at_least


@pytest.mark.parametrize(
    ("kind", "stated", "code"),
    [
        (LineKind.FEE, {"rate": PESOS}, "stray-input"),
        (LineKind.WAGES, {"factor": Decimal(2), "factor_basis": LAW}, "stray-input"),
        (LineKind.OVERTIME, {"factor": Decimal(2)}, "no-basis"),
        (LineKind.OVERTIME, {"rate": PESOS, "per": Per.DAY}, "bad-unit"),
        (LineKind.FEE, {"amount": PESOS, "paid": Money.parse("1 USD")}, "two-currencies"),
        (LineKind.FEE, {"amount": PESOS, "paid": Money.parse("101 MXN")}, "paid-more"),
        (LineKind.FEE, {"amount": Money.parse("-1 MXN")}, "negative"),
        (LineKind.WAGES, {"units": Decimal(-1)}, "negative"),
        (LineKind.FEE, {"first_day": date(2026, 3, 2), "last_day": date(2026, 3, 1)}, "backwards"),
    ],
)
def test_a_line_that_cannot_be_is_refused(kind, stated, code):
    with pytest.raises(BadInput) as caught:
        line(kind, **stated)
    assert caught.value.code == code


def test_figures_that_come_to_more_than_anybody_was_ever_owed_are_refused():
    much = Money.parse("999999999999999 MXN")
    for stated in ({"rate": much, "units": Decimal(2)}, {"rate": much, "units": Decimal("999999999999999")}):
        with pytest.raises(BadInput, match="Look at the figures again"):
            line(LineKind.WAGES, per=Per.DAY, paid=Money.parse("0 MXN"), **stated)
    owed = line(amount=much, paid=Money.parse("0 MXN"), due_on=date(2000, 1, 1))
    with pytest.raises(BadInput, match="Look at the figures again"):
        Claim("farm", ON, (owed,), Interest(Decimal(1000), LAW))


def test_unknown_is_written_out_or_left_out():
    unknown = dict.fromkeys(["first_day", "rate", "per", "units", "paid", "due_on"], "unknown")
    data = {"kind": "wages", "person": "p-1", "basis": {"law": "x"}}
    around = {"party": "farm", "on": "2026-11-21"}
    assert read_claim({**around, "lines": [{**data, **unknown}]}) == read_claim({**around, "lines": [data]})


def test_days_that_have_not_come_are_not_claimed():
    with pytest.raises(BadInput) as caught:
        Claim("farm", ON, (line(last_day=date(2026, 11, 22)),))
    assert caught.value.code == "in-the-future"


def test_an_end_that_nobody_knows_is_left_out_and_not_written_as_the_last_year_there_is():
    end = date(9999, 12, 1)
    with pytest.raises(BadInput) as caught:
        line(LineKind.WAGES, first_day=ON, last_day=end, rate=PESOS, per=Per.MONTH, paid=PESOS)
    assert caught.value.code == "in-the-future"


@pytest.mark.parametrize("percent", [Decimal(0), Decimal(-1), Decimal(1001), 9])
def test_interest_is_a_rate_above_nothing(percent):
    with pytest.raises(BadInput):
        Interest(percent, LAW)


def test_end_of_service_is_never_counted_by_the_calendar():
    days = {"first_day": date(2024, 1, 1), "last_day": date(2026, 1, 1), "rate": PESOS, "per": Per.MONTH, "paid": PESOS}
    assert line(LineKind.END_OF_SERVICE, **days).missing == ("units",)
    assert line(LineKind.WAGES, **days).missing == ()


def test_a_person_named_twice_in_one_line_is_not_paid_twice():
    data = {"kind": "fee", "person": ["p-1", "p-1"], "basis": {"law": "x"}, "amount": "5 MXN", "paid": "0 MXN"}
    with pytest.raises(BadInput, match="counted twice"):
        read_claim({"party": "farm", "on": "2026-11-21", "lines": [data]})


def test_a_number_that_a_computer_would_bend_is_asked_for_in_quotes():
    data = {"kind": "wages", "person": "p-1", "basis": {"law": "x"}, "units": 0.12345678901234567}
    with pytest.raises(BadInput, match="Put it in quotes"):
        read_claim({"party": "farm", "on": "2026-11-21", "lines": [data]})


def test_no_error_of_a_claim_shows_a_basis_or_what_it_is_about():
    shown = repr(line(about="Zubaida Marked")) + repr(Line(LineKind.FEE, "p-1", type(LAW)(LAW.kind, "Zubaida Marked")))
    assert "Zubaida" not in shown
