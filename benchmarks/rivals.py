"""Measures others at the same work: `python -m benchmarks.rivals [rows ...] [--shape adversarial]`.

Needs a venv with `benchmarks/requirements-rivals.txt`. More than a million rows are made, compared and timed in parts.

Each rival answers sixty provisions, *holds surely* only, by an expression for each. It is given, outside the time, what costs us most:
small codes, the place of each (State, day) in a table of what binds whom, and lists of States as two columns. Every answer on every
row is compared with ours.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import reduce
from operator import and_, or_
from time import perf_counter
from typing import Any

import duckdb
import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.tables.rights import HOLDS, RightsTable
from amparo.norms.tables.turning import DatedBonds
from amparo.rules import conditions as language
from amparo.rules.conditions import All, Among, Between, Derived, Open, Unless, Within, World
from amparo.rules.dates import Period
from amparo.rules.facts import Kind
from benchmarks.table import ENGINES, arguments, situation, sixty_of
from benchmarks.timing import Rounds, Seconds, compare, machine, parts, rounds_of_part, with_engine
from benchmarks.workload import SHAPES, workload

BARS = {"Polars": 20, "compiled": 75}  # of OpenFisca
FEW = 1_000  # rows of plain Python, which takes its time
EPOCH = date(1970, 1, 1)
NOBODY = 65_535
PERIOD = "2024-01"  # any month: the days asked about stand in a column


class Prepared:
    """The columns as rivals get them, and for each group what it says of each place."""

    def __init__(self, frame: pl.DataFrame, rights: RightsTable) -> None:
        self.rights, self.facts = rights, rights.catalogue.vocabulary.kernel_facts
        self.conditions = rights.table.sections[HOLDS]
        bonds = DatedBonds(rights.catalogue)
        within = {one for condition in self.conditions for one in language.leaves(condition) if isinstance(one, Within)}
        self.groups = sorted({one.group for one in within})
        states = rights.states
        turns = sorted({day for group in self.groups for state in states for day in bonds.turns(group, state)})
        begins = [date(1900, 1, 1), *(day for day in turns if day > date(1900, 1, 1))]
        self.says: dict[str, Any] = {}
        for group in self.groups:
            told = np.zeros((len(states), len(begins)), np.uint8)
            for row, state in enumerate(states):
                own = sorted({begins[0], *(day for day in bonds.turns(group, state) if day > begins[0])})
                for first, until in zip(own, [*own[1:], None], strict=True):
                    until_place = begins.index(until) if until else len(begins)
                    truth = bonds.belonging(group, state, Period(first, first)).value.value
                    told[row, begins.index(first) : until_place] = truth
            self.says[group] = told.ravel()
        begun = perf_counter()
        days = frame["date"].to_physical().to_numpy()
        epoch = np.searchsorted([(day - EPOCH).days for day in begins], days, side="right") - 1
        several = frame["nationality"].list
        self.columns: dict[str, Any] = {
            "date": days.astype(np.int32),
            "count": several.len().fill_null(99).cast(pl.UInt8).to_numpy(),
        }
        for name, codes in (
            ("state", frame["state"].to_physical()),
            ("first", several.get(0, null_on_oob=True).to_physical()),
            ("second", several.get(1, null_on_oob=True).to_physical()),
        ):
            self.columns[name] = codes.cast(pl.UInt16).fill_null(NOBODY).to_numpy()
            known = np.where(self.columns[name] == NOBODY, 0, self.columns[name])
            self.columns[f"{name} place"] = (known.astype(np.uint32) * len(begins) + epoch).astype(np.uint32)
        self.seconds = perf_counter() - begun
        for name in rights.facts:
            fact = self.facts[name]
            if fact.kind in (Kind.BOOLEAN, Kind.CHOICE):
                values = fact.values or (False, True)
                codes = frame[name].cast(pl.UInt8) if fact.kind is Kind.BOOLEAN else frame[name].to_physical()
                self.columns[name] = codes.cast(pl.UInt8).fill_null(len(values)).to_numpy()
            elif fact.kind is Kind.NUMBER:
                self.columns[name] = frame[name].fill_null(-1).cast(pl.Int16).to_numpy()

    def codes(self, fact: str, values: Any) -> list[int]:
        known = self.facts[fact].values or (False, True)
        return [known.index(value) for value in values]

    def unknown(self, fact: str) -> int:
        return len(self.facts[fact].values or (False, True))


class Dialect:
    """Spells a condition as an expression; each dialect says how columns, tables and joining are written."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared

    def column(self, name: str) -> Any: ...
    def says(self, group: str, where: str, least: int) -> Any: ...
    def derived(self, one: Derived, surely: bool) -> Any:
        return self.of(one.meaning, surely)

    def every(self, parts: list[Any]) -> Any:
        return reduce(and_, parts)

    def some(self, parts: list[Any]) -> Any:
        return reduce(or_, parts)

    def never(self) -> Any: ...
    def always(self) -> Any:
        return ~self.never()

    def of(self, one: Any, surely: bool) -> Any:
        """Whether the condition is surely so, or else may be."""
        if isinstance(one, All | language.Any):
            parts = [self.of(part, surely) for part in one.parts]
            if not parts:
                return self.always() if isinstance(one, All) else self.never()
            return self.every(parts) if isinstance(one, All) else self.some(parts)
        if isinstance(one, Unless):
            return self.opposite(self.of(one.part, not surely))
        if isinstance(one, Derived):
            return self.derived(one, surely)
        if isinstance(one, Open):
            return self.never() if surely else self.always()
        return self.leaf(one, surely)

    def opposite(self, part: Any) -> Any:
        return ~part

    def equal(self, name: str, value: int) -> Any:
        return self.column(name) == value

    def leaf(self, one: Any, surely: bool) -> Any:
        told = self.prepared
        if isinstance(one, Among) and one.fact == "state":
            return self.some([self.equal("state", told.rights.states.index(state)) for state in one.values])
        if isinstance(one, Among):
            codes = told.codes(one.fact, one.values) + ([] if surely else [told.unknown(one.fact)])
            return self.some([self.equal(one.fact, code) for code in codes])
        if isinstance(one, Between):
            low, below = ((each - EPOCH).days if isinstance(each, date) else each for each in (one.at_least, one.below))
            column = self.column(one.fact)
            parts = (
                [column >= (0 if low is None and one.fact != "date" else low)]
                if low is not None or one.fact != "date"
                else []
            )
            parts += [column < below] if below is not None else []
            return self.every(parts) if surely or one.fact == "date" else self.some([self.every(parts), column < 0])
        if isinstance(one, Within) and one.fact == "state":
            return self.says(one.group, "state", 2 if surely else 1)
        least = 2 if surely else 1
        if isinstance(one, Within):
            first, second = (self.says(one.group, where, least) for where in ("first", "second"))
        elif one.by_fact:
            first, second = (self.column(where) == self.column("state") for where in ("first", "second"))
        else:
            place = told.rights.states.index(one.state)
            first, second = (self.equal(where, place) for where in ("first", "second"))
        both = (
            self.every([first, second])
            if isinstance(one, Within) and one.how == "every"
            else self.some([first, second])
        )
        parts = [self.every([self.equal("count", 1), first]), self.every([self.equal("count", 2), both])]
        return self.some(parts if surely else [*parts, self.equal("count", 99)])


class OfPolars(Dialect):
    """One Polars expression for each provision."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.tables = {group: pl.Series(told) for group, told in prepared.says.items()}
        self.frame = pl.DataFrame(prepared.columns)
        self.asked = [self.of(one, True).alias(str(place)) for place, one in enumerate(prepared.conditions)]

    def column(self, name: str) -> pl.Expr:
        return pl.col(name)

    def says(self, group: str, where: str, least: int) -> pl.Expr:
        return pl.lit(self.tables[group]).gather(pl.col(f"{where} place")) >= least

    def never(self) -> pl.Expr:
        return pl.col("count") > 100

    def answers(self) -> Iterator[Any]:
        found = self.frame.lazy().select(self.asked).collect()
        return (column.to_numpy() for column in found.iter_columns())


class Sql(str):
    """A piece of SQL that is joined as the other dialects' expressions are."""

    def __and__(self, other: str) -> "Sql":
        return Sql(f"({self} and {other})")

    def __or__(self, other: str) -> "Sql":
        return Sql(f"({self} or {other})")

    def __invert__(self) -> "Sql":
        return Sql(f"(not {self})")

    def __eq__(self, other: object) -> "Sql":  # type: ignore[override]
        return Sql(f"({self} = {other})")

    def __ge__(self, other: object) -> "Sql":  # type: ignore[override]
        return Sql(f"({self} >= {other})")

    def __gt__(self, other: object) -> "Sql":  # type: ignore[override]
        return Sql(f"({self} > {other})")

    def __lt__(self, other: object) -> "Sql":  # type: ignore[override]
        return Sql(f"({self} < {other})")

    __hash__ = str.__hash__


class OfDuckDB(Dialect):
    """One CASE for each provision, over the people joined with what binds each State in each epoch."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.base = duckdb.connect()
        told = {f"g{place}": prepared.says[group] for place, group in enumerate(prepared.groups)}
        belongs = pl.DataFrame({"place": np.arange(len(next(iter(told.values()))), dtype=np.uint32), **told})
        for name, frame in (("people", pl.DataFrame(prepared.columns).with_row_index("row")), ("belongs", belongs)):
            self.base.register("given", frame.to_arrow())
            self.base.execute(f"create table {name} as select * from given")
        cases = ", ".join(
            f"case when {self.of(one, True)} then true else false end as p{place}"
            for place, one in enumerate(prepared.conditions)
        )
        joins = " ".join(
            f'join belongs "b {where}" on p."{where} place" = "b {where}".place'
            for where in ("state", "first", "second")
        )
        self.query = f"create or replace table answers as select p.row, {cases} from people p {joins}"

    def column(self, name: str) -> Sql:
        return Sql(f'p."{name}"')

    def says(self, group: str, where: str, least: int) -> Sql:
        return Sql(f'("b {where}".g{self.prepared.groups.index(group)} >= {least})')

    def never(self) -> Sql:
        return Sql("false")

    def answers(self) -> Iterator[Any]:
        self.base.execute(self.query)
        return self._in_order()

    def _in_order(self) -> Iterator[Any]:
        """The answers as the rows stood; fetched for the comparison only, outside the time."""
        found = self.base.execute("select * exclude row from answers order by row").to_arrow_table()
        yield from (column.to_numpy() for column in pl.DataFrame(found).iter_columns())


class OfOpenFisca(Dialect):
    """One variable for each provision and each derived fact, worked out for everybody by NumPy."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        person = build_entity("person", "persons", "", is_person=True)
        self.system, self.person = TaxBenefitSystem([person]), person
        self.names: dict[tuple[str, bool], str] = {}
        for name in prepared.columns:
            self.add(_word(name), int, None)
        for place, one in enumerate(prepared.conditions):
            self.add(f"p{place}", bool, lambda people, one=one: self.asked(people, one, True))

    def add(self, name: str, kind: type, formula: Callable[[Any], Any] | None) -> None:
        parts: dict[str, Any] = {
            "value_type": kind,
            "entity": self.person,
            "definition_period": MONTH,
            "label": name,
        }
        if formula:
            parts["formula"] = lambda people, period, parameters=None: formula(people)
        self.system.add_variable(type(name, (Variable,), parts))

    def asked(self, people: Any, one: Any, surely: bool) -> Any:
        before, self.people = getattr(self, "people", None), people
        found = self.of(one, surely)
        self.people = before if before is not None else people
        return found

    def derived(self, one: Derived, surely: bool) -> Any:
        if (one.name, surely) not in self.names:
            name = self.names[one.name, surely] = f"d{len(self.names)}"
            self.add(name, bool, lambda people: self.asked(people, one.meaning, surely))
        return self.people(self.names[one.name, surely], PERIOD)

    def column(self, name: str) -> Any:
        return self.people(_word(name), PERIOD)

    def says(self, group: str, where: str, least: int) -> Any:
        return self.prepared.says[group][self.column(f"{where} place")] >= least

    def never(self) -> Any:
        return np.zeros(len(self.prepared.columns["date"]), bool)

    def answers(self) -> Iterator[Any]:
        simulation = SimulationBuilder().build_default_simulation(self.system, count=len(self.prepared.columns["date"]))
        for name, column in self.prepared.columns.items():
            simulation.set_input(_word(name), PERIOD, column)
        return iter([simulation.calculate(f"p{place}", PERIOD) for place in range(len(self.prepared.conditions))])


def _word(name: str) -> str:
    return "c_" + name.replace("-", "_").replace(" ", "_")


RIVALS = {"OpenFisca": OfOpenFisca, "DuckDB": OfDuckDB, "Polars expressions": OfPolars}


def main() -> None:
    asked = arguments(__doc__, [10_000, 1_000_000])
    rights = sixty_of(load_catalogue(()))
    print(f"{machine()}\nmedians of interleaved rounds; ns for each row")
    for rows in asked.rows:
        for shape in asked.shape:
            print(f"\n{rows:,} rows, {SHAPES[shape]}", flush=True)
            found, different, given = Rounds(), Counter[str](), 0.0
            for first, some in parts(rows):
                frame = workload(some, rights, shape, first)
                given += measure(found, different, frame, rights, rows)
                if first == 0:
                    found.take("plain Python", plain_python(frame.head(FEW), rights))
            tell(found, different, given * 1e9 / rows, rows * len(rights.provisions))


def measure(found: Rounds, different: Counter[str], frame: pl.DataFrame, rights: RightsTable, rows: int) -> float:
    """Compares every answer of a part with ours, then times all in turn; the seconds of making what rivals are given."""
    prepared = Prepared(frame, rights)
    rivals = {name: rival(prepared) for name, rival in RIVALS.items()}
    word = rights.words(frame, forms=["yes"], of=[HOLDS]).to_series().to_numpy()
    for name, one in rivals.items():
        for bit, answer in enumerate(one.answers()):
            different[name] += int((answer != (word >> np.uint64(bit) & np.uint64(1)).astype(bool)).sum())
    ours = {name: with_engine(name, lambda: rights.words(frame, forms=["yes"], of=[HOLDS])) for name in ENGINES}
    found.add({name: one.answers for name, one in rivals.items()} | ours, frame.height, rounds_of_part(rows))
    return prepared.seconds


def plain_python(frame: pl.DataFrame, rights: RightsTable) -> Seconds:
    """What the reference takes for a row, provision by provision."""
    people = [situation(row, rights.catalogue) for row in frame.iter_rows(named=True)]
    bonds, asked = DatedBonds(rights.catalogue), rights.table.sections[HOLDS]

    def answer() -> None:
        for one in people:
            world = World(one.facts, bonds)
            for condition in asked:
                language.value(condition, world)

    return Seconds(*(each / len(people) for each in Seconds.of(answer)))


def tell(found: Rounds, different: Counter[str], given: float, answers: int) -> None:
    found.tell()
    for name in RIVALS:
        print(f"    {name}: {different[name]} of {answers:,} answers differ from ours")
    print(f"    not counted, for what rivals are given: {given:,.1f} ns by the clock")
    for engine in ENGINES:
        for name in (*RIVALS, "plain Python"):
            compare(f"{name} / {engine}", found[name], found[engine], BARS[engine])


if __name__ == "__main__":
    main()
