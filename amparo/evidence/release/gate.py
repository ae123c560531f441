"""The one gate. Whatever is published passes here: the ledger is asked first, and only then is noise drawn."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from amparo.errors import BadInput
from amparo.evidence.counting.domain import USUAL_DELTA, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.accounting import rho_for
from amparo.evidence.release.ledger import Account, Spending, spend
from amparo.evidence.release.noise import Mechanism, discrete_gaussian
from amparo.evidence.release.synthesis import Synthesis, synthesize

MOST_EPSILON = 20.0
LENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Price:
    """What a release promises, (epsilon, delta), and what that costs in zCDP."""

    epsilon: float
    delta: float
    rho: float


@dataclass(frozen=True, slots=True)
class Released:
    """Records that may leave the house, their price, and the account they were paid from; no account, no publication."""

    synthesis: Synthesis
    price: Price
    max_length: int
    account: Account | None


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


def release(
    people: Records,
    price: Price,
    *,
    name: str,
    on: str,
    max_length: int = 3,
    ledger: Path | None = None,
    mechanism: Mechanism = discrete_gaussian,
    rng: np.random.Generator | None = None,
) -> Released:
    """Synthetic records for this price, entered in the ledger before the first draw; without a ledger, not for publication."""
    if max_length not in LENGTHS:
        raise BadInput("bad-length", "Combinations have 1, 2 or 3 parts.")
    account = spend(ledger, _spending(people.domain, price, name, on)) if ledger else None
    made = synthesize(people, price.rho, max_length=max_length, mechanism=mechanism, rng=rng)
    return Released(made, price, max_length, account)


def _spending(domain: Domain, price: Price, name: str, on: str) -> Spending:
    if not domain.cap:
        sentence = (
            "The domain sets no cap_epsilon: what this population may cost in all, ever. "
            "Declare it before anything is entered in a ledger."
        )
        raise BadInput("no-cap", sentence)
    # The cap is turned into zCDP at the same delta always, whatever a release asks for, so that it is one number for ever.
    return Spending(domain.population, name, price.rho, rho_for(domain.cap, USUAL_DELTA), on)
