"""Money and remedy on paper: what is claimed, ordered, received and unpaid, what was filed, and until when one may file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from amparo.norms.answers.phrases import day_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.papers.paper import Block, Pairs, Part, Table, Words
from amparo.papers.phrases import phrase
from amparo.remedy.claims import Claim
from amparo.remedy.deadlines import Deadline
from amparo.remedy.figures import money_name, sum_name
from amparo.remedy.filings import CheckIn, Filing
from amparo.remedy.ledger import Ledger, Measure, Step
from amparo.remedy.money import Money
from amparo.remedy.reckoning import Owing, Reckoning, reckon
from amparo.remedy.tables import ClaimTable, Total, claim_table

Label = Callable[[Enum | str], str]  # words for a word of a list: a role, a step, a way

_SUMS = (*(step.value for step in Step), "unpaid")


@dataclass(frozen=True, slots=True)
class RemedyTold:
    """What a case holds of remedy."""

    claims: tuple[Claim, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    filings: tuple[Filing, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts remedy into words of a language. `called` says how people and parties are called, `label` how words of lists are."""

    language: str
    called: Mapping[str, str]
    label: Label

    def parts(self, told: RemedyTold) -> Iterator[Part]:
        """What is owed, what was filed and the time limits; what there is none of is left out."""
        if told.claims or told.ledger.entries:
            yield Part(self.says("remedy"), tuple(self._balances(reckon(told.ledger))))
            for claim in told.claims:
                yield from self._claim(claim, reckon(told.ledger.of_party(claim.party)))
            yield from self._ledger(told.ledger)
        if told.filings:
            yield Part(self.says("filings"), tuple(self._filings(told.filings, told.check_ins)))
        if told.deadlines:
            yield Part(self.says("time_limits"), tuple(self._deadlines(told.deadlines)))

    def says(self, name: str, **filled: object) -> str:
        return phrase(name, self.language, **filled)

    def _name(self, opaque: str) -> str:
        return self.called.get(opaque, "–")

    def _day(self, day: object) -> str:
        return day_name(str(day), self.language)

    def _money(self, money: Money) -> str:
        return money_name(money, self.language)

    def _balances(self, reckoning: Reckoning) -> Iterator[Block]:
        if not reckoning.owings:
            yield Words(self.says("nothing_claimed_yet"))
            return
        yield Pairs(((self.says("state_of_remedy"), self.label(reckoning.state)),))
        if reckoning.balances:
            headings = (*(self.label(step) for step in Step), self.says("unpaid"))
            rows = tuple(
                tuple(self._bounded(reckoning, name, getattr(one, name)) for name in _SUMS)
                for one in reckoning.balances
            )
            yield Table(headings, rows, figures=(0, 1, 2, 3))
        if reckoning.unpaid:
            yield Words(self.says("still_owed"))
            yield Pairs(
                tuple(
                    (f"{self._name(one.person)} ← {self._name(one.party)}", self._owing(one))
                    for one in reckoning.unpaid
                )
            )

    def _bounded(self, reckoning: Reckoning, name: str, money: Money) -> str:
        bound = reckoning.bounds.get(name)
        return " ".join(filter(None, (self.says(bound.value) if bound else "", self._money(money))))

    def _owing(self, one: Owing) -> str:
        at_least = [self.says("at_least")] if one.is_at_least else []
        sums = " + ".join(map(self._money, one.unpaid))
        undone = [self.label(measure.kind) for measure in one.outstanding]
        elsewhere = [f"{self.says('received_elsewhere')}: {self._money(money)}" for money in one.elsewhere]
        told = (" ".join([*at_least, sums]), *elsewhere, *undone, self.label(one.state))
        return self.says("between").join(filter(None, told))

    def _claim(self, claim: Claim, so_far: Reckoning) -> Iterator[Part]:
        citations = {one.id: one.citation for one in load_catalogue().provisions.values()}
        table = claim_table(claim, self.language, names=self.called, citations=citations, so_far=so_far)
        yield Part(f"{table.title}. {table.summary}", level=3)
        for item in table.items:
            rows = tuple((row.formula, row.figures, row.left_open or row.result) for row in item.rows)
            yield Part(item.heading, (Pairs(item.facts), Table(table.headings, rows, figures=(1,))), level=4)
        yield Part(table.totals_heading, tuple(self._totals(table)), level=4)

    def _totals(self, table: ClaimTable) -> Iterator[Block]:
        yield Pairs(tuple((one.label, self._total(one)) for one in table.totals))
        yield Words("\n".join(table.remarks), is_quiet=True)

    def _total(self, one: Total) -> str:
        return " ".join(filter(None, (one.at_least, " + ".join(one.sums) or self.says("not_known_yet"))))

    def _ledger(self, ledger: Ledger) -> Iterator[Part]:
        blocks: list[Block] = []
        whose = (self.says("whose"), self.says("who_owes"))
        if ledger.sums:
            rows = tuple(
                (
                    self._day(one.on),
                    self.label(one.step),
                    sum_name(one, self.language) or self.says("nobody_knows_how_much"),
                    self.says("heir_of", heir=self._name(one.payee), person=self._name(one.person))
                    if one.payee
                    else self._name(one.person),
                    self._name(one.party),
                )
                for one in sorted(ledger.sums, key=lambda one: one.on)
            )
            blocks.append(
                Table((self.says("day"), self.says("how_far"), self.says("how_much"), *whose), rows, figures=(2,))
            )
        if ledger.measures:
            steps = tuple(self.says(step) for step in ("asked", "ordered", "received"))
            done = tuple(
                (self.label(one.kind), *self._measure(one), self._name(one.person), self._name(one.party))
                for one in ledger.measures
            )
            blocks.append(Table((self.says("not_money"), *steps, *whose), done))
        if blocks:
            yield Part(self.says("every_entry"), tuple(blocks), level=3)

    def _measure(self, one: Measure) -> tuple[str, str, str]:
        received = self._day(one.received_on) if one.received_on else self.says(one.received.word)
        return self.says(one.asked.word), self.says(one.ordered.word), received

    def _filings(self, filings: tuple[Filing, ...], check_ins: tuple[CheckIn, ...]) -> Iterator[Block]:
        headings = (self.says("day"), self.says("way"), self.says("with_whom"), self.says("reference"))
        rows = tuple((self._day(one.on), self.label(one.route), one.to, one.reference or "–") for one in filings)
        yield Table(headings, rows)
        if check_ins:
            yield Words(self.says("asked_since"))
            happened = self.says("between")
            yield Pairs(
                tuple(
                    (self._day(one.asked_on), happened.join(self.label(what) for what in sorted(one.happened, key=str)))
                    for one in check_ins
                )
            )

    def _deadlines(self, deadlines: tuple[Deadline, ...]) -> Iterator[Block]:
        rows = tuple(
            (
                self.label(one.limit.route),
                self._day(one.last_day) if one.last_day else self.says("no_day"),
                one.limit.basis,
                self.says("yes" if one.limit.verified else "no"),
            )
            for one in deadlines
        )
        yield Table((self.says("way"), self.says("last_day"), self.says("source"), self.says("verified")), rows)
        yield Words(self.says("limits_note"), is_quiet=True)
