"""Signatures on a bundle: those who sign say that they have read it and that it may be published. Ed25519, over the manifest.

The manifest holds the digest of every other file, so a signature on it covers them all. Keys are made with `amparo pack new-key`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from nacl.encoding import HexEncoder
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from amparo.errors import BadInput, Problem, Problems
from amparo.evidence.release.bundles.placing import replace_file
from amparo.evidence.release.bundles.writing import MANIFEST, digest
from amparo.rules.forms import Form
from amparo.rules.reading import read_document, read_text

SIGNATURES = "signatures.json"
_PURPOSE = b"amparo release\0"  # so that no signature made for something else fits here


@dataclass(frozen=True, slots=True)
class Publisher:
    """A person who may sign releases, and that person's public key."""

    name: str
    key: str


def read_publishers(path: Path) -> tuple[Publisher, ...]:
    """The registered publishers in a YAML file; raises Problems, also where two of them share a name or a key."""
    problems: list[Problem] = []
    form = Form(read_document(read_text(path), path.name, problems), problems, "A register of publishers")
    found: list[Publisher] = []
    for part in form.forms("publishers", "A publisher"):
        one = Publisher(part.text("name"), part.text("key").lower())
        part.done()
        if len(one.key) != 64 or not set(one.key) <= set("0123456789abcdef"):
            part.complain("A public key has 64 hexadecimal digits.", "key")
        if any(one.name.casefold() == other.name.casefold() or one.key == other.key for other in found):
            part.complain("Each person is registered once, with a key of their own.")
        found.append(one)
    form.done()
    if problems:
        raise Problems(problems)
    return tuple(found)


def sign_manifest(folder: Path, secret_hex: str) -> str:
    """Adds a signature with this secret key (hexadecimal seed) and returns the public key. Verify the bundle first."""
    try:
        key = SigningKey(secret_hex.strip().encode(), encoder=HexEncoder)
    except (ValueError, TypeError):
        raise BadInput("bad-key", "The secret key is not 64 hexadecimal digits.") from None
    public = key.verify_key.encode().hex()
    earlier = _read(folder)
    if public in earlier:
        raise BadInput(
            "signed-already", "This key has signed the release already. The second signature is another person's."
        )
    signed = earlier | {public: key.sign(_signed(folder)).signature.hex()}
    rows = [{"key": one, "signature": signature} for one, signature in signed.items()]
    replace_file(folder / SIGNATURES, (json.dumps(rows, indent=1) + "\n").encode("ascii"))
    return public


def signers(folder: Path) -> tuple[str, ...]:
    """The public keys of all who signed; raises BadInput if any signature is not one of this manifest."""
    signed = _read(folder)
    for public, signature in signed.items():
        try:
            VerifyKey(bytes.fromhex(public)).verify(_signed(folder), bytes.fromhex(signature))
        except (BadSignatureError, ValueError, TypeError):
            sentence = f"The signature of the key {public[:16]}… is not one of this release: it was changed after it was signed."
            raise BadInput("bad-signature", sentence) from None
    return tuple(signed)


def _signed(folder: Path) -> bytes:
    return _PURPOSE + bytes.fromhex(digest((folder / MANIFEST).read_bytes()))


def _read(folder: Path) -> dict[str, str]:
    if not (folder / SIGNATURES).exists():
        return {}
    try:
        rows = json.loads((folder / SIGNATURES).read_text(encoding="ascii"))
        return {str(row["key"]).lower(): str(row["signature"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput("bad-signature", f"{SIGNATURES} cannot be read.") from None
