"""Money: an exact amount in one currency. It is never a float, and never becomes another currency by itself.

The currencies and the digits of their minor units are those of ISO 4217, in `data/currencies.yaml`.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import cast

from amparo.errors import BadInput, Defect, Problem
from amparo.rules.forms import plain
from amparo.rules.reading import read_document

_WRITTEN = re.compile(r"(?P<amount>-?\d{1,15}(\.\d{1,8})?) (?P<currency>[A-Z]{3})")
_MOST = 10**15  # of one figure
_MOST_TOGETHER = 10**18  # of a sum of many, which is still exact: Decimal keeps 28 digits
_FINEST = -8  # a rate per hour or per piece may be finer than the smallest coin


@functools.cache
def minor_digits() -> dict[str, int]:
    """The digits after the point of every currency, by its code."""
    problems: list[Problem] = []
    text = files("amparo.remedy").joinpath("data/currencies.yaml").read_text("utf-8")
    if (node := read_document(text, "currencies.yaml", problems)) is None:
        raise Defect("broken-currencies", f"The currencies cannot be read: {problems[0]}")
    listed = cast("dict[str, dict[str, list[str]]]", plain(node))["minor_digits"]
    return {code: int(digits) for digits, codes in listed.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Money:
    """So much of one currency, exactly; raises BadInput for a float, an unknown code, or more than anybody was ever owed."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in minor_digits():
            raise BadInput("no-such-currency", "This is not the code of a currency. Use ISO 4217, such as MXN.")
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise BadInput("bad-amount", "An amount of money is an exact decimal number.")
        if abs(self.amount) >= _MOST_TOGETHER or cast(int, self.amount.as_tuple().exponent) < _FINEST:
            raise BadInput("bad-amount", "An amount of money has at most 18 digits before the point and 8 after it.")

    @classmethod
    def parse(cls, text: str) -> "Money":
        """The money that is written so; raises BadInput for anything else.

        >>> str(Money.parse("312.5 MXN"))
        '312.50 MXN'
        """
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise BadInput("bad-money", "Money is written as an amount and a currency, such as 312.50 MXN.")
        return cls(Decimal(found["amount"]), found["currency"])

    @classmethod
    def nearest(cls, exact: Fraction, currency: str) -> "Money":
        """The exact sum to the smallest coin, half to even, so that many roundings lean to neither side; BadInput if it is too large.

        >>> str(Money.nearest(Fraction(1, 8), "EUR"))
        '0.12 EUR'
        """
        if abs(exact) >= _MOST:
            raise BadInput("bad-amount", "This comes to more than anybody was ever owed. Look at the figures again.")
        digits = minor_digits().get(currency, 0)
        return cls(Decimal(round(exact * 10**digits)).scaleb(-digits), currency)

    @classmethod
    def none_of(cls, currency: str) -> "Money":
        """Nothing, in this currency."""
        return cls.nearest(Fraction(0), currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            sentence = "Two currencies stand in one sum. Keep them apart, or state a rate, its day and its source."
            raise BadInput("two-currencies", sentence, currencies=sorted({self.currency, other.currency}))

    def __str__(self) -> str:
        digits = minor_digits()[self.currency]
        written = max(digits, -cast(int, self.amount.normalize().as_tuple().exponent))
        return f"{self.amount:.{written}f} {self.currency}"


def total(parts: Iterable[Money]) -> tuple[Money, ...]:
    """The sum of each currency, in the order of their codes; nothing is converted.

    >>> [str(one) for one in total([Money.parse("2 USD"), Money.parse("1 MXN"), Money.parse("3 USD")])]
    ['1.00 MXN', '5.00 USD']
    """
    sums: dict[str, Money] = {}
    for part in parts:
        sums[part.currency] = sums[part.currency] + part if part.currency in sums else part
    return tuple(sums[code] for code in sorted(sums))
