"""The reasons that a table is told are those that `explain` gives, on every row."""

import pytest
from backwards import FACTS, STATES, cases, worlds_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_people import real_situations
from tables_of import DatedGroups, frame_of
from test_kernel_properties import run

from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.tables.reasons import RESERVATION, Reasons
from amparo.rules.conditions import Reason
from amparo.rules.explaining import Explainer, deciding, deciding_leaves, missing, why_unknown
from amparo.rules.spelling import spelt
from amparo.rules.table import likeness
from amparo.rules.table.likeness import compile_likeness
from amparo.rules.truth import NO

several = st.lists(cases(), min_size=2, max_size=8)
SEED, PEOPLE, EVERY = 7, 120, 23


def reasons_of(condition, facts):
    explained = Explainer(worlds_of(facts), {}).explain(condition)
    leaves = tuple(spelt(one.condition) for one in deciding_leaves(explained))
    return explained.value, why_unknown(explained), leaves, missing(explained, facts)


def rows_alike_have_the_same_reasons(made):
    situations = [facts for facts, _, _ in made]
    for _, _, condition in made[:2]:
        kinds, _ = compile_likeness(condition, FACTS, STATES, DatedGroups()).kinds(
            frame_of(situations), situations.__getitem__
        )
        known = {}
        for key, facts in zip(kinds, situations, strict=True):
            assert known.setdefault(key, reasons_of(condition, facts)) == reasons_of(condition, facts)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=several)
def test_rows_that_no_test_tells_apart_have_the_same_reasons(made):
    rows_alike_have_the_same_reasons(made)


def the_reason_is_not_asked(monkeypatch):
    def tests(leaf):
        yield leaf

    monkeypatch.setattr(likeness, "_tests", tests)


@pytest.mark.parametrize("plant", ("the_reason_is_not_asked", "unknown_for_whatever_reason"))
def test_a_planted_fault_is_caught(plant, monkeypatch):
    globals()[plant](monkeypatch)
    with pytest.raises(AssertionError):
        run(several, rows_alike_have_the_same_reasons, examples=1500)


def unknown_for_whatever_reason(monkeypatch):
    monkeypatch.setattr(likeness, "_reasons", lambda explained, facts: (explained.value,))


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(())


def test_the_verdict_of_every_row_is_what_is_explained_of_one_person(catalogue):
    people = real_situations(catalogue, PEOPLE, seed=SEED)
    answers = [rights(one, catalogue=catalogue) for one in people]
    frame = frame_of(
        [one.facts for one in people], catalogue.vocabulary.kernel_facts, list(catalogue.vocabulary.states)
    )
    reserved = {name for one in answers for name in catalogue.reserved(one.situation.state)}
    for name in {*list(catalogue.provisions)[::EVERY], *sorted(reserved)[::EVERY]}:
        reasons = Reasons(catalogue, name)
        numbers = reasons.numbers(frame)
        for number, answered in zip(numbers, answers, strict=True):
            verdict, right = reasons.verdicts[number], answered[name]
            own, reason = len(right.provision.holding.parts), why_unknown(right.holds)
            refused = [place for place, part in enumerate(right.holds.parts) if part.value is right.holds.value is NO]
            told = {
                spelt(one.condition) for place in refused if place < own for one in deciding(right.holds.parts[place])
            }
            assert (verdict.value, verdict.bond, verdict.unknown) == (right.holds.value, right.bond.value, reason)
            assert {one.written for one in verdict.clauses if one.kind != RESERVATION} == told
            reservations = [one for one in verdict.clauses if one.kind == RESERVATION]
            assert bool(reservations) == any(place >= own for place in refused)
            if reason is Reason.FACT_MISSING:
                assert verdict.missing == missing(right.holds, right.facts)


def test_an_instrument_is_asked_as_its_bond_is(catalogue):
    people = real_situations(catalogue, PEOPLE, seed=SEED)
    frame = frame_of(
        [one.facts for one in people], catalogue.vocabulary.kernel_facts, list(catalogue.vocabulary.states)
    )
    for name in list(catalogue.instruments)[::9]:
        reasons = Reasons(catalogue, name)
        for number, one in zip(reasons.numbers(frame), people, strict=True):
            bond = catalogue.bonds.belonging(f"bound:{name}", one.state, one.date)
            assert (reasons.verdicts[number].value, reasons.verdicts[number].unknown) == (bond.value, bond.reason)
