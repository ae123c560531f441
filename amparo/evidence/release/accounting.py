"""Privacy accounting: zero-concentrated differential privacy (zCDP), which adds up exactly, and what it means as (epsilon, delta).

Neighbours are two tables of which one has one more person. The Gaussian and the discrete Gaussian mechanism with standard
deviation s on counts to which a person adds at most one each in m tables cost rho = m / (2 s^2).
Sources: Bun and Steinke 2016 (zCDP, composition); Canonne, Kamath, Steinke 2020, "The discrete Gaussian for differential privacy",
theorem 14 (the mechanism) and proposition 12 (the conversion, which is the tightest known from zCDP alone).
"""

import math

_HIGHEST_ORDER = 1e6
_STEPS = 120


def rho_of(sigma: float) -> float:
    """What one table with this standard deviation costs."""
    return 1 / (2 * sigma**2)


def sigma_of(rho: float) -> float:
    """The standard deviation that one table may have at this cost."""
    return 1 / math.sqrt(2 * rho)


def delta_of(rho: float, epsilon: float) -> float:
    """The smallest delta for which rho implies (epsilon, delta).

    It is the minimum over a > 1 of e^((a-1)(a rho - epsilon)) / (a-1) (1 - 1/a)^a.
    """
    if rho <= 0:
        return 0.0
    # Any order gives a valid delta, so a search that stops early errs on the safe side. The logarithm is unimodal in log(a - 1).
    low, high = math.log(1e-9), math.log(_HIGHEST_ORDER)
    for _ in range(_STEPS):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if _log_delta(rho, epsilon, math.exp(left)) < _log_delta(rho, epsilon, math.exp(right)):
            high = right
        else:
            low = left
    return min(1.0, math.exp(min(0.0, _log_delta(rho, epsilon, math.exp(high)))))


def epsilon_of(rho: float, delta: float) -> float:
    """The smallest epsilon for which rho implies (epsilon, delta), rounded up."""
    low, high = 0.0, rho + 2 * math.sqrt(rho * math.log(1 / delta)) + 1  # Bun and Steinke's bound
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if delta_of(rho, middle) <= delta else (middle, high)
    return high


def rho_for(epsilon: float, delta: float) -> float:
    """The largest rho that (epsilon, delta) pays for, rounded down."""
    low, high = 0.0, epsilon + 1
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if delta_of(middle, epsilon) <= delta else (low, middle)
    return low


def _log_delta(rho: float, epsilon: float, order: float) -> float:
    """The logarithm for a = 1 + order; (1 - 1/a)^a / (a - 1) = (1 - 1/a)^(a-1) / a."""
    a = 1 + order
    return order * (a * rho - epsilon) + order * math.log(order / a) - math.log(a)
