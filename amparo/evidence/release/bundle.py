"""Writes a release as a folder that explains itself, and checks one: data, tables, report, manifest with digests."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from amparo import __version__
from amparo.errors import BadInput, Place, Problem, Problems
from amparo.evidence.counting.domain import SEPARATOR, Domain
from amparo.evidence.counting.records import Records, write_records
from amparo.evidence.release.accuracy import accuracy_of
from amparo.evidence.release.gate import Released
from amparo.evidence.release.report import report
from amparo.evidence.release.tables import cells, named_cells, shape_of

UNACCOUNTED = "unaccounted: not for publication"
ACCOUNTED = "accounted"
MANIFEST = "manifest.json"
FORMAT = "amparo release 1"


def write_bundle(released: Released, folder: Path, *, name: str, on: str) -> dict[str, object]:
    """The manifest of the bundle, written with everything else into the folder, which must be new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            "folder-in-use", f"The folder {folder.name} is not empty. Name a new one: a release is not written over."
        )
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _manifest(released, name, on)
    tables = list(count_combinations(released.synthesis.records, released.max_length))
    files = {
        "synthetic.csv": write_records(released.synthesis.records),
        "tables.csv": _as_csv(tables),
        "report.html": report(manifest, released.synthesis.records),
    }
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    manifest["files"] = {
        file: {"sha256": _digest(text.encode()), "bytes": len(text.encode())} for file, text in files.items()
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def verify_bundle(folder: Path) -> dict[str, object]:
    """The manifest, if every file is as it was written; raises Problems naming each that is not."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(file): str(facts["sha256"]) for file, facts in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadInput("not-a-bundle", f"{folder.name} has no readable {MANIFEST}: it is not a release.") from None
    problems = []
    for file, expected in files.items():
        path = folder / Path(file).name
        if not path.is_file():
            problems.append(Problem(Place(file), "The file is missing."))
        elif _digest(path.read_bytes()) != expected:
            problems.append(Problem(Place(file), "The file is not as it was released: its digest differs."))
    problems += [
        Problem(Place(path.name), "This file does not belong to the release.")
        for path in sorted(folder.iterdir())
        if path.name not in files and path.name != MANIFEST
    ]
    if problems:
        raise Problems(problems)
    found: dict[str, object] = manifest
    return found


def count_combinations(records: Records, max_length: int) -> Iterator[tuple[str, int]]:
    """Every combination of values which some record has, and how many have it; blanks are not values."""
    columns = records.domain.columns
    sizes = tuple(column.size for column in columns)
    labels = [["", *(f"{column.attribute.name}:{value}" for value in column.values)] for column in columns]
    for length in range(1, min(max_length, len(columns)) + 1):
        for key in combinations(range(len(columns)), length):
            found, counts = np.unique(cells(records.codes, key, sizes), return_counts=True)
            is_named = named_cells(key, sizes)[found]
            where = np.unravel_index(found[is_named], shape_of(key, sizes))
            for codes, count in zip(np.stack(where, axis=1).tolist(), counts[is_named].tolist(), strict=True):
                yield SEPARATOR.join(labels[column][code] for column, code in zip(key, codes, strict=True)), count


def _as_csv(tables: list[tuple[str, int]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["combination", "count"])
    writer.writerows(tables)
    return written.getvalue()


def _manifest(released: Released, name: str, on: str) -> dict[str, object]:
    domain, account = released.synthesis.records.domain, released.account
    found: dict[str, object] = {
        "format": FORMAT,
        "name": name,
        "released_on": on,
        "made_by": f"amparo {__version__}",
        "status": ACCOUNTED if account else UNACCOUNTED,
        "population": domain.population,
        "records": len(released.synthesis.records),
        "max_length": released.max_length,
        "privacy": _privacy(released),
        "accuracy": accuracy_of(released.synthesis),
        "domain": {"sha256": domain.digest, "attributes": _dictionary(domain)},
    }
    return found


def _privacy(released: Released) -> dict[str, object]:
    price, account = released.price, released.account
    found: dict[str, object] = {
        "promise": "differential privacy; neighbours are tables of which one has one more person",
        "epsilon": price.epsilon,
        "delta": price.delta,
        "rho_zcdp": price.rho,
        "mechanism": "discrete Gaussian (OpenDP)",
        "rows_per_person": 1,
    }
    if account:
        found["ledger"] = {"spent_rho": account.spent, "cap_rho": account.cap, "head": account.head}
    return found


def _dictionary(domain: Domain) -> list[dict[str, object]]:
    return [{"name": one.name, "several": one.several, "values": list(one.values)} for one in domain.attributes]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
