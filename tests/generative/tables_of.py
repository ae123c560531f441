"""Situations as a table that is ready to be asked, and what the table evaluator answers of them."""

import polars as pl
from backwards import FACTS, LEAP_DAY, STATES, Groups

from amparo.rules.facts import Kind
from amparo.rules.table import compile_table
from amparo.rules.table.words import Sizes
from amparo.rules.truth import Truth

SMALL_SIZES = (Sizes(), Sizes(30, 9, 2), Sizes(4, 4, 1), Sizes(1, 1, 1))  # the last fuses nothing and settles all


class DatedGroups(Groups):
    def turns(self, group, state):
        return {LEAP_DAY} if state in ("GTM", "MEX") else set()


def answers_of(conditions, situations, sizes=SMALL_SIZES[0]):
    """For each situation, what the table evaluator answers of each condition."""
    table = compile_table({"it": conditions}, FACTS, STATES, DatedGroups(), sizes)
    frame = frame_of(situations)
    first = truths(table.answers(frame))
    again = truths(table.answers(frame))  # now every State, day and pair has been met
    assert again == first
    return again


def truths(answers):
    return [[Truth.of(one) for one in row] for row in answers.iter_rows()]


def frame_of(situations, facts=FACTS, states=STATES):
    """A table with a row for each situation, in the columns that the table evaluator reads; a fact nobody told has none."""
    columns = {}
    for name, fact in facts.items():
        known = [one.get(name) for one in situations]
        if any(one is not None for one in known):
            columns |= _columns(name, fact, known, pl.Enum(list(states)))
    return pl.DataFrame(columns)


def _columns(name, fact, known, state):
    if fact.kind is Kind.BOOLEAN:
        return {name: pl.Series(known, dtype=pl.Boolean)}
    if fact.kind is Kind.CHOICE:
        return {name: pl.Series(known, dtype=pl.Enum(fact.values))}
    if fact.kind is Kind.STATE:
        return {name: pl.Series(known, dtype=state)}
    if fact.kind is Kind.STATES:
        return {name: pl.Series([None if one is None else sorted(one) for one in known], dtype=pl.List(state))}
    ends, kind = (("least", "most"), pl.Int16) if fact.kind is Kind.NUMBER else (("first", "last"), pl.Date)
    found = {end: [None if one is None else getattr(one, end) for one in known] for end in ends}
    if found[ends[0]] == found[ends[1]]:
        return {name: pl.Series(found[ends[0]], dtype=kind)}
    return {f"{name}.{end}": pl.Series(found[end], dtype=kind) for end in ends}
