"""Writes a release as a bundle: data, tables, pages, metadata, and a manifest with the digest of every file."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from amparo import __version__
from amparo.errors import BadInput
from amparo.evidence.counting.domain import Domain
from amparo.evidence.release.bundles import metadata, pages
from amparo.evidence.release.releases import Combinations, Kind, Release

UNACCOUNTED = "unaccounted: not for publication"
ACCOUNTED = "accounted"
MANIFEST, TABLES, RECORDS = "manifest.json", "tables.csv", "synthetic.csv"
FORMAT = "amparo release 2"

Manifest = dict[str, Any]
Files = dict[str, bytes]


def write_bundle(release: Release, folder: Path) -> Manifest:
    """The manifest of the bundle, written with everything else into the folder, which must be new or empty."""
    refuse_used(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = bundle_files(release)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest: Manifest = json.loads(files[MANIFEST])
    return manifest


def refuse_used(folder: Path) -> None:
    """Raises BadInput if there is something where a bundle should be written; ask before anything is spent."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("folder-in-use", f"{folder.name} is in use. Name a new folder: a release is not written over.")


def bundle_files(release: Release) -> Files:
    """Every file of the bundle with its content; the manifest comes last."""
    manifest = _manifest(release)
    files = _data(release)
    files |= {
        "report.html": pages.report(manifest, release).encode(),
        "methods.html": pages.methods(manifest).encode(),
        "dictionary.csv": metadata.dictionary(release.domain),
        "licence.txt": metadata.LICENCE_TEXT.encode(),
    }
    files["dcat.jsonld"] = metadata.catalogue_entry(manifest, files)
    manifest["files"] = {name: {"sha256": digest(content), "bytes": len(content)} for name, content in files.items()}
    return files | {MANIFEST: (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()}


def tables_csv(tables: Combinations) -> bytes:
    """The tables in two columns, combination and count."""
    return as_csv(("combination", "count"), tables)


def as_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV as bundles hold it: UTF-8, a header, one line for each row."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue().encode()


def digest(content: bytes) -> str:
    """The SHA-256, as manifests give it."""
    return hashlib.sha256(content).hexdigest()


def _data(release: Release) -> Files:
    """The data in every form: CSV, Parquet, and CSV with a row of HXL tags."""
    found = {TABLES: tables_csv(release.tables)}
    tags = {TABLES: ["#meta+combination", "#affected"]}
    if release.records is not None:
        found[RECORDS] = release.records.to_csv().encode()
        tags[RECORDS] = [metadata.hashtag(one) for one in release.domain.attributes]
    for name, content in list(found.items()):
        stem = name.removesuffix(".csv")
        found[f"{stem}.parquet"] = _parquet(content, name)
        found[f"{stem}-hxl.csv"] = metadata.tagged(content, tags[name])
    return found | dict(release.extra)


def _parquet(content: bytes, name: str) -> bytes:
    written = io.BytesIO()
    types = {"count": pl.Int64} if name == TABLES else {}
    pl.read_csv(content, infer_schema=False).cast(types).write_parquet(written)  # type: ignore[arg-type]
    return written.getvalue()


def _manifest(release: Release) -> Manifest:
    account = release.account
    accounted = (
        account is not None or release.kind is Kind.COMBINED
    )  # what is combined was accounted where it came from
    found: Manifest = {
        "format": FORMAT,
        "kind": release.kind,
        "name": release.name,
        "released_on": release.on,
        "made_by": f"amparo {__version__}",
        "licence": metadata.LICENCE,
        "status": ACCOUNTED if accounted else UNACCOUNTED,
        "population": release.domain.population,
        "people": release.people,
        "max_length": release.max_length,
        "privacy": dict(release.promise),
        "accuracy": [
            {"length": one.length, "combinations": one.combinations, "likely_error": one.likely_error}
            for one in release.accuracy
        ],
        "domain": {"sha256": release.domain.digest, "attributes": _attributes(release.domain)},
    }
    if account:
        found["ledger"] = {"spent_rho": account.spent, "cap_rho": account.cap, "head": account.head}
    return found


def _attributes(domain: Domain) -> list[dict[str, object]]:
    return [{"name": one.name, "several": one.several, "values": list(one.values)} for one in domain.attributes]
