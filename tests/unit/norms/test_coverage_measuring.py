"""Coverage, worked out by hand on tables of a few rows: what is sure, what is not known, and what is left over."""

from datetime import date

import polars as pl
import pytest

from amparo.errors import BadInput, Problems
from amparo.norms.catalogue import load_catalogue
from amparo.norms.coverage.assumptions import Assumption, read_assumptions, weighted
from amparo.norms.coverage.measuring import Tally, measure
from amparo.norms.coverage.pictures import draw, sentence
from amparo.norms.coverage.tables import COLUMNS, Population
from amparo.rules.truth import NO, YES

ON = date(2019, 12, 31)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def population(*rows):
    return Population("by hand", pl.DataFrame(rows, schema=list(COLUMNS), orient="row"))


THREE = population(
    ("GTM", "MEX", 2019, "female", 60),  # Mexico is bound by ICRMW since 2003
    ("MEX", "USA", 2019, "male", 30),  # the United States never joined
    ("XON", "MEX", 2019, "male", 10),  # nobody knows from where
)
MORE = population(
    ("GTM", "MEX", 2015, "female", 40),
    ("GTM", "MEX", 2019, "female", 60),
    ("MEX", "USA", 2019, "male", 30),
    ("MEX", "MEX", 2019, "male", 5),
    ("MEX", "PRI", 2019, "male", 7),
)


def test_three_rows_worked_out_by_hand(catalogue):
    told = measure(THREE, "icrmw", ON, catalogue).to_plain()
    assert told["people"] == 100
    assert (told["surely"], told["surely_not"]) == (60, 30)
    assert told["unknown"] == {} and told["remainder"] == {"origin-not-known": 10}
    assert told["share"] == {"sure": 0.6, "possible": 0.6}


def test_what_was_not_checked_any_more_is_a_band(catalogue):
    told = measure(THREE, "icrmw", date(2026, 1, 1), catalogue).to_plain()
    assert told["unknown"] == {"not-bound-when-last-checked": 30}
    assert told["share"] == {"sure": 0.6, "possible": 0.9}


def test_before_the_treaty_began_it_reached_nobody(catalogue):
    told = measure(THREE, "icrmw", date(2003, 6, 30), catalogue, stock_year=2019).to_plain()
    assert (told["surely"], told["surely_not"]) == (0, 90)


def test_territories_and_people_in_their_own_country_are_a_named_remainder(catalogue):
    told = measure(MORE, "icrmw", ON, catalogue).to_plain()
    assert told["remainder"] == {"own-country": 5, "territory": 7}
    assert told["people"] == 102 and told["stock_year"] == 2019


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("destination", {"MEX": 65, "PRI": 7, "USA": 30}),
        ("origin", {"GTM": 60, "MEX": 42}),
        ("sex", {"female": 60, "male": 42}),
        ("year", {"2015": 40, "2019": 102}),
    ],
)
def test_groups_add_up(catalogue, by, groups):
    found = measure(MORE, "icrmw", ON, catalogue, by=by)
    assert {name: tally.people for name, tally in found.groups.items()} == groups
    assert found.whole.people == 102
    assert [group[by] for group in found.to_plain()["by"]] == list(groups)


def test_regions_have_names(catalogue):
    found = measure(MORE, "icrmw", ON, catalogue, by="region")
    assert sum(tally.people for tally in found.groups.values()) == 102 and len(found.groups) == 1


def test_over_years_each_year_is_measured_by_its_own_law(catalogue):
    before = population(("GTM", "MEX", 2000, "female", 8), ("GTM", "MEX", 2005, "female", 9))
    found = measure(before, "icrmw", date(2005, 12, 31), catalogue, by="year")
    assert [(tally.yes, tally.no) for tally in found.groups.values()] == [(0, 8), (9, 0)]


def test_a_provision_that_needs_facts_gives_a_band_and_names_them(catalogue):
    found = measure(THREE, "icrmw/28", ON, catalogue)
    told = found.to_plain()
    assert (told["surely"], told["surely_not"]) == (0, 30)
    assert told["unknown"] == {"fact-missing": 60}
    assert {"work", "worker_category"} <= set(told["missing"]) and "nationality" not in told["missing"]


def test_assumed_shares_divide_the_people_and_are_named(catalogue):
    assumed = [
        Assumption("work", {"employed": 0.75, "none": 0.25}, "invented", False),
        Assumption("worker_category", {"ordinary": 1.0}, "invented", True),
        Assumption("asylum", {"none": 1.0}, "invented", False),
        Assumption("stateless", {False: 1.0}, "invented", False),
        Assumption("family_member", {False: 1.0}, "invented", False),
    ]
    told = measure(THREE, "icrmw/28", ON, catalogue, assumptions=assumed).to_plain()
    assert (told["surely"], told["surely_not"]) == (45, 15 + 30)
    assert told["missing"] == []
    assert told["assumptions"][0] == {"fact": "work", "source": "invented", "verified": False}


def test_assumed_facts_are_taken_as_independent():
    two = [
        Assumption("work", {"employed": 0.6, "none": 0.4}, "", False),
        Assumption("child", {True: 0.5, False: 0.5}, "", False),
    ]
    combined = {(facts["work"], facts["child"]): share for facts, share in weighted(two)}
    assert combined == {("employed", True): 0.3, ("employed", False): 0.3, ("none", True): 0.2, ("none", False): 0.2}


def test_progress_is_told_to_the_end(catalogue):
    told = []
    measure(MORE, "icrmw", ON, catalogue, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 4) and told[-1] == (4, 4)


def test_a_tally_divides_the_people_once():
    tally = Tally()
    tally.add(YES, None, 5)
    tally.add(NO, None, 3)
    tally.add(NO, "fact-missing", 2)
    tally.remainder["territory"] = 10
    assert (tally.people, tally.possible) == (20, 7)
    assert tally.to_plain()["share"] == {"sure": 0.25, "possible": 0.35}
    assert Tally().to_plain()["share"] == {"sure": 0.0, "possible": 0.0}


def test_the_sentence_and_the_picture_say_the_same(catalogue, tmp_path):
    found = measure(THREE, "icrmw", date(2026, 1, 1), catalogue, by="destination")
    told = sentence(found, "ICRMW")
    assert (
        told
        == "At least 60.0%, and at most 90.0%, of the 100 people counted in 2019 live where ICRMW binds on 2026-01-01."
    )
    draw(found, "ICRMW", tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text()
    assert drawn.startswith("<svg") and "not known" in drawn and "USA" in drawn


GOOD = "assumptions:\n  - {fact: work, shares: {employed: 0.6, none: 0.4}, source: invented, verified: false}\n"


def test_assumptions_are_read_from_a_file(catalogue, tmp_path):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD)
    assert read_assumptions(path, catalogue.vocabulary) == [
        Assumption("work", {"employed": 0.6, "none": 0.4}, "invented", False)
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("0.4", "0.5", "the shares do not add up to 1."),
        ("{employed: 0.6, none: 0.4}", "{employed: 1.5, none: -0.5}", "the shares do not add up to 1."),
        ("none: 0.4", "idle: 0.4", "work is never idle."),
        ("none: 0.4", "none: most", "The share of none is a number from 0 to 1."),
        ("none: 0.4", "none: true", "The share of none is a number from 0 to 1."),
        ("fact: work", "fact: wrk", "fact is never wrk. Did you mean work?"),
        ("fact: work", "fact: nationality", "fact is never nationality."),
        ("source: invented, ", "", "An assumption has no source."),
        ("verified: false", "verified: maybe", "verified is true or false."),
        ("source: invented", "sauce: x, source: invented", "An assumption has no field sauce."),
        ("assumptions:", "assumption:", "The file has no assumptions."),
    ],
)
def test_a_bad_assumption_is_told(catalogue, tmp_path, old, new, sentence):
    path = tmp_path / "assumed.yaml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(Problems) as refused:
        read_assumptions(path, catalogue.vocabulary)
    assert any(sentence in one.sentence for one in refused.value.found), str(refused.value)
    assert all(one.place.file == str(path) for one in refused.value.found)


def test_a_file_without_an_assumption_is_told(catalogue, tmp_path):
    path = tmp_path / "assumed.yaml"
    path.write_text("assumptions: []\n")
    with pytest.raises(BadInput, match="holds no assumption"):
        read_assumptions(path, catalogue.vocabulary)
