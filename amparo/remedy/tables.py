"""A claim as a table that a person can check by hand: for each line what it starts from, the formula in words and in figures, the sum.

`claim_table` gives the words in one language, for a page or for paper; `as_text` the same as plain lines. Figures run from left to right
in every language, so they stand apart from the words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from amparo.norms.answers.phrases import day_name, phrases_of
from amparo.norms.answers.printing import RIGHT_TO_LEFT
from amparo.remedy.bases import Basis
from amparo.remedy.claims import Claim, Claimed, Sums, summed
from amparo.remedy.figures import money_name, number_name
from amparo.remedy.ledger import Step
from amparo.remedy.lines import Line
from amparo.remedy.money import Money
from amparo.remedy.reckoning import Reckoning


def phrase(name: str, language: str, **filled: object) -> str:
    """A phrase of this room with its gaps filled."""
    return phrases_of("amparo.remedy")[name][language].format(**filled)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: the formula in words, in figures, and what it comes to; `left_open` says what is missing instead."""

    formula: str
    figures: str
    result: str
    left_open: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the claim, for one person or several alike: its heading, what it starts from as name and value, its steps."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """One total: a sum for each currency, after `at_least` where that is not empty; no sums are told as not known yet."""

    label: str
    sums: tuple[str, ...]
    at_least: str


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """A claim in words of one language."""

    language: str
    title: str
    summary: str
    headings: tuple[str, str, str]
    items: tuple[Item, ...]
    totals_heading: str
    totals: tuple[Total, ...]
    remarks: tuple[str, ...]


def claim_table(
    claim: Claim,
    language: str,
    *,
    names: Mapping[str, str] | None = None,
    citations: Mapping[str, str] | None = None,
    so_far: Reckoning | None = None,
) -> ClaimTable:
    """The claim as a table. `names` says how people and parties are called, `citations` how provisions are cited; without, by their ids.

    `so_far` is what the ledger says of the party: what was received stands beside the claim, and is not taken off it.
    """
    return _Writer(claim, language, names or {}, citations or {}, so_far).table()


def as_text(table: ClaimTable) -> str:
    """The table as lines of text."""
    lines = [table.title, table.summary, ""]
    for item in table.items:
        lines += [item.heading, *(f"  {name}: {value}" for name, value in item.facts)]
        lines += [line for row in item.rows for line in _row_lines(row, table.language)]
        lines.append("")
    lines.append(table.totals_heading)
    for total in table.totals:
        sums = [_from_the_left(one, table.language) for one in total.sums] or [phrase("not_known_yet", table.language)]
        lines.append(" ".join(filter(None, (f"  {total.label}:", total.at_least, " + ".join(sums)))))
    lines += ["", *table.remarks]
    mark = "\u200f" if table.language in RIGHT_TO_LEFT else ""
    return "\n".join(mark + line if line else line for line in lines)


def _row_lines(row: Row, language: str) -> Iterator[str]:
    equation = f"{row.figures} = {row.result or '?'}"
    yield f"  {row.formula}"
    yield f"    {_from_the_left(equation, language)}"
    if row.left_open:
        yield f"    {row.left_open}"


def _from_the_left(figures: str, language: str) -> str:
    return f"\u2066{figures}\u2069" if language in RIGHT_TO_LEFT else figures


def _alike(worked_out: tuple[Claimed, ...]) -> list[list[Claimed]]:
    """The lines that are the same for several people, together, in the order of the claim."""
    found: dict[Line, list[Claimed]] = {}
    for one in worked_out:
        found.setdefault(replace(one.line, person="anybody"), []).append(one)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Writer:
    claim: Claim
    language: str
    names: Mapping[str, str]
    citations: Mapping[str, str]
    so_far: Reckoning | None = None

    def table(self) -> ClaimTable:
        claim, worked_out = self.claim, self.claim.worked_out()
        return ClaimTable(
            self.language,
            self.says("title"),
            self.says("summary", party=self.name(claim.party), day=day_name(claim.on, self.language)),
            (self.says("how"), self.says("figures"), self.says("sum")),
            tuple(self.item(number, same) for number, same in enumerate(_alike(worked_out), 1)),
            self.says("totals"),
            tuple(self.totals(worked_out)),
            tuple(self.remarks(summed(worked_out))),
        )

    def says(self, phrase_name: str, **filled: object) -> str:
        return phrase(phrase_name, self.language, **filled)

    def name(self, opaque: str) -> str:
        return self.names.get(opaque, opaque)

    def item(self, number: int, alike: list[Claimed]) -> Item:
        first, people = alike[0], [self.name(one.line.person) for one in alike]
        heading = f"{number}. {self.says(f'kind_{first.line.kind.value}')}"
        facts = ((self.says("person"), self.says("between").join(people)), *self.facts(first.line))
        return Item(heading, facts, (*self.rows(first), *self.for_all(alike)))

    def facts(self, line: Line) -> Iterator[tuple[str, str]]:
        if line.about:
            yield self.says("about"), line.about
        if days := self.days(line):
            yield self.says("days"), days
        if line.per:
            yield self.says("per"), self.says(f"per_{line.per.value}")
        if line.units is None and (units := line.counted_units) is not None:
            yield self.says("by_the_calendar"), number_name(units, self.language)
        if line.due_on and self.claim.interest:
            yield self.says("due_since"), day_name(line.due_on, self.language)
        yield self.says("basis"), self.basis(line.basis)
        if line.factor_basis:
            yield self.says("factor_basis"), self.basis(line.factor_basis)

    def days(self, line: Line) -> str:
        first = line.first_day and day_name(line.first_day, self.language)
        last = line.last_day and day_name(line.last_day, self.language)
        name = "from_until" if first and last else "from_only" if first else "until_only"
        return self.says(name, first=first, last=last) if first or last else ""

    def basis(self, basis: Basis) -> str:
        return self.says(f"basis_{basis.kind.value}", which=self.citations.get(basis.reference, basis.reference))

    def rows(self, one: Claimed) -> Iterator[Row]:
        line = one.line
        missing = self.missing(line.missing)
        yield Row(self.says(f"formula_{line.formula.name}"), self.figures(line), self.money(one.owed), missing)
        if (interest := self.claim.interest) is None:
            return
        percent, days = number_name(interest.yearly_percent, self.language), "?" if one.days is None else str(one.days)
        figures = f"{self.money(one.owed) or '?'} × {percent} % × {days} / 365"
        undated = self.missing(tuple(name for name in one.missing if name not in line.missing))
        yield Row(self.says("formula_interest"), figures, self.money(one.interest), undated)

    def for_all(self, alike: list[Claimed]) -> Iterator[Row]:
        """What a line comes to for all of its people, where they are several."""
        for each, together in zip(summed(alike[:1]).together, summed(alike).together, strict=True):
            if len(alike) > 1:
                figures, result = f"{self.money(each)} × {len(alike)}", self.money(together)
                at_least = f"{self.says('at_least')} {result}" if alike[0].missing else ""
                yield Row(self.says("formula_people"), figures, "" if at_least else result, at_least)

    def missing(self, names: tuple[str, ...]) -> str:
        words = self.says("between").join(self.says(f"missing_{name}") for name in names)
        return self.says("open", missing=words) if names else ""

    def figures(self, line: Line) -> str:
        """The formula with its figures, and ? for each that is not known."""
        units = line.counted_units
        shown = {name: self.money(getattr(line, name)) for name in ("amount", "rate", "rate_given", "paid")}
        shown["units"] = "" if units is None else number_name(units, self.language)
        shown["factor"] = "" if line.factor is None else number_name(line.factor, self.language)
        return line.formula.figures.format(**{name: value or "?" for name, value in shown.items()})

    def money(self, money: Money | None) -> str:
        return "" if money is None else money_name(money, self.language)

    def totals(self, worked_out: tuple[Claimed, ...]) -> Iterator[Total]:
        people, whole = self.claim.people, summed(worked_out)
        for person in people if len(people) > 1 else ():
            sums = summed(one for one in worked_out if one.line.person == person)
            yield self.total(self.says("total_of", person=self.name(person)), sums, sums.together)
        if self.claim.interest:
            yield self.total(self.says("total_owed"), whole, whole.owed)
            yield self.total(self.says("total_interest"), whole, whole.interest)
        yield self.total(self.says("total_together"), whole, whole.together)
        if self.so_far and any(one.step is Step.RECEIVED for owing in self.so_far.owings for one in owing.sums):
            for name in ("received", "unpaid"):
                yield self.told_so_far(name, self.so_far)

    def told_so_far(self, name: str, so_far: Reckoning) -> Total:
        bound, sums = so_far.bounds.get(name), (getattr(one, name) for one in so_far.balances)
        # Of what nobody knows there may be more: only where all is known is nothing said of nothing.
        shown = tuple(self.money(one) for one in sums if one.amount or not bound)
        return Total(self.says(f"total_{name}"), shown, self.says(bound.value) if bound and shown else "")

    def total(self, label: str, sums: Sums, shown: tuple[Money, ...]) -> Total:
        at_least = self.says("at_least") if sums.is_at_least and shown else ""
        return Total(label, tuple(map(self.money, shown)), at_least)

    def remarks(self, whole: Sums) -> Iterator[str]:
        yield self.says("rounding")
        if interest := self.claim.interest:
            percent = number_name(interest.yearly_percent, self.language)
            yield self.says("interest_note", percent=percent, basis=self.basis(interest.basis))
        if whole.is_at_least:
            yield self.says("open_note")
