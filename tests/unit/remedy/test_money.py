"""Money is exact, keeps its currency, and is rounded to the smallest coin without leaning to either side."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.remedy.conversions import Conversion
from amparo.remedy.money import Money, minor_digits, total

CODES = st.sampled_from(["EUR", "JPY", "KWD", "MXN"])
MONEY = st.builds(lambda cents, code: Money.nearest(Fraction(cents, 100), code), st.integers(-(10**12), 10**12), CODES)


@given(st.lists(MONEY, max_size=30), st.randoms())
def test_the_order_of_a_sum_does_not_matter(parts, chance):
    mixed = list(parts)
    chance.shuffle(mixed)
    assert total(mixed) == total(parts)


@given(st.lists(MONEY, max_size=30), st.integers(0, 30))
def test_the_sum_of_the_parts_is_the_whole(parts, at):
    assert total((*total(parts[:at]), *total(parts[at:]))) == total(parts)


@given(MONEY)
def test_what_is_written_is_read_as_it_was(money):
    assert Money.parse(str(money)) == money


@given(st.fractions(-(10**9), 10**9), CODES)
def test_rounding_is_never_off_by_more_than_half_a_coin(exact, code):
    coin = Fraction(1, 10 ** minor_digits()[code])
    assert abs(Fraction(Money.nearest(exact, code).amount) - exact) <= coin / 2


@pytest.mark.parametrize(
    ("exact", "code", "rounded"),
    [
        ("0.125", "EUR", "0.12 EUR"),
        ("0.135", "EUR", "0.14 EUR"),
        ("2.5", "JPY", "2 JPY"),
        ("3.5", "JPY", "4 JPY"),
        ("0.0005", "KWD", "0.000 KWD"),
        ("-0.125", "EUR", "-0.12 EUR"),
    ],
)
def test_half_a_coin_goes_to_the_even_one(exact, code, rounded):
    assert str(Money.nearest(Fraction(exact), code)) == rounded


@pytest.mark.parametrize("sign", ["+", "-", "<", "<="])
def test_two_currencies_never_meet_in_one_sum(sign):
    dollars, pesos = Money.parse("1.00 USD"), Money.parse("1.00 MXN")
    with pytest.raises(BadInput) as caught:
        eval(f"dollars {sign} pesos", {"dollars": dollars, "pesos": pesos})
    assert caught.value.code == "two-currencies"


@pytest.mark.parametrize(
    "amount", [0.1, 1, True, Decimal("NaN"), Decimal("Infinity"), Decimal("1E18"), Decimal("1E-9")]
)
def test_an_amount_is_an_exact_decimal_of_reasonable_size(amount):
    with pytest.raises(BadInput) as caught:
        Money(amount, "USD")
    assert caught.value.code == "bad-amount"


@pytest.mark.parametrize("text", ["1,5 USD", "USD 5", "5", "$5", "1e3 USD", "5 usd", "5.123456789 USD", "5 USD\n"])
def test_money_is_written_in_one_way(text):
    with pytest.raises(BadInput):
        Money.parse(text)


def test_one_figure_is_smaller_than_a_sum_of_many():
    with pytest.raises(BadInput) as caught:
        Money.nearest(Fraction(10**15), "USD")
    assert caught.value.code == "bad-amount"
    largest = Money.parse(f"{10**15 - 1}.99 USD")
    assert str(total([largest] * 900)[0]) == "899999999999999991.00 USD"


def test_arabic_digits_are_digits():
    assert str(Money.parse("٣١٢.٥ MXN")) == "312.50 MXN"


@pytest.mark.parametrize("code", ["XXX", "BTC", "XAU", "DEM", "", "US"])
def test_only_a_currency_in_which_people_are_paid_is_one(code):
    with pytest.raises(BadInput) as caught:
        Money(Decimal(1), code)
    assert caught.value.code == "no-such-currency"


def test_every_currency_has_a_name_in_the_library_of_languages_and_stands_once():
    from importlib.resources import files

    text = files("amparo.remedy").joinpath("data/currencies.yaml").read_text()
    assert len(minor_digits()) > 150
    assert set(minor_digits()) <= set(Locale("en").currencies)
    assert not [code for code in minor_digits() if text.partition("minor_digits:")[2].count(code) > 1]


def test_a_conversion_says_its_rate_its_day_and_its_source():
    rate = Conversion("MXN", "USD", Decimal("0.0541"), date(2026, 3, 31), "Banco de México, fix of the day")
    assert str(rate.of(Money.parse("937.50 MXN"))) == "50.72 USD"
    with pytest.raises(BadInput, match="another currency"):
        rate.of(Money.parse("1 EUR"))


@pytest.mark.parametrize(
    "wrong", [{"wanted": "MXN"}, {"given": "XXX"}, {"rate": Decimal(0)}, {"rate": 0.5}, {"source": " "}]
)
def test_a_conversion_without_one_of_them_is_none(wrong):
    good = {"given": "MXN", "wanted": "USD", "rate": Decimal(1), "on": date(2026, 3, 31), "source": "the bank"}
    with pytest.raises(BadInput) as caught:
        Conversion(**{**good, **wrong})
    assert caught.value.code == "bad-conversion"
