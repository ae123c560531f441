"""The report of a release: one page that a journalist can read, with what cannot be said as plain as what can."""

from html import escape
from typing import Any

import numpy as np

from amparo.evidence.counting.records import Records

MOST_SHOWN = 12  # values of one attribute in the report; all are in tables.csv
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem}table{border-collapse:collapse}"
    "th,td{text-align:start;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ccc}td.n{text-align:end}"
    ".stop{border:3px solid #a00;padding:.5rem 1rem}dt{font-weight:bold;margin-top:.6rem}"
)
_UNACCOUNTED = (
    '<p class="stop"><strong>Unaccounted: not for publication.</strong> No ledger was kept, so nobody can say what this '
    "population has cost together with earlier releases.</p>"
)


def report(manifest: dict[str, Any], records: Records) -> str:
    """The page, as HTML without scripts or anything fetched from elsewhere."""
    title = escape(str(manifest["name"]))
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>',
        f"<h1>{title}</h1>",
        _UNACCOUNTED if "ledger" not in manifest["privacy"] else "",
        _questions(manifest),
        "<h2>How it was made</h2>",
        _method(manifest),
        "<h2>What is in it</h2>",
        *(_values(records, at, column_name) for at, column_name in _single(records)),
        "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _questions(manifest: dict[str, Any]) -> str:
    errors = {row["length"]: row["likely_error"] for row in manifest["accuracy"]}
    near = ", ".join(f"{error} people for combinations of {length}" for length, error in errors.items()) or "not known"
    answers = (
        (
            "How many people is this about?",
            f"About {manifest['records']:,}, one record each. The number is estimated, like all others.",
        ),
        (
            "How near are the counts to the truth?",
            f"Likely error: {near}. Small counts are the least sure: do not quote one under {_quotable(errors)}.",
        ),
        (
            "Is a record in here a person?",
            "No. Every record is invented so that, together, they count like the people they stand for.",
        ),
        (
            "How many people does this happen to in the world?",
            "This cannot be said from these data: they hold those who were met and recorded, and nobody knows who was not.",
        ),
        (
            "Did one thing cause another?",
            "This cannot be said from these data: they count what was recorded together. A blank means not recorded, never no.",
        ),
    )
    return (
        "<dl>"
        + "".join(f"<dt>{escape(question)}</dt><dd>{escape(answer)}</dd>" for question, answer in answers)
        + "</dl>"
    )


def _quotable(errors: dict[int, float]) -> int:
    """Three times the largest likely error, in whole tens."""
    return max(10, int(np.ceil(3 * max(errors.values(), default=0) / 10)) * 10)


def _method(manifest: dict[str, Any]) -> str:
    privacy = manifest["privacy"]
    sentences = (
        f"Everything here satisfies differential privacy with epsilon {privacy['epsilon']:g} and delta {privacy['delta']:.2g}: whether "
        "any one person is in the original table changes the chance of any result by at most that factor and that remainder.",
        "Counts over one, two and three attributes were taken with discrete Gaussian noise, then one set of records was fitted to all "
        "of them. The tables are counted from those records, so the two agree exactly.",
        "Rare values and combinations with too little evidence are left out, and shown as not recorded: their absence does not mean "
        "that there was nobody.",
        "The likely errors are computed from the noisy counts, never by comparing with the people.",
    )
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def _single(records: Records) -> list[tuple[list[int], str]]:
    """Each attribute with the columns that it fills."""
    found: dict[str, list[int]] = {}
    for at, column in enumerate(records.domain.columns):
        found.setdefault(column.attribute.name, []).append(at)
    return [(columns, name) for name, columns in found.items()]


def _values(records: Records, columns: list[int], name: str) -> str:
    counted = [
        (value, int((records.codes[:, at] == code).sum()))
        for at in columns
        for code, value in enumerate(records.domain.columns[at].values, 1)
    ]
    shown = sorted((row for row in counted if row[1]), key=lambda row: -row[1])
    unrecorded = int((records.codes[:, columns] == 0).all(axis=1).sum())
    rows = [f'<tr><td>{escape(value)}</td><td class="n">{count:,}</td></tr>' for value, count in shown[:MOST_SHOWN]]
    if len(shown) > MOST_SHOWN:
        rest = f"{len(shown) - MOST_SHOWN} more values, in tables.csv"
        rows.append(f"<tr><td>{rest}</td><td></td></tr>")
    rows.append(f'<tr><td><em>not recorded</em></td><td class="n">{unrecorded:,}</td></tr>')
    return f"<h3>{escape(name)}</h3><table><tr><th>value</th><th>people</th></tr>{''.join(rows)}</table>"
