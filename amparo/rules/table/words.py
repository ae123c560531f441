"""A table of conditions, compiled: asked of a table of situations, it gives words of 64 answers each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from amparo.rules.conditions import Among, Between, Condition, Includes, Leaf, leaves
from amparo.rules.facts import Fact, Kind
from amparo.rules.table.batches import Batch
from amparo.rules.table.columns import Choices, Naming, Source, Zones, limits_of
from amparo.rules.table.engines import look_up
from amparo.rules.table.factors import FORMS, Factor, Fused, Growing, Wanted
from amparo.rules.table.packing import BITS, Lane, Lanes, pack
from amparo.rules.table.places import Lists, Places
from amparo.rules.table.planning import (
    ANYWHERE,
    MOST_ALTERNATIVES,
    MOST_FUSED,
    MOST_PACKED,
    SETTLED,
    Alternatives,
    Block,
    fuse,
    is_grown,
    source_of,
)
from amparo.rules.table.runs import DatedGroups

Sections = Mapping[str, Sequence[Condition]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much may be fused, packed and expanded; tests set these low, so that what is rare happens."""

    most_fused: int = MOST_FUSED
    most_packed: int = MOST_PACKED
    most_alternatives: int = MOST_ALTERNATIVES


@dataclass(frozen=True)
class Table:
    """Compiled conditions, in named sections. Bit *i* of the words of a section is the answer of its condition *i*.

    `before` settles what some conditions need settled first.
    """

    sections: Sections
    factors: Mapping[str, Factor]
    lanes: Lanes
    before: "Table | None"
    programs: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # by what was asked

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "programs": {}}  # which hold addresses of no meaning elsewhere

    def words(self, frame: pl.DataFrame, *, forms: Collection[str] = FORMS, of: Collection[str] = ()) -> pl.DataFrame:
        """The answers of every row: `<section>_yes_<k>` and `<section>_possible_<k>`, of these sections or of all."""
        frame = frame if self.before is None else frame.hstack(self.before.answers(frame))
        lanes = {word: few for word, few in self.lanes.items() if not of or word.rpartition("_")[0] in of}
        used = {name for few in lanes.values() for lane in few for name in lane.factors}
        factors = {name: factor for name, factor in self.factors.items() if name in used}
        return look_up(factors, lanes, Batch(frame), [form for form in FORMS if form in forms], self.programs)

    def answers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The answers of every row, a column for each condition named `<section> <i>`: true, false, or null where unknown."""
        words = self.words(frame)
        found = {
            f"{section} {place}": bit(section, place)
            for section, conditions in self.sections.items()
            for place in range(len(conditions))
        }
        return words.select(**found)


def bit(section: str, place: int) -> pl.Expr:
    """The answer of one condition out of the words: true, false, or null where it is not known."""
    sure, possible = (pl.col(f"{section}_{form}_{place // BITS}") & (1 << place % BITS) != 0 for form in FORMS)
    return pl.when(sure).then(True).when(~possible).then(False)


def compile_table(
    sections: Sections,
    facts: Mapping[str, Fact],
    states: Sequence[str],
    groups: DatedGroups,
    sizes: Sizes = Sizes(),
) -> Table:
    """The conditions of each section as a table; `states` in the order in which the columns of States number them."""
    conditions = list(dict.fromkeys(one for several in sections.values() for one in several))
    tests = _tests(conditions, facts)
    fixed = {name: _source(list(of), facts, len(states)) for name, of in tests.items() if not is_grown(name, facts)}
    size = {name: source.size for name, source in fixed.items()}
    together = fuse(sections, size, facts, sizes.most_fused, sizes.most_packed)
    factor = {name: name for name in tests if is_grown(name, facts)}
    factor |= {name: " + ".join(names) for names in together for name in names}
    expanding = Alternatives(facts, factor, sizes.most_alternatives)
    alternatives = {name: [expanding.of(one) for one in several] for name, several in sections.items()}
    for name in expanding.settled.values():
        fixed[name], tests[name] = Choices(name, (False, True)), {Among(name, frozenset({True})): None}
    first = {SETTLED: tuple(expanding.settled)}
    before = compile_table(first, facts, states, groups, sizes) if expanding.settled else None
    wanted, lanes = lay_out(alternatives, next(iter(factor.values()), ANYWHERE))
    of_leaf = {leaf: source for name, source in fixed.items() for leaf in tests[name]}
    factors: dict[str, Factor] = {}
    for name, words in wanted.items():
        if is_grown(name, facts):
            kind = Places if facts[name].kind is Kind.STATE else Lists
            factors[name] = Growing(kind(name, list(tests[name]), states, groups), words)
        else:
            factors[name] = Fused([fixed[one] for one, its in factor.items() if its == name], of_leaf, words)
    return Table(sections, factors, lanes, before)


def _tests(conditions: Sequence[Condition], facts: Mapping[str, Fact]) -> dict[str, dict[Leaf, None]]:
    """The different tests of each source, in reading order."""
    found: dict[str, dict[Leaf, None]] = {}
    for leaf in dict.fromkeys(leaf for condition in conditions for leaf in leaves(condition)):
        if name := source_of(leaf):
            found.setdefault(name, {})[leaf] = None
    return found


def _source(tests: Sequence[Leaf], facts: Mapping[str, Fact], states: int) -> Source:
    """The source that answers these tests, all of one fact with few values."""
    leaf = tests[0]
    if isinstance(leaf, Includes):
        return Naming(leaf.fact, leaf.state, states)
    assert isinstance(leaf, Among | Between)
    fact = facts[leaf.fact]
    if fact.kind in (Kind.NUMBER, Kind.DATE):
        return Zones(fact.id, limits_of(fact.id, tests))
    return Choices(fact.id, fact.values or (False, True))


def lay_out(alternatives: Mapping[str, Sequence[Sequence[Block]]], any_factor: str) -> tuple[dict[str, Wanted], Lanes]:
    """Which blocks each factor has to answer, lane by lane; and the lanes of each word. `any_factor` answers what none has to."""
    wanted: dict[str, dict[str, dict[int, Condition]]] = {}
    lanes: dict[str, list[Lane]] = {}
    for section, several in alternatives.items():
        for place in range(0, len(several), BITS):
            word, left = f"{section}_{place // BITS}", [iter(one) for one in several[place : place + BITS]]
            for depth, folds in enumerate(pack([len(one) for one in several[place : place + BITS]])):
                name, of_factor = f"{word}.{depth}", dict[str, dict[int, Condition]]()
                for shift, target in ((one.shift, target) for one in folds for target in one.targets()):
                    for factor, condition in next(left[target]).items():
                        of_factor.setdefault(factor or any_factor, {})[target + shift] = condition
                for factor, blocks in (of_factor or {any_factor: {}}).items():
                    wanted.setdefault(factor, {})[name] = blocks
                lanes.setdefault(word, []).append(Lane(name, tuple(of_factor) or (any_factor,), tuple(folds)))
    return dict(wanted), lanes
