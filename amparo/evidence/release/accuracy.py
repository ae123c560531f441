"""How near the tables may be to the truth, said within the budget: from the noisy counts alone, never by comparing with the people.

For each length, the published counts are set against the noisy ones, which are unbiased and whose noise is known:
the mean of (published - noisy)^2 less the variance of the noise estimates the squared error of publishing. But the fit saw the noisy
counts and leans towards them, which makes that too small; so the statement gives the larger of it and the noise itself. It is an
estimate, not a bound, and says nothing of combinations which the release does not show.
"""

import numpy as np

from amparo.evidence.release.releases import Accuracy
from amparo.evidence.release.synthesis import Synthesis
from amparo.evidence.release.tables import named_cells, true_counts

SHOWN_FROM = 10  # people


def accuracy_of(made: Synthesis) -> tuple[Accuracy, ...]:
    """For each length: how many measured combinations are published with ten people or more, and their likely error."""
    found = []
    for length in (1, 2, 3):
        squares, noise = [], []
        for table in made.measured.of_length(length):
            published = true_counts(made.records.codes, table.key, made.measured.sizes)  # of the synthetic records
            told = table.measured & named_cells(table.key, made.measured.sizes) & (published >= SHOWN_FROM)
            squares.append((published[told] - table.counts[told]) ** 2)
            noise.append(np.full(int(told.sum()), table.sigma**2))
        if noise and (count := sum(map(len, noise))):
            spread, variance = float(np.concatenate(squares).mean()), float(np.concatenate(noise).mean())
            error = max(spread - variance, variance) ** 0.5
            found.append(Accuracy(length, count, round(error, 1)))
    return tuple(found)
