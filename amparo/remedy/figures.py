"""Figures as a language writes them. The currency is its code: a sign such as $ is that of many."""

from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal

from amparo.remedy.ledger import Sum
from amparo.remedy.money import Money

_FINEST = 8


def money_name(money: Money, language: str) -> str:
    """Money in the language's figures, to the smallest coin, or finer where it is a finer rate.

    >>> money_name(Money.parse("1312.5 MXN"), "es").split()
    ['1.312,50', 'MXN']
    """
    amount, currency = str(money).split()
    places = len(amount.partition(".")[2])
    return f"{_written(money.amount, '#,##0.' + '0' * places, language)}\u00a0{currency}"


def sum_name(one: Sum, language: str) -> str:
    """A sum of the ledger as it was given and, by the rate that was stated for it, as it counts; empty where nobody knows how much."""
    if one.money is None or one.counted is None:
        return ""
    given = money_name(one.money, language)
    if one.conversion is None:
        return given
    rate = f"1\u00a0{one.conversion.given} = {number_name(one.conversion.rate, language)}\u00a0{one.conversion.wanted}"
    return f"{given} = {money_name(one.counted, language)} ({rate}; {one.conversion.source}, {one.conversion.on})"


def number_name(number: Decimal | Fraction, language: str) -> str:
    """A number in the language's figures; whole ones and a part where it has no end as a decimal.

    >>> number_name(Fraction(76, 31), "en"), number_name(Fraction(5, 2), "fr")
    ('(2 + 14/31)', '2,5')
    """
    exact = Fraction(number)
    scaled = exact * 10**_FINEST
    if scaled.denominator == 1:
        return _written(Decimal(scaled.numerator).scaleb(-_FINEST), "#,##0." + "#" * _FINEST, language)
    whole, part = divmod(exact, 1)
    return f"({whole} + {part})" if whole else str(part)


def _written(number: Decimal, pattern: str, language: str) -> str:
    return format_decimal(number, pattern, locale="en_GB" if language == "en" else language)
