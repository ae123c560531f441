"""Checks a bundle and says in plain words what is wrong: files, digests, tables against records, metadata, signatures."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.evidence.counting.domain import SEPARATOR
from amparo.evidence.release.bundles.signing import SIGNATURES, signers
from amparo.evidence.release.bundles.writing import ACCOUNTED, FORMAT, MANIFEST, RECORDS, TABLES, Manifest, digest
from amparo.evidence.release.releases import Combinations, Kind


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is as it was released, and the public keys of those who signed it."""

    folder: Path
    manifest: Manifest
    signed_by: tuple[str, ...]

    @property
    def is_accounted(self) -> bool:
        return bool(self.manifest["status"] == ACCOUNTED)

    @property
    def kind(self) -> Kind:
        return Kind(self.manifest["kind"])

    def is_of(self, files: Mapping[str, bytes]) -> bool:
        """Whether these are its files, read since: the manifest with the digests that were verified, and what they are digests of."""
        told = {name: facts["sha256"] for name, facts in self.manifest["files"].items()}
        return json.loads(files[MANIFEST]) == self.manifest and all(
            digest(files[name]) == checksum for name, checksum in told.items()
        )

    def tables(self) -> Combinations:
        """The combinations with their counts."""
        return _tables((self.folder / TABLES).read_bytes())


def verify_bundle(folder: Path) -> Bundle:
    """The bundle, if everything in it is as it was released; raises Problems with everything that is not."""
    return _checked(folder, _agreement, _entry)


def intact_bundle(folder: Path) -> Bundle:
    """The bundle, if its files are those that were signed; quick, for nothing is counted anew. Raises Problems if they are not."""
    return _checked(folder)


def _checked(folder: Path, *checks: Callable[[Path, Manifest], Iterator[Problem]]) -> Bundle:
    manifest = _read_manifest(folder)
    problems = [*_files(folder, manifest)]
    if not problems:  # what was changed is not worth reading
        problems = [problem for check in checks for problem in check(folder, manifest)]
    try:
        signed_by = signers(folder)
    except BadInput as wrong:
        problems.append(Problem(Place(SIGNATURES), wrong.sentence))
    if problems:
        raise Problems(problems)
    return Bundle(folder, manifest, signed_by)


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_whole = (
            manifest["format"] == FORMAT and Kind(manifest["kind"]) and {"status", "people", "privacy"} <= set(manifest)
        )
        is_whole = is_whole and all({"sha256", "bytes"} <= set(facts) for facts in manifest["files"].values())
        is_whole = is_whole and {TABLES, "report.html"} <= set(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise BadInput(
            "not-a-bundle", f"{folder.name} has no {MANIFEST} that can be read: it is not a release of this kind."
        )
    return manifest


def _files(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    for file, facts in manifest["files"].items():
        path = folder / Path(file).name
        if path.name != file:
            yield Problem(Place(path.name), "The manifest names a file outside the release.")
        elif not path.is_file():
            yield Problem(Place(file), "The file is missing.")
        elif digest(path.read_bytes()) != facts["sha256"]:
            yield Problem(Place(file), "The file is not as it was released: its digest differs.")
    for path in sorted(folder.iterdir()):
        if path.name not in {*manifest["files"], MANIFEST, SIGNATURES}:
            yield Problem(Place(path.name), "This file does not belong to the release.")


def _agreement(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Tables are counted from records, where there are any, and no hidden count is shown."""
    tables = _tables((folder / TABLES).read_bytes())
    if manifest["kind"] == Kind.RECORDS:
        rows = list(csv.DictReader(io.StringIO((folder / RECORDS).read_text(encoding="utf-8"))))
        if dict(tables) != _count(rows, manifest["max_length"]) or len(rows) != manifest["people"]:
            yield Problem(Place(TABLES), f"The tables do not count what is in {RECORDS}.")
    if manifest["kind"] == Kind.SUPPRESSED and any(count < manifest["privacy"]["k"] for _, count in tables):
        yield Problem(Place(TABLES), "A count is shown that is smaller than this release promises.")


def _count(rows: list[dict[str, str]], max_length: int) -> dict[str, int]:
    """Counted anew by the slow and obvious way, which shares nothing with the way it was written."""
    found: Counter[str] = Counter()
    for row, times in Counter(tuple(row.items()) for row in rows).items():
        parts = [f"{name}:{value}" for name, cell in row for value in cell.split(SEPARATOR) if value]
        for length in range(1, max_length + 1):
            for combination in combinations(parts, length):
                found[SEPARATOR.join(combination)] += times
    return dict(found)


def _entry(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """The entry for catalogues gives the digests that the manifest gives."""
    try:
        entry = json.loads((folder / "dcat.jsonld").read_text(encoding="utf-8"))
        told = {
            one["dcterms:title"]: one["spdx:checksum"]["spdx:checksumValue"]["@value"]
            for one in entry["dcat:distribution"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        told = {"": ""}
    if any(manifest["files"].get(name, {}).get("sha256") != checksum for name, checksum in told.items()):
        yield Problem(Place("dcat.jsonld"), "The entry for catalogues does not fit the files.")


def _tables(content: bytes) -> Combinations:
    try:
        return tuple((row["combination"], int(row["count"])) for row in csv.DictReader(io.StringIO(content.decode())))
    except (KeyError, ValueError, TypeError):
        raise Problems([Problem(Place(TABLES), "The tables are not in two columns, combination and count.")]) from None
