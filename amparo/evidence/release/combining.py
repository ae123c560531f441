"""Adds up the published tables of several organisations, without any of their data: with the error that this has, and the overlap question.

A combination is given only where every release tells it: a hidden count is not none, nor is a table that was not asked for. Synthetic
records leave out what has too little evidence; that alone counts as none. Nothing here costs privacy, for nothing here was not published.
The same person in two organisations is counted twice, and no arithmetic on published tables can say how many are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.errors import BadInput
from amparo.evidence.counting.domain import SEPARATOR, Attribute, Domain
from amparo.evidence.release.bundles.verifying import Bundle, verify_bundle
from amparo.evidence.release.bundles.writing import MANIFEST, as_csv, digest
from amparo.evidence.release.releases import Accuracy, Kind, Release, length_of

COMBINED = "combined.csv"


@dataclass(frozen=True, slots=True)
class Sum:
    """One combination over all organisations; different people are at least `fewest` and at most `count`, but for the error."""

    combination: str
    count: int
    likely_error: float
    fewest: int


def combine(folders: Sequence[Path], *, name: str, on: str) -> Release:
    """The tables of these bundles added up; raises BadInput where adding up would say something false."""
    bundles = [verify_bundle(folder) for folder in folders]
    _refuse_unfit(bundles)
    domain = _common(bundles)
    sums = _sums(bundles, domain)
    if not sums:
        raise BadInput(
            "nothing-in-common", "No combination is told by all of these releases, so nothing can be added up."
        )
    people = sum(int(bundle.manifest["people"]) for bundle in bundles)
    found = sorted({length_of(one.combination) for one in sums})
    accuracy = tuple(
        _accuracy(length, [one for one in sums if length_of(one.combination) == length]) for length in found
    )
    rows = ((one.combination, one.count, f"{one.likely_error:.1f}", one.fewest) for one in sums)
    extra = {COMBINED: as_csv(("combination", "count", "likely_error", "fewest_people"), rows)}
    tables = tuple((one.combination, one.count) for one in sums)
    return Release(Kind.COMBINED, name, on, domain, people, tables, _promise(bundles), accuracy, extra=extra)


def _refuse_unfit(bundles: Sequence[Bundle]) -> None:
    if len(bundles) < 2:
        raise BadInput("one-release", "Name two releases or more to add up.")
    if unaccounted := [bundle.folder.name for bundle in bundles if not bundle.is_accounted]:
        raise BadInput("unaccounted", f"Not for publication, and so not to be added up: {', '.join(unaccounted)}.")
    populations = [one for bundle in bundles for one in _populations(bundle.manifest)]
    if twice := sorted({one for one in populations if populations.count(one) > 1}):
        sentence = f"Two releases are about {', '.join(twice)}: the same people would be counted twice."
        raise BadInput("same-population", sentence)


def _populations(told: Mapping[str, Any]) -> list[str]:
    """Everybody whom a bundle is about, or a source of it: what was added up before was added up of these."""
    sources = told["privacy"].get("sources", [])
    return [one for source in sources for one in _populations(source)] or [str(told["population"])]


def _common(bundles: Sequence[Bundle]) -> Domain:
    """The attributes and values that all bundles declare; one value that only some know can be told by nobody else."""
    declared = [{one["name"]: one for one in bundle.manifest["domain"]["attributes"]} for bundle in bundles]
    attributes = []
    for name, one in declared[0].items():
        if all(name in other and other[name]["several"] == one["several"] for other in declared):
            values = tuple(
                value for value in one["values"] if all(value in other[name]["values"] for other in declared)
            )
            attributes += [Attribute(name, values, one["several"])] if values else []
    return Domain(" and ".join(str(bundle.manifest["population"]) for bundle in bundles), tuple(attributes))


def _sums(bundles: Sequence[Bundle], domain: Domain) -> list[Sum]:
    known = {f"{one.name}:{value}" for one in domain.attributes for value in one.values}
    tables = [{_sorted(combination): count for combination, count in bundle.tables()} for bundle in bundles]
    longest = min(int(bundle.manifest["max_length"]) for bundle in bundles)
    found = []
    for combination in dict.fromkeys(one for table in tables for one in table):
        parts = combination.split(SEPARATOR)
        counts = [_told(bundle, table, combination) for bundle, table in zip(bundles, tables, strict=True)]
        if len(parts) <= longest and known.issuperset(parts) and None not in counts:
            told = [count for count in counts if count is not None]
            error = math.hypot(*(_error(bundle, len(parts)) for bundle in bundles))
            found.append(Sum(combination, sum(told), error, max(told)))
    return found


def _told(bundle: Bundle, table: Mapping[str, int], combination: str) -> int | None:
    return table.get(combination, 0 if bundle.kind is Kind.RECORDS else None)


def _error(bundle: Bundle, length: int) -> float:
    """The likely error that a bundle states for this length, or the largest it states; raises BadInput if it states none."""
    errors = {int(row["length"]): float(row["likely_error"]) for row in bundle.manifest["accuracy"]}
    if not errors:
        raise BadInput("no-accuracy", f"{bundle.folder.name} does not say how near its counts are, so no sum could.")
    return errors.get(length, max(errors.values()))


def _sorted(combination: str) -> str:
    """Parts in the order of their names, for each bundle may have its own."""
    return SEPARATOR.join(sorted(combination.split(SEPARATOR)))


def _accuracy(length: int, sums: list[Sum]) -> Accuracy:
    return Accuracy(length, len(sums), round(max(one.likely_error for one in sums), 1))


def _promise(bundles: Sequence[Bundle]) -> dict[str, object]:
    sources = [
        {
            "name": bundle.manifest["name"],
            "population": bundle.manifest["population"],
            "people": bundle.manifest["people"],
            "kind": bundle.manifest["kind"],
            "privacy": bundle.manifest["privacy"],
            "manifest_sha256": digest((bundle.folder / MANIFEST).read_bytes()),
        }
        for bundle in bundles
    ]
    return {
        "promise": "nothing beyond what the sources promise, for only what they published was added up",
        "fewest_people": max(int(bundle.manifest["people"]) for bundle in bundles),
        "sources": sources,
    }
