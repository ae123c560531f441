"""The pages of a release: a report that a journalist can read, with what cannot be said as plain as what can, and how it was made."""

from collections import defaultdict
from html import escape

from amparo.evidence.counting.domain import SEPARATOR
from amparo.evidence.release.bundles.questions import methods_in_words, questions
from amparo.evidence.release.releases import Release

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


def report(manifest: dict[str, object], release: Release) -> str:
    """The report, as HTML without scripts or anything fetched from elsewhere."""
    asked = "".join(f"<dt>{escape(question)}</dt><dd>{escape(answer)}</dd>" for question, answer in questions(manifest))
    parts = [
        f"<h1>{escape(release.name)}</h1>",
        "" if manifest["status"] == "accounted" else _UNACCOUNTED,
        f"<dl>{asked}</dl>",
        '<p><a href="methods.html">How this was made</a> · <a href="dictionary.csv">What each value means</a> · '
        '<a href="tables.csv">All tables</a> · <a href="licence.txt">Licence</a></p>',
        "<h2>What is in it</h2>",
        *(_values(name, counted, _blanks(release, name)) for name, counted in _singles(release).items()),
    ]
    return _page(release.name, parts)


def methods(manifest: dict[str, object]) -> str:
    """How the release was made, in plain language."""
    title = f"{manifest['name']}: how it was made"
    told = [f"<p>{escape(sentence)}</p>" for sentence in methods_in_words(manifest)]
    return _page(title, [f"<h1>{escape(title)}</h1>", *told, '<p><a href="report.html">The report</a></p>'])


def _page(title: str, parts: list[str]) -> str:
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    )
    return "\n".join(part for part in (head, *parts, "</body></html>\n") if part)


def _singles(release: Release) -> dict[str, list[tuple[str, int]]]:
    """For each attribute its values and how many people have each, the most first."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for combination, count in release.tables:
        if SEPARATOR not in combination:
            name, _, value = combination.partition(":")
            found[name].append((value, count))
    return {name: sorted(rows, key=lambda row: -row[1]) for name, rows in found.items()}


def _blanks(release: Release, name: str) -> int | None:
    """How many records have nothing recorded there; None where a release has no records."""
    if release.records is None:
        return None
    own = [at for at, column in enumerate(release.domain.columns) if column.attribute.name == name]
    return int((release.records.codes[:, own] == 0).all(axis=1).sum())


def _values(name: str, counted: list[tuple[str, int]], blanks: int | None) -> str:
    rows = [f'<tr><td>{escape(value)}</td><td class="n">{count:,}</td></tr>' for value, count in counted[:MOST_SHOWN]]
    if len(counted) > MOST_SHOWN:
        rows.append(f"<tr><td>{len(counted) - MOST_SHOWN} more values, in tables.csv</td><td></td></tr>")
    if blanks is not None:
        rows.append(f'<tr><td><em>not recorded</em></td><td class="n">{blanks:,}</td></tr>')
    return f"<h3>{escape(name)}</h3><table><tr><th>value</th><th>people</th></tr>{''.join(rows)}</table>"
