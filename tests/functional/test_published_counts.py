"""Counts that others published come out of our rows and rules."""

import json

import pytest

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.texts.instruments import BOUND
from amparo.rules.dates import Period
from amparo.rules.truth import YES

THREE = ("icrmw", "ilo-c097", "ilo-c143")
PUBLISHED = [
    (("ilo-c097",), "bound", "2003-06-04", 42),
    (("ilo-c143",), "bound", "2003-06-04", 18),
    (("icrmw",), "ratified", "2003-06-04", 21),
    (("icrmw",), "signed-only", "2003-06-04", 10),
    (THREE, "ratified", "2003-06-04", 62),
    (("icrmw",), "bound", "2013-06-30", 46),
    (("icrmw",), "signed-only", "2013-06-30", 17),
    (("palermo-trafficking",), "signed", "2013-06-30", 117),
    (("palermo-smuggling",), "signed", "2013-06-30", 112),
    (("icrmw",), "ratified", "2025-02-21", 60),
    (("ilo-p029",), "ratified", "2021-07-28", 55),
]


@pytest.mark.parametrize(("instruments", "action", "on", "number"), PUBLISHED)
def test_a_published_count_comes_out(amparo, instruments, action, on, number):
    several = ["--any-of"] if len(instruments) > 1 else []
    ran = amparo("commitments", "count", *instruments, *several, "--on", on, "--action", action)
    assert (ran.code, ran.out) == (0, f"{number}\n")


def test_the_european_union_counts_among_signatories_and_is_named_apart(amparo):
    ran = amparo(
        "commitments", "count", "palermo-trafficking", "--action", "signed", "--on", "2013-06-30", "--format", "json"
    )
    told = json.loads(ran.out)
    assert told["count"] == 117
    assert told["european_union"] and len(told["states"]) == 116


def test_what_is_not_known_goes_to_standard_error_and_not_into_the_count(amparo):
    ran = amparo("commitments", "count", "icrmw", "--on", "2026-11-01")
    assert ran.out == "60\n"
    assert "Not known for" in ran.err


def test_who_may_have_ratified_since_the_last_check_is_not_known(amparo):
    for action in ("ratified", "signed", "bound"):
        until_checked = amparo("commitments", "count", "icrmw", "--on", "2025-02-21", "--action", action)
        after = amparo("commitments", "count", "icrmw", "--on", "2025-02-22", "--action", action)
        assert until_checked.out == after.out
        assert "Not known for" not in until_checked.err and "Not known for" in after.err


def test_conventions_of_the_ilo_are_not_signed_and_it_says_so(amparo):
    ran = amparo("commitments", "count", "ilo-c097", "--action", "signed", "--on", "2026-11-01")
    assert (ran.out, ran.err) == ("0\n", "Conventions of the ILO are not signed.\n")


def test_the_first_day_of_the_migrant_workers_convention_is_derived():
    bonds = load_catalogue().bonds
    assert bonds.instruments["icrmw"].entry.derivable
    assert str(bonds.first_in_force("icrmw")) == "2003-07-01"


def test_every_derivable_first_day_is_the_one_that_the_depositary_published():
    bonds = load_catalogue().bonds
    wrong = {
        name: (bonds.first_in_force(name), instrument.entry.published_first)
        for name, instrument in bonds.instruments.items()
        if instrument.entry
        and instrument.entry.derivable
        and instrument.entry.published_first != bonds.first_in_force(name)
    }
    assert not wrong


def test_no_state_is_bound_before_the_first_day_of_an_instrument():
    bonds = load_catalogue().bonds
    for name in bonds.instruments:
        first = bonds.first_in_force(name)
        if first is None:
            continue
        day = Period(first.replace(year=first.year - 1), first.replace(year=first.year - 1))
        assert not any(bonds.belonging(BOUND + name, state, day).value is YES for state in bonds.rows.get(name, {}))


def test_every_row_of_the_collected_table_is_an_event(shared):
    import csv

    with (shared / "data/commitments/commitments.csv").open(encoding="utf-8") as file:
        collected = [(row["instrument_id"], row["iso3"]) for row in csv.DictReader(file)]
    bonds = load_catalogue().bonds
    ours = sum(1 for states in bonds.rows.values() for rows in states.values() for row in rows if row[1] != "exclusion")
    assert ours == len(collected)
    assert {(name, state) for name, states in bonds.rows.items() for state in states} == set(collected)
