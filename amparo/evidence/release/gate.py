"""The one gate. Whatever is published passes here, in one of three kinds: the ledger is asked before anything is drawn or handed out.

Each takes the ledger, in which it is entered at once, or the account of an entry made for it before (`orders.Order.enter`).
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from amparo.errors import BadInput
from amparo.evidence.counting.domain import USUAL_DELTA, Domain
from amparo.evidence.counting.records import Codes, Records
from amparo.evidence.release.accounting import rho_for
from amparo.evidence.release.accuracy import accuracy_of
from amparo.evidence.release.combinations import count_combinations, table_combinations
from amparo.evidence.release.ledger import Account, Showing, Spending, enter
from amparo.evidence.release.noise import Mechanism, discrete_gaussian
from amparo.evidence.release.noisy_tables import measure_tables, refuse_too_large
from amparo.evidence.release.prices import Price
from amparo.evidence.release.releases import Accuracy, Combinations, Kind, Release, length_of
from amparo.evidence.release.suppression.families import family_of
from amparo.evidence.release.suppression.protecting import suppress
from amparo.evidence.release.suppression.rules import Rule, refuse_untold_total
from amparo.evidence.release.synthesis import synthesize
from amparo.evidence.release.tables import Key

LENGTHS = (1, 2, 3)
Asked = Sequence[Sequence[str]]  # tables, each as the names of its attributes


def release_records(
    people: Records,
    price: Price,
    *,
    name: str,
    on: str,
    max_length: int = 3,
    ledger: Path | Account | None = None,
    mechanism: Mechanism = discrete_gaussian,
    rng: np.random.Generator | None = None,
) -> Release:
    """Synthetic records and their tables for this price, entered in the ledger before the first draw of noise."""
    if max_length not in LENGTHS:
        raise BadInput("bad-length", "Combinations have 1, 2 or 3 parts.")
    domain = people.domain
    account = _entered(ledger, lambda: spending(domain, reach_of(domain, domain.names), price, name, on))
    made = synthesize(people, price.rho, max_length=max_length, mechanism=mechanism, rng=rng)
    tables = tuple(count_combinations(made.records, max_length))
    return Release(
        Kind.RECORDS, name, on, domain, len(made.records), tables, _promise(price), accuracy_of(made), account, made.records
    )  # fmt: skip


def release_tables(
    people: Records,
    price: Price,
    asked: Asked,
    *,
    name: str,
    on: str,
    ledger: Path | Account | None = None,
    mechanism: Mechanism = discrete_gaussian,
) -> Release:
    """The tables asked for and their sums, with noise, for this price; entered in the ledger before the first draw of noise."""
    domain, keys = people.domain, keys_of_tables(people.domain, asked)
    refuse_too_large(domain, keys)
    account = _entered(ledger, lambda: spending(domain, attributes_of(domain, asked), price, name, on))
    found = measure_tables(people, keys, price.rho, mechanism)
    tables: Combinations = ()
    for table in found.tables:
        told = np.ones(table.counts.shape, dtype=np.bool_)
        tables += tuple(table_combinations(domain, table.key, table.counts, told))
    likely = _accuracy(tables, lambda length: max(one.sigma for one in found.tables if len(one.key) == length))
    return Release(Kind.NOISY, name, on, domain, found.people, tables, _promise(price), likely, account)


def release_suppressed(
    people: Records,
    rule: Rule,
    asked: Asked,
    *,
    name: str,
    on: str,
    contributors: Codes | None = None,
    ledger: Path | Account | None = None,
) -> Release:
    """Exact tables with small cells hidden, and others beside them; in the ledger before they are handed out.

    `contributors` gives for each person the number of whoever brought that person, if one may not learn about another's people.
    """
    domain, family = people.domain, family_of(people.domain, asked)
    crowd = family.count(people)
    parts = [] if contributors is None else [
        family.count(Records(domain, people.codes[contributors == one])) for one in np.unique(contributors)
    ]  # fmt: skip
    refuse_untold_total(rule, crowd, parts)
    found = suppress(family, crowd, rule, parts)
    account = _entered(ledger, lambda: Showing(domain.population, name, attributes_of(domain, asked), rule.k, on))
    tables = tuple(
        one
        for key in family.keys
        for one in table_combinations(
            domain, tuple(family.columns[axis] for axis in key), found.counts[key], ~found.hidden[key]
        )
    )
    promise = {
        "promise": "every hidden cell leaves open any number of people below k, whatever is added up or taken off",
        "k": rule.k,
        "largest_share_of_a_contributor": rule.share if parts else None,
        # How many of them are small is not told: whoever knew it could rule out some of the tables that protect them.
        "hidden": sum(int(flags.sum()) for flags in found.hidden.values()),
    }
    return Release(
        Kind.SUPPRESSED, name, on, domain, found.people, tables, promise, _accuracy(tables, lambda _: 0.0), account
    )


def keys_of_tables(domain: Domain, asked: Asked) -> tuple[Key, ...]:
    """The tables asked for and all their sums, by the columns of the domain."""
    family = family_of(domain, asked)
    return tuple(tuple(family.columns[axis] for axis in key) for key in family.keys)


def attributes_of(domain: Domain, asked: Asked) -> tuple[str, ...]:
    """The attributes that the tables speak of."""
    return reach_of(domain, {name for names in asked for name in names})


def reach_of(domain: Domain, names: Iterable[str]) -> tuple[str, ...]:
    """These attributes and those from which they follow: who tells of a region tells of its countries."""
    from_which = {one.name: one.of for one in domain.attributes if one.of}
    told = set(names)
    return tuple(sorted(told | {from_which[name] for name in told if name in from_which}))


def _accuracy(tables: Combinations, likely_error: Callable[[int], float]) -> tuple[Accuracy, ...]:
    lengths = [length_of(combination) for combination, _ in tables]
    return tuple(
        Accuracy(length, lengths.count(length), round(likely_error(length), 1)) for length in sorted(set(lengths))
    )


def _promise(price: Price) -> dict[str, object]:
    return {
        "promise": "differential privacy; neighbours are tables of which one has one more person",
        "epsilon": price.epsilon,
        "delta": price.delta,
        "rho_zcdp": price.rho,
        "mechanism": "discrete Gaussian (OpenDP)",
        "rows_per_person": 1,
    }


def _entered(ledger: Path | Account | None, entry: Callable[[], Spending | Showing]) -> Account | None:
    if ledger is None or isinstance(ledger, Account):
        return ledger
    return enter(ledger, entry())


def spending(domain: Domain, attributes: tuple[str, ...], price: Price, name: str, on: str) -> Spending:
    """What a release with noise is entered as; raises BadInput if the domain sets no cap."""
    if not domain.cap:
        sentence = (
            "The domain sets no cap_epsilon: what this population may cost in all, ever. "
            "Declare it before anything is entered in a ledger."
        )
        raise BadInput("no-cap", sentence)
    # The cap is turned into zCDP at the same delta always, whatever a release asks for, so that it is one number for ever.
    return Spending(domain.population, name, attributes, price.rho, rho_for(domain.cap, USUAL_DELTA), on)
