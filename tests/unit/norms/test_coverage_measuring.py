"""Coverage, worked out by hand on tables of a few rows: what is sure, what is not known, and what is left over."""

import os
from datetime import date
from pathlib import Path

import altair as alt
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.coverage import BY
from amparo.norms.coverage.assumptions import Assumption
from amparo.norms.coverage.cells import COLUMNS
from amparo.norms.coverage.measuring import measure, situations
from amparo.norms.coverage.pictures import draw, sentence
from amparo.norms.coverage.tables import Population
from amparo.norms.coverage.tallies import Tally
from amparo.rules.dates import Period
from amparo.rules.truth import NO, YES
from amparo.situation.rows import situation_at

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
    assert told["unknown"] == {"origin-not-known": 10} and told["remainder"] == {}
    assert told["share"] == {"sure": 0.6, "possible": 0.7}


def test_what_was_not_checked_any_more_is_a_band(catalogue):
    told = measure(THREE, "icrmw", date(2026, 1, 1), catalogue).to_plain()
    assert told["unknown"] == {"not-bound-when-last-checked": 30, "origin-not-known": 10}
    assert told["share"] == {"sure": 0.6, "possible": 1.0}


def test_before_the_treaty_began_it_reached_nobody(catalogue):
    told = measure(THREE, "icrmw", date(2003, 6, 30), catalogue, stock_year=2019).to_plain()
    assert (told["surely"], told["surely_not"]) == (0, 100)


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
    assert told["unknown"] == {"fact-missing": 60, "origin-not-known": 10}
    assert {"work", "worker_category"} <= set(told["missing"])
    assert not {"nationality", "stateless"} & set(told["missing"])


def test_a_named_origin_is_a_nationality_and_no_more_than_that_is_supposed(catalogue):
    rows = population(("GTM", "MEX", 2019, "female", 1), ("ALL", "MEX", 2019, "not-recorded", 1))
    ((frame, share),) = situations(rows.frame.with_columns(date=pl.lit(ON)), (), catalogue)
    always = {"state": "MEX", "date": Period(ON, ON), "role": "destination"}
    told = {**always, "nationality": frozenset({"GTM"}), "stateless": False, "sex": "female"}
    assert [dict(situation_at(frame, row).facts) for row in range(2)] == [told, always]
    assert share == 1


def test_people_without_a_told_origin_are_counted_and_not_in_the_remainder(catalogue):
    rows = population(("GTM", "MEX", 2019, "female", 6), ("ALL", "MEX", 2019, "not-recorded", 3))
    told = measure(rows, "icrmw", ON, catalogue, by="origin").to_plain()
    assert (told["surely"], told["remainder"]) == (9, {})
    assert [group["origin"] for group in told["by"]] == ["ALL", "GTM"]


def test_over_years_the_year_chosen_is_among_them_though_later_than_the_day(catalogue):
    found = measure(MORE, "icrmw", date(2010, 1, 1), catalogue, by="year", stock_year=2019)
    assert found.whole.people == 102 and list(found.groups) == ["2019"]
    early = measure(MORE, "icrmw", date(2003, 6, 30), catalogue, by="year", stock_year=2019)
    assert early.groups["2019"].yes == 0  # by the law of the day, not by that of 2019


@pytest.mark.parametrize("by", BY)
def test_people_can_be_grouped_by_whatever_is_offered(catalogue, by):
    found = measure(MORE, "icrmw", ON, catalogue, by=by, stock_year=2019)
    assert found.groups and all(by in group for group in found.to_plain()["by"])


def test_assumed_shares_divide_the_people_and_are_named(catalogue):
    assumed = [
        Assumption("work", {"employed": 0.75, "none": 0.25}, "invented", False),
        Assumption("worker_category", {"ordinary": 1.0}, "invented", True),
        Assumption("asylum", {"none": 1.0}, "invented", False),
        Assumption("family_member", {False: 1.0}, "invented", False),
    ]
    told = measure(THREE, "icrmw/28", ON, catalogue, assumptions=assumed).to_plain()
    assert (told["surely"], told["surely_not"]) == (
        45,
        15 + 30 + 3,
    )  # of who was recorded; and a share of the unrecorded, wherever they are from
    assert told["missing"] == []
    assert told["assumptions"][0] == {"fact": "work", "source": "invented", "verified": False}


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
        == "At least 60.0%, and at most 100.0%, of the 100 people counted in 2019 live where ICRMW binds on 2026-01-01."
    )
    draw(found, "ICRMW", tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text()
    assert drawn.startswith("<svg") and "not known" in drawn and "USA" in drawn


def test_people_hold_a_provision_but_live_where_an_instrument_binds(catalogue, tmp_path):
    found = measure(THREE, "icrmw/28", ON, catalogue)
    told = "At least 0.0%, and at most 70.0%, of the 100 people counted in 2019 hold ICRMW art. 28 on 2019-12-31."
    assert sentence(found, "ICRMW art. 28") == told
    draw(found, "ICRMW art. 28", tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text()
    assert "surely held" in drawn and "surely bound" not in drawn


def broken(*args, **options):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("what", "name"), [(Path, "write_text"), (Path, "replace"), (alt.Chart, "save")])
def test_a_picture_that_cannot_be_drawn_leaves_the_old_one(catalogue, tmp_path, monkeypatch, what, name):
    path = tmp_path / "picture.svg"
    path.write_bytes(b"the old picture")
    monkeypatch.setattr(what, name, broken)
    with pytest.raises((BadInput, OSError)):
        draw(measure(THREE, "icrmw", ON, catalogue), "ICRMW", path)
    assert path.read_bytes() == b"the old picture"
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_in_a_missing_folder_is_refused(catalogue, tmp_path):
    with pytest.raises(
        BadInput, match=r"cannot be written: No such file or directory\. Name a file in a folder"
    ) as refused:
        draw(measure(THREE, "icrmw", ON, catalogue), "ICRMW", tmp_path / "none/picture.svg")
    assert refused.value.code == "cannot-write"


def test_a_device_is_written_to_and_never_replaced(catalogue, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    draw(measure(THREE, "icrmw", ON, catalogue), "ICRMW", tmp_path / "pipe")
    assert os.read(reader, 4) == b"<svg" and (tmp_path / "pipe").is_fifo()
    os.close(reader)
