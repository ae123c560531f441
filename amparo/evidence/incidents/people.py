"""The dead and missing as a table of people for the one gate: region, year, quarter, and sex as far as it is recorded. Nothing finer.

Incidents tell how many women and men were among the dead and missing, so of so many rows of an incident the sex is recorded. Of the
others it is blank. Who was found dead and who is missing is not known person by person together with sex, so it is left out.
"""

import polars as pl

from amparo.errors import BadInput
from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.incidents.reading import Incidents

POPULATION = "dead or missing migrants, as IOM's Missing Migrants Project records them"
SEXES, QUARTERS = ("female", "male"), ("Q1", "Q2", "Q3", "Q4")


def people_of(incidents: Incidents) -> pl.DataFrame:
    """A row for each person dead or missing, in the order of their places and times, so that no row points at an incident."""
    coarse = incidents.frame.select(
        "region", "year", "quarter", pl.col("dead-or-missing", "women", "men").fill_null(0).clip(0)
    )
    # Where more women and men are recorded than dead and missing, the survivors may be among them: then no sex is told.
    fits = pl.col("women") + pl.col("men") <= pl.col("dead-or-missing")
    female, male = (pl.when(fits).then(pl.col(name)).otherwise(0) for name in ("women", "men"))
    several = {"female": female, "male": male, "": pl.col("dead-or-missing") - female - male}
    parts = [
        coarse.select("region", "year", "quarter", pl.lit(sex).alias("sex"), number.alias("number"))
        for sex, number in several.items()
    ]
    rows = pl.concat(parts).group_by("region", "year", "quarter", "sex").agg(pl.col("number").sum())
    rows = rows.filter(pl.col("number") > 0).sort("region", "year", "quarter", "sex")
    if rows.is_empty():
        raise BadInput("empty-table", "The incidents tell of nobody who is dead or missing.")
    return rows.select(pl.exclude("number").repeat_by("number").explode())


def domain_of(incidents: Incidents) -> Domain:
    """The domain of that table. The regions and years are public: IOM publishes each with its incidents."""
    regions = tuple(incidents.frame["region"].unique().sort())
    years = tuple(incidents.frame["year"].unique().sort())
    attributes = (
        Attribute("region", regions),
        Attribute("year", years),
        Attribute("quarter", QUARTERS),
        Attribute("sex", SEXES),
    )
    return Domain(POPULATION, attributes, people=len(people_of(incidents)), sex="sex")


def domain_yaml(domain: Domain) -> str:
    """The domain as a file that `amparo release` takes."""
    lines = [f'population: "{domain.population}"', f"people: {domain.people}", "sex: sex", "attributes:"]
    for one in domain.attributes:
        values = ", ".join(f'"{value}"' for value in one.values)
        lines.append(f"  - {{name: {one.name}, values: [{values}]}}")
    return "\n".join(lines) + "\n"
