"""Tiny published bundles of invented people, made as the command makes them: suppressed tables, and synthetic records."""

from pathlib import Path

import numpy as np
from nacl.signing import SigningKey

from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.bundles.publishing import publish, sign
from amparo.evidence.release.bundles.signing import Publisher, sign_manifest
from amparo.evidence.release.bundles.writing import write_bundle
from amparo.evidence.release.gate import release_records, release_suppressed
from amparo.evidence.release.prices import price_of
from amparo.evidence.release.suppression.rules import Rule

__all__ = ["HOSTILE", "KEYS", "publish_records", "publish_suppressed", "register", "sign_manifest"]

KEYS = [SigningKey(bytes([at]) * 32) for at in (1, 2)]
PUBLISHERS = [Publisher(name, key.verify_key.encode().hex()) for name, key in zip(("Ana", "Basir"), KEYS, strict=True)]
HOSTILE = '<img src=x onerror="alert(1)">'
DOMAIN = Domain(
    "people who told us",
    (
        Attribute("year", ("2023", "2024", "2025", "2026", "2027")),
        Attribute("sex", ("female", "male", "other")),
        Attribute("nationality", ("MEX", "NIC", "PHL", "NPL", "TUV")),
        Attribute("abuse", ("wages-unpaid", "documents-taken", HOSTILE), several=True),
    ),
    people=400,
    cap=8.0,
    sex="sex",
)
ASKED = [["year", "sex"], ["nationality", "sex"], ["abuse"]]


def people(number: int = 400) -> Records:
    """So many people; nobody in 2024 to speak of, and one from Tuvalu."""
    rng = np.random.default_rng(7)
    year = rng.choice([1, 2, 3, 4], number, p=[0.4, 0.01, 0.3, 0.29])
    sex = rng.choice([0, 1, 2], number, p=[0.1, 0.5, 0.4])
    nationality = rng.choice([1, 2, 3, 4], number, p=[0.5, 0.25, 0.15, 0.1])
    nationality[0] = 5
    abuse = (rng.random((number, 3)) < [0.6, 0.3, 0.2]).astype(int)
    return Records(DOMAIN, np.column_stack([year, sex, nationality, abuse]).astype(np.int32))


def register(shelf: Path) -> None:
    """Has the keys of these bundles known on this installation, as those of another organisation."""
    rows = [f"  - name: {one.name}\n    key: {one.key}\n" for one in PUBLISHERS]
    shelf.parent.mkdir(parents=True, exist_ok=True)
    (shelf.parent / "publishers.yaml").write_text("publishers:\n" + "".join(rows))


def publish_suppressed(shelf: Path, at: Path, slug: str = "suppressed", name: str = "Exact <b>tables</b>") -> Path:
    """Exact tables with small cells hidden, signed by two and on the shelf."""
    made = release_suppressed(people(), Rule(10), ASKED, name=name, on="2026-11-20", ledger=at / f"{slug}.ledger")
    return _published(made, shelf, at, slug)


def publish_records(shelf: Path, at: Path, slug: str = "records") -> Path:
    """Synthetic records, with noise that a test can repeat."""
    rng = np.random.default_rng(1)
    made = release_records(
        people(),
        price_of(DOMAIN, 4.0),
        name="Invented records",
        on="2026-11-21",
        max_length=2,
        ledger=at / f"{slug}.ledger",
        mechanism=lambda counts, sigma: counts + np.rint(rng.normal(0, sigma, len(counts))).astype(np.int64),
    )
    return _published(made, shelf, at, slug)


def _published(made: object, shelf: Path, at: Path, slug: str) -> Path:
    bundle = at / slug
    write_bundle(made, bundle)
    for key in KEYS:
        sign(bundle, key.encode().hex())
    shelf.mkdir(parents=True, exist_ok=True)
    publish(bundle, publishers=PUBLISHERS, ledger=at / f"{slug}.ledger", to=shelf / slug)
    return shelf / slug
