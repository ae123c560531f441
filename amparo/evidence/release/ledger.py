"""The ledger of privacy spent: one line for each release of a population, append-only, with a cap that is never exceeded.

A line is JSON with the SHA-256 of the line before, so a line removed, changed or moved shows. It is on disk before noise is drawn: a crash
in between spends the budget and never gives it back. Costs are in zCDP, which adds up exactly over releases and years.
Whoever can write the file can also cut whole lines off its end; keep a copy of the last hash (it stands in each manifest) elsewhere.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from amparo.errors import BadInput

_START = "0" * 64
_SLACK = 1e-9  # of the cap: additions of floats are not exact


@dataclass(frozen=True, slots=True)
class Spending:
    """One release: what it may cost at most, and the cap of its population, both in zCDP."""

    population: str
    release: str
    rho: float
    cap: float
    on: str

    def __post_init__(self) -> None:
        if not (0 < self.rho < float("inf") and 0 < self.cap < float("inf")):
            raise ValueError("a release costs something, and a population has a cap")


@dataclass(frozen=True, slots=True)
class Account:
    """What one population has spent, its cap, and the hash of the ledger's last line."""

    spent: float
    cap: float
    head: str

    @property
    def left(self) -> float:
        return max(0.0, self.cap - self.spent)


def spend(path: Path, spending: Spending) -> Account:
    """The account after this spending, which is on disk; raises BadInput, and writes nothing, if the cap does not allow it."""
    with _locked(path) as file:
        lines, head = _read(file, path.name)
        account = _account(lines, head, spending.population, spending.cap)
        if abs(account.cap - spending.cap) > _SLACK * account.cap:
            sentence = f"The ledger {path.name} set another cap for this population with its first release. A cap never changes."
            raise BadInput("cap-changed", sentence, file=path.name)
        if account.spent + spending.rho > account.cap * (1 + _SLACK):
            raise BadInput("budget-spent", _refusal(account, spending), file=path.name)
        body = json.dumps({"number": len(lines) + 1, **asdict(spending), "before": head}, ensure_ascii=False)
        written = hashlib.sha256(body.encode()).hexdigest()
        file.seek(0, os.SEEK_END)
        file.write(f"{body}\t{written}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path)
    return Account(account.spent + spending.rho, account.cap, written)


def account_of(path: Path, population: str) -> Account | None:
    """What a population has spent, or None if the ledger does not know it; raises BadInput if the chain is broken."""
    if not path.exists():
        return None
    with _locked(path) as file:
        lines, head = _read(file, path.name)
    if not any(line["population"] == population for line in lines):
        return None
    return _account(lines, head, population, 0.0)


def _account(lines: list[dict[str, object]], head: str, population: str, cap: float) -> Account:
    own = [line for line in lines if line["population"] == population]
    spent = sum(_number(line["rho"]) for line in own)
    return Account(spent, _number(own[0]["cap"]) if own else cap, head)


def _number(found: object) -> float:
    assert isinstance(found, float | int)
    return float(found)


def _read(file: IO[bytes], name: str) -> tuple[list[dict[str, object]], str]:
    """Every line, and the hash of the last. A line cut short counts as a broken chain: to forgive it would give budget back."""
    file.seek(0)
    lines: list[dict[str, object]] = []
    head = _START
    for number, raw in enumerate(file.read().split(b"\n"), 1):
        if not raw:
            continue
        body, _, written = raw.partition(b"\t")
        try:
            line = json.loads(body)
            is_whole = hashlib.sha256(body).hexdigest().encode() == written and line["before"] == head
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole or line["number"] != len(lines) + 1:
            sentence = f"Line {number} of the ledger {name} is not as it was written. Nothing is released until a person has found out why."
            raise BadInput("broken-ledger", sentence, file=name, line=number)
        lines.append(line)
        head = written.decode()
    return lines, head


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The ledger, to one process at a time; two releases at once cannot both take the last of the budget."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as wrong:
        raise BadInput("ledger-unusable", f"The ledger {path.name} cannot be opened: {wrong.strerror}.") from None
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _sync_folder(path: Path) -> None:
    """A new file is on disk only when its folder is."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(account: Account, spending: Spending) -> str:
    return (
        f"This release would cost {spending.rho:.4f} (zCDP), and of the cap of {account.cap:.4f} only {account.left:.4f} is left. "
        "Lower epsilon, or publish from what is already released."
    )
