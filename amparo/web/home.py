"""Where an installation lives: one folder with its database, and beside it the secrets that no database and no backup holds.

`AMPARO_HOME` names the folder; `AMPARO_SECRETS` the folder of secrets, `secrets` inside the home unless it is set.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from amparo.errors import BadInput
from amparo.vault.material import Secret, digest

_DJANGO, _FORMS, _FACTORS = b"amparo.web.djngo", b"amparo.web.forms", b"amparo.web.factr"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation."""

    folder: Path
    secrets: Path

    @classmethod
    def find(cls) -> "Home":
        """The home that the environment names; raises BadInput if it names none."""
        named = os.environ.get("AMPARO_HOME", "")
        if not named:
            raise BadInput(
                "no-home",
                "AMPARO_HOME is not set. Name the folder of the installation, or make one with `amparo init`.",
            )
        folder = Path(named).absolute()
        return cls(folder, Path(os.environ.get("AMPARO_SECRETS") or folder / "secrets").absolute())

    @property
    def database(self) -> Path:
        return self.folder / "amparo.sqlite3"

    @property
    def tombstones(self) -> Path:
        """The list of what was erased; it lies beside the backups, not only in them."""
        return self.folder / "tombstones.txt"

    @property
    def generations(self) -> Path:
        """Which generation of each key is the newest; it lies beside the list of what was erased."""
        return self.folder / "generations.txt"

    @property
    def ledger(self) -> Path:
        """What all releases have cost, in lines of the same form as those of `amparo release`."""
        return self.folder / "releases" / "ledger.jsonl"

    @property
    def drafts(self) -> Path:
        """Bundles that nobody has published yet; a folder each, named by the release's id."""
        return self.folder / "releases" / "drafts"

    @property
    def published(self) -> Path:
        """Bundles that anybody may read: a folder each, whole and signed, named by a slug of at most 60 letters, digits and hyphens."""
        return self.folder / "releases" / "published"

    @property
    def server_secret(self) -> Secret:
        """What a thief of database and backups lacks; raises BadInput if its file is missing or damaged."""
        return Secret(self._read("server.key"))

    @property
    def signing_key(self) -> SigningKey:
        """Signs filing proofs and heads of the audit chain."""
        return SigningKey(self._read("signing.key"))

    def make(self) -> None:
        """Makes the folders and fresh secrets, readable by their owner only; never replaces one."""
        for folder in (self.folder, self.secrets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("server.key", "signing.key"):
            self._write_new(name, Secret.new().reveal())

    def put_secret(self, name: str, raw: bytes) -> None:
        """Writes a secret brought from paper or another machine; raises BadInput if another one is there."""
        self.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write_new(name, raw)
        if self._read(name) != raw:
            raise BadInput("secret-exists", f"There is another {name} already. Move it away first.", file=name)

    def derived(self, domain: bytes) -> Secret:
        """A secret for one purpose that follows from the server secret."""
        return Secret(digest(b"", domain, key=self.server_secret.reveal()))

    @property
    def django_key(self) -> str:
        return self.derived(_DJANGO).reveal().hex()

    @property
    def form_key(self) -> Secret:
        """Seals what travels in a public form between two pages."""
        return self.derived(_FORMS)

    @property
    def factor_key(self) -> Secret:
        """Seals the seeds of second factors."""
        return self.derived(_FACTORS)

    def _write_new(self, name: str, raw: bytes) -> None:
        try:
            handle = os.open(self.secrets / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "wb") as out:
            out.write(HexEncoder.encode(raw) + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def _read(self, name: str) -> bytes:
        try:
            raw = HexEncoder.decode((self.secrets / name).read_bytes().strip())
        except (OSError, ValueError):
            raw = b""
        if len(raw) != 32:
            raise BadInput(
                "no-secret",
                f"The secret {name} is missing or damaged. Put it back from its paper copy with `amparo restore`.",
                file=name,
            )
        return raw
