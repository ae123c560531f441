"""Breaks a condition on purpose, one mistake at a time: the examples of a provision must notice every one of them.

A clause dropped, a value dropped from a list, a limit dropped, a test turned round.
"""

from collections.abc import Iterator

from amparo.rules.conditions import EVERYONE, All, Among, Any, Between, Condition, Open, Unless
from amparo.rules.spelling import spelt


def mutants(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Each mistake in words, with the condition that has it."""
    if condition != EVERYONE:
        yield f"without {spelt(condition)}", EVERYONE
    yield from _within(condition)


def _within(condition: Condition) -> Iterator[tuple[str, Condition]]:
    if isinstance(condition, All | Any):
        yield from _of_parts(condition)
    elif isinstance(condition, Unless):
        yield f"{spelt(condition)} turned round", condition.part
        for words, broken in _within(condition.part):
            if broken != condition.part and not isinstance(broken, Unless):
                yield words, Unless(broken)
    elif not isinstance(condition, Open):
        yield f"{spelt(condition)} turned round", Unless(condition)
        yield from _of_leaf(condition)


def _of_parts(condition: All | Any) -> Iterator[tuple[str, Condition]]:
    kind, parts = type(condition), condition.parts
    for at, part in enumerate(parts):
        rest = parts[:at] + parts[at + 1 :]
        if rest:
            yield f"without {spelt(part)}", kind(rest)
        for words, broken in _within(part):
            yield words, kind((*parts[:at], broken, *parts[at + 1 :]))


def _of_leaf(leaf: Condition) -> Iterator[tuple[str, Condition]]:
    if isinstance(leaf, Among) and len(leaf.values) > 1:
        for one in sorted(leaf.values):
            yield f"{leaf.fact} without {one}", Among(leaf.fact, leaf.values - {one})
    if isinstance(leaf, Between) and leaf.at_least is not None and leaf.below is not None:
        yield f"{spelt(leaf)} without the lower limit", Between(leaf.fact, None, leaf.below)
        yield f"{spelt(leaf)} without the upper limit", Between(leaf.fact, leaf.at_least, None)
