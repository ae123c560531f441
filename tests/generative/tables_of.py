"""Situations as a table that is ready to be asked."""

import polars as pl
from backwards import FACTS, STATES

from amparo.rules.facts import Interval, Kind


def frame_of(situations, facts=FACTS, states=STATES):
    """A table with a row for each situation, in the columns that the table evaluator reads."""
    columns = {}
    for name, fact in facts.items():
        known = [one.get(name) for one in situations]
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


__all__ = ["Interval", "frame_of"]
