"""What States held back when they bound themselves, as clauses of holding."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from amparo.rules.conditions import EVERYONE, All, Any, Condition, Open, Reason, Unless
from amparo.rules.dates import Period
from amparo.rules.forms import Form
from amparo.rules.language import Language, read_condition

EFFECTS = ("excludes", "narrows", "notes")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A State's reservation or declaration on provisions (`refugee-1951/*` for all of an instrument).

    `excludes`: the provision does not bind; with `when`, only where that is so. `otherwise_open`: elsewhere the answer is open.
    `notes`: the answer stays, and the words are told beside it (an understanding; a reservation in general terms).
    `narrows`: it covers part of the provision, so the answer is open; with `when`, only for those of whom that may be so.
    """

    state: str
    provisions: frozenset[str]
    since: Period
    until: Period | None
    effect: str
    when: Condition | None
    otherwise_open: bool
    says: str
    verified: bool

    @property
    def instruments(self) -> set[str]:
        """The ids of the instruments that it is on."""
        return {name.partition("/")[0] for name in self.provisions}

    def to_plain(self) -> dict[str, object]:
        """The reservation as JSON can hold it."""
        until = {"until": str(self.until)} if self.until else {}
        told = {"from": str(self.since), **until, "provisions": sorted(self.provisions), "effect": self.effect}
        return {**told, "says": self.says, "verified": self.verified}

    def concerns(self, provision: str) -> str | None:
        """`wholly` where the provision is reserved: by name, by its article (31 covers 31.1 and 31a), or with the whole instrument.

        `partly` where only a paragraph of the article that it stands for is reserved.
        """
        instrument, _, article = provision.partition("/")
        wider = {
            f"{instrument}/*",
            provision,
            f"{instrument}/{article.partition('.')[0]}",
            f"{instrument}/{_number(article)}",
        }
        if not wider.isdisjoint(self.provisions):
            return "wholly"
        paragraphs = (name for name in self.provisions if name.startswith(provision))
        return "partly" if any(_number(name.partition("/")[2]) == article for name in paragraphs) else None

    def stands(self, period: Period) -> bool:
        """Whether it stood on some day of the period."""
        return self.since.first <= period.last and (self.until is None or period.first < self.until.last)

    def clause(self, provision: str, period: Period) -> Condition | None:
        """The clause that the reservation adds to holding the provision in the period; None if it did not stand then."""
        if not self.stands(period):
            return None
        return self.clause_throughout(provision) if self.stands_throughout(period) else self.clause_in_part()

    def stands_throughout(self, period: Period) -> bool:
        """Whether it stood on every day of the period."""
        return self.since.last <= period.first and (self.until is None or period.last < self.until.first)

    def turns(self) -> list[date]:
        """The days on which it may begin or end to stand."""
        return [self.since.first, self.since.last, *([self.until.first, self.until.last] if self.until else [])]

    def clause_throughout(self, provision: str) -> Condition:
        """The clause where it stands throughout."""
        if self.effect == "notes":
            return EVERYONE
        if self.effect != "excludes" or self.concerns(provision) != "wholly":
            return self.clause_in_part()
        return All((self._spared, self._partial)) if self.otherwise_open else self._spared

    def clause_in_part(self) -> Condition:
        """The clause where it stood for part of the period, or covers part of the provision."""
        if self.effect == "notes":
            return EVERYONE
        return self._partial if self.otherwise_open else Any((self._spared, self._partial))

    @property
    def _spared(self) -> Condition:
        return Unless(self.when) if self.when else Unless(EVERYONE)

    @property
    def _partial(self) -> Condition:
        return Open(Reason.PARTIAL_RESERVATION, self.says)


def _number(article: str) -> str:
    """The number that an article's paragraphs share: 37 of 37c and of 37.1."""
    digits = re.match(r"\d+", article)
    return digits.group() if digits else article


def clauses(reservations: Iterable[Reservation], provision: str, period: Period) -> list[tuple[Reservation, Condition]]:
    """The reservations on a provision that stand in a period, each with its clause."""
    found = [(one, one.clause(provision, period)) for one in reservations]
    return [(one, clause) for one, clause in found if clause is not None]


def read_reservation(form: Form, language: Language) -> Reservation:
    """The reservation that one entry of reservations.yaml describes; adds every problem found."""
    when = form.get("when", required=False)
    since = form.period("from", required=True) or Period.parse("0001")
    reservation = Reservation(
        state=form.text("state"),
        provisions=frozenset(form.texts("provisions")),
        since=since,
        until=form.period("until"),
        effect=form.one_of("effect", EFFECTS),
        when=read_condition(when, language, form.problems) if when else None,
        otherwise_open=form.one_of("otherwise", ["open"], "") == "open",
        says=form.text("says"),
        verified=form.flag("verified"),
    )
    for field in ("source", "note"):
        form.text(field, required=False)
    form.done()
    if not language.has_state(reservation.state):
        form.complain("state is not a State's code.", "state")
    if not reservation.provisions:
        form.complain("provisions names those that are reserved.", "provisions")
    return reservation
