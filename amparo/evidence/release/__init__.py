"""The one gate through which anything about people is published: plan, release, preview, sign, publish, verify, combine.

    declared = read_domain(path)                                  # amparo.evidence.counting.domain
    print(plan_tables(declared, price_of(declared, 1.0), account_of(ledger, declared.population), [["sex", "country"]]))
    made = release_tables(people, price_of(declared, 1.0), [["sex", "country"]], name="2025", on="2026-01-31", ledger=ledger)
    write_bundle(made, folder)                                    # or bundle_files(made): the same, in memory
    print(preview(folder)); sign(folder, secret); sign(folder, another)
    publish(folder, publishers=read_publishers(register), ledger=ledger, to=public)

Only names live here; what they stand for is imported when first used, so that whoever only verifies needs no OpenDP.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "price_of": "prices",
    "Price": "prices",
    "Rule": "suppression.rules",
    "Order": "orders",
    "Plan": "planning",
    "plan": "planning",
    "plan_tables": "planning",
    "plan_suppressed": "planning",
    "account_of": "ledger",
    "Account": "ledger",
    "heads_missing": "ledger",
    "begin": "making",
    "reserved": "turns",
    "in_the_making": "turns",
    "release_records": "gate",
    "release_tables": "gate",
    "release_suppressed": "gate",
    "Kind": "releases",
    "Release": "releases",
    "write_bundle": "bundles.writing",
    "bundle_files": "bundles.writing",
    "verify_bundle": "bundles.verifying",
    "intact_bundle": "bundles.verifying",
    "published_bundle": "bundles.shelf",
    "published_bundles": "bundles.shelf",
    "Published": "bundles.published",
    "Bundle": "bundles.verifying",
    "preview": "bundles.publishing",
    "sign": "bundles.publishing",
    "publish": "bundles.publishing",
    "read_publishers": "bundles.signing",
    "Publisher": "bundles.signing",
    "questions": "bundles.questions",
    "combine": "combining",
}


def __dir__() -> list[str]:
    return [*_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"amparo.evidence.release has no public name {name!r}")
    return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)
