"""Drafts a domain for a person to edit. Reading it off a secret table is itself a leak, and the draft says so."""

import json

import polars as pl

from amparo.evidence.counting.domain import SEPARATOR, Domain

WARNING = """\
# A DRAFT, read off the table itself: which values occur in it is already a disclosure (a country of citizenship that one person
# has, for example). Before anything is published, replace every list of values by the whole public list it was taken from
# (all countries, all age bands), and round `people` to what is publicly known.
"""


def draft_domain(frame: pl.DataFrame, population: str) -> str:
    """The YAML text of a domain that admits this table, headed by the warning."""
    lines = [
        f"{WARNING}population: {_quoted(population)}",
        "unit: person   # one row is one person, and one person is one row",
    ]
    lines += [
        f"people: {_rounded(len(frame))}   # about how many; public",
        "cap_epsilon: 10   # what this population may cost in all, ever",
    ]
    lines.append("attributes:")
    for column in frame.get_columns():
        several = bool(column.str.contains(SEPARATOR, literal=True).any())
        found = (
            column.str.split(SEPARATOR).explode(empty_as_null=True).drop_nulls().str.strip_chars().unique()
            if several
            else column.unique()
        )
        values = sorted(value for value in found.to_list() if value)
        lines.append(f"  - name: {_quoted(column.name)}")
        lines += ["    several: true"] if several else []
        lines.append(f"    values: [{', '.join(map(_quoted, values or ['1']))}]")
    return "\n".join(lines) + "\n"


def domain_text(domain: Domain) -> str:
    """A declared domain as YAML, with every list written out; for a table in which everything declared has a column."""
    lines = [f"population: {_quoted(domain.population)}", "unit: person", f"people: {domain.people}"]
    lines += [f"cap_epsilon: {domain.cap:g}"] if domain.cap else []
    lines += [f"sex: {_quoted(domain.sex)}"] if domain.sex else []
    lines.append("attributes:")
    for one in domain.attributes:
        lines.append(f"  - name: {_quoted(one.name)}")
        lines += ["    several: true"] if one.several else []
        lines.append(f"    values: [{', '.join(map(_quoted, one.values))}]")
    return "\n".join(lines) + "\n"


def _rounded(people: int) -> int:
    """To one figure: 48,713 is about 50,000."""
    return int(float(f"{people:.0e}")) if people else 0


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
