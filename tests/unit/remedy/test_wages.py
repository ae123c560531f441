"""What an hour really brought."""

from decimal import Decimal

import pytest

from amparo.errors import BadInput
from amparo.remedy.money import Money
from amparo.remedy.wages import effective_hourly_wage

GIVEN = {
    "pay": Money.parse("2000 MXN"),
    "deductions": Money.parse("300 MXN"),
    "in_kind": Money.parse("500 MXN"),
    "in_kind_cap": Money.parse("400 MXN"),
    "hours": Decimal(72),
}


def test_an_hour_brought_what_was_left_of_the_pay():
    assert str(effective_hourly_wage(**GIVEN)) == "22.22 MXN"  # (2000 - 300 - 100) / 72


def test_food_and_housing_below_the_cap_cost_nothing():
    assert str(effective_hourly_wage(**{**GIVEN, "in_kind": Money.parse("100 MXN")})) == "23.61 MXN"  # 1700 / 72


def test_somebody_may_have_paid_to_work():
    assert str(effective_hourly_wage(**{**GIVEN, "deductions": Money.parse("2620 MXN")})) == "-10.00 MXN"


@pytest.mark.parametrize("field", GIVEN)
def test_a_figure_that_is_not_known_leaves_the_wage_not_known(field):
    assert effective_hourly_wage(**{**GIVEN, field: None}) is None


@pytest.mark.parametrize(
    ("wrong", "code"), [({"hours": Decimal(0)}, "no-hours"), ({"deductions": Money.parse("1 USD")}, "two-currencies")]
)
def test_it_divides_by_no_hours_and_mixes_no_currencies(wrong, code):
    with pytest.raises(BadInput) as caught:
        effective_hourly_wage(**{**GIVEN, **wrong})
    assert caught.value.code == code
