"""The ledger: no order of releases exceeds the cap, nothing is given back, and a changed line stops everything."""

import hashlib
import json
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import DOMAIN, crowd, rounded_normal

from amparo.errors import BadInput
from amparo.evidence.release.gate import release_records, release_suppressed, release_tables
from amparo.evidence.release.ledger import Showing, Spending, account_of, entry_at, show, spend
from amparo.evidence.release.prices import price_of
from amparo.evidence.release.suppression.rules import Rule

CAP = 1.0


def spending(rho, population="invented", cap=CAP, attributes=("sex",), on="2026-11-21"):
    return Spending(population, "a release", attributes, rho, cap, on)


def showing(attributes=("sex",), population="invented", on="2026-11-21"):
    return Showing(population, "exact", attributes, 10, on)


def try_to_spend(path, one):
    try:
        return show(path, one) if isinstance(one, Showing) else spend(path, one)
    except BadInput:
        return None


ATTRIBUTES = st.lists(st.sampled_from(["sex", "age", "country"]), min_size=1, unique=True).map(tuple)
YEARS = st.sampled_from(["2024-01-01", "2025-01-01", "2026-01-01"])
ENTRIES = st.builds(
    Showing, st.sampled_from(["here", "there"]), st.just("exact"), ATTRIBUTES, st.just(10), YEARS
) | st.builds(
    Spending,
    st.sampled_from(["here", "there"]),
    st.just("noisy"),
    ATTRIBUTES,
    st.floats(1e-3, 0.9),
    st.just(CAP),
    YEARS,
)


@given(st.lists(ENTRIES, max_size=10))
def test_no_order_of_releases_of_any_kind_and_year_puts_exact_counts_beside_what_would_difference_them(
    tmp_path_factory, entries
):
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    taken = []
    for one in entries:
        clashes = any(
            one.population == other.population
            and set(one.attributes) & set(other.attributes)
            and (isinstance(one, Showing) or isinstance(other, Showing))
            for other in taken
        )
        spent = sum(other.rho for other in taken if isinstance(other, Spending) and other.population == one.population)
        too_dear = isinstance(one, Spending) and spent + one.rho > CAP * (1 + 1e-9)
        account = try_to_spend(path, one)
        assert (account is None) == (clashes or too_dear)
        taken += [one] if account else []


def test_exact_counts_and_noise_over_one_attribute_are_refused_in_either_order_and_across_years(tmp_path):
    show(tmp_path / "a", showing(("sex", "country")))
    with pytest.raises(BadInput, match="exact of 2026-11-21 speaks of country as well"):
        spend(tmp_path / "a", spending(0.1, attributes=("age", "country"), on="2031-01-01"))
    spend(tmp_path / "b", spending(0.1))
    before = (tmp_path / "b").read_bytes()
    with pytest.raises(BadInput, match="exact counts"):
        show(tmp_path / "b", showing(on="2031-01-01"))
    assert (tmp_path / "b").read_bytes() == before


def test_exact_counts_are_given_once_and_other_attributes_may_follow(tmp_path):
    show(tmp_path / "l", showing(("sex",)))
    with pytest.raises(BadInput, match="once and for ever"):
        show(tmp_path / "l", showing(("sex", "age")))
    assert show(tmp_path / "l", showing(("age",))).shown == {"sex", "age"}
    account = spend(tmp_path / "l", spending(0.25, attributes=("country",)))
    assert account.spent == 0.25 and account.cap == CAP and account.shown == {"sex", "age"}


def test_a_line_that_does_not_say_its_attributes_stands_against_exact_counts_of_any(tmp_path):
    """Ledgers begun by the first version have such lines, and go on."""
    body = json.dumps(
        {
            "number": 1,
            "population": "invented",
            "release": "old",
            "rho": 0.4,
            "cap": CAP,
            "on": "2025",
            "before": "0" * 64,
        }
    )
    (tmp_path / "l").write_text(f"{body}\t{hashlib.sha256(body.encode()).hexdigest()}\n")
    with pytest.raises(BadInput, match="The release old of 2025 speaks of age"):
        show(tmp_path / "l", showing(("age",)))
    assert spend(tmp_path / "l", spending(0.4)).spent == pytest.approx(0.8)


def test_an_entry_is_found_again_by_its_hash(tmp_path):
    first = spend(tmp_path / "l", spending(0.1))
    show(tmp_path / "l", showing(("age",)))
    assert entry_at(tmp_path / "l", first.head)["rho"] == 0.1
    assert entry_at(tmp_path / "l", "0" * 64) is None and entry_at(tmp_path / "none", first.head) is None


def test_a_person_in_every_year_pays_from_one_account(tmp_path):
    """The account is the population's, not the year's: that is what makes the cap a promise to the person."""
    for year in (2023, 2024, 2025):
        spend(tmp_path / "l", spending(0.3, on=f"{year}-12-31"))
    with pytest.raises(BadInput, match=r"only 0\.1000 is left"):
        spend(tmp_path / "l", spending(0.3, on="2026-12-31"))


@pytest.mark.parametrize("kind", ["records", "tables", "suppressed"])
def test_no_kind_is_handed_out_that_the_ledger_refuses(tmp_path, kind):
    def never(counts, sigma):
        raise AssertionError

    first, then = ("tables", "suppressed") if kind == "suppressed" else ("suppressed", kind)
    made = {
        "records": lambda noise: release_records(
            crowd(50), price_of(DOMAIN, 1.0), name="r", on="2026-11-21", ledger=tmp_path / "l", mechanism=noise
        ),
        "tables": lambda noise: release_tables(
            crowd(50),
            price_of(DOMAIN, 1.0),
            [["sex"]],
            name="t",
            on="2026-11-21",
            ledger=tmp_path / "l",
            mechanism=noise,
        ),
        "suppressed": lambda noise: release_suppressed(
            crowd(50), Rule(3), [["sex", "country"]], name="s", on="2026-11-21", ledger=tmp_path / "l"
        ),
    }
    made[first](rounded_normal())
    with pytest.raises(BadInput, match="as well"):
        made[then](never)


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


@pytest.mark.parametrize(
    "made", [release_records, lambda people, price, **more: release_tables(people, price, [["sex", "means"]], **more)]
)
def test_a_crash_between_ledger_and_noise_spends_the_budget(tmp_path, made):
    def crash(counts, sigma):
        raise KeyboardInterrupt

    price = price_of(DOMAIN, 2.0)
    with pytest.raises(KeyboardInterrupt):
        made(crowd(50), price, name="a", on="2026-11-21", ledger=tmp_path / "l", mechanism=crash)
    assert account_of(tmp_path / "l", "invented").spent == price.rho


def test_noise_is_drawn_only_after_the_ledger_is_written(tmp_path):
    spent_at_first_draw = []
    noise = rounded_normal()

    def watch(counts, sigma):
        spent_at_first_draw.append(json.loads((tmp_path / "l").read_text().split("\t")[0])["rho"])
        return noise(counts, sigma)

    price = price_of(DOMAIN, 2.0)
    release_records(
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

    spend(tmp_path / "l", spending(0.1, cap=price_cap()))
    with pytest.raises(BadInput, match="left"):
        release_records(
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
