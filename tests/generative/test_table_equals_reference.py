"""The table evaluator answers as the reference does, on every row, unknown included; and these tests would notice if it did not."""

import sys

import pytest
from backwards import FACTS, STATES, cases, worlds_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_people import real_situations
from tables_of import SMALL_SIZES, DatedGroups, answers_of, frame_of, truths
from test_kernel_properties import classes_of_conditions, nodes, run

from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.tables.rights import RightsTable
from amparo.norms.tables.turning import DatedBonds
from amparo.rules import conditions
from amparo.rules.table import batches, columns, compile_table, compiled, engines, factors, joining, loops, places, runs

tables = st.tuples(st.lists(cases(), min_size=1, max_size=5), st.sampled_from(SMALL_SIZES))
MANY = 2_000


@pytest.fixture(params=("polars", "numba"), autouse=True)
def engine(request, monkeypatch):
    """Every test runs on both; few rows are enough for the compiled loop here."""
    monkeypatch.setattr(engines, "ROWS_WORTH_IT", 0 if request.param == "numba" else sys.maxsize)
    return request.param


def the_table_answers_as_the_reference(table):
    made, sizes = table
    asked, situations = [condition for _, _, condition in made], [facts for facts, _, _ in made]
    expected = [[conditions.value(one, worlds_of(facts)) for one in asked] for facts in situations]
    assert answers_of(asked, situations, sizes) == expected


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture])
@given(table=tables)
def test_every_condition_on_every_row(table):
    the_table_answers_as_the_reference(table)


def test_every_class_of_condition_is_compiled_and_some_are_settled_first():
    compiled, settled, several_days, no_column = set(), set(), set(), set()

    def look(table):
        made, sizes = table
        asked, situations = [condition for _, _, condition in made], [facts for facts, _, _ in made]
        compiled.update(type(node) for condition in asked for node in nodes(condition))
        settled.add(compile_table({"it": asked}, FACTS, STATES, DatedGroups(), sizes).before is not None)
        frame = frame_of(situations)
        several_days.add("date.first" in frame.columns)
        no_column.update(set(FACTS) - set(frame.columns))

    run(tables, look, examples=300)
    assert compiled == classes_of_conditions()
    assert settled == several_days == {True, False}
    assert {"arrested", "stay", "age", "nationality"} <= no_column


def test_the_compiled_loop_takes_every_kind_of_step_by_itself(engine, monkeypatch):
    if engine != "numba":
        pytest.skip("of the compiled loop only")
    taken, missed = set(), set()
    steps, run_once = compiled._Reading.steps, compiled.Program.run

    def noting_steps(self, name):
        for step in steps(self, name):
            taken.add((step[0], name in self.ready))
            yield step

    def noting_misses(self, batch, ready):
        words, these = run_once(self, batch, ready)
        missed.add(bool(these))
        return words, these

    monkeypatch.setattr(compiled._Reading, "steps", noting_steps)
    monkeypatch.setattr(compiled.Program, "run", noting_misses)
    run(tables, the_table_answers_as_the_reference, examples=300)
    kinds = (loops.CHOICE, loops.ZONES, loops.NAMED, loops.STATE, loops.LIST)
    assert {(kind, False) for kind in kinds} | {(loops.CHOICE, True)} == taken
    assert missed == {True, False}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(())


def test_every_provision_of_the_catalogue_for_two_thousand_random_people(catalogue):
    dated = DatedBonds(catalogue)
    states = ("MEX", "QAT", "TUR", "GBR", "DEU", "PHL")
    groups = [f"bound:{name}" for name in catalogue.instruments] + list(catalogue.vocabulary.groups)
    turns = {turn for state in states for group in groups for turn in dated.turns(group, state) if turn.year > 1900}
    people = real_situations(catalogue, MANY, seed=6, turns=turns)
    rights = RightsTable(catalogue, list(catalogue.provisions.values()))
    frame = frame_of([one.facts for one in people], catalogue.vocabulary.kernel_facts, rights.states)
    found = truths(rights.table.answers(frame))
    count = len(rights.provisions)
    for person, answers in zip(people, found, strict=True):
        expected = values(person, catalogue)
        got = {one.id: (answers[n], answers[count + n]) for n, one in enumerate(rights.provisions)}
        assert got == expected, (person.to_plain(), [name for name in expected if expected[name] != got[name]])


def test_a_belonging_stays_what_it_is_between_the_days_on_which_it_may_turn(catalogue):
    """What the epochs rest on: asked on every day of some years, no State's bond changes on a day that was not told."""
    from datetime import date, timedelta

    from amparo.rules.dates import Period

    dated, days = DatedBonds(catalogue), [date(2001, 1, 1) + timedelta(days=n) for n in range(0, 8000)]
    for state in ("TUR", "PSE", "SRB"):
        for group in ("bound:icrmw", "bound:refugee-1951", "bound:echr", "bound:crc-opac", "eu"):
            if group.removeprefix("bound:") not in {*catalogue.instruments, *catalogue.vocabulary.groups}:
                continue
            turns = set(dated.turns(group, state))
            asked = [dated.belonging(group, state, Period(day, day)).value for day in days]
            changed = {day for day, before, now in zip(days[1:], asked, asked[1:], strict=False) if before is not now}
            assert changed <= turns


# Faults planted on purpose: in both engines, then in one of them.


def unknown_counts_as_the_first_value(monkeypatch):
    monkeypatch.setattr(columns, "filled", lambda number, code, column: number.fill_null(0))


def a_month_counts_as_its_first_day(monkeypatch):
    monkeypatch.setattr(runs.Runs, "_of_periods", lambda self, numbers, states, first, last: numbers)


def the_second_nationality_is_not_read(monkeypatch):
    monkeypatch.setattr(batches.Listed, "others", [])


def an_epoch_begins_a_day_late(monkeypatch):
    monkeypatch.setattr(runs, "bisect_right", lambda turns, day: sum(turn < day for turn in turns))


def every_counts_as_some(monkeypatch):
    monkeypatch.setattr(places, "combine", lambda leaves, one, other: tuple(map(max, one, other)))


def possible_counts_as_sure(monkeypatch):
    monkeypatch.setattr(factors, "YES", conditions.UNKNOWN)


def joined_factors_stand_in_the_same_place(monkeypatch):
    monkeypatch.setattr(joining.Joined, "strides", property(lambda self: ((part, 1) for part in self.parts)))


def a_limit_is_reached_late(monkeypatch):
    right = compiled._number
    monkeypatch.setattr(compiled, "_number", lambda limit: right(limit) + 1)


def a_fold_is_left_out(monkeypatch):
    right = compiled.Program._order

    def order(self, *given):
        right(self, *given)
        self.masks[-1] = 0

    monkeypatch.setattr(compiled.Program, "_order", order)


def two_states_count_as_the_first(monkeypatch):
    right = compiled.Program._runs

    def first_only(self, factor):
        together = getattr(factor.source, "together", {})
        together.update({pair: pair[0] for pair in together})
        return right(self, factor)

    monkeypatch.setattr(compiled.Program, "_runs", first_only)


IN_BOTH = (
    a_month_counts_as_its_first_day,
    an_epoch_begins_a_day_late,
    every_counts_as_some,
    possible_counts_as_sure,
    joined_factors_stand_in_the_same_place,
)
FAULTS = {
    "polars": (*IN_BOTH, unknown_counts_as_the_first_value, the_second_nationality_is_not_read),
    "numba": (*IN_BOTH, a_limit_is_reached_late, a_fold_is_left_out, two_states_count_as_the_first),
}


@pytest.mark.parametrize("place", range(max(map(len, FAULTS.values()))))
def test_a_planted_fault_is_caught(place, engine, monkeypatch):
    if place >= len(FAULTS[engine]):
        pytest.skip("the other engine has one more")
    FAULTS[engine][place](monkeypatch)
    with pytest.raises(AssertionError):
        run(tables, the_table_answers_as_the_reference, examples=1000)
