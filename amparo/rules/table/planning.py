"""Which columns are fused, and each condition as alternatives of blocks, a block being what one factor can answer by itself.

Kleene's *and* and *or* distribute over each other, and *not* turns one into the other, so an alternative is an *and* of blocks and
a condition an *or* of alternatives, unknown included. Where that would make too many, a part is settled first, in a table of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import prod

from amparo.rules.conditions import All, Among, Any, Condition, Derived, Includes, Leaf, Open, Unless, leaves
from amparo.rules.facts import Fact, Kind

MOST_FUSED = 2**18  # values of columns that alternatives tie together; they are numbered by class before they are used
MOST_PACKED = 2**12  # values of columns that only share a table: 32 KiB for each word, which a core keeps at hand
MOST_ALTERNATIVES = 12
SETTLED_TOGETHER = 5  # three to the fifth is small
SETTLED = "settled"

Block = dict[str, Condition]  # by the name of the factor
ANYWHERE = ""


def source_of(leaf: Leaf) -> str:
    """The name of the source that answers the test; two tests with one name read the same codes. None answers what is open."""
    if isinstance(leaf, Open):
        return ANYWHERE
    if isinstance(leaf, Includes) and leaf.by_fact:
        return f"{leaf.fact} names {leaf.state}"
    return leaf.fact


def is_grown(name: str, facts: Mapping[str, Fact]) -> bool:
    """Whether the source's codes are met as the rows come, so that it is a factor by itself."""
    return name in facts and facts[name].kind in (Kind.STATE, Kind.STATES)


def tied(condition: Condition, facts: Mapping[str, Fact], *, turned: bool = False) -> Iterator[frozenset[str]]:
    """The sources that alternatives of the condition tie together."""
    if isinstance(condition, Derived):
        yield from tied(condition.meaning, facts, turned=turned)
    elif isinstance(condition, Unless):
        yield from tied(condition.part, facts, turned=not turned)
    elif isinstance(condition, All | Any):
        if isinstance(condition, Any) != turned:
            names = {source_of(leaf) for leaf in leaves(condition)}
            yield frozenset(name for name in names - {ANYWHERE} if not is_grown(name, facts))
        for part in condition.parts:
            yield from tied(part, facts, turned=turned)


def fuse(
    sections: Mapping[str, Iterable[Condition]],
    sizes: Mapping[str, int],
    facts: Mapping[str, Fact],
    most_fused: int,
    most_packed: int,
) -> list[list[str]]:
    """The sources in groups, each a factor: those that alternatives tie together, as far as they fit, then the rest packed.

    Sources that only some sections read are packed with their like, so that the others need not look at them.
    """
    group = {name: [name] for name in sizes}

    def join(names: Iterable[str], most: int) -> None:
        together = list(dict.fromkeys(name for one in names for name in group[one]))
        if prod(sizes[name] for name in together) <= most:
            group.update(dict.fromkeys(together, together))

    conditions = [condition for several in sections.values() for condition in dict.fromkeys(several)]
    counted = Counter(names for condition in conditions for names in tied(condition, facts) if len(names) > 1)
    for names, _ in counted.most_common():
        join(sorted(names), most_fused)
    readers: dict[str, list[str]] = {name: [] for name in sizes}
    for section, several in sections.items():
        for name in {source_of(leaf) for condition in dict.fromkeys(several) for leaf in leaves(condition)}:
            readers.get(name, []).append(section)
    loose = sorted((name for name in sizes if len(group[name]) == 1), key=lambda name: (readers[name], sizes[name]))
    for before, name in pairwise(loose):
        if readers[before] == readers[name]:
            join((before, name), most_packed)
    return list({id(found): found for found in group.values()}.values())


@dataclass
class Alternatives:
    """Turns conditions into alternatives; `factor` names the factor of each source. Collects what has to be settled first."""

    facts: Mapping[str, Fact]
    factor: dict[str, str]
    most: int = MOST_ALTERNATIVES
    settled: dict[Condition, str] = field(default_factory=dict)

    def of(self, condition: Condition, *, turned: bool = False) -> list[Block]:
        """The alternatives under which the condition (or where `turned`, its opposite) is so."""
        factors = {self.factor[name] for leaf in leaves(condition) if (name := source_of(leaf))}
        if len(factors) <= 1:
            return [{factors.pop() if factors else ANYWHERE: Unless(condition) if turned else condition}]
        if isinstance(condition, Derived):
            return self.of(condition.meaning, turned=turned)
        if isinstance(condition, Unless):
            return self.of(condition.part, turned=not turned)
        assert isinstance(condition, All | Any)
        parts = [(part, self.of(part, turned=turned)) for part in condition.parts]
        return self._all(parts, turned=turned) if isinstance(condition, All) != turned else _either(parts)

    def _all(self, parts: list[tuple[Condition, list[Block]]], *, turned: bool) -> list[Block]:
        if prod(len(found) for _, found in parts) > self.most:
            parts = [(part, self._settle(part, turned) if len(found) > 1 else found) for part, found in parts]
        return [_together(blocks) for blocks in product(*(found for _, found in parts))]

    def _settle(self, part: Condition, turned: bool) -> list[Block]:
        condition: Condition = Unless(part) if turned else part
        count = len(self.settled)
        name = self.settled.setdefault(condition, f"{SETTLED} {count}")
        self.factor.setdefault(name, f"{SETTLED} together {count // SETTLED_TOGETHER}")
        return [{self.factor[name]: Among(name, frozenset({True}))}]


def _either(parts: list[tuple[Condition, list[Block]]]) -> list[Block]:
    """All the alternatives; those of one factor become one."""
    single: dict[str, list[Condition]] = {}
    several: list[Block] = []
    for block in (block for _, found in parts for block in found):
        if len(block) == 1:
            ((factor, condition),) = block.items()
            single.setdefault(factor, []).append(condition)
        else:
            several.append(block)
    return [{factor: found[0] if len(found) == 1 else Any(tuple(found))} for factor, found in single.items()] + several


def _together(blocks: Iterable[Block]) -> Block:
    """The blocks of all, those of one factor in one."""
    found: dict[str, list[Condition]] = {}
    for factor, condition in (item for block in blocks for item in block.items()):
        found.setdefault(factor, []).append(condition)
    if (anywhere := found.pop(ANYWHERE, None)) is not None:
        found.setdefault(next(iter(found), ANYWHERE), []).extend(anywhere)
    return {factor: one[0] if len(one) == 1 else All(tuple(one)) for factor, one in found.items()}
