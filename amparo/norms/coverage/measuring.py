"""Measures coverage: asks the norm of a table of counts as of any table of situations, each row weighing as many as it counts."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.supposing import supposition
from amparo.norms.coverage.assumptions import Assumption, weighted
from amparo.norms.coverage.cells import EVERY_ORIGIN, OTHER_PLACES, UNKNOWN_ORIGINS
from amparo.norms.coverage.tables import Population
from amparo.norms.coverage.tallies import Coverage, Tally
from amparo.norms.tables.reasons import Reasons
from amparo.rules.conditions import DAY, Reason
from amparo.rules.facts import Fact, Known
from amparo.rules.truth import NO

GROUP, PEOPLE, REMAINDER = "group", "people", "remainder"
UNRECORDED = "unrecorded"  # whether nobody wrote down where the people came from
ORIGIN_NOT_KNOWN = "origin-not-known"


def measure(
    population: Population,
    norm: str,
    on: date,
    catalogue: Catalogue,
    *,
    by: str | None = None,
    stock_year: int | None = None,
    assumptions: Iterable[Assumption] = (),
) -> Coverage:
    """How many of the population live where the instrument binds, or hold the provision, on the day.

    Over years (`by` year) each stock year up to the day, and the one chosen, is measured by the law of its 1 July, to which the
    table refers, but not after the day; the whole is always that of one stock year, by the law of the day asked about.
    """
    year = stock_year or population.year_for(on)
    assumed = tuple(assumptions)
    is_of_provision = norm in catalogue.provisions
    found = Coverage(norm, on, year, population.name, by, is_of_provision=is_of_provision, assumptions=assumed)
    found.supposed, found.supposition = catalogue.supposed, supposition(catalogue)
    reasons, cells = Reasons(catalogue, norm), population.frame
    whole = cells.filter(pl.col("year") == year).with_columns(pl.lit("").alias(GROUP), pl.lit(on).alias(DAY))
    found.whole = tallies(whole, reasons, found).get("", Tally())
    if by == "year":
        is_asked = (pl.col("year") <= on.year) | (pl.col("year") == year)
        day = pl.min_horizontal(pl.lit(on), pl.date(pl.col("year"), 7, 1))
        cells = cells.filter(is_asked).with_columns(pl.col("year").cast(pl.String).alias(GROUP), day.alias(DAY))
    elif by:
        cells = whole.with_columns(grouping(by, catalogue).alias(GROUP))
    if by:
        found.groups = dict(sorted(tallies(cells, reasons, found).items()))
    return found


def tallies(cells: pl.DataFrame, reasons: Reasons, found: Coverage) -> dict[str, Tally]:
    """The people of each group by answer; adds to what is missing for an answer."""
    tallied: dict[str, Tally] = {}
    asked, left = divided(cells, reasons.catalogue)
    for group, remainder, people in left.iter_rows():
        tallied.setdefault(group, Tally()).remainder[remainder] = people
    for frame, share in situations(asked, found.assumptions, reasons.catalogue):
        people = asked.select(GROUP, PEOPLE, UNRECORDED).with_columns(number=reasons.numbers(frame))
        summed = people.group_by(GROUP, UNRECORDED, "number", maintain_order=True).agg(pl.col(PEOPLE).sum())
        for group, is_unrecorded, number, several in summed.iter_rows():
            verdict = reasons.verdicts[number]
            why = verdict.unknown.value if verdict.unknown else None
            if is_unrecorded and verdict.value is not NO:  # they may be in their own country, or from anywhere
                why = ORIGIN_NOT_KNOWN
            tallied.setdefault(group, Tally()).add(verdict.value, why, several * share)
            if verdict.unknown is Reason.FACT_MISSING and not is_unrecorded:
                found.missing |= dict.fromkeys(verdict.missing)
    return tallied


def grouping(by: str, catalogue: Catalogue) -> pl.Expr:
    """The group of each cell."""
    if by != "region":
        return pl.col(by)
    regions = {code: state.region for code, state in catalogue.vocabulary.states.items() if state.region}
    return pl.col("destination").replace_strict(regions, default="elsewhere", return_dtype=pl.String)


def divided(cells: pl.DataFrame, catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells that can be asked about; and of the others the people by group and reason.

    A territory has no commitments of its own in our tables. People whose origin nobody recorded are
    asked and marked: of them no yes is sure.
    """
    kinds = {code: one.kind for code, one in catalogue.vocabulary.states.items()}
    states = [code for code, kind in kinds.items() if kind == "state" and code not in OTHER_PLACES]
    unknown = [one for one in UNKNOWN_ORIGINS if one != EVERY_ORIGIN]
    remainder = (
        pl.when(~pl.col("destination").is_in(states))
        .then(pl.lit("territory"))
        .when(pl.col("origin") == pl.col("destination"))
        .then(pl.lit("own-country"))
    )
    marked = cells.with_columns(remainder.alias(REMAINDER), pl.col("origin").is_in(unknown).alias(UNRECORDED))
    left = marked.filter(pl.col(REMAINDER).is_not_null()).group_by(GROUP, REMAINDER).agg(pl.col(PEOPLE).sum())
    return marked.filter(pl.col(REMAINDER).is_null()), left


def situations(
    cells: pl.DataFrame, assumptions: Iterable[Assumption], catalogue: Catalogue
) -> Iterable[tuple[pl.DataFrame, float]]:
    """The cells as a table of situations that is ready to be asked, once for each combination of assumed values, with its share.

    The origin is read as the nationality; nothing else is known of the people but their sex, where the table tells it.
    """
    facts, codes = catalogue.vocabulary.kernel_facts, list(catalogue.vocabulary.states)
    state, is_named = pl.Enum(codes), pl.col("origin").is_in(codes)
    told = cells.select(
        pl.col("destination").cast(state).alias("state"),
        DAY,
        _constant(facts["role"], "destination"),
        pl.when(is_named).then(pl.concat_list(pl.col("origin").cast(state, strict=False))).alias("nationality"),
        pl.when(is_named).then(False).alias("stateless"),
        pl.col("sex").cast(pl.Enum(facts["sex"].values), strict=False),
    )
    for known, share in weighted(list(assumptions)):
        yield told.with_columns(_constant(facts[name], value) for name, value in known.items()), share


def _constant(fact: Fact, value: Known) -> pl.Expr:
    return pl.lit(value, dtype=pl.Enum(fact.values) if fact.values else pl.Boolean).alias(fact.id)
