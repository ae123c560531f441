"""A claim: lines, simple interest, and totals that say *at least* while a line is open.

Each line is rounded once, at its end; interest is reckoned on the rounded amount that stands on the paper and rounded once as well. So
whoever checks the table by hand comes to the same coin.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from amparo.errors import BadInput
from amparo.remedy.bases import Basis, opaque
from amparo.remedy.forms import Statement, read
from amparo.remedy.lines import Line, lines_in
from amparo.remedy.money import Money, total
from amparo.rules.reading import Node

DAYS_OF_A_YEAR = 365  # actual/365: the days that passed, of a year of 365, in leap years too


@dataclass(frozen=True, slots=True)
class Interest:
    """Simple interest at so many per cent a year, and what says so."""

    yearly_percent: Decimal
    basis: Basis

    def __post_init__(self) -> None:
        if not isinstance(self.yearly_percent, Decimal) or not 0 < self.yearly_percent <= 1000:
            raise BadInput("bad-interest", "Interest is a rate a year in per cent, above 0 and at most 1,000.")

    def on(self, principal: Money, days: int) -> Money:
        """The interest of so many days, to the smallest coin, half to even."""
        exact = Fraction(principal.amount) * Fraction(self.yearly_percent) / 100 * days / DAYS_OF_A_YEAR
        return Money.nearest(exact, principal.currency)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A line worked out: what is owed, the days and the interest; None is not known, `missing` says why."""

    line: Line
    owed: Money | None
    days: int | None
    interest: Money | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What is owed in each currency, with interest, without it, and whether something open comes on top."""

    owed: tuple[Money, ...]
    interest: tuple[Money, ...]
    together: tuple[Money, ...]
    is_at_least: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What people claim from one party, reckoned until a day. Raises BadInput for a line or due day that lies after it."""

    party: str
    on: date
    lines: tuple[Line, ...]
    interest: Interest | None = None

    def __post_init__(self) -> None:
        opaque(self.party)
        days = [day for line in self.lines for day in (line.first_day, line.last_day) if day]
        if any(day > self.on for day in days):
            raise BadInput("in-the-future", "A line is about days after the day until which the claim is reckoned.")
        self.worked_out()  # refuses interest that is more than money can be

    def worked_out(self) -> tuple[Claimed, ...]:
        """Every line with what it comes to."""
        return tuple(map(self._worked_out, self.lines))

    def _worked_out(self, line: Line) -> Claimed:
        owed = line.owed
        if self.interest is None:
            return Claimed(line, owed, None, None, line.missing)
        if line.due_on is None:
            return Claimed(line, owed, None, None, (*line.missing, "due_on"))
        days = max(0, (self.on - line.due_on).days)  # none before it is due
        return Claimed(line, owed, days, self.interest.on(owed, days) if owed else None, line.missing)

    def sums(self, person: str | None = None) -> Sums:
        """The totals of the claim, or of one person's lines."""
        return summed(one for one in self.worked_out() if person in (None, one.line.person))

    @property
    def people(self) -> tuple[str, ...]:
        """Whose claim it is, in the order of the lines."""
        return tuple(dict.fromkeys(line.person for line in self.lines))

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Everything that the claim rests on."""
        found = [basis for line in self.lines for basis in (line.basis, line.factor_basis) if basis]
        return tuple(dict.fromkeys([*found, *([self.interest.basis] if self.interest else [])]))

    def to_data(self) -> dict[str, object]:
        """The claim as JSON can hold it; `read_claim` reads it back."""
        found: dict[str, object] = {"party": self.party, "on": self.on.isoformat()}
        if self.interest:
            found["interest"] = {
                "yearly_percent": f"{self.interest.yearly_percent:f}",
                "basis": self.interest.basis.to_data(),
            }
        return {**found, "lines": [line.to_data() for line in self.lines]}


def summed(worked_out: Iterable[Claimed]) -> Sums:
    """The totals of lines that were worked out."""
    lines = list(worked_out)
    owed = total(one.owed for one in lines if one.owed)
    interest = total(one.interest for one in lines if one.interest)
    return Sums(owed, interest, total((*owed, *interest)), any(one.missing for one in lines))


def read_claim(data: Mapping[str, object] | Node, *, file: str = "claim") -> Claim:
    """The claim that a document or plain data describe; raises Problems with every complaint."""
    return read(data, "A claim", _claim, file)


def _claim(form: Statement) -> Claim | None:
    party, on = form.text("party"), form.day("on", required=True)
    interest = _interest(form)
    lines = tuple(line for part in form.forms("lines", "A line") for line in lines_in(part))
    if not lines and not form.problems:
        form.complain("A claim has at least one line.", "lines")
    form.done()
    return form.make(lambda: Claim(party, on, lines, interest)) if on and not form.problems else None


def _interest(form: Statement) -> Interest | None:
    found = form.get("interest", required=False)
    if found is None:
        return None
    part = Statement(found, form.problems, "Interest", form.place)
    percent, basis = part.exactly("yearly_percent"), part.basis("basis")
    if percent is None:
        part.complain("Interest has a yearly_percent, such as 9. Leave interest out where the rate is not known.")
    part.done()
    return part.make(lambda: Interest(percent, basis)) if percent is not None and basis else None
