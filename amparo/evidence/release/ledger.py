"""The ledger: one line for each release of a population, whatever its kind, append-only, with a cap of privacy that is never exceeded.

A line is JSON with the SHA-256 of the line before, so a line removed, changed or moved shows. It is on disk before noise is drawn: a crash
in between spends the budget and never gives it back. Costs are in zCDP, which adds up exactly over releases and years.
Whoever can write the file can also cut whole lines off its end; keep a copy of the last hash (it stands in each manifest) elsewhere.

Exact counts with small cells hidden (`Showing`) cost nothing that could be added up, and stand no other release beside them that speaks of
one of their attributes: noisy counts, or the same counts cut otherwise, would narrow down what is hidden. In neither order, in no year.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from amparo.errors import BadInput

Line = dict[str, Any]  # an entry as it was written, with its number, the hash before it, and its own

_START = "0" * 64
_SLACK = 1e-9  # of the cap: additions of floats are not exact


@dataclass(frozen=True, slots=True)
class Spending:
    """A release with noise: what it may cost at most, and the cap of its population, both in zCDP."""

    population: str
    release: str
    attributes: tuple[str, ...]
    rho: float
    cap: float
    on: str

    def __post_init__(self) -> None:
        if not (0 < self.rho < float("inf") and 0 < self.cap < float("inf")):
            raise ValueError("a release costs something, and a population has a cap")


@dataclass(frozen=True, slots=True)
class Showing:
    """A release of exact counts over these attributes, with cells of fewer than k people hidden."""

    population: str
    release: str
    attributes: tuple[str, ...]
    k: int
    on: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one population has spent, its cap (0 before any noise), the attributes shown exactly, those told at all, and the last hash."""

    spent: float
    cap: float
    head: str
    shown: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

    @property
    def left(self) -> float:
        return max(0.0, self.cap - self.spent)


def enter(path: Path, entry: Spending | Showing) -> Account:
    """The account after this entry, whatever its kind, which is on disk; raises BadInput, and writes nothing, if it may not be."""
    return show(path, entry) if isinstance(entry, Showing) else spend(path, entry)


def spend(path: Path, spending: Spending) -> Account:
    """The account after this spending, which is on disk; raises BadInput, and writes nothing, if cap or exact counts forbid it."""
    with _locked(path) as file:
        lines, head = _read(file, path.name)
        account = _account(lines, head, spending.population)
        cap = account.cap or spending.cap
        if abs(cap - spending.cap) > _SLACK * cap:
            sentence = f"The ledger {path.name} set another cap for this population with its first release. A cap never changes."
            raise BadInput("cap-changed", sentence, file=path.name)
        if account.spent + spending.rho > cap * (1 + _SLACK):
            raise BadInput("budget-spent", _refusal(replace(account, cap=cap), spending), file=path.name)
        _refuse_beside(lines, spending, path.name)
        written = _append(file, lines, head, spending)
    _sync_folder(path)
    told = account.told | set(spending.attributes)
    return replace(account, spent=account.spent + spending.rho, cap=cap, head=written, told=told)


def show(path: Path, showing: Showing) -> Account:
    """The account after this release of exact counts, which is on disk; raises BadInput if another release stands against it."""
    with _locked(path) as file:
        lines, head = _read(file, path.name)
        account = _account(lines, head, showing.population)
        _refuse_beside(lines, showing, path.name)
        written = _append(file, lines, head, showing)
    _sync_folder(path)
    names = frozenset(showing.attributes)
    return replace(account, head=written, shown=account.shown | names, told=account.told | names)


def account_of(path: Path, population: str) -> Account | None:
    """What a population has spent, or None if the ledger does not know it; raises BadInput if the chain is broken."""
    if not path.exists():
        return None
    with _locked(path) as file:
        lines, head = _read(file, path.name)
    if not any(line["population"] == population for line in lines):
        return None
    return _account(lines, head, population)


def entry_at(path: Path, head: str) -> dict[str, Any] | None:
    """The line whose hash this is, or None; raises BadInput if the chain is broken."""
    return next((line for line in _lines(path) if line["hash"] == head), None)


def heads_missing(path: Path, known: Iterable[str]) -> frozenset[str]:
    """Those of the heads known elsewhere that the ledger does not pass through: its end was cut, or it is an older copy.

    Raises BadInput if the chain is broken.
    """
    lines = _lines(path)
    return frozenset(known) - {line["hash"] for line in lines}


def catch_up(path: Path, copy: Path) -> bool:
    """Whether one of the two files begins with the whole other; the shorter is then replaced by the longer. Neither may be broken."""
    older, newer = sorted((path, copy), key=lambda one: len(_lines(one)))
    lines, others = _lines(newer), _lines(older)
    if lines[: len(others)] != others:
        return False
    if len(lines) > len(others):
        with _locked(newer) as whole:
            raw = whole.read()
        unfinished = older.with_name(f".{older.name}.unfinished")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(older)
        _sync_folder(older)
    return True


def _lines(path: Path) -> list[Line]:
    if not path.exists():
        return []
    with _locked(path) as file:
        return _read(file, path.name)[0]


def _account(lines: list[Line], head: str, population: str) -> Account:
    own = [line for line in lines if line["population"] == population]
    noisy = [line for line in own if "rho" in line]
    shown = frozenset(name for line in own if "k" in line for name in line["attributes"])
    told = frozenset(name for line in own for name in line.get("attributes", ()))
    return Account(sum(line["rho"] for line in noisy), noisy[0]["cap"] if noisy else 0.0, head, shown, told)


def _refuse_beside(lines: list[Line], entry: Spending | Showing, file: str) -> None:
    """Raises BadInput if exact counts would stand beside another release that speaks of one of their attributes."""
    for line in lines:
        told = line.get("attributes", entry.attributes)  # lines of the first version do not say: they may speak of any
        shared = sorted(set(told) & set(entry.attributes))
        if line["population"] == entry.population and shared and ("k" in line or isinstance(entry, Showing)):
            sentence = (
                f"The release {line['release']} of {line['on']} speaks of {', '.join(shared)} as well, and one of the two would "
                "give exact counts: together they would narrow down what is hidden. An attribute of a population is shown exactly, "
                "once and for ever, or with noise."
            )
            raise BadInput("would-difference", sentence, file=file)


def _append(file: IO[bytes], lines: list[Line], head: str, entry: Spending | Showing) -> str:
    body = json.dumps({"number": len(lines) + 1, **asdict(entry), "before": head}, ensure_ascii=False)
    written = hashlib.sha256(body.encode()).hexdigest()
    file.seek(0, os.SEEK_END)
    file.write(f"{body}\t{written}\n".encode())
    file.flush()
    os.fsync(file.fileno())
    return written


def _read(file: IO[bytes], name: str) -> tuple[list[Line], str]:
    """Every line, and the hash of the last. A line cut short counts as a broken chain: to forgive it would give budget back."""
    file.seek(0)
    lines: list[Line] = []
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
        head = written.decode()
        lines.append(line | {"hash": head})
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
