"""The only place where counts of people receive noise: OpenDP's discrete Gaussian, and the cost that OpenDP states for it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import opendp.prelude as dp

Counts = npt.NDArray[np.int64]
Mechanism = Callable[[Counts, float], Counts]

dp.enable_features("contrib")


def discrete_gaussian(counts: Counts, sigma: float) -> Counts:
    """The counts, each with independent discrete Gaussian noise of this standard deviation (Canonne, Kamath, Steinke 2020)."""
    if not len(counts):
        return counts
    return np.array(_measurement(sigma)(counts.tolist()), dtype=np.int64)


def stated_rho(sigma: float) -> float:
    """What OpenDP's privacy map says that counts cost to which one person adds at most one, in zCDP."""
    return float(_measurement(sigma).map(1.0))  # type: ignore[no-untyped-call]


def _measurement(sigma: float) -> dp.Measurement:
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64")
    return dp.m.make_gaussian(*space, scale=sigma)
