"""`amparo gain`: who would gain what if States ratified, on the world's migrants and on a table that one can add up by hand."""

import json
from datetime import date

import pytest

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.supposing import Deposit, day_asked, supposing
from amparo.norms.coverage.assumptions import Assumption
from amparo.norms.coverage.gains import largest_destinations, measure_gains
from amparo.norms.coverage.measuring import measure
from amparo.norms.coverage.tables import read_population
from amparo.norms.demonstration import population

DEPOSIT = ("--instrument", "icrmw", "--deposit", "2027-01-01")


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    rows = (
        "GTM,MEX,2019,female,100",
        "NPL,QAT,2019,male,30",
        "MEX,USA,2019,male,60",
        "XON,USA,2019,male,7",
        "USA,USA,2019,male,3",
    )
    path.write_text("\n".join(("origin,destination,year,sex,people", *rows)))
    return path


def told(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_the_question_of_the_ten_largest_destinations_is_one_command(amparo, tmp_path):
    picture = tmp_path / "gain.svg"
    found = told(amparo("gain", *DEPOSIT, "--largest", "10", "--format", "json", "--svg", picture))
    assert len(found["deposits"]) == 10 and {one["bound_from"] for one in found["deposits"]} == {"2027-05-01"}
    assert (found["people"], found["on"]) == (271_642_105, "2027-05-01")
    assert found["gained"] > 100_000_000 and found["held"] > 0
    drawn = picture.read_text()
    assert "would surely gain" in drawn and "more" in drawn
    said = amparo("gain", *DEPOSIT, "--largest", "10").out
    assert f"{found['gained']:,} people more" in said and "If ARE, AUS, CAN" in said


def test_small_numbers_come_out_as_by_hand(amparo, table):
    found = told(amparo("gain", table, *DEPOSIT, "--largest", "1", "--by", "destination", "--format", "json"))
    assert [one["state"] for one in found["deposits"]] == ["USA"]  # Mexico, with more people, is bound already
    assert (found["people"], found["held"], found["gained"]) == (200, 100, 60)
    by = {one["destination"]: (one["people"], one["held"], one["gained"], one["perhaps"]) for one in found["by"]}
    assert [one["unknown"] for one in found["by"]] == [7, 0, 0]  # from the United States too, maybe
    assert by == {"USA": (70, 0, 60, 0), "MEX": (100, 100, 0, 0), "QAT": (30, 0, 0, 0)}
    two = told(amparo("gain", table, "--instrument", "icrmw", "--suppose", "icrmw:QAT:2027-01-15", "--format", "json"))
    assert (two["gained"], two["deposits"][0]["bound_from"], two["on"]) == (30, "2027-05-01", "2027-05-01")


def test_who_gains_a_provision_surely_depends_on_what_is_told(catalogue, table):
    people = read_population(table, dict(catalogue.vocabulary.states))
    deposits = [Deposit("icrmw", "USA", day_asked((), catalogue, date(2026, 11, 21)))]
    on = day_asked(deposits, supposing(catalogue, deposits), deposits[0].on)
    without = measure_gains(people, "icrmw", deposits, on, catalogue).provisions["icrmw/25"]
    assert (without.gained, without.perhaps) == (0, 60)
    shares = {
        "work": {"employed": 0.75, "none": 0.25},
        "worker_category": {"ordinary": 1.0},
        "asylum": {"none": 1.0},
        "family_member": {False: 1.0},
    }
    assumed = [Assumption(fact, share, "invented", False) for fact, share in shares.items()]
    sure = measure_gains(people, "icrmw", deposits, on, catalogue, assumptions=assumed).provisions["icrmw/25"]
    assert (sure.held, sure.gained, sure.perhaps) == (75, 45, 0)


def test_what_is_gained_is_the_difference_of_two_coverages(catalogue):
    people = read_population(population(), dict(catalogue.vocabulary.states))
    deposits = largest_destinations(people, "icrmw", 3, date(2027, 1, 1), 2019, catalogue)
    on, supposed = date(2027, 5, 1), supposing(catalogue, deposits)
    found = measure_gains(people, "icrmw", deposits, on, catalogue)
    before, after = (measure(people, "icrmw", on, one).whole for one in (catalogue, supposed))
    assert (found.whole.held, found.whole.gained) == (before.yes, after.yes - before.yes)
    provision = "icrmw/64"
    before, after = (measure(people, provision, on, one).whole for one in (catalogue, supposed))
    assert found.provisions[provision].gained == after.yes - before.yes


def test_an_assumed_share_of_workers_narrows_what_workers_may_gain(amparo):
    share = population().parent / "worker-share.yaml"
    asked = ("gain", *DEPOSIT, "--largest", "10", "--format", "json")
    without, with_it = (
        {one["provision"]: one["perhaps"] for one in told(amparo(*asked, *more))["provisions"]}
        for more in ((), ("--assume", share))
    )
    assert with_it["icrmw/25"] == pytest.approx(0.62 * without["icrmw/25"], abs=1)
    assert with_it["icrmw/9"] == without["icrmw/9"]  # families are in, and the table does not tell of them


def test_somebody_has_to_deposit(amparo, table):
    assert amparo("gain", table, "--instrument", "icrmw").code == 2
    ran = amparo("gain", table, "--instrument", "udhr", "--largest", "3")
    assert ran.code == 2 and "No State of table.csv could deposit" in ran.err


def test_coverage_may_be_asked_as_if(amparo, table):
    asked = ("coverage", table, "--instrument", "icrmw", "--format", "json")
    found = told(amparo(*asked, "--suppose", "icrmw:QAT:2027-01-01"))
    assert (found["on"], found["surely"]) == ("2027-05-01", 130)
