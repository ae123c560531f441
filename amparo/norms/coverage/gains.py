"""Who would gain what if States deposited: the same table of counts, asked of the law as it is and of the law as it would be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.supposing import Deposit, bound_from, supposing, why_not
from amparo.norms.coverage.assumptions import Assumption
from amparo.norms.coverage.measuring import GROUP, PEOPLE, UNRECORDED, divided, grouping, situations
from amparo.norms.coverage.tables import Population
from amparo.norms.tables.reasons import Reasons
from amparo.norms.tables.rights import HOLDS, RightsTable
from amparo.rules.conditions import DAY
from amparo.rules.table.words import bit
from amparo.rules.truth import NO, YES, Truth
from amparo.rules.truth import UNKNOWN as NOT_KNOWN

HELD, GAINED, PERHAPS, UNKNOWN = CHANGES = ("held", "gained", "perhaps", "unknown")
_SAID: dict[Truth, bool | None] = {YES: True, NO: False, NOT_KNOWN: None}


@dataclass(slots=True)
class Gain:
    """People by what the deposits would change.

    `held`: surely so already. `gained`: surely so then, and not surely now. `perhaps`: the State would be bound then and is not surely
    now, but whether they hold the right depends on facts that are not told. `unknown`: nobody recorded where they came from, and it is
    not surely no. The rest of `people`: nothing changes.
    """

    people: float = 0
    held: float = 0
    gained: float = 0
    perhaps: float = 0
    unknown: float = 0

    @property
    def rest(self) -> float:
        """The people for whom nothing changes and who do not surely hold it, those who are not reached among them."""
        return self.people - self.held - self.gained - self.perhaps - self.unknown

    def add(self, held: float, gained: float, perhaps: float, unknown: float) -> None:
        self.held += held
        self.gained += gained
        self.perhaps += perhaps
        self.unknown += unknown

    def to_plain(self) -> dict[str, Any]:
        """The gain as JSON can hold it, with shares of all people counted."""
        whole = self.people or 1
        people = {name: round(getattr(self, name)) for name in ("people", *CHANGES)}
        return people | {"share": {name: round(getattr(self, name) / whole, 6) for name in CHANGES}}


@dataclass(slots=True)
class Gains:
    """What was supposed, and what it would change: where the instrument binds, in all and by group, and provision by provision."""

    instrument: str
    deposits: tuple[tuple[Deposit, date | None], ...]  # each with the day from which it would bind
    on: date
    stock_year: int
    table: str
    by: str | None
    whole: Gain = field(default_factory=Gain)
    groups: dict[str, Gain] = field(default_factory=dict)
    provisions: dict[str, Gain] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()

    @property
    def alike(self) -> dict[str, Gain]:
        """The gains of provisions, those with the same gain in one, named by the first."""
        several: dict[tuple[float, ...], list[str]] = {}
        for name, gain in self.provisions.items():
            several.setdefault(tuple(round(getattr(gain, one)) for one in CHANGES), []).append(name)
        return {
            names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else ""): self.provisions[names[0]]
            for names in several.values()
        }

    def to_plain(self) -> dict[str, Any]:
        """The measurement as JSON can hold it."""
        return {
            "instrument": self.instrument,
            "deposits": [
                {"state": one.state, "deposited_on": one.on.isoformat(), "bound_from": day and day.isoformat()}
                for one, day in self.deposits
            ],
            "on": self.on.isoformat(),
            "stock_year": self.stock_year,
            "table": self.table,
            **self.whole.to_plain(),
            "assumptions": [
                {"fact": one.fact, "source": one.source, "verified": one.verified} for one in self.assumptions
            ],
            "provisions": [{"provision": name, **gain.to_plain()} for name, gain in self.provisions.items()],
            "by": [{self.by: name, **gain.to_plain()} for name, gain in self.groups.items()] if self.by else [],
        }


def largest_destinations(
    population: Population, instrument: str, count: int, deposited_on: date, year: int, catalogue: Catalogue
) -> list[Deposit]:
    """Deposits by so many States: those with the most people from elsewhere, of those that could deposit and are not surely bound."""
    cells = population.frame.filter((pl.col("year") == year) & (pl.col("origin") != pl.col("destination")))
    ranked = (
        cells.group_by("destination").agg(pl.col(PEOPLE).sum()).sort(PEOPLE, "destination", descending=[True, False])
    )
    could = (Deposit(instrument, state, deposited_on) for state in ranked.get_column("destination"))
    return [one for one in could if why_not(one, catalogue) is None][:count]


def measure_gains(
    population: Population,
    instrument: str,
    deposits: Sequence[Deposit],
    on: date,
    catalogue: Catalogue,
    *,
    stock_year: int | None = None,
    by: str | None = None,
    assumptions: Iterable[Assumption] = (),
) -> Gains:
    """What the deposits would change on the day: for how many people the instrument, and each provision that it binds to."""
    year, supposed = stock_year or population.year_for(on), supposing(catalogue, deposits)
    told = tuple((one, bound_from(one, supposed)) for one in deposits)
    found = Gains(instrument, told, on, year, population.name, by, assumptions=tuple(assumptions))
    provisions = [one for one in catalogue.provisions.values() if one.bound_by == instrument]
    found.provisions = {one.id: Gain() for one in provisions}
    dated = population.frame.filter(pl.col("year") == year).with_columns(pl.lit(on).alias(DAY))
    cells = dated.with_columns((grouping(by, catalogue) if by else pl.lit("")).alias(GROUP))
    asked, _ = divided(cells, catalogue)
    for group, people in cells.group_by(GROUP).agg(pl.col(PEOPLE).sum()).sort(GROUP).iter_rows():
        found.groups[group] = Gain(people)
    now, then = (_Asked(one, instrument, [each.id for each in provisions]) for one in (catalogue, supposed))
    for frame, share in situations(asked, found.assumptions, catalogue):
        _add(found, asked.select(GROUP, PEOPLE, UNRECORDED), now.answers(frame), then.answers(frame), share)
    found.whole = _sum(found.groups.values())
    for gain in found.provisions.values():
        gain.people = found.whole.people
    found.groups = dict(sorted(found.groups.items(), key=lambda item: (-item[1].gained, item[0]))) if by else {}
    return found


class _Asked:
    """The instrument and its provisions, asked of one state of the law."""

    def __init__(self, catalogue: Catalogue, instrument: str, provisions: Sequence[str]) -> None:
        self.bond = Reasons(catalogue, instrument)
        self.rights = RightsTable(catalogue, [catalogue.provisions[name] for name in provisions])

    def answers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A column for each provision, and one for whether the State is bound: true, false or null."""
        numbers = self.bond.numbers(frame)
        bound = pl.Series([_SAID[one.value] for one in self.bond.verdicts], dtype=pl.Boolean).gather(numbers)
        words = self.rights.words(frame, of=[HOLDS]) if self.rights.provisions else frame.select()
        says = {one.id: bit(HOLDS, place) for place, one in enumerate(self.rights.provisions)}
        return pl.DataFrame({"bound": bound}).hstack(words.select(**says))


def _add(found: Gains, people: pl.DataFrame, now: pl.DataFrame, then: pl.DataFrame, share: float) -> None:
    """Adds a share of the people to each gain."""
    newly = then.get_column("bound").fill_null(False) & ~now.get_column("bound").fill_null(False)
    unrecorded = people.get_column(UNRECORDED)
    bonds = people.with_columns(**_changes(now.get_column("bound"), then.get_column("bound"), newly, unrecorded))
    summed = bonds.group_by(GROUP, maintain_order=True).agg(
        pl.col(PEOPLE).filter(one).sum().alias(one) for one in CHANGES
    )
    for group, *several in summed.iter_rows():
        found.groups[group].add(*(one * share for one in several))
    for name, gain in found.provisions.items():
        changes = _changes(now.get_column(name), then.get_column(name), newly, unrecorded)
        gain.add(*(float(people.get_column(PEOPLE).filter(changes[one]).sum()) * share for one in CHANGES))


def _changes(now: pl.Series, then: pl.Series, newly: pl.Series, unrecorded: pl.Series) -> dict[str, pl.Series]:
    before, after = now.fill_null(False), then.fill_null(False)
    changed = {HELD: before & after, GAINED: after & ~before, PERHAPS: newly & then.is_null()}
    return {name: one & ~unrecorded for name, one in changed.items()} | {UNKNOWN: unrecorded & then.fill_null(True)}


def _sum(gains: Iterable[Gain]) -> Gain:
    whole = Gain()
    for one in gains:
        whole.people += one.people
        whole.add(one.held, one.gained, one.perhaps, one.unknown)
    return whole
