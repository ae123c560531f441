"""What a release would cost, in figures and in plain words, before anything is asked of anybody's data."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from amparo.evidence.counting.domain import USUAL_DELTA, Domain
from amparo.evidence.counting.records import Records
from amparo.evidence.release.accounting import epsilon_of, rho_for, sigma_of
from amparo.evidence.release.gate import Asked, attributes_of, keys_of_tables, reach_of
from amparo.evidence.release.ledger import Account
from amparo.evidence.release.measuring import shares_for, sharing, triples_for
from amparo.evidence.release.noisy_tables import measure_tables, refuse_too_large
from amparo.evidence.release.prices import Price
from amparo.evidence.release.suppression.rules import Rule
from amparo.evidence.release.tables import cell_count, keys_of


@dataclass(frozen=True, slots=True)
class Plan:
    """A page of plain words, and the figures in it: costs in zCDP, and by length of combinations how many people a count may be off."""

    text: str
    names: tuple[str, ...]
    refused: tuple[str, ...]  # attributes that stand against it: shown exactly before
    price: Price | None = None
    cap: float = 0.0
    spent: float = 0.0
    noise: tuple[tuple[int, float], ...] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def left(self) -> float:
        """What would be left under the cap; less than nought if it cannot be paid."""
        return self.cap * (1 + 1e-9) - self.spent - (self.price.rho if self.price else 0.0)


def plan(domain: Domain, price: Price, account: Account | None, max_length: int = 3) -> Plan:
    """Synthetic records: the promise, the noise, what is left afterwards, and what cannot be asked."""
    sigmas, noise = _noise(tuple(column.size for column in domain.columns), price, max_length)
    ends = [
        "What cannot be asked afterwards: any attribute that this domain leaves out, any finer value, and any combination of more than",
        f"{max_length}, unless it is paid for anew.",
    ]
    return _privately(domain, price, account, reach_of(domain, domain.names), sigmas, noise, ends)


def plan_tables(domain: Domain, price: Price, account: Account | None, asked: Asked) -> Plan:
    """Tables with noise."""
    keys = keys_of_tables(domain, asked)
    refuse_too_large(domain, keys)
    nobody = Records(domain, np.zeros((0, len(domain.columns)), dtype=np.int32))
    tables = measure_tables(nobody, keys, price.rho, lambda counts, sigma: counts).tables
    noise = [
        f"{' by '.join(dict.fromkeys(domain.columns[column].attribute.name for column in table.key))}: "
        f"{cell_count(table.key, tuple(column.size for column in domain.columns)):,} cells, likely error {table.sigma:.1f} people."
        for table in tables
    ]
    sigmas = [(len(table.key), table.sigma) for table in tables]
    ends = ["What cannot be asked afterwards: any other table or finer value, unless it is paid for anew."]
    return _privately(domain, price, account, attributes_of(domain, asked), sigmas, noise, ends)


def plan_suppressed(domain: Domain, rule: Rule, account: Account | None, asked: Asked) -> Plan:
    """Suppressed tables. How much will be hidden follows from the people, so no plan can say it."""
    names = attributes_of(domain, asked)
    lines = [
        f"Population: {domain.population}. Exact counts over {', '.join(names)}, with cells of fewer than {rule.k} people hidden,",
        "and others beside them, so that nothing hidden can be worked out from what is shown.",
        "This has no price that adds up, and no limit on what somebody learns who knows much already. For large groups only.",
        f"What cannot be asked afterwards: anything else about {', '.join(names)} of this population, in any year, with noise or without.",
    ]
    again = account.told & set(names) if account else frozenset[str]()
    if again:
        lines.append(f"This would be refused: {', '.join(sorted(again))} of this population were released before.")
    return Plan("\n".join(lines), names, tuple(sorted(again)))


def _privately(
    domain: Domain,
    price: Price,
    account: Account | None,
    names: tuple[str, ...],
    sigmas: Iterable[tuple[int, float]],
    noise: list[str],
    ends: list[str],
) -> Plan:
    cap = (account.cap if account else 0.0) or (rho_for(domain.cap, USUAL_DELTA) if domain.cap else 0.0)
    spent = account.spent if account else 0.0
    shown = sorted(account.shown & set(names)) if account else []
    most: dict[int, float] = defaultdict(float)
    for length, sigma in sigmas:
        most[length] = max(most[length], sigma)
    lines = [
        f"Population: {domain.population}. {len(domain.attributes)} attributes, {len(domain.columns)} columns.",
        f"The promise: with or without any one person, no result is more than {math.exp(price.epsilon):,.0f} times as likely (epsilon "
        f"{price.epsilon:g}), but for a chance of {price.delta:.2g} (delta).",
        f"The cost: {price.rho:.4f} in zCDP, which adds up over releases.",
        *noise,
        *_afterwards(price, cap, spent),
        *(
            [f"This would be refused: {', '.join(shown)} of this population were shown exactly before."]
            if shown
            else []
        ),
        "Nothing below about three times the noise can be told apart from nobody. Once spent, budget never comes back: not after an",
        "error, not after a deletion, not in a new year. What is published stays; further questions can be answered from it for nothing.",
        *ends,
    ]
    return Plan("\n".join(lines), names, tuple(shown), price, cap, spent, tuple(sorted(most.items())))


def _noise(sizes: tuple[int, ...], price: Price, max_length: int) -> tuple[list[tuple[int, float]], list[str]]:
    triples = triples_for(sizes, max_length)
    shares = shares_for(len(sizes), bool(triples))
    sigmas: list[tuple[int, float]] = []
    found = []
    for length, keys in ((1, keys_of(len(sizes), 1)), (2, keys_of(len(sizes), 2)), (3, triples)):
        if keys and length in shares:
            # Tables of three share by what the pairs will show, which nobody knows yet: an even split stands for it.
            costs = sharing(
                {key: cell_count(key, sizes) if length < 3 else 1 for key in keys}, price.rho * shares[length], 0.25
            )
            noise = [sigma_of(cost) for cost in costs.values()]
            sigmas.append((length, max(noise)))
            around = (
                f"{min(noise):.0f} to {max(noise):.0f}" if max(noise) - min(noise) > 1 else f"about {max(noise):.0f}"
            )
            found.append(
                f"Combinations of {length}: {len(keys):,} tables, with noise of {around} people in each cell before the fit."
            )
    return sigmas, found


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
