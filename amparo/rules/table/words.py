"""A table of conditions, compiled: asked of a table of situations, it gives words of 64 answers each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import polars as pl

from amparo.rules.conditions import Among, Any, Between, Condition, Includes, Leaf, leaves
from amparo.rules.facts import Fact, Kind
from amparo.rules.table.batches import Batch
from amparo.rules.table.columns import Choices, Naming, Source, Zones, limits_of
from amparo.rules.table.factors import BITS, FORMS, Factor, Fused, Growing, Wanted
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
Layers = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
NEVER = Any(())


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
    layers: Layers  # by word: the name of each alternative, and its factors
    before: "Table | None"

    def words(self, frame: pl.DataFrame, *, forms: Collection[str] = FORMS, of: Collection[str] = ()) -> pl.DataFrame:
        """The answers of every row: `<section>_yes_<k>` and `<section>_possible_<k>`, of these sections or of all."""
        frame = frame if self.before is None else frame.hstack(self.before.answers(frame))
        wanted = [name for name in self.layers if not of or name.rpartition("_")[0] in of]
        used = {factor for name in wanted for _, factors in self.layers[name] for factor in factors}
        batch = Batch(frame)
        numbers = {name: self.factors[name].numbers(batch) for name in self.factors if name in used}
        known = {name: self.factors[name].words() for name in used}
        found = {}
        for name in wanted:
            section, _, place = name.rpartition("_")
            for form in (one for one in FORMS if one in forms):
                found[f"{section}_{form}_{place}"] = self._word(name, form, known)
        return pl.DataFrame(numbers).select(**found)

    def _word(self, name: str, form: str, known: Mapping[str, Mapping[str, pl.Series]]) -> pl.Expr:
        """One word of each row, out of its numbers: where some alternative has no objection from any factor."""
        alternatives = [
            reduce(and_, [pl.lit(known[factor][f"{layer}.{form}"]).gather(pl.col(factor)) for factor in factors])
            for layer, factors in self.layers[name]
        ]
        return reduce(or_, alternatives)

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
    fixed = {name: _source(list(of), facts) for name, of in tests.items() if not is_grown(name, facts)}
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
    wanted, layers = lay_out(alternatives, next(iter(factor.values()), ANYWHERE))
    of_leaf = {leaf: source for name, source in fixed.items() for leaf in tests[name]}
    factors: dict[str, Factor] = {}
    for name, words in wanted.items():
        if is_grown(name, facts):
            kind = Places if facts[name].kind is Kind.STATE else Lists
            factors[name] = Growing(kind(name, list(tests[name]), states, groups), words)
        else:
            factors[name] = Fused([fixed[one] for one, its in factor.items() if its == name], of_leaf, words)
    return Table(sections, factors, layers, before)


def _tests(conditions: Sequence[Condition], facts: Mapping[str, Fact]) -> dict[str, dict[Leaf, None]]:
    """The different tests of each source, in reading order."""
    found: dict[str, dict[Leaf, None]] = {}
    for leaf in dict.fromkeys(leaf for condition in conditions for leaf in leaves(condition)):
        if name := source_of(leaf):
            found.setdefault(name, {})[leaf] = None
    return found


def _source(tests: Sequence[Leaf], facts: Mapping[str, Fact]) -> Source:
    """The source that answers these tests, all of one fact with few values."""
    leaf = tests[0]
    if isinstance(leaf, Includes):
        return Naming(leaf.fact, leaf.state)
    assert isinstance(leaf, Among | Between)
    fact = facts[leaf.fact]
    if fact.kind in (Kind.NUMBER, Kind.DATE):
        return Zones(fact.id, limits_of(fact.id, tests))
    return Choices(fact.id, fact.values or (False, True))


def lay_out(alternatives: Mapping[str, Sequence[Sequence[Block]]], any_factor: str) -> tuple[dict[str, Wanted], Layers]:
    """Which blocks each factor has to answer, word by word; and the alternatives of each word with the factors that they ask.

    `any_factor` answers what none has to.
    """
    wanted: dict[str, dict[str, dict[int, Condition]]] = {}
    layers: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for section, several in alternatives.items():
        for place in range(0, len(several), BITS):
            word, bits = f"{section}_{place // BITS}", several[place : place + BITS]
            for depth in range(max(1, *map(len, bits))):
                of_factor = _layer([bit[depth] if depth < len(bit) else {} for bit in bits], any_factor)
                name = f"{word}.{depth}"
                for factor, blocks in of_factor.items():
                    wanted.setdefault(factor, {})[name] = blocks
                layers.setdefault(word, []).append((name, tuple(of_factor)))
    return dict(wanted), layers


def _layer(blocks: Sequence[Block], any_factor: str) -> dict[str, dict[int, Condition]]:
    """One alternative of each conjunct by factor and bit; what has none, or is no conjunct, is never so."""
    found: dict[str, dict[int, Condition]] = {}
    for bit, block in enumerate(blocks):
        for factor, condition in block.items():
            found.setdefault(factor or any_factor, {})[bit] = condition
    rest = [bit for bit in range(BITS) if bit >= len(blocks) or not blocks[bit]]
    found.setdefault(next(iter(found), any_factor), {}).update(dict.fromkeys(rest, NEVER))
    return found
