"""What privacy costs: our arithmetic against OpenDP's, and against the Gaussian whose cost is known exactly."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.evidence.release.accounting import delta_of, epsilon_of, rho_for, rho_of, sigma_of
from amparo.evidence.release.noise import stated_rho

RHOS = st.floats(1e-4, 5)
DELTAS = st.floats(1e-12, 1e-3)


@pytest.mark.parametrize("sigma", [0.5, 3.0, 16.4, 200.0])
def test_a_table_costs_what_opendp_says(sigma):
    assert rho_of(sigma) == pytest.approx(stated_rho(sigma), rel=1e-12)
    assert sigma_of(rho_of(sigma)) == pytest.approx(sigma)


@pytest.mark.parametrize(("rho", "delta"), [(0.00125, 1.85e-6), (0.3256, 1e-6), (2.0, 1e-9)])
def test_the_conversion_is_opendps(rho, delta):
    import opendp.prelude as dp

    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64")
    profile = dp.c.make_zCDP_to_approxDP(dp.m.make_gaussian(*space, scale=sigma_of(rho))).map(1.0)
    assert epsilon_of(rho, delta) == pytest.approx(profile.epsilon(delta), rel=1e-6)


@given(RHOS, DELTAS)
def test_what_is_bought_is_never_more_than_what_was_paid_for(rho, delta):
    epsilon = epsilon_of(rho, delta)
    assert delta_of(rho, epsilon) <= delta
    assert rho_for(epsilon, delta) >= rho * (1 - 1e-6)
    assert delta_of(rho_for(epsilon, delta), epsilon) <= delta


@given(RHOS, st.floats(0.1, 10))
def test_the_promise_is_never_better_than_the_exact_cost_of_a_gaussian(rho, epsilon):
    """Balle and Wang 2018, theorem 8, gives that cost exactly; a promise below it would be false."""
    mu, normal = math.sqrt(2 * rho), NormalDist().cdf
    exact = normal(mu / 2 - epsilon / mu) - math.exp(epsilon) * normal(-mu / 2 - epsilon / mu)
    assert delta_of(rho, epsilon) >= exact - 1e-12


def test_nothing_costs_nothing():
    assert delta_of(0.0, 1.0) == 0.0
