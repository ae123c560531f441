"""The remedy ledger: what was claimed, ordered and *received*, in money and in what is not money.

An entry is written once; a correction is a new entry in its place. A sum that is not known is recorded as such, and never as nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from amparo.errors import BadInput
from amparo.remedy.bases import opaque
from amparo.remedy.claims import Claim
from amparo.remedy.conversions import Conversion, conversion_in
from amparo.remedy.forms import Statement, read
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.rules.nodes import Node
from amparo.rules.truth import Truth


class Step(Enum):
    """How far a remedy has come."""

    CLAIMED = "claimed"
    ORDERED = "ordered"
    RECEIVED = "received"


class MeasureKind(Enum):
    """What is owed and is not money."""

    PAPERS = "papers"
    STATUS = "status"
    APOLOGY = "apology"
    REINSTATEMENT = "reinstatement"
    NON_REPETITION = "non-repetition"
    MEDICAL_CARE = "medical-care"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sum:
    """Money at one step, for one person, owed by one party; `money` None is a sum that is not known.

    `on` is the day it was claimed, ordered or received; `span` the time it is for; `payer` who paid, where that is another party.
    `conversion`: the stated rate by which it counts in another currency. `is_confirmed`: more was received than was due, a person
    looked at it, and it is right. `payee`: the heir who received it, where the person has died.
    """

    id: str
    step: Step
    person: str
    party: str
    money: Money | None
    on: Period
    span: tuple[Period, Period] | None = None
    payer: str | None = None
    is_confirmed: bool = False
    about: str = field(default="", repr=False)
    conversion: Conversion | None = None
    payee: str | None = None

    def __post_init__(self) -> None:
        if self.conversion and (self.money is None or self.money.currency != self.conversion.given):
            raise BadInput("other-rate", "A rate belongs to a sum that is known, in the currency that it is given for.")
        for name in (self.id, self.person, self.party, *filter(None, (self.payer, self.payee))):
            opaque(name)
        if self.money is not None and self.money.amount < 0:
            raise BadInput("negative", "No sum of the ledger is negative. Correct the entry that was wrong.")
        if self.span and self.span[1].last < self.span[0].first:
            raise BadInput("backwards", "The time that a sum is for ends before it begins.")
        if self.step is not Step.RECEIVED and (self.payer or self.payee or self.is_confirmed):
            raise BadInput("not-received", "Only what was received has a payer or an heir, or is confirmed.")

    @property
    def counted(self) -> Money | None:
        """The money as it counts: by the stated rate, where there is one."""
        return self.conversion.of(self.money) if self.conversion and self.money else self.money

    def to_data(self) -> dict[str, object]:
        """The entry as JSON can hold it."""
        found: dict[str, object] = {"id": self.id, "step": self.step.value, "person": self.person, "party": self.party}
        found |= {"money": str(self.money)} if self.money else {}
        found |= {"on": str(self.on)}
        found |= {"from": str(self.span[0]), "until": str(self.span[1])} if self.span else {}
        found |= {"payer": self.payer} if self.payer else {}
        found |= {"payee": self.payee} if self.payee else {}
        found |= {"confirmed": True} if self.is_confirmed else {}
        found |= {"conversion": self.conversion.to_data()} if self.conversion else {}
        return found | ({"about": self.about} if self.about else {})


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is no money: whether it was asked for, ordered and received, each yes, no or unknown."""

    id: str
    kind: MeasureKind
    person: str
    party: str
    asked: Truth = Truth.UNKNOWN
    ordered: Truth = Truth.UNKNOWN
    received: Truth = Truth.UNKNOWN
    received_on: Period | None = None
    about: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name in (self.id, self.person, self.party):
            opaque(name)
        if self.received_on is not None and self.received is not Truth.YES:
            raise BadInput("not-received", "Only what was received has a day on which it was.")

    def to_data(self) -> dict[str, object]:
        """The entry as JSON can hold it."""
        found: dict[str, object] = {"id": self.id, "kind": self.kind.value, "person": self.person, "party": self.party}
        found |= {step: getattr(self, step).word for step in ("asked", "ordered", "received")}
        found |= {"received_on": str(self.received_on)} if self.received_on else {}
        return found | ({"about": self.about} if self.about else {})


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of a case, or of several; each id stands once."""

    sums: tuple[Sum, ...] = ()
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        ids = [one.id for one in self.entries]
        if len(set(ids)) < len(ids):
            raise BadInput("twice", "An entry stands twice in the ledger.")

    @property
    def entries(self) -> tuple[Sum | Measure, ...]:
        """The sums, then what is not money."""
        return (*self.sums, *self.measures)

    def of_person(self, person: str) -> "Ledger":
        """The entries of one person."""
        return Ledger(
            tuple(one for one in self.sums if one.person == person),
            tuple(one for one in self.measures if one.person == person),
        )

    def of_party(self, party: str) -> "Ledger":
        """The entries of which one party owes the remedy."""
        return Ledger(
            tuple(one for one in self.sums if one.party == party),
            tuple(one for one in self.measures if one.party == party),
        )

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody to whom something is owed, in the order of their ids."""
        return tuple(sorted({one.person for one in self.entries}))

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody who owes something, in the order of their ids."""
        return tuple(sorted({one.party for one in self.entries}))

    def __add__(self, other: "Ledger") -> "Ledger":
        return Ledger(self.sums + other.sums, self.measures + other.measures)

    def to_data(self) -> dict[str, object]:
        """The ledger as JSON can hold it; `read_ledger` reads it back."""
        return {"sums": [one.to_data() for one in self.sums], "measures": [one.to_data() for one in self.measures]}


def sums_claimed(claim: Claim, *, prefix: str) -> tuple[Sum, ...]:
    """The lines of a claim as entries of the ledger, interest as entries of its own; their ids begin with the prefix."""
    day = Period(claim.on, claim.on)
    found: list[Sum] = []
    for at, one in enumerate(claim.worked_out(), 1):
        line = one.line
        days = line.first_day and line.last_day and (line.first_day, line.last_day)
        span = (Period(days[0], days[0]), Period(days[1], days[1])) if days else None
        found.append(Sum(f"{prefix}-{at}", Step.CLAIMED, line.person, claim.party, one.owed, day, span))
        if claim.interest:
            found.append(
                Sum(f"{prefix}-{at}-interest", Step.CLAIMED, line.person, claim.party, one.interest, day, span)
            )
    return tuple(found)


def read_sum(data: Mapping[str, object] | Node, *, file: str = "sum") -> Sum:
    """The sum that plain data describe; raises Problems with every complaint."""
    return read(data, "A sum", _sum, file)


def read_measure(data: Mapping[str, object] | Node, *, file: str = "measure") -> Measure:
    """The measure that plain data describe; raises Problems with every complaint."""
    return read(data, "A measure", _measure, file)


def read_ledger(data: Mapping[str, object] | Node, *, file: str = "ledger") -> Ledger:
    """The ledger that a document or plain data describe; raises Problems with every complaint."""
    return read(data, "A ledger", _ledger, file)


def _ledger(form: Statement) -> Ledger | None:
    sums = [_sum(part) for part in form.forms("sums", "A sum", required=False)]
    measures = [_measure(part) for part in form.forms("measures", "A measure", required=False)]
    form.done()
    if form.problems:
        return None
    return form.make(
        lambda: Ledger(tuple(one for one in sums if one), tuple(one for one in measures if one)),
    )


def _sum(form: Statement) -> Sum | None:
    before = len(form.problems)
    names = [form.text(name) for name in ("id", "person", "party")]
    step, money = form.choice("step", Step), form.money("money")
    on = form.period("on", required=True)
    begins, ends = form.period("from"), form.period("until")
    payer, payee = (form.text(field, required=False) or None for field in ("payer", "payee"))
    is_confirmed, about = form.flag("confirmed", False), form.words("about")
    if (begins is None) != (ends is None):
        form.complain("The time that a sum is for has both from and until, or neither.")
    span = (begins, ends) if begins and ends else None
    conversion = conversion_in(form, "conversion")
    form.done()
    if len(form.problems) > before or step is None or on is None:
        return None
    name, person, party = names
    return form.make(
        lambda: Sum(name, step, person, party, money, on, span, payer, is_confirmed, about, conversion, payee)
    )


def _measure(form: Statement) -> Measure | None:
    before = len(form.problems)
    names = [form.text(name) for name in ("id", "person", "party")]
    kind = form.choice("kind", MeasureKind)
    asked, ordered, received = (form.truth(name) for name in ("asked", "ordered", "received"))
    received_on, about = form.period("received_on"), form.words("about")
    form.done()
    if len(form.problems) > before or kind is None:
        return None
    name, person, party = names
    return form.make(lambda: Measure(name, kind, person, party, asked, ordered, received, received_on, about))
