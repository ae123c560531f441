"""From people to records that are nobody: measure with noise, weigh the evidence, grow candidates, fit, take whole people."""

from dataclasses import dataclass

import numpy as np

from amparo.evidence.counting.records import Records
from amparo.evidence.release import candidates as growing
from amparo.evidence.release.fitting import fit, mean_residual, misfit, rake, sides_of, smallest_cells
from amparo.evidence.release.measuring import Measured, measure
from amparo.evidence.release.noise import Mechanism, discrete_gaussian
from amparo.evidence.release.rounding import whole_people
from amparo.evidence.release.support import Support, weigh
from amparo.evidence.release.tables import Codes, Floats

FEWEST_ROUNDS, MOST_ROUNDS = 4, 9
STEPS = 25  # of each fit
NEW_CANDIDATES = 60_000  # tried in each round; the better half is kept
_GOOD_ENOUGH = 1.35  # mean squared residual, where 1 is what the noise alone would leave
_FAINT = 0.02  # people: a candidate with less is let go
_NEWCOMER = 0.05
_LEAST_KEPT = 0.002
_SMALLEST = 2.0  # people: a cell of three columns that the fit leaves smaller is more likely invented than found


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Records that agree with their own tables, and the evidence that they were made from."""

    records: Records
    measured: Measured
    support: Support


def synthesize(
    people: Records,
    rho: float,
    *,
    max_length: int = 3,
    mechanism: Mechanism = discrete_gaussian,
    rng: np.random.Generator | None = None,
) -> Synthesis:
    """Synthetic records of these people, for `rho` in zCDP. Callers outside this package go through `gate.release`."""
    rng = rng or np.random.default_rng()
    sizes = tuple(column.size for column in people.domain.columns)
    measured = measure(people.codes, sizes, rho, max_length, mechanism)
    return Synthesis(Records(people.domain, imagine(measured, rng)), measured, weigh(measured))


def imagine(measured: Measured, rng: np.random.Generator) -> Codes:
    """Records that fit what was measured. It never sees a person."""
    support, sizes = weigh(measured), measured.sizes
    pairs = growing.supported_pairs(support)
    rows = growing.first_candidates(support, pairs, sizes, rng)
    if not len(rows) or support.people < 0.5:
        return np.zeros((0, len(sizes)), dtype=np.int32)
    weights = np.full(len(rows), support.people / len(rows))
    for turn in range(1, MOST_ROUNDS + 1):
        sides = sides_of(rows, measured)
        weights = fit(sides, weights, STEPS)
        if turn > FEWEST_ROUNDS and mean_residual(sides, weights) < _GOOD_ENOUGH:
            break
        new = growing.more_candidates(rows, weights, pairs, sizes, NEW_CANDIDATES, rng)
        if len(new):
            missing = misfit(rows, sides, weights, new, measured)
            rows, weights = _join(rows, weights, new[missing <= np.median(missing)])
    rows, weights = _without_doubtful(rows, weights, measured, support)
    weights = rake(rows, fit(sides_of(rows, measured), weights, STEPS), support, sizes)
    return whole_people(rows, weights, sizes, rng)


def _join(rows: Codes, weights: Floats, new: Codes) -> tuple[Codes, Floats]:
    useful = weights > _FAINT
    both = np.concatenate([rows[useful], new])
    start = np.concatenate([weights[useful], np.full(len(new), _NEWCOMER)])
    distinct, which = np.unique(both, axis=0, return_inverse=True)
    return distinct, np.bincount(which.ravel(), weights=start, minlength=len(distinct)).astype(np.float64)


def _without_doubtful(rows: Codes, weights: Floats, measured: Measured, support: Support) -> tuple[Codes, Floats]:
    """The candidates without those in very small cells, except where a value that has evidence would be lost."""
    weights = fit(sides := sides_of(rows, measured), weights, STEPS)
    kept = smallest_cells(rows, sides, weights, measured, 3) >= _SMALLEST
    kept &= weights > _LEAST_KEPT
    for column in range(len(measured.sizes)):
        shown = np.bincount(rows[kept, column], minlength=measured.sizes[column]) > 0
        kept |= (support.is_value(column) & ~shown)[rows[:, column]]
    return rows[kept], weights[kept]
