"""Figures beside their bars."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it may be, and what it was. `is_met` is None where there is no bar."""

    number: str
    bar: str
    measured: str
    is_met: bool | None

    @property
    def row(self) -> str:
        met = {True: "yes", False: "MISSED", None: ""}[self.is_met]
        return f"{self.number} | {self.bar} | {self.measured} | {met}"


def at_most(number: str, bar: float, measured: float, unit: str, more: str = "") -> Figure:
    """A figure that is good when it is small."""
    return Figure(number, f"<= {bar:g} {unit}", f"{_plain(measured)} {unit}{more}", measured <= bar)


def at_least(number: str, bar: float, measured: float, unit: str) -> Figure:
    """A figure that is good when it is large."""
    return Figure(number, f">= {bar:g}{unit}", f"{_plain(measured)}{unit}", measured >= bar)


def told(number: str, measured: str) -> Figure:
    """A figure without a bar."""
    return Figure(number, "", measured, None)


def quantile(taken: Iterable[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    ordered = sorted(taken)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def milliseconds(number: str, bar: float, taken: Sequence[float]) -> Figure:
    """The p95 of some seconds against its bar, with the median and the slowest."""
    more = f" (median {quantile(taken, 0.5) * 1000:.0f}, slowest {max(taken) * 1000:.0f}; {len(taken)} times)"
    return at_most(number, bar, quantile(taken, 0.95) * 1000, "ms", more)


def _plain(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
