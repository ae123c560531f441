"""Tables of situations to measure with, always the same for one seed: people in corridors, or every column on its own."""

import polars as pl

from amparo.norms.tables.rights import RightsTable
from amparo.rules.facts import Fact, Kind

FIRST_DAY, DAYS = 1826, 18_628  # 1 January 1975, and the days until the end of 2025
MOST_CORRIDORS = 400
SILENT = 10  # one answer in so many is unknown
SEVERAL = 25  # one person in so many has two nationalities
CORRIDORS, ADVERSARIAL = "corridors", "adversarial"
SHAPES = {CORRIDORS: "people in corridors", ADVERSARIAL: "every column on its own"}


def workload(rows: int, rights: RightsTable, shape: str = CORRIDORS, first: int = 0, seed: int = 6) -> pl.DataFrame:
    """A table with a column for each fact that the answers depend on: so many rows from the first on of one without end."""
    made = _Maker(rows, rights, shape == CORRIDORS, first, seed)
    return pl.DataFrame([made.column(rights.catalogue.vocabulary.facts[name].fact) for name in rights.facts])


class _Maker:
    def __init__(self, rows: int, rights: RightsTable, clustered: bool, first: int, seed: int) -> None:
        self.numbers = pl.int_range(first, first + rows, dtype=pl.UInt64, eager=True)
        self.clustered, self.seed = clustered, seed
        states = rights.catalogue.vocabulary.states
        enum = pl.Enum(rights.states)
        self.places = pl.Series([code for code in rights.states if states[code].kind == "state"], dtype=enum)
        corridors = (
            self.draw("corridor", MOST_CORRIDORS) * self.draw("corridor again", MOST_CORRIDORS) // MOST_CORRIDORS
        )  # few are large
        self.corridor = corridors if clustered else None

    def draw(self, what: str, below: int) -> pl.Series:
        """A whole number below the limit for each row, by a hash of its place, the column and the seed."""
        salt = self.seed * 1000 + sum(map(ord, what)) % 997
        return (self.numbers.hash(salt) % below).cast(pl.UInt32)

    def column(self, fact: Fact) -> pl.Series:
        if fact.kind is Kind.DATE:
            return self.days().alias(fact.id)
        if fact.kind is Kind.STATE:
            return self.state("destination").alias(fact.id)
        if fact.kind is Kind.STATES:
            return self.lists().alias(fact.id)
        if fact.kind is Kind.NUMBER:
            found = self.draw(fact.id, 80).cast(pl.Int16)
        elif fact.kind is Kind.CHOICE:
            found = pl.Series(fact.values, dtype=pl.Enum(fact.values)).gather(self.draw(fact.id, len(fact.values)))
        else:
            found = self.draw(fact.id, 2) == 0
        silent = self.draw(f"{fact.id} silent", SILENT) == 0
        return pl.select(pl.when(~silent).then(found).alias(fact.id)).to_series()

    def days(self) -> pl.Series:
        days = self.draw("day", DAYS)
        if self.clustered:  # most came of late
            days = DAYS - 1 - days * self.draw("day again", DAYS) // DAYS
        return (days + FIRST_DAY).cast(pl.Int32).cast(pl.Date)

    def state(self, what: str) -> pl.Series:
        chosen = self.draw(what, len(self.places))
        if self.corridor is not None:
            chosen = (self.corridor.hash(sum(map(ord, what))) % len(self.places)).cast(pl.UInt32)
        return self.places.gather(chosen)

    def lists(self) -> pl.Series:
        """Mostly one nationality; some have none, some two, and some were not asked."""
        kind = self.draw("how many", SEVERAL)
        told = pl.DataFrame({"one": self.state("origin"), "two": self.state("second"), "kind": kind})
        one, two = pl.col("one"), pl.concat_list("one", "two")
        listed = pl.when(pl.col("kind") == 0).then(two).when(pl.col("kind") > 2).then(pl.concat_list(one))
        none = pl.concat_list(one).list.head(0)
        return told.select(listed.when(pl.col("kind") == 1).then(none).alias("found")).to_series()
