"""What an hour of work really brought, whatever the contract called it."""

from decimal import Decimal
from fractions import Fraction

from amparo.errors import BadInput
from amparo.remedy.money import Money


def effective_hourly_wage(
    *,
    pay: Money | None,
    deductions: Money | None,
    in_kind: Money | None,
    in_kind_cap: Money | None,
    hours: Decimal | None,
) -> Money | None:
    """What was left of the pay for each hour worked, unpaid hours included; None where a figure is not known.

    (pay - deductions - what food, housing and the like were charged above the lawful cap) / hours. `pay` counts the whole value of
    what was given in kind. Raises BadInput for two currencies, or for no hours.
    """
    if pay is None or deductions is None or in_kind is None or in_kind_cap is None or hours is None:
        return None
    if hours <= 0:
        raise BadInput("no-hours", "The hours worked are more than none.")
    above_the_cap = max(in_kind - in_kind_cap, Money.none_of(pay.currency))
    left = pay - deductions - above_the_cap
    return Money.nearest(Fraction(left.amount) / Fraction(hours), pay.currency)
