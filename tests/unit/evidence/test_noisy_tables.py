"""Tables with noise: unbiased, in agreement with their sums, as near as they say, and paid for to the last bit."""

import math

import numpy as np
import pytest
from people import DOMAIN, crowd, rounded_normal

from amparo.errors import BadInput
from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.gate import keys_of_tables, release_tables
from amparo.evidence.release.noisy_tables import measure_tables
from amparo.evidence.release.prices import price_of
from amparo.evidence.release.tables import shape_of, true_counts

SIZES = tuple(column.size for column in DOMAIN.columns)
ASKED = [["sex", "country"], ["country", "means"]]
KEYS = keys_of_tables(DOMAIN, ASKED)


def errors(people, mechanism, rho=0.5):
    found = measure_tables(people, KEYS, rho, mechanism)
    return [
        (table.counts - true_counts(people.codes, table.key, SIZES).reshape(table.counts.shape)) / table.sigma
        for table in found.tables
    ]


def test_without_noise_the_tables_are_the_counts():
    assert all((one == 0).all() for one in errors(crowd(300), lambda counts, sigma: counts))


def test_every_error_is_as_large_as_it_says_and_leans_nowhere():
    noise = rounded_normal(5)
    runs = [errors(crowd(300), noise) for _ in range(400)]
    for at in range(len(KEYS)):
        scaled = np.stack([run[at] for run in runs])
        assert abs((scaled**2).mean() - 1) < 0.1
        assert abs(scaled.mean()) < 0.1


def test_combining_all_tables_beats_each_table_alone():
    """A sum of one column is told by every table with that column."""
    found = {table.key: table.sigma for table in measure_tables(crowd(300), KEYS, 0.5, rounded_normal()).tables}
    alone = {}

    def note(counts, sigma):
        alone[len(alone)] = sigma
        return counts

    measure_tables(crowd(300), KEYS, 0.5, note)
    assert all(found[key] < math.hypot(sigma, 0.3) for key, sigma in zip(KEYS, alone.values(), strict=True))


def test_all_tables_agree_in_their_sums_but_for_rounding():
    tables = {table.key: table.counts for table in measure_tables(crowd(300), KEYS, 0.5, rounded_normal()).tables}
    for key, counts in tables.items():
        for axis in range(len(key)):
            rest = tuple(column for at, column in enumerate(key) if at != axis)
            if rest in tables:
                assert np.abs(counts.sum(axis=axis) - tables[rest]).max() <= counts.shape[axis] / 2 + 0.5


def test_all_tables_together_cost_what_was_paid_and_no_more():
    costs = []

    def note(counts, sigma):
        costs.append(1 / (2 * sigma**2))
        return counts

    measure_tables(crowd(60), KEYS, 0.7, note)
    assert len(costs) == len(KEYS) and 0.7 * (1 - 1e-6) <= sum(costs) <= 0.7


@pytest.mark.parametrize("number", [0, 1])
def test_nobody_and_one_person_are_tables_like_others(number):
    found = release_tables(crowd(number), price_of(DOMAIN, 1.0), ASKED, name="few", on="2026-11-21")
    assert 0 <= found.people < 200
    assert len(found.tables) == len(
        release_tables(crowd(900), price_of(DOMAIN, 1.0), ASKED, name="m", on="2026-11-21").tables
    )


def test_every_declared_cell_is_told_so_that_absence_says_nothing():
    found = release_tables(crowd(0), price_of(DOMAIN, 1.0), [["sex", "country"]], name="all", on="2026-11-21")
    told = dict(found.tables)
    assert len(told) == 2 + 4 + 2 * 4 and "sex:man;country:NA" in told


def test_people_of_whom_nothing_is_recorded_are_counted_in_no_combination():
    blank = Records(DOMAIN, np.zeros((1_000, 5), dtype=np.int32))
    found = release_tables(blank, price_of(DOMAIN, 4.0), ASKED, name="blank", on="2026-11-21", mechanism=lambda c, s: c)
    assert found.people == 1_000 and not any(count for _, count in found.tables)


def test_tables_too_large_are_refused_before_anything_is_spent(tmp_path):
    wide = Domain("wide", tuple(Attribute(name, tuple(map(str, range(1_500)))) for name in "ab"))
    with pytest.raises(BadInput, match="fewer or smaller"):
        release_tables(
            Records(wide, np.zeros((0, 2), dtype=np.int32)),
            price_of(wide, 1.0),
            [["a", "b"]],
            name="w",
            on="2026-11-21",
            ledger=tmp_path / "ledger",
        )
    assert not (tmp_path / "ledger").exists()


def test_shapes_of_attributes_with_several_values_are_those_of_their_columns():
    assert {shape_of(key, SIZES) for key in KEYS} == {(3,), (5,), (2,), (3, 5), (5, 2)}
