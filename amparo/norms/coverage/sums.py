"""Takes the sums out of a table of counts, so that every person is counted once; what exceeds the parts of a sum is kept."""

import polars as pl

from amparo.norms.coverage.cells import COLUMNS, EVERY_ORIGIN, SEXES, WORLD


def each_once(frame: pl.DataFrame) -> pl.DataFrame:
    """Every person once: no world totals, no `both` beside women and men, no totals over origins beside the origins.

    Where `both` exceeds women and men, the difference is kept as `not-recorded`; where a total over origins exceeds them, as
    people of whom the origin is not told.
    """
    frame = _sexes_once(frame.filter(pl.col("destination") != WORLD))
    return _origins_once(frame).sort("origin", "destination", "year", "sex")


def _sexes_once(frame: pl.DataFrame) -> pl.DataFrame:
    keys = ["origin", "destination", "year"]
    both = frame.filter(pl.col("sex") == "both").select(*keys, "people")
    split = frame.filter(pl.col("sex") != "both")
    told = split.group_by(keys).agg(pl.col("people").sum().alias("told"))
    rest = both.join(told, on=keys, how="left").with_columns(pl.col("people") - pl.col("told").fill_null(0))
    unsexed = rest.filter(pl.col("people") > 0).select(*keys, pl.lit("not-recorded").alias("sex"), "people")
    return pl.concat([split.select(*COLUMNS), unsexed.select(*COLUMNS)])


def _origins_once(frame: pl.DataFrame) -> pl.DataFrame:
    """Keeps of the totals over origins, in each destination and year, only what the told origins do not account for.

    Told people whose sex is not recorded may be the women or men of a total: only what exceeds them too is surely left.
    """
    keys = ["destination", "year"]
    told = frame.filter(pl.col("origin") != EVERY_ORIGIN)
    totals = _by_sex(frame.filter(pl.col("origin") == EVERY_ORIGIN))
    both = totals.join(_by_sex(told), on=keys, how="left", suffix=" told").fill_null(0)
    unsexed = pl.col("not-recorded told")
    women = (pl.col("female") - pl.col("female told") - unsexed).clip(lower_bound=0)
    men = (pl.col("male") - pl.col("male told") - unsexed).clip(lower_bound=0)
    whole = pl.sum_horizontal(SEXES) - pl.sum_horizontal(f"{sex} told" for sex in SEXES)
    rest = (whole - women - men).clip(lower_bound=0)
    left = both.select(*keys, women.alias("female"), men.alias("male"), rest.alias("not-recorded"))
    long = left.unpivot(on=SEXES, index=keys, variable_name="sex", value_name="people").filter(pl.col("people") > 0)
    return pl.concat([told, long.select(pl.lit(EVERY_ORIGIN).alias("origin"), *list(COLUMNS)[1:])])


def _by_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each destination and year, with the people of each sex in a column of its own."""
    sexes = [pl.col("people").filter(pl.col("sex") == sex).sum().alias(sex) for sex in SEXES]
    return frame.group_by("destination", "year").agg(sexes)
