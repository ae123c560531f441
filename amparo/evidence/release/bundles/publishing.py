"""From a bundle on somebody's disk to a published one: preview, two people's signatures, and a copy where readers find it."""

from collections.abc import Sequence
from pathlib import Path

from amparo.errors import Place, Problem, Problems
from amparo.evidence.release.bundles.placing import place
from amparo.evidence.release.bundles.questions import questions
from amparo.evidence.release.bundles.signing import SIGNATURES, Publisher, sign_manifest
from amparo.evidence.release.bundles.verifying import Bundle, verify_bundle
from amparo.evidence.release.bundles.writing import MANIFEST, refuse_used
from amparo.evidence.release.ledger import entry_at
from amparo.evidence.release.releases import Kind

NEEDED = 2  # people who sign


def preview(folder: Path) -> str:
    """What readers will see first, and what is still missing for publication, in plain words."""
    bundle = verify_bundle(folder)
    manifest = bundle.manifest
    largest = sorted(bundle.tables(), key=lambda row: -row[1])[:5]
    missing = NEEDED - len(bundle.signed_by)
    lines = [
        f"{manifest['name']}: {manifest['kind']} about {manifest['population']}, {manifest['released_on']}.",
        f"It has {len(bundle.tables()):,} counts in {len(manifest['files'])} files.",
        *(f"{question} {answer}" for question, answer in questions(manifest)),
        "The largest counts: " + ", ".join(f"{combination} {count:,}" for combination, count in largest) + ".",
        f"{len(bundle.signed_by)} signed. " + (f"{missing} more must sign." if missing > 0 else "Enough have signed."),
    ]
    if not bundle.is_accounted:
        lines.append("It cannot be published: it is in no ledger.")
    return "\n".join(lines)


def sign(folder: Path, secret_hex: str) -> str:
    """Signs a bundle that is as it was released; returns the public key."""
    verify_bundle(folder)
    return sign_manifest(folder, secret_hex)


def publish(folder: Path, *, publishers: Sequence[Publisher], ledger: Path | None, to: Path) -> tuple[str, ...]:
    """Copies the bundle to a new folder and returns who published it; raises Problems with all that stands against it."""
    bundle = verify_bundle(folder)
    names = tuple(one.name for one in publishers if one.key in bundle.signed_by)
    problems = [Problem(Place(folder.name), sentence) for sentence in _against(bundle, names, ledger)]
    if problems:
        raise Problems(problems)
    refuse_used(to)
    copied = {name: (folder / name).read_bytes() for name in (*bundle.manifest["files"], MANIFEST, SIGNATURES)}
    if not bundle.is_of(copied):  # changed while we looked
        raise Problems([Problem(Place(folder.name), "It was changed while it was being published. Look who did.")])
    place(copied, to)
    return names


def _against(bundle: Bundle, names: tuple[str, ...], ledger: Path | None) -> list[str]:
    found = []
    if len(names) < NEEDED:
        signed = f"{' and '.join(names)} signed" if names else "nobody registered has signed"
        found.append(f"Publishing needs {NEEDED} registered people, and {signed}.")
    if not bundle.is_accounted:
        found.append("It is unaccounted: not for publication. Make the release again with a ledger.")
    elif bundle.kind is not Kind.COMBINED and not _is_entered(bundle, ledger):
        found.append("The ledger has no such release. Publish with the ledger in which this release was entered.")
    return found


def _is_entered(bundle: Bundle, ledger: Path | None) -> bool:
    manifest = bundle.manifest
    entry = entry_at(ledger, manifest["ledger"]["head"]) if ledger and "ledger" in manifest else None
    if entry is None:
        return False
    told = (manifest["population"], manifest["name"], manifest["released_on"])
    paid = manifest["privacy"].get("rho_zcdp"), manifest["privacy"].get("k")
    return told == (entry["population"], entry["release"], entry["on"]) and paid == (entry.get("rho"), entry.get("k"))
