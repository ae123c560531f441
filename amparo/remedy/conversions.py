"""What money of one currency was worth in another: a statement with its rate, day and source, and never an assumption."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from amparo.errors import BadInput
from amparo.remedy.forms import Statement, read
from amparo.remedy.money import Money, minor_digits
from amparo.rules.nodes import Node


@dataclass(frozen=True, slots=True)
class Conversion:
    """A stated rate: one unit of `given` was worth `rate` of `wanted` on that day, as the source says."""

    given: str
    wanted: str
    rate: Decimal
    on: date
    source: str

    def __post_init__(self) -> None:
        if self.given == self.wanted or not {self.given, self.wanted} <= set(minor_digits()):
            raise BadInput("bad-conversion", "A conversion goes from one currency to another. Use codes such as MXN.")
        if not isinstance(self.rate, Decimal) or not self.rate.is_finite() or self.rate <= 0:
            raise BadInput("bad-conversion", "The rate of a conversion is an exact number above zero.")
        if not self.source.strip():
            raise BadInput("bad-conversion", "A conversion names the source of its rate.")

    def of(self, money: Money) -> Money:
        """What the money was worth, to the smallest coin; raises BadInput for money of another currency."""
        if money.currency != self.given:
            raise BadInput("two-currencies", "This rate is for another currency.")
        return Money.nearest(Fraction(money.amount) * Fraction(self.rate), self.wanted)

    def to_data(self) -> dict[str, object]:
        """The stated rate as JSON can hold it."""
        return {
            "given": self.given,
            "wanted": self.wanted,
            "rate": f"{self.rate:f}",
            "on": self.on.isoformat(),
            "source": self.source,
        }


def read_conversion(data: Mapping[str, object] | Node, *, file: str = "conversion") -> Conversion:
    """The conversion that plain data describe; raises Problems with every complaint."""
    return read(data, "A conversion", _conversion, file)


def conversion_in(form: Statement, field: str) -> Conversion | None:
    """The stated rate that stands in a field of another statement; None where there is none."""
    found = form.get(field, required=False)
    return None if found is None else _conversion(Statement(found, form.problems, "A conversion", form.place))


def _conversion(form: Statement) -> Conversion | None:
    given, wanted, source = (form.text(field) for field in ("given", "wanted", "source"))
    rate, on = form.exactly("rate"), form.day("on", required=True)
    if rate is None:
        form.complain("A conversion has a rate, such as 0.0541.")
    form.done()
    if form.problems or rate is None or on is None:
        return None
    return form.make(lambda: Conversion(given, wanted, rate, on, source))
