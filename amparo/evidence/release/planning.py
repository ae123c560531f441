"""What a release would cost, in plain words, before anything is asked of anybody's data."""

import math

from amparo.evidence.counting.domain import USUAL_DELTA, Domain
from amparo.evidence.release.accounting import epsilon_of, rho_for, sigma_of
from amparo.evidence.release.gate import Price
from amparo.evidence.release.ledger import Account
from amparo.evidence.release.measuring import shares_for, sharing, triples_for
from amparo.evidence.release.tables import cell_count, keys_of


def plan(domain: Domain, price: Price, account: Account | None, max_length: int = 3) -> str:
    """A page of plain words: the promise, the noise, what is left afterwards, and what cannot be asked."""
    sizes = tuple(column.size for column in domain.columns)
    cap = account.cap if account else rho_for(domain.cap, USUAL_DELTA) if domain.cap else 0.0
    spent = account.spent if account else 0.0
    lines = [
        f"Population: {domain.population}. {len(domain.attributes)} attributes, {len(sizes)} columns.",
        f"The promise: with or without any one person, no result is more than {math.exp(price.epsilon):,.0f} times as likely (epsilon "
        f"{price.epsilon:g}), but for a chance of {price.delta:.2g} (delta).",
        f"The cost: {price.rho:.4f} in zCDP, which adds up over releases.",
        *_noise(sizes, price, max_length),
        *_afterwards(price, cap, spent),
        "Nothing below about three times the noise can be told apart from nobody. Once spent, budget never comes back: not after an",
        "error, not after a deletion, not in a new year. What is published stays; further questions can be answered from it for nothing.",
        "What cannot be asked afterwards: any attribute that this domain leaves out, any finer value, and any combination of more than",
        f"{max_length}, unless it is paid for anew.",
    ]
    return "\n".join(lines)


def _noise(sizes: tuple[int, ...], price: Price, max_length: int) -> list[str]:
    triples = triples_for(sizes, max_length)
    shares = shares_for(len(sizes), bool(triples))
    found = []
    for length, keys in ((1, keys_of(len(sizes), 1)), (2, keys_of(len(sizes), 2)), (3, triples)):
        if keys and length in shares:
            # Tables of three share by what the pairs will show, which nobody knows yet: an even split stands for it.
            costs = sharing(
                {key: cell_count(key, sizes) if length < 3 else 1 for key in keys}, price.rho * shares[length], 0.25
            )
            noise = [sigma_of(cost) for cost in costs.values()]
            around = (
                f"{min(noise):.0f} to {max(noise):.0f}" if max(noise) - min(noise) > 1 else f"about {max(noise):.0f}"
            )
            found.append(
                f"Combinations of {length}: {len(keys):,} tables, with noise of {around} people in each cell before the fit."
            )
    return found


def _afterwards(price: Price, cap: float, spent: float) -> list[str]:
    if not cap:
        return ["The domain sets no cap, so this could not be entered in a ledger and could not be published."]
    left = cap - spent - price.rho
    if left < 0:
        return [f"This cannot be paid: of the cap of {cap:.4f}, {cap - spent:.4f} is left."]
    after = f"Of the cap of {cap:.4f}, {left:.4f} would be left"
    if left < 1e-6:
        return [f"{after}: nothing more could ever be released about this population."]
    return [
        f"{after}: enough for one more release with epsilon {epsilon_of(left, price.delta):.2g} at this delta, or several with less."
    ]
