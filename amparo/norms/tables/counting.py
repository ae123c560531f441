"""Counts the people of a table in one pass: batch by batch, in any order, in memory that does not grow with the rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

import polars as pl

from amparo.errors import Problems
from amparo.norms.tables.reasons import Reasons
from amparo.rules.truth import NO, UNKNOWN, YES
from amparo.situation.tables import TableReader


class Counter(Protocol):
    """Takes in the ready rows of a batch, and how many people each stands for."""

    def add(self, frame: pl.DataFrame, people: pl.Series) -> None: ...


One = TypeVar("One", bound=Counter)


@dataclass
class Counting(Generic[One]):
    """How batches of one table are counted. Raises Problems for a row that cannot be read, unless it is to go on without it."""

    reader: TableReader
    counter: One
    goes_on: bool = False

    def batch(self, raw: pl.DataFrame, first_row: int) -> pl.DataFrame:
        """Nothing; the rows have been counted."""
        frame, bad = self.reader.ready(raw, first_row)
        people, unweighed = self.reader.people(raw, first_row)
        bad = bad | unweighed
        if bad.any():
            if not self.goes_on:
                raise Problems(self.reader.problems)
            frame, people = frame.filter(~bad), people.filter(~bad)
        if frame.height:
            self.counter.add(frame, people)
        return pl.DataFrame()

    def schema(self) -> dict[str, Any]:
        """No columns: what is counted stays in the counter."""
        return {}


@dataclass
class Why:
    """Why people hold a provision or not: the people by answer; those without it by clause that decided; the unknown by reason.

    Several clauses may decide, so their people do not add up; `alone` are those for whom nothing else stood in the way.
    """

    reasons: Reasons
    by_verdict: dict[int, float] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock, repr=False)

    def add(self, frame: pl.DataFrame, people: pl.Series) -> None:
        counted = pl.DataFrame({"number": self.reasons.numbers(frame), "people": people})
        summed = counted.group_by("number").agg(pl.col("people").sum())
        with self._lock:
            for number, several in summed.iter_rows():
                self.by_verdict[number] = self.by_verdict.get(number, 0) + several

    def to_plain(self) -> dict[str, Any]:
        """The counts as JSON can hold them, the largest first."""
        people = dict.fromkeys((YES, NO, UNKNOWN), 0.0)
        kinds: dict[str, list[float]] = {}
        clauses: dict[tuple[str, str, str], list[float]] = {}
        unknown: dict[str, float] = {}
        missing: dict[str, float] = {}
        for number, several in sorted(self.by_verdict.items()):
            verdict = self.reasons.verdicts[number]
            people[verdict.value] += several
            if verdict.unknown:
                unknown[verdict.unknown.value] = unknown.get(verdict.unknown.value, 0) + several
            for name in verdict.missing:
                missing[name] = missing.get(name, 0) + several
            _count(kinds, {one.kind for one in verdict.clauses}, several)
            _count(clauses, {(one.kind, one.written, one.value.word) for one in verdict.clauses}, several)
        return {
            "norm": self.reasons.norm,
            "supposed": list(self.reasons.catalogue.supposed),
            "people": _number(sum(people.values())),
            "surely": _number(people[YES]),
            "surely_not": _number(people[NO]),
            "for_want_of": [{"kind": kind, **_told(found)} for kind, found in _largest(kinds)],
            "clauses": [
                {"kind": kind, "clause": written, "is": word, **_told(found)}
                for (kind, written, word), found in _largest(clauses)
            ],
            "unknown": {reason: _number(several) for reason, several in sorted(unknown.items())},
            "missing": {name: _number(several) for name, several in sorted(missing.items())},
        }


def _count(found: dict[Any, list[float]], these: Collection[Any], people: float) -> None:
    for one in these:
        counted = found.setdefault(one, [0.0, 0.0])
        counted[0] += people
        counted[1] += people if len(these) == 1 else 0


def _largest(found: Mapping[Any, list[float]]) -> list[tuple[Any, list[float]]]:
    return sorted(found.items(), key=lambda item: (-item[1][0], item[0]))


def _told(found: list[float]) -> dict[str, float]:
    return {"people": _number(found[0]), "alone": _number(found[1])}


def _number(people: float) -> float:
    """A whole number where it is one."""
    return int(people) if people == int(people) else round(people, 6)
