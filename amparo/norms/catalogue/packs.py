"""Packs: signed folders of knowledge (national law, regional systems) that join the catalogue by path. Data, never code.

A pack has `pack.yaml`, files laid out as amparo/norms/catalogue/layout.py says and nothing else, and `SIGNATURE`: the issuer's Ed25519
public key and its signature over the digest of all other files, both in hexadecimal. It is read only if the signature is good
and the key is one that the operator trusts (AMPARO_PACK_KEYS). A pip package may carry a pack; its entry point only says where
the folder is.
"""

import functools
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from amparo.errors import BadInput, Problems
from amparo.norms.catalogue.layout import MANIFEST, SIGNATURE, strays

__all__ = [
    "MANIFEST",
    "SIGNATURE",
    "Pack",
    "claimed_key",
    "configured_packs",
    "digest_of_files",
    "folder_digest",
    "keep_secret",
    "open_pack",
    "pack_files",
    "refuse_namesakes",
    "refuse_strays",
    "sign_pack",
]

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
    """The digest of every file of a pack but its signature; raises Problems if anything stands there that is no part of a pack."""
    refuse_strays(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SIGNATURE)
    return digest_of_files((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def refuse_strays(folder: Path) -> None:
    """Raises Problems with everything in a pack's folder that has no place in a pack."""
    if found := strays(folder):
        raise Problems(found)


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


def keep_secret(secret_hex: str, path: Path) -> None:
    """Writes a secret key into a new file that only its owner may read; never over a file that is there."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(
            "file-exists", f"{path} is there already. A key is never overwritten: name a new file."
        ) from None
    except OSError as wrong:
        raise BadInput("file-unwritable", f"{path} cannot be written: {wrong.strerror}.") from None
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(f"{secret_hex}\n")


def open_pack(folder: Path, trusted: frozenset[str]) -> Pack:
    """The pack in the folder, its signature checked; raises BadInput if it is unsigned, changed, or signed by a stranger."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    if not (folder / MANIFEST).is_file():
        raise BadInput("not-a-pack", f"{folder} holds no {MANIFEST}, so it is not a pack.", file=str(folder))
    digest = folder_digest(folder)
    try:
        public, signature = (folder / SIGNATURE).read_text(encoding="ascii").lower().split()
        VerifyKey(bytes.fromhex(public)).verify(bytes.fromhex(digest), bytes.fromhex(signature))
    except FileNotFoundError:
        raise BadInput(
            "unsigned-pack", f"The pack {folder} is not signed. Its author signs it with amparo pack sign."
        ) from None
    except (BadSignatureError, ValueError, UnicodeDecodeError):
        raise BadInput(
            "changed-pack",
            f"The pack {folder} is not as its author signed it: a file was changed, added or taken away. "
            "Get it again from its author. If you are its author, sign it again.",
        ) from None
    if public not in {key.lower() for key in trusted}:
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
    packs = tuple(open_pack(folder, trusted) for folder in (*folders, *carried))
    refuse_namesakes(packs)
    return packs


def refuse_namesakes(packs: Iterable[Pack]) -> None:
    """Raises BadInput if two packs lie in folders of one name, for the files of one would stand in the place of the other's."""
    seen: dict[str, Path] = {}
    for pack in packs:
        name = pack.folder.resolve().name
        if name in seen:
            raise BadInput(
                "pack-twice", f"Two packs are called {name}: {seen[name]} and {pack.folder}. Rename the folder of one."
            )
        seen[name] = pack.folder


def claimed_key(folder: Path) -> str:
    """The key that a pack says it is signed by, whether that is true or not; empty if it says none."""
    try:
        words = (folder / SIGNATURE).read_text(encoding="ascii").lower().split()
    except (OSError, UnicodeDecodeError):
        return ""
    return words[0] if words else ""
