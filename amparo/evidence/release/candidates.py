"""Candidate records: whole rows which the noisy tables make plausible, among which the fit then shares out the people.

They grow from seeds (every supported pair, and the likeliest values), completed column by column as the pairs suggest; later, from
the candidates that the fit found useful, with some values exchanged. Column generation, in the words of linear programming.
"""

import numpy as np
import numpy.typing as npt

from amparo.evidence.release.support import VALUE_EVIDENCE, Support
from amparo.evidence.release.tables import Cells, Codes, Flags, Floats, Key, Sizes, cells

RANDOM_SEEDS = 20_000
SEEDS_PER_PAIR = 3
RESCUE_EVIDENCE = 4.0  # standard deviations: so plain a pair is kept even if no row of supported pairs holds it
_UNSEEN = 1e-4  # people, in place of none, where a pair has no evidence
_AT_LEAST = 0.5
_MOST_EXCHANGED = 3
_UNKNOWN = -1

Pairs = dict[Key, Flags]


def supported_pairs(support: Support) -> Pairs:
    """For each two columns, which pairs of values may occur in a candidate."""
    return {key: support.is_pair(key) for key in support.pairs}


def first_candidates(support: Support, pairs: Pairs, sizes: Sizes, rng: np.random.Generator) -> Codes:
    """Distinct rows all of whose pairs are supported, and the best row for every plain value or pair which those leave out."""
    seeds = [np.full((RANDOM_SEEDS, len(sizes)), _UNKNOWN, dtype=np.int32)]
    for key, flags in pairs.items():
        given = np.repeat(np.argwhere(flags), SEEDS_PER_PAIR, axis=0)
        seed = np.full((len(given), len(sizes)), _UNKNOWN, dtype=np.int32)
        seed[:, key] = given
        seeds.append(seed)
    rows = np.unique(_complete(np.concatenate(seeds), support, pairs, sizes, rng), axis=0)
    wrong = unsupported(rows, pairs, sizes)
    kept = wrong == 0
    _rescue(kept, rows, wrong, support, pairs, sizes)
    first: Codes = rows[kept]
    return first


def more_candidates(
    rows: Codes, weights: Floats, pairs: Pairs, sizes: Sizes, count: int, rng: np.random.Generator
) -> Codes:
    """Rows like those with weight, each with up to three values taken from another such row; all pairs supported."""
    likely = weights / weights.sum()
    new = rows[rng.choice(len(rows), count, p=likely)].copy()
    donors = rows[rng.choice(len(rows), count, p=likely)]
    exchanged = rng.integers(1, _MOST_EXCHANGED + 1, count)
    for turn in range(_MOST_EXCHANGED):
        column = rng.integers(0, len(sizes), count)
        at = np.flatnonzero(exchanged > turn)
        new[at, column[at]] = donors[at, column[at]]
    return np.unique(new[unsupported(new, pairs, sizes) == 0], axis=0)


def unsupported(rows: Codes, pairs: Pairs, sizes: Sizes) -> Codes:
    """For each row, how many of its pairs have no support."""
    found = np.zeros(len(rows), dtype=np.int32)
    for key, flags in pairs.items():
        found += ~flags.ravel()[cells(rows, key, sizes)]
    return found


def _complete(rows: Codes, support: Support, pairs: Pairs, sizes: Sizes, rng: np.random.Generator) -> Codes:
    """The rows with every unknown value drawn: widest columns first, each as its known neighbours suggest."""
    given = _conditionals(support, pairs)
    for column in np.argsort([-size for size in sizes], kind="stable"):
        at = np.flatnonzero(rows[:, column] == _UNKNOWN)
        scores = np.zeros((len(at), sizes[column]), dtype=np.float32)
        told = np.zeros(len(at), dtype=np.float32)
        for other in range(len(sizes)):
            if other != column:
                known = rows[at, other] != _UNKNOWN
                scores[known] += given[other, int(column)][rows[at[known], other]]
                told += known
        # Neighbours repeat one another: their logarithms are added, then divided by the root of how many they are.
        scores /= np.sqrt(np.maximum(told, 1))[:, None]
        scores[told == 0] = np.log(np.maximum(support.values[column].counts, _AT_LEAST))
        # The largest of scores with Gumbel noise is a draw in proportion to their exponentials.
        rows[at, column] = (scores + rng.gumbel(size=scores.shape)).argmax(axis=1)
    return rows


def _conditionals(support: Support, pairs: Pairs) -> dict[Key, npt.NDArray[np.float32]]:
    """For each ordered pair of columns, the logarithm of the second's share given the first."""
    found: dict[Key, npt.NDArray[np.float32]] = {}
    for (a, b), flags in pairs.items():
        counts = np.where(flags, np.maximum(support.pairs[a, b].counts, _AT_LEAST), _UNSEEN)
        found[a, b] = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
        found[b, a] = np.log(counts.T / counts.T.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def _rescue(kept: Flags, rows: Codes, wrong: Codes, support: Support, pairs: Pairs, sizes: Sizes) -> None:
    """Keeps, for every plain pair and value that no kept row holds, the row with the fewest unsupported pairs."""
    for key, flags in pairs.items():
        plain = flags & (support.pairs[key].evidence > RESCUE_EVIDENCE)
        _keep_best(kept, cells(rows, key, sizes), wrong, plain.ravel())
    for column in range(len(sizes)):
        plain = support.values[column].evidence > VALUE_EVIDENCE
        _keep_best(kept, rows[:, column].astype(np.int64), wrong, plain)


def _keep_best(kept: Flags, of: Cells, wrong: Codes, plain: Flags) -> None:
    covered = np.zeros(len(plain), dtype=np.bool_)
    covered[of[kept]] = True
    wanted = np.flatnonzero(plain & ~covered)
    order = np.argsort(wrong, kind="stable")
    found, first = np.unique(of[order], return_index=True)
    kept[order[first[np.isin(found, wanted)]]] = True
