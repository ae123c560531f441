"""The universal floor: what holds for everybody whatever their papers is never taken away by what is known of the papers."""

from hypothesis import given
from hypothesis import strategies as st
from real_situations import CATALOGUE, FEWER, SITUATIONS, learnings

from amparo.norms.answers.rights import rights, values
from amparo.rules.conditions import All, Any, Derived, Reason, Unless, facts_read
from amparo.rules.dates import Period
from amparo.rules.truth import UNKNOWN, YES

STATUS = ("stay", "work_authorised", "asylum")
STAYS = CATALOGUE.vocabulary.facts["stay"].fact.values
# ICRMW art. 3(f): seafarers and offshore workers are inside the Convention only if admitted to reside and work in the State of
# employment, so for them alone its Part III depends on papers. The Convention says so; the floor of other treaties is theirs.
AT_SEA = ("seafarer", "offshore")
# Returning home is owed also to who may reside there for good: that stay is the right to come back, not a condition of shelter.
HOME = {"palermo-smuggling/18.1", "palermo-smuggling/18.4", "palermo-trafficking/8.1", "palermo-trafficking/8.4"}

FLOOR = {name: one for name, one in CATALOGUE.provisions.items() if one.any_status and name not in HOME}


def named(condition):
    """The facts and derived facts that a condition names itself, without looking into derived facts."""
    if isinstance(condition, All | Any):
        return {name for part in condition.parts for name in named(part)}
    if isinstance(condition, Unless):
        return named(condition.part)
    if isinstance(condition, Derived):
        return {condition.name}
    return {condition.fact} if hasattr(condition, "fact") else set()


@given(SITUATIONS, st.sampled_from((None, *STAYS)))
def test_the_floor_never_depends_on_the_permission_to_stay(situation, stay):
    situation = situation.forget("worker_category") if situation.facts.get("worker_category") in AT_SEA else situation
    if "worker_category" not in situation.facts:
        situation = situation.learn(worker_category="ordinary")
    before = values(situation, CATALOGUE)
    after = values(situation.forget("stay") if stay is None else situation.learn(stay=stay), CATALOGUE)
    assert not [name for name in FLOOR if before[name][0] is not after[name][0]]


@given(SITUATIONS, st.sampled_from((None, *STAYS)), st.sampled_from((None, True, False)))
def test_at_sea_only_the_convention_on_migrant_workers_looks_at_papers(situation, stay, authorised):
    before = values(situation, CATALOGUE)
    changed = situation.forget("stay", "work_authorised")
    changed = changed if stay is None else changed.learn(stay=stay)
    changed = changed if authorised is None else changed.learn(work_authorised=authorised)
    after = values(changed, CATALOGUE)
    others = [name for name in FLOOR if "within_icrmw" not in named(FLOOR[name].holder)]
    assert others and not [name for name in others if before[name][0] is not after[name][0]]


def test_the_floor_reads_the_permission_to_stay_only_by_way_of_the_convention_on_migrant_workers():
    reading = {name for name, one in FLOOR.items() if {"stay", "work_authorised"} & set(facts_read(one.holder))}
    assert reading and all("within_icrmw" in named(FLOOR[name].holder) for name in reading)
    assert {FLOOR[name].instrument for name in reading} == {"icrmw"}
    assert not [name for name, one in FLOOR.items() if {"stay", "work_authorised"} & named(one.holder)]


def test_what_a_refugee_holds_whatever_the_papers_reads_asylum_and_nothing_else_of_status():
    reading = [name for name, one in FLOOR.items() if "asylum" in named(one.holder)]
    assert "refugee-1951/33" in reading
    for name in reading:
        assert not {"stay", "work_authorised"} & set(facts_read(FLOOR[name].holder)), name


def test_whoever_has_no_papers_holds_the_floor_of_every_treaty_that_binds():
    from amparo.situation.reading import read_situation

    rosa = {
        "state": "MEX",
        "date": "2024-05-01",
        "role": "destination",
        "nationality": ["GTM"],
        "age": 31,
        "stay": "none",
    }
    rosa |= {"work": "employed", "work_authorised": False, "worker_category": "ordinary", "asylum": "none"}
    answers = rights(read_situation(rosa, CATALOGUE.vocabulary), catalogue=CATALOGUE)
    for name in ("icrmw/28", "icrmw/25", "icrmw/10", "iccpr/7", "icescr/12", "cerd/5", "vccr/36.1b", "cat/3"):
        if name in FLOOR:
            assert answers[name].holds.value is YES, name


@given(learnings())
def test_learning_a_fact_never_turns_a_known_answer(learning):
    before, after = (values(situation, CATALOGUE) for situation in learning)
    turned = [
        name
        for name in before
        for was, now in zip(before[name], after[name], strict=True)
        if was is not UNKNOWN and now is not was
    ]
    assert not turned


@FEWER
@given(SITUATIONS)
def test_values_and_reasons_give_the_same_answers(situation):
    quick = values(situation, CATALOGUE)
    slow = {one.provision.id: (one.holds.value, one.engaged.value) for one in rights(situation, catalogue=CATALOGUE)}
    assert quick == slow


@FEWER
@given(SITUATIONS)
def test_every_unknown_has_one_reason_of_the_closed_list_and_what_is_known_has_none(situation):
    closed = {reason.value for reason in Reason}
    for one in rights(situation, catalogue=CATALOGUE):
        unknown = {name for name, found in (("holds", one.holds), ("engaged", one.engaged)) if found.value is UNKNOWN}
        assert set(one.unknown_because) == unknown, one.provision.id
        assert set(one.unknown_because.values()) <= closed
        assert one.applies is min(one.holds.value, one.engaged.value)
        assert not one.missing or unknown


@FEWER
@given(SITUATIONS)
def test_what_is_missing_is_never_a_fact_that_is_known_for_sure(situation):
    situation = situation.learn(date=Period(situation.date.last, situation.date.last))
    vague = {name for name, known in situation.facts.items() if not getattr(known, "is_exact", True)}
    for one in rights(situation, catalogue=CATALOGUE):
        assert not (set(one.missing) & set(situation.facts)) - vague, one.provision.id


def test_what_is_off_the_floor_depends_on_something_about_the_person():
    off = [one for one in CATALOGUE.provisions.values() if not one.any_status]
    assert off and not [one.id for one in off if not facts_read(one.holder) and one.kind != "duty"]


def test_only_trafficking_and_smuggling_say_who_the_holder_is():
    flags = set(CATALOGUE.vocabulary.flags)
    found = {fact for one in CATALOGUE.provisions.values() for fact in facts_read(one.holder)} & flags
    assert found == {"trafficking-indicated", "smuggled"}
