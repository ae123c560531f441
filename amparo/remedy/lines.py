"""One line of a claim: what it is about, the figures it starts from, its formula, and what it rests on.

An input that is not known makes the line open: it names what is missing and is never counted as nothing.
Every line takes off what was paid already, so that has to be known as well: write 0 where nothing was paid.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from amparo.errors import BadInput
from amparo.remedy.bases import Basis, opaque
from amparo.remedy.forms import Statement
from amparo.remedy.money import Money
from amparo.rules.dates import months_between

_DAYS_OF_A_WEEK = 7
_HOURS_OF_A_DAY = 24


class LineKind(Enum):
    """What a line claims."""

    WAGES = "wages"
    OVERTIME = "overtime"
    CONTRACT_DIFFERENCE = "contract-difference"
    DEDUCTION = "deduction"
    FEE = "fee"
    DEPOSIT = "deposit"
    END_OF_SERVICE = "end-of-service"
    OTHER = "other"


class Per(Enum):
    """What a rate is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PIECE = "piece"


class Formula(NamedTuple):
    """How a line is worked out: by name in words, in figures, and what is due before that which was paid is taken off."""

    name: str
    figures: str
    inputs: tuple[str, ...]
    due: Callable[[Mapping[str, Fraction]], Fraction]


_SUM = Formula("sum", "{amount} − {paid}", ("amount",), lambda given: given["amount"])
_RATE = Formula("rate", "{rate} × {units} − {paid}", ("rate", "units"), lambda given: given["rate"] * given["units"])
_OVERTIME = Formula(
    "overtime",
    "{rate} × {units} × {factor} − {paid}",
    ("rate", "units", "factor"),
    lambda given: given["rate"] * given["units"] * given["factor"],
)
_DIFFERENCE = Formula(
    "difference",
    "({rate} − {rate_given}) × {units} − {paid}",
    ("rate", "rate_given", "units"),
    lambda given: (given["rate"] - given["rate_given"]) * given["units"],
)
FORMULAS = {
    LineKind.WAGES: _RATE,
    LineKind.OVERTIME: _OVERTIME,
    LineKind.CONTRACT_DIFFERENCE: _DIFFERENCE,
    LineKind.DEDUCTION: _SUM,
    LineKind.FEE: _SUM,
    LineKind.DEPOSIT: _SUM,
    LineKind.END_OF_SERVICE: _RATE,
    LineKind.OTHER: _SUM,
}
_INPUTS = ("amount", "rate", "rate_given", "units", "factor")
# Only of these does the time that passed say for how much is owed; hours, days and pieces have to be counted.
_BY_THE_CALENDAR = (LineKind.WAGES, LineKind.CONTRACT_DIFFERENCE)
_OF_TIME_WORKED = (*_BY_THE_CALENDAR, LineKind.OVERTIME)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is owed to one person. None is not known; the days are the first and the last that it is about.

    `rate` is what was promised or is due per `per`, `rate_given` what was paid instead, `units` how many of them, `paid` what was
    paid or given back already, `due_on` the day from which interest runs. Raises BadInput for figures that cannot be.
    """

    kind: LineKind
    person: str
    basis: Basis
    first_day: date | None = None
    last_day: date | None = None
    amount: Money | None = None
    rate: Money | None = None
    rate_given: Money | None = None
    per: Per | None = None
    units: Decimal | None = None
    factor: Decimal | None = None
    factor_basis: Basis | None = None
    paid: Money | None = None
    due_on: date | None = None
    about: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        opaque(self.person)
        stray = [name for name in _INPUTS if name not in self.formula.inputs and getattr(self, name) is not None]
        if stray:
            sentence = f"A line of {self.kind.value} does not use {', '.join(stray)}. It uses {', '.join(self.formula.inputs)}."
            raise BadInput("stray-input", sentence)
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise BadInput("backwards", "The last day lies before the first.")
        if self.last_day and self.last_day.year == MAXYEAR:
            # The month that begins then ends after the last day there is; mostly it stands for an end that nobody knows.
            raise BadInput("in-the-future", "The year 9999 has not come. Leave the last day out where it is not known.")
        if len({one.currency for one in self._moneys()}) > 1:
            raise BadInput("two-currencies", "A line has one currency. Make two lines, or state a conversion.")
        numbers = [one.amount for one in self._moneys()] + [one for one in (self.units, self.factor) if one is not None]
        if any(one < 0 for one in numbers):
            raise BadInput("negative", "No figure of a line is negative. What was paid is taken off by itself.")
        if self.factor is not None and self.factor_basis is None:
            raise BadInput(
                "no-basis", "The factor of overtime has a basis of its own: the law or contract that sets it."
            )
        if self.kind is LineKind.OVERTIME and self.per not in (None, Per.HOUR):
            raise BadInput("bad-unit", "Overtime is reckoned by the hour.")
        if (owed := self.owed) is not None and owed.amount < 0:
            raise BadInput(
                "paid-more", "More was paid than was due, so nothing is claimed. Leave the line out or correct it."
            )

    @property
    def formula(self) -> Formula:
        return FORMULAS[self.kind]

    @property
    def currency(self) -> str | None:
        """The currency of what is known of the line."""
        return next((one.currency for one in self._moneys()), None)

    @property
    def counted_units(self) -> Fraction | None:
        """How many hours, days or months: as stated, or by the calendar where the first and last day say so."""
        if self.units is not None:
            return Fraction(self.units)
        if self.kind not in _BY_THE_CALENDAR or self.first_day is None or self.last_day is None:
            return None
        if self.per is Per.WEEK:
            return Fraction((self.last_day - self.first_day).days + 1, _DAYS_OF_A_WEEK)
        if self.per is Per.MONTH:
            return months_between(self.first_day, self.last_day)
        return None

    @property
    def is_longer_than_its_time(self) -> bool:
        """Whether more hours, days, weeks or months are stated than lie between its first and its last day."""
        if self.units is None or self.first_day is None or self.last_day is None or self.kind not in _OF_TIME_WORKED:
            return False
        days = (self.last_day - self.first_day).days + 1
        most = {
            Per.HOUR: Fraction(days * _HOURS_OF_A_DAY),
            Per.DAY: Fraction(days),
            Per.WEEK: Fraction(days, _DAYS_OF_A_WEEK),
            Per.MONTH: months_between(self.first_day, self.last_day),
        }
        per = Per.HOUR if self.kind is LineKind.OVERTIME else self.per
        # A week or month that was begun may be counted as one.
        return per in most and self.units > ceil(most[per])

    @property
    def missing(self) -> tuple[str, ...]:
        """The inputs that are not known, in the order of the formula; none of a line that is settled."""
        names = [name for name in self.formula.inputs if self._given(name) is None]
        if "rate" in self.formula.inputs and self.per is None and self.kind is not LineKind.OVERTIME:
            names.append("per")
        return (*names, *(() if self.paid is not None else ("paid",)))

    @property
    def is_open(self) -> bool:
        return bool(self.missing)

    def exactly(self) -> Fraction | None:
        """What is owed before rounding, or None while the line is open."""
        if self.is_open:
            return None
        given = {name: value for name in self.formula.inputs if (value := self._given(name)) is not None}
        assert self.paid is not None
        return self.formula.due(given) - Fraction(self.paid.amount)

    @property
    def owed(self) -> Money | None:
        """What is owed, rounded once, to the smallest coin, half to even; None while the line is open."""
        exact, currency = self.exactly(), self.currency
        return None if exact is None or currency is None else Money.nearest(exact, currency)

    def to_data(self) -> dict[str, object]:
        """The line as JSON can hold it, without what is not known."""
        found: dict[str, object] = {"kind": self.kind.value, "person": self.person, "basis": self.basis.to_data()}
        for name in ("first_day", "last_day", "amount", "rate", "rate_given", "units", "factor", "paid", "due_on"):
            if (value := getattr(self, name)) is not None:
                found[name] = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if self.per:
            found["per"] = self.per.value
        if self.factor_basis:
            found["factor_basis"] = self.factor_basis.to_data()
        if self.about:
            found["about"] = self.about
        return found

    def _given(self, name: str) -> Fraction | None:
        if name == "units":
            return self.counted_units
        value = getattr(self, name)
        return None if value is None else Fraction(value.amount if isinstance(value, Money) else value)

    def _moneys(self) -> list[Money]:
        found = (self.amount, self.rate, self.rate_given, self.paid)
        return [one for one in found if one is not None]


def lines_in(form: Statement) -> list[Line]:
    """The line that a form states, once for each of its people; adds to the form's problems."""
    before = len(form.problems)
    kind, basis = form.choice("kind", LineKind), form.basis("basis")
    people = form.texts("person")
    if not people and form.is_form:
        form.complain("A line says whose it is: person, one id or a list of them.", "person")
    if len(set(people)) < len(people):
        form.complain("Somebody stands twice among the people of a line, and would be counted twice.", "person")
    stated = {
        "first_day": form.day("first_day"),
        "last_day": form.day("last_day"),
        "amount": form.money("amount"),
        "rate": form.money("rate"),
        "rate_given": form.money("rate_given"),
        "per": form.choice("per", Per, required=False),
        "units": form.exactly("units"),
        "factor": form.exactly("factor"),
        "factor_basis": form.basis("factor_basis", required=False),
        "paid": form.money("paid"),
        "due_on": form.day("due_on"),
        "about": form.words("about"),
    }
    form.done()
    if len(form.problems) > before or kind is None or basis is None:
        return []
    made = [form.make(lambda whose=whose: Line(kind, whose, basis, **stated)) for whose in people]  # type: ignore[misc,arg-type]
    return [line for line in made if line is not None]
