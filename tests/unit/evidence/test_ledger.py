"""The ledger: no order of releases exceeds the cap, nothing is given back, and a changed line stops everything."""

import json
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import DOMAIN, crowd, rounded_normal

from amparo.errors import BadInput
from amparo.evidence.release.gate import price_of, release
from amparo.evidence.release.ledger import Spending, account_of, spend

CAP = 1.0


def spending(rho, population="invented", cap=CAP):
    return Spending(population, "a release", rho, cap, "2026-11-21")


def try_to_spend(path, one):
    try:
        return spend(path, one)
    except BadInput:
        return None


@given(st.lists(st.tuples(st.floats(1e-3, 0.9), st.sampled_from(["here", "there"])), max_size=12))
def test_no_order_of_releases_exceeds_the_cap_of_any_population(tmp_path_factory, releases):
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    paid = {"here": 0.0, "there": 0.0}
    for rho, population in releases:
        account = try_to_spend(path, spending(rho, population))
        fits = paid[population] + rho <= CAP * (1 + 1e-9)
        assert (account is not None) == fits
        if account:
            paid[population] += rho
            assert account.spent == pytest.approx(paid[population])
    for population, spent in paid.items():
        account = account_of(path, population)
        assert (account.spent if account else 0.0) == pytest.approx(spent)
        assert spent <= CAP * (1 + 1e-9)


def test_a_refused_release_leaves_no_trace_and_the_rest_can_still_be_spent(tmp_path):
    spend(tmp_path / "l", spending(0.6))
    before = (tmp_path / "l").read_bytes()
    with pytest.raises(BadInput, match=r"only 0\.4000 is left"):
        spend(tmp_path / "l", spending(0.5))
    assert (tmp_path / "l").read_bytes() == before
    assert spend(tmp_path / "l", spending(0.4)).left == pytest.approx(0)


def test_a_cap_never_changes(tmp_path):
    spend(tmp_path / "l", spending(0.1))
    with pytest.raises(BadInput, match="never changes"):
        spend(tmp_path / "l", spending(0.1, cap=100.0))


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: lines[1:],
        lambda lines: lines[:1] + lines[2:],
        lambda lines: lines[::-1],
        lambda lines: [lines[0].replace("0.1", "0.01"), *lines[1:]],
        lambda lines: [*lines[:-1], lines[-1][:-20]],
        lambda lines: [*lines, "null\t" + "0" * 64],
        lambda lines: [*lines, "noise"],
    ],
)
def test_a_line_changed_moved_removed_or_cut_short_stops_every_release(tmp_path, damage):
    for _ in range(3):
        spend(tmp_path / "l", spending(0.1))
    lines = (tmp_path / "l").read_text().splitlines()
    (tmp_path / "l").write_text("\n".join(damage(lines)) + "\n")
    with pytest.raises(BadInput, match="not as it was written"):
        spend(tmp_path / "l", spending(0.1))
    with pytest.raises(BadInput):
        account_of(tmp_path / "l", "invented")


def test_a_crash_between_ledger_and_noise_spends_the_budget(tmp_path):
    def crash(counts, sigma):
        raise KeyboardInterrupt

    price = price_of(DOMAIN, 2.0)
    with pytest.raises(KeyboardInterrupt):
        release(crowd(50), price, name="a", on="2026-11-21", ledger=tmp_path / "l", mechanism=crash)
    assert account_of(tmp_path / "l", "invented").spent == price.rho


def test_noise_is_drawn_only_after_the_ledger_is_written(tmp_path):
    spent_at_first_draw = []
    noise = rounded_normal()

    def watch(counts, sigma):
        spent_at_first_draw.append(json.loads((tmp_path / "l").read_text().split("\t")[0])["rho"])
        return noise(counts, sigma)

    price = price_of(DOMAIN, 2.0)
    release(
        crowd(50),
        price,
        name="a",
        on="2026-11-21",
        ledger=tmp_path / "l",
        mechanism=watch,
        rng=np.random.default_rng(1),
    )
    assert set(spent_at_first_draw) == {price.rho}


def test_what_cannot_be_paid_for_draws_no_noise(tmp_path):
    def never(counts, sigma):
        raise AssertionError

    spend(tmp_path / "l", Spending("invented", "a", 0.1, price_cap(), "2026-11-21"))
    with pytest.raises(BadInput, match="left"):
        release(
            crowd(50), price_of(DOMAIN, 6.0, 1e-6), name="b", on="2026-11-21", ledger=tmp_path / "l", mechanism=never
        )


def price_cap():
    return price_of(DOMAIN, DOMAIN.cap, 1e-6).rho


def test_two_processes_cannot_both_take_the_last_of_the_budget(tmp_path):
    with get_context("spawn").Pool(2) as pool:
        taken = pool.starmap(try_to_spend, [(tmp_path / "l", spending(0.3))] * 8)
    assert sum(one is not None for one in taken) == 3
    assert account_of(tmp_path / "l", "invented").spent == pytest.approx(0.9)


def test_a_spending_costs_something():
    with pytest.raises(ValueError, match="costs something"):
        spending(0.0)


def test_an_unknown_population_has_no_account(tmp_path):
    assert account_of(tmp_path / "l", "invented") is None
    spend(tmp_path / "l", spending(0.1))
    assert account_of(tmp_path / "l", "others") is None


def test_a_ledger_in_no_folder_is_one_message(tmp_path):
    with pytest.raises(BadInput, match="cannot be opened"):
        spend(tmp_path / "none" / "l", spending(0.1))
