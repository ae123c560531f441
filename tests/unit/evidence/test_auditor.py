"""An auditor that tries to tell two neighbouring tables apart, and so bounds epsilon from below. It must be able to fail us.

Two tables differ in one person who stands out. From each, many measurements are drawn with the real mechanism. The best test
between two Gaussians is a threshold on the log-likelihood ratio; its two error rates, with Clopper-Pearson limits, bound from
below how far apart the Gaussians are, and that gives epsilon (Nasr and others 2023; Balle and Wang 2018, theorem 8). Correct noise must
stay under what was promised; halved noise must not.
"""

import math
from statistics import NormalDist

import numpy as np
import pytest
from people import DOMAIN, crowd

from amparo.evidence.counting.records import Records
from amparo.evidence.release.accounting import epsilon_of
from amparo.evidence.release.gate import keys_of_tables
from amparo.evidence.release.measuring import measure
from amparo.evidence.release.noise import discrete_gaussian
from amparo.evidence.release.noisy_tables import measure_tables
from amparo.evidence.release.tables import cells, true_counts

RHO, DELTA, LENGTH = 0.5, 1e-5, 2
SIZES = tuple(column.size for column in DOMAIN.columns)
SURE = 1e-4  # chance that a correct mechanism is accused


def neighbours():
    without = crowd(60)
    person = np.array([[1, 4, 1, 1, 1]], dtype=np.int32)
    return Records(DOMAIN, np.concatenate([without.codes, person])), without, person


def statistic(measured, without, person):
    """How much likelier the measurement is with the person than without."""
    found = 0.0
    for key, table in measured.tables.items():
        cell = cells(person, key, SIZES)[0]
        surplus = table.counts[cell] - true_counts(without.codes, key, SIZES)[cell]
        found += (surplus - 0.5) / table.sigma**2
    return found


def measurements(mechanism):
    """What one measurement of some people says about whether the person is among them."""
    _, without, person = neighbours()
    return lambda people: statistic(measure(people.codes, SIZES, RHO, LENGTH, mechanism), without, person)


def published_tables(mechanism):
    """The same from tables as they are published: least squares loses nothing, so their counts weigh as the measured ones did."""
    _, without, person = neighbours()
    keys = keys_of_tables(DOMAIN, [["sex", "country"], ["means"]])
    weights = {}

    def note(counts, sigma):
        weights[keys[len(weights)]] = 1 / sigma**2
        return counts

    measure_tables(without, keys, RHO, note)

    def draw(people):
        tables = {table.key: table.counts.ravel() for table in measure_tables(people, keys, RHO, mechanism).tables}
        found = 0.0
        for key, weight in weights.items():
            cell = cells(person, key, SIZES)[0]
            found += (tables[key][cell] - true_counts(without.codes, key, SIZES)[cell] - 0.5) * weight
        return found

    return draw


def epsilon_from_below(draw_one, runs):
    with_person, without, _ = neighbours()
    draw = [np.array([draw_one(people) for _ in range(runs)]) for people in (with_person, without)]
    half = runs // 2
    # The threshold is chosen on one half of the runs and judged on the other.
    thresholds = np.quantile(np.concatenate([draw[0][:half], draw[1][:half]]), np.linspace(0.1, 0.9, 33))
    best = max(thresholds, key=lambda at: distance_seen(draw[0][:half], draw[1][:half], at, 0.05))
    return epsilon_at(distance_seen(draw[0][half:], draw[1][half:], best, SURE))


def distance_seen(with_person, without, threshold, chance):
    """How many standard deviations lie between the two, at the least."""
    n = len(with_person)
    missed, mistaken = int((with_person <= threshold).sum()), int((without > threshold).sum())
    most = [1 - lower(n - errors, n, chance / 2) for errors in (missed, mistaken)]
    return sum(NormalDist().inv_cdf(1 - share) for share in most) if max(most) < 1 else 0.0


def epsilon_at(distance):
    """The epsilon that two Gaussians so far apart have at DELTA, exactly."""
    if distance <= 0:
        return 0.0
    normal, low, high = NormalDist().cdf, 0.0, 200.0
    for _ in range(80):
        middle = (low + high) / 2
        tail = normal(-distance / 2 - middle / distance)
        delta = normal(distance / 2 - middle / distance) - (math.exp(middle) * tail if tail else 0.0)
        low, high = (middle, high) if delta > DELTA else (low, middle)
    return low


def lower(hits, n, chance):
    """The Clopper-Pearson lower limit: the share at which so many hits or more have just this chance."""
    if hits == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(40):
        share = (low + high) / 2
        logs = [_log_choose(n, k) + k * math.log(share) + (n - k) * math.log1p(-share) for k in range(hits, n + 1)]
        low, high = (low, share) if sum(map(math.exp, logs)) > chance else (share, high)
    return low


def _log_choose(n, k):
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def test_the_limit_of_a_share_is_clopper_and_pearsons():
    assert lower(8, 10, 0.025) == pytest.approx(0.4439, abs=1e-4)  # their own tables
    assert lower(0, 10, 0.025) == 0.0


def halved(counts, sigma):
    return discrete_gaussian(counts, sigma / 2)


@pytest.mark.parametrize("made", [measurements, published_tables])
def test_the_real_mechanism_stays_within_its_promise(made):
    assert epsilon_from_below(made(discrete_gaussian), 400) <= epsilon_of(RHO, DELTA)


@pytest.mark.long
@pytest.mark.parametrize("made", [measurements, published_tables])
def test_a_planted_fault_of_halved_noise_is_caught(made):
    assert epsilon_from_below(made(halved), 1600) > epsilon_of(RHO, DELTA)


@pytest.mark.long
@pytest.mark.parametrize("made", [measurements, published_tables])
def test_many_runs_come_near_the_promise_and_stay_within_it(made):
    """An auditor that sees next to nothing proves nothing: with many runs it must see half of what was spent."""
    seen = epsilon_from_below(made(discrete_gaussian), 4000)
    assert 0.5 * epsilon_of(RHO, DELTA) < seen <= epsilon_of(RHO, DELTA)


def test_noise_halved_is_caught_by_its_spread():
    """The strongest auditor of all knows the people: then the noise itself can be measured against what was paid for."""
    with_person, _, _ = neighbours()

    def overspent(mechanism):
        measured = measure(with_person.codes, SIZES, RHO, 3, mechanism)
        squares = [
            ((table.counts - true_counts(with_person.codes, key, SIZES))[table.measured] / table.sigma) ** 2
            for key, table in measured.tables.items()
        ]
        # A mean of n squares of standard normals is 1, give or take sqrt(2 / n).
        every = np.concatenate(squares)
        return (1 - every.mean()) / math.sqrt(2 / len(every))

    assert abs(overspent(discrete_gaussian)) < 5
    assert overspent(halved) > 5


def test_all_tables_together_cost_what_was_paid_and_no_more():
    costs = []

    def note(counts, sigma):
        costs.append(1 / (2 * sigma**2))
        return discrete_gaussian(counts, sigma)

    for length in (1, 2, 3):
        costs.clear()
        measure(crowd(60).codes, SIZES, RHO, length, note)
        assert RHO * (1 - 1e-6) <= sum(costs) <= RHO
