"""Synthetic records: they count like the people, agree with their tables, and come of noisy counts alone."""

from collections import Counter

import numpy as np
import pytest
from people import DOMAIN, crowd, rounded_normal

from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release import measuring, synthesis
from amparo.evidence.release.combinations import count_combinations
from amparo.evidence.release.measuring import measure, triples_for
from amparo.evidence.release.rounding import whole_people
from amparo.evidence.release.synthesis import imagine, synthesize
from amparo.evidence.release.tables import keys_of, true_counts

SIZES = tuple(column.size for column in DOMAIN.columns)


def made(people, rho=1.0, max_length=3, seed=1):
    return synthesize(
        people, rho, max_length=max_length, mechanism=rounded_normal(seed), rng=np.random.default_rng(seed)
    )


def test_records_count_like_the_people_within_the_noise():
    people = crowd(5_000)
    found = made(people)
    assert len(found.records) == pytest.approx(5_000, abs=30)
    for length, allowed in ((1, 20), (2, 20), (3, 20)):
        for key in keys_of(len(SIZES), length):
            error = true_counts(found.records.codes, key, SIZES) - true_counts(people.codes, key, SIZES)
            assert np.abs(error).mean() < allowed


def test_without_noise_the_fit_finds_the_people_again():
    people = crowd(5_000)
    found = synthesize(people, 1e6, mechanism=lambda counts, sigma: counts, rng=np.random.default_rng(1))
    for key in keys_of(len(SIZES), 3):
        error = true_counts(found.records.codes, key, SIZES) - true_counts(people.codes, key, SIZES)
        assert np.abs(error).max() <= 12


def test_nothing_after_the_noise_reads_a_person():
    """The same noisy counts give the same records, whoever was counted."""
    measured = measure(crowd(300).codes, SIZES, 1.0, 3, rounded_normal())
    assert np.array_equal(imagine(measured, np.random.default_rng(5)), imagine(measured, np.random.default_rng(5)))


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_nobody_and_one_person_are_tables_like_others(number, length):
    found = made(crowd(number), max_length=length)
    assert len(found.records) < 100
    assert found.records.codes.shape[1] == len(SIZES)


def test_people_of_whom_nothing_is_recorded_stay_not_recorded():
    found = made(Records(DOMAIN, np.zeros((1_000, 5), dtype=np.int32)))
    assert (found.records.codes == 0).mean() > 0.95
    assert len(found.records) == pytest.approx(1_000, abs=30)


@pytest.mark.parametrize("columns", [1, 2])
def test_a_domain_of_one_or_two_columns_is_enough(columns):
    domain = Domain("small", tuple(Attribute(f"a{at}", ("x", "y")) for at in range(columns)))
    codes = np.random.default_rng(1).integers(0, 3, (900, columns)).astype(np.int32)
    found = made(Records(domain, codes))
    assert len(found.records) == pytest.approx(900, abs=30)


def test_tables_are_counted_from_the_records_and_hold_no_blank():
    people = crowd(40)
    counted = dict(count_combinations(people, 2))
    rows = people.codes.tolist()
    pairs = Counter((["NA", "NO", "PHL", "USA"][row[1] - 1], row[0]) for row in rows if row[0] and row[1])
    for (country, sex), number in pairs.items():
        assert counted[f"sex:{['woman', 'man'][sex - 1]};country:{country}"] == number
    assert all(":" in part and part.split(":")[1] for name in counted for part in name.split(";"))
    assert counted["means:threats"] == sum(row[2] for row in rows)


def test_wide_tables_measure_no_more_triples_than_can_be_told_from_noise():
    sizes = (171, 171, 23, *[2] * 26)
    found = triples_for(sizes, 3)
    assert len(found) == measuring.MOST_TRIPLES and (0, 1, 2) in found
    assert triples_for(sizes, 2) == []


def test_whole_people_are_the_weights_to_one_person_in_every_run():
    rows = np.array([[a, b] for a in range(3) for b in range(4)], dtype=np.int32)
    weights = np.random.default_rng(1).uniform(0, 3, 12)
    taken = whole_people(rows, weights, (3, 4), np.random.default_rng(2))
    for code in range(4):  # the widest column is a run
        assert abs((taken[:, 1] == code).sum() - weights[rows[:, 1] == code].sum()) < 1
    for row, weight in zip(rows, weights, strict=True):
        assert abs((taken == row).all(axis=1).sum() - weight) < 1


def test_a_candidate_comes_once_at_most_in_each_round():
    rows = np.array([[0], [1]], dtype=np.int32)
    joined, weights = synthesis._join(rows, np.array([1.0, 0.001]), np.array([[0], [2]], dtype=np.int32))
    assert joined.tolist() == [[0], [2]] and weights.tolist() == [1.05, 0.05]
