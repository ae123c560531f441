"""What a published release tells: its counts by attribute, and how near they are. Nothing that it leaves out is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amparo.evidence.counting.domain import SEPARATOR, Attribute
from amparo.evidence.release.bundles.questions import least_quotable
from amparo.evidence.release.bundles.shape import MOST, check_shape
from amparo.evidence.release.bundles.verifying import Bundle
from amparo.evidence.release.bundles.writing import MANIFEST, digest
from amparo.evidence.release.releases import Combinations, Kind

LONGEST_NAME, MOST_PAIRS = 200, 50_000
_SEXES = ("sex", "gender")
_TIME = re.compile(r"(19|20)\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Pair = tuple[str, str]  # an attribute and one of its values


@dataclass(frozen=True, eq=False)  # told apart as objects: the shelf gives the same one while nothing changes
class Published:
    """A release as its readers find it; cannot be made of a manifest that lacks something which the pages say."""

    slug: str
    digest: str  # of the manifest, which holds all other digests
    kind: Kind
    name: str
    population: str
    on: str
    people: int
    attributes: tuple[Attribute, ...]
    signed_by: tuple[str, ...]
    files: Mapping[str, int]  # their sizes
    errors: Mapping[int, float]  # the likely error of counts of one attribute, of two, of three
    manifest: Mapping[str, Any]
    counts: Mapping[Pair, int]
    pairs: Mapping[frozenset[Pair], int]  # of people by two attributes, unless there are too many to show

    def __post_init__(self) -> None:
        told = (self.name, self.population)
        if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in told):
            raise ValueError("a release has a name and a population, which are not endless")
        if not _DAY.fullmatch(self.on) or type(self.people) is not int or self.people < 0:
            raise ValueError("a release has a day and a number of people")

    @cached_property
    def told(self) -> tuple[Attribute, ...]:
        """The attributes of which at least one count is given."""
        return tuple(one for one in self.attributes if any((one.name, value) in self.counts for value in one.values))

    def told_beside(self, attribute: Attribute) -> list[Attribute]:
        """The attributes by which the counts of this one are told too, sex first."""
        beside = {
            name for pair in self.pairs if attribute.name in (names := {name for name, _ in pair}) for name in names
        }
        found = [one for one in self.attributes if one.name in beside - {attribute.name} and not one.several]
        return sorted(found, key=lambda one: one.name not in _SEXES)

    @property
    def least(self) -> int:
        """The least count that is worth quoting: three times the likely error, in whole tens; any, where counts are exact."""
        return least_quotable(self.errors.values()) if any(self.errors.values()) else 0

    def count(self, attribute: Attribute, value: str) -> int | None:
        """How many people have this value; None where that is not told, which is never none."""
        return self.counts.get((attribute.name, value))

    def count_of_both(self, one: Pair, other: Pair) -> int | None:
        """How many people have both; None where that is not told."""
        return self.pairs.get(frozenset({one, other}))

    def blanks(self, attribute: Attribute) -> int | None:
        """How many records have nothing there; None where the release does not tell."""
        if self.kind is not Kind.RECORDS or attribute.several:
            return None
        return self.people - sum(self.count(attribute, value) or 0 for value in attribute.values)


def is_time(attribute: Attribute) -> bool:
    """Whether the values are years, quarters or months, such as 2024, 2024-Q3 and 2024-07."""
    return all(_TIME.fullmatch(value) for value in attribute.values)


def published_of(bundle: Bundle, slug: str) -> Published:
    """What the bundle tells; raises KeyError, TypeError or ValueError if its manifest lacks something."""
    manifest = bundle.manifest
    check_shape(manifest)
    attributes = tuple(
        Attribute(one["name"], tuple(one["values"]), bool(one["several"])) for one in manifest["domain"]["attributes"]
    )
    tables = bundle.tables()
    if any(abs(count) > MOST for _, count in tables):
        raise ValueError("there are not so many people")
    return Published(
        slug,
        digest((bundle.folder / MANIFEST).read_bytes()),
        bundle.kind,
        manifest["name"],
        manifest["population"],
        manifest["released_on"],
        manifest["people"],
        attributes,
        bundle.signed_by,
        {name: int(facts["bytes"]) for name, facts in manifest["files"].items()},
        {int(row["length"]): float(row["likely_error"]) for row in manifest["accuracy"]},
        manifest,
        {_parts(combination)[0]: count for combination, count in tables if SEPARATOR not in combination},
        _pairs(tables),
    )


def _pairs(tables: Combinations) -> dict[frozenset[Pair], int]:
    several = [(combination, count) for combination, count in tables if combination.count(SEPARATOR) == 1]
    return (
        {frozenset(_parts(combination)): count for combination, count in several} if len(several) <= MOST_PAIRS else {}
    )


def _parts(combination: str) -> list[Pair]:
    pairs = [part.partition(":") for part in combination.split(SEPARATOR)]
    return [(name, value) for name, _, value in pairs]
