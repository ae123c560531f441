"""Packs: signed folders of knowledge (national law, regional systems) that join the catalogue by path. Data, never code.

A pack has `pack.yaml`, files laid out as in amparo/norms/data, and `SIGNATURE`: the issuer's Ed25519 public key and its signature
over the digest of all other files, both in hexadecimal. It is read only if the signature is good and the key is one that
the operator trusts (AMPARO_PACK_KEYS). A pip package may carry a pack; its entry point only says where the folder is.
"""

import functools
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from amparo.errors import BadInput

SIGNATURE = "SIGNATURE"
MANIFEST = "pack.yaml"
ENTRY_POINTS = "amparo.packs"


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of knowledge that may join the catalogue, and the key that signed it."""

    folder: Path
    digest: str
    signed_by: str


def pack_files(folder: Path) -> list[Path]:
    """The files of a pack, or of any folder of knowledge, in a fixed order; no links, no hidden files."""
    found = (
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.suffix in (".yaml", ".csv")
    )
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def digest_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """The SHA-256 digest of named contents; the order, the names and the lengths count."""
    whole = hashlib.sha256()
    for name, content in files:
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def folder_digest(folder: Path) -> str:
    """The digest of a pack's files."""
    return digest_of_files((str(path.relative_to(folder)), path.read_bytes()) for path in pack_files(folder))


def sign_pack(folder: Path, secret_hex: str) -> str:
    """Writes the pack's SIGNATURE with the secret Ed25519 key (hexadecimal seed) and returns the public key."""
    from nacl.encoding import HexEncoder
    from nacl.signing import SigningKey

    try:
        key = SigningKey(secret_hex.strip().encode(), encoder=HexEncoder)
    except (ValueError, TypeError):
        raise BadInput("bad-key", "The secret key is not 64 hexadecimal digits.") from None
    signature = key.sign(bytes.fromhex(folder_digest(folder))).signature.hex()
    public = key.verify_key.encode().hex()
    (folder / SIGNATURE).write_text(f"{public}\n{signature}\n", encoding="ascii")
    return public


def open_pack(folder: Path, trusted: frozenset[str]) -> Pack:
    """The pack in the folder, its signature checked; raises BadInput if it is unsigned, changed, or signed by a stranger."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    if not (folder / MANIFEST).is_file():
        raise BadInput("not-a-pack", f"{folder} holds no {MANIFEST}, so it is not a pack.", file=str(folder))
    digest = folder_digest(folder)
    try:
        public, signature = (folder / SIGNATURE).read_text(encoding="ascii").split()
        VerifyKey(bytes.fromhex(public)).verify(bytes.fromhex(digest), bytes.fromhex(signature))
    except FileNotFoundError:
        raise BadInput(
            "unsigned-pack", f"The pack {folder} is not signed. Its author signs it with amparo pack sign."
        ) from None
    except (BadSignatureError, ValueError, UnicodeDecodeError):
        raise BadInput(
            "changed-pack", f"The pack {folder} is not as its author signed it. Get it again from its author."
        ) from None
    if public not in trusted:
        raise BadInput(
            "untrusted-pack",
            f"The pack {folder} is signed by the key {public}, which you do not trust. Compare the key with its author's, "
            "by another way than the one the pack came, and add it to AMPARO_PACK_KEYS.",
            key=public,
        )
    return Pack(folder, digest, public)


def configured_packs() -> tuple[Pack, ...]:
    """The packs that AMPARO_PACKS lists and that installed packages carry, each checked."""
    return _configured(os.environ.get("AMPARO_PACKS", ""), os.environ.get("AMPARO_PACK_KEYS", ""))


@functools.lru_cache(maxsize=4)
def _configured(listed: str, keys: str) -> tuple[Pack, ...]:
    folders = [Path(part) for part in listed.split(os.pathsep) if part]
    carried = [Path(str(found.load())) for found in entry_points(group=ENTRY_POINTS)]
    trusted = frozenset(keys.replace(",", " ").split())
    return tuple(open_pack(folder, trusted) for folder in (*folders, *carried))
