"""What a release with noise promises, and what that costs."""

import math
from dataclasses import dataclass

from amparo.errors import BadInput
from amparo.evidence.counting.domain import USUAL_DELTA, Domain
from amparo.evidence.release.accounting import rho_for

MOST_EPSILON = 20.0


@dataclass(frozen=True, slots=True)
class Price:
    """What a release promises, (epsilon, delta), and what that costs in zCDP."""

    epsilon: float
    delta: float
    rho: float


def price_of(domain: Domain, epsilon: float, delta: float | None = None) -> Price:
    """The price; raises BadInput for promises that are none. Delta defaults to 1 / (p ln p) for p people, declared and not counted."""
    if delta is None:
        delta = usual_delta(domain)
    if not 0 < epsilon <= MOST_EPSILON:
        raise BadInput(
            "bad-epsilon", f"Epsilon is above 0 and at most {MOST_EPSILON:g}; more would promise nobody anything."
        )
    if not 1e-15 <= delta <= 1e-3:
        raise BadInput("bad-delta", "Delta is between 1e-15 and 1e-3: far smaller than one in the number of people.")
    return Price(epsilon, delta, rho_for(epsilon, delta))


def usual_delta(domain: Domain) -> float:
    """1 / (p ln p) for p declared people, or a millionth where that number is not declared or small."""
    return 1 / (domain.people * math.log(domain.people)) if domain.people >= 1_000 else USUAL_DELTA
