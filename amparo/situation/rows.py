"""One row of a table that is ready, as the situation of one person."""

from datetime import date

import polars as pl

from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Known
from amparo.situation.situations import Situation


def situation_at(frame: pl.DataFrame, row: int) -> Situation:
    """One row of a table that is ready, as one person's situation; rows are counted from 0."""
    told = {name: known for name, known in frame.row(row, named=True).items() if known is not None}
    facts: dict[str, Known] = {}
    for name in dict.fromkeys(column.partition(".")[0] for column in frame.columns):
        ends = [told.get(f"{name}.{end}", told.get(name)) for end in ("least", "most")]
        days = [told.get(f"{name}.{end}", told.get(name)) for end in ("first", "last")]
        if isinstance(days[0], date) and isinstance(days[1], date):
            facts[name] = Period(days[0], days[1])
        elif any(isinstance(end, int) and not isinstance(end, bool) for end in ends):
            facts[name] = Interval(*ends)
        elif name in told:
            facts[name] = frozenset(told[name]) if isinstance(told[name], list) else told[name]
    return Situation(facts)
