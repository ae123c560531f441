"""Claims that Hypothesis makes: every kind of line, known or not, in figures that people meet."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.remedy.bases import Basis, BasisKind
from amparo.remedy.claims import Claim, Interest
from amparo.remedy.lines import FORMULAS, Line, LineKind, Per
from amparo.remedy.money import Money

LAW = Basis(BasisKind.LAW, "the labour law")
ON = date(2026, 11, 21)
DAYS = st.dates(date(2023, 12, 28), date(2026, 3, 31))


def numbers(most):
    return st.decimals(0, most, places=2)


@st.composite
def lines(draw):
    kind = draw(st.sampled_from(LineKind))
    currency = draw(st.sampled_from(["MXN", "USD", "JPY", "KWD"]))
    money = st.builds(lambda amount: Money(amount, currency), numbers(5000))
    stated = {
        name: draw(st.none() | money) for name in ("amount", "rate", "rate_given") if name in FORMULAS[kind].inputs
    }
    if "rate" in stated:
        stated["units"] = draw(st.none() | numbers(60))
        stated["per"] = Per.HOUR if kind is LineKind.OVERTIME else draw(st.sampled_from([None, *Per]))
    if kind is LineKind.OVERTIME:
        stated |= {"factor": draw(st.none() | numbers(3)), "factor_basis": LAW}
    if draw(st.booleans()):
        stated["first_day"] = draw(DAYS)
        stated["last_day"] = stated["first_day"] + timedelta(days=draw(st.integers(0, 200)))
    paid = draw(st.none() | st.builds(lambda amount: Money(amount, currency), numbers(3)))
    due_on = draw(st.none() | DAYS)
    try:
        return Line(kind, draw(st.sampled_from(["p-1", "p-2", "p-3"])), LAW, paid=paid, due_on=due_on, **stated)
    except BadInput as wrong:
        assert wrong.code == "paid-more", "nothing else is wrong with what is made here"
        return draw(lines())


INTEREST = st.none() | st.builds(lambda percent: Interest(percent + Decimal("0.01"), LAW), numbers(30))
CLAIMS = st.builds(
    lambda made, interest: Claim("farm", ON, tuple(made), interest), st.lists(lines(), max_size=6), INTEREST
)
