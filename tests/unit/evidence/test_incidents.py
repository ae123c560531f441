"""Incidents of the Missing Migrants Project: blank is not recorded, totals are the published ones, and what is released is coarse."""

import csv
from pathlib import Path

import pytest

from amparo.errors import BadInput, Problems
from amparo.evidence.incidents.figures import figures
from amparo.evidence.incidents.people import domain_of, domain_yaml, people_of
from amparo.evidence.incidents.reading import MEASURES, read_incidents
from amparo.evidence.incidents.shipped import HEADER, UNTIL, shipped

COLUMNS = ["Incident ID", "Region of Incident", "Incident Year", "Month", *MEASURES.values(), "Coordinates", "URL"]
ROWS = [
    # dead or missing, dead, missing, survivors, women, men, children
    ["a", "Mediterranean", "2020", "March", "5", "3", "2", "", "1", "2", "", "35.1, 14.2", "https://example.org/a"],
    ["b", "Mediterranean", "2020", "April", "0", "2", "-2", "7", "", "", "", "", ""],
    ["c", "Europe", "2021", "December", "2", "2", "", "", "2.0", "3", "1", "", ""],  # more women and men than dead
]


def incidents(folder: Path, rows: list[list[str]] = ROWS, columns: list[str] = COLUMNS):
    path = folder / "incidents.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([columns, *rows])
    return read_incidents(path)


def test_blank_is_not_recorded_and_what_is_taken_back_is_taken_off(tmp_path):
    whole = figures(incidents(tmp_path))[0]
    told = {name: (whole.of(name).number, whole.of(name).recorded_in) for name in MEASURES}
    assert told["dead-or-missing"] == (7, 3) and told["missing"] == (0, 2) and told["children"] == (1, 1)
    europe, sea = figures(incidents(tmp_path), ["region"])
    assert europe.of("survivors").number is None and europe.of("survivors").recorded_in == 0
    assert sea.of("children").number is None and sea.of("missing").number == 0
    assert [one.values for one in figures(incidents(tmp_path), ["year", "quarter"])] == [
        ("2020", "Q1"),
        ("2020", "Q2"),
        ("2021", "Q4"),
    ]
    with pytest.raises(BadInput, match="and not by place"):
        figures(incidents(tmp_path), ["place"])


def test_a_row_for_a_release_points_at_no_incident(tmp_path):
    found = people_of(incidents(tmp_path))
    assert found.columns == ["region", "year", "quarter", "sex"] and found.height == 7
    sexes = [row["sex"] for row in found.iter_rows(named=True)]
    assert (sexes.count("female"), sexes.count("male"), sexes.count("")) == (1, 2, 4)  # the third incident tells no sex
    assert found.equals(found.sort("region", "year", "quarter", "sex"))
    text = found.write_csv() + domain_yaml(domain_of(incidents(tmp_path)))
    assert not any(mark in text for mark in ("example.org", "35.1", "March"))


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (4, "some", "Total Number of Dead and Missing cannot be read"),
        (5, "1.5", "Number of Dead cannot be read"),
        (2, "1820", "Incident Year cannot be read"),
        (3, "Mar", "Month cannot be read"),
        (1, "", "Region of Incident cannot be read"),
        (0, "a", "given twice"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_never_repeated(tmp_path, column, value, told):
    wrong = [*ROWS[1][:column], value, *ROWS[1][column + 1 :]]
    with pytest.raises(Problems, match=told) as caught:
        incidents(tmp_path, [ROWS[0], wrong])
    assert "some" not in str(caught.value) and "1820" not in str(caught.value)


def test_another_table_is_refused_with_what_it_lacks(tmp_path):
    with pytest.raises(BadInput, match="has no column Number of Survivors"):
        incidents(tmp_path, [row[:7] for row in ROWS], COLUMNS[:7])


def test_the_published_totals_are_found_again_and_the_shipped_figures_follow_from_them(shared, tmp_path):
    from click.testing import CliRunner

    from amparo.cli.incidents import command

    file = shared / "data/missing-migrants/mmp_incidents.csv.gz"
    found = read_incidents(file)
    whole = figures(found)[0]
    assert (whole.incidents, len(found)) == (17_474, 17_474)
    told = {name: whole.of(name).number for name in MEASURES}
    assert told == {
        "dead-or-missing": 69_340,
        "dead": 40_449,
        "missing": 28_891,
        "survivors": 107_831,
        "women": 5_964,
        "men": 18_735,
        "children": 3_820,
    }
    years = [(one.incidents, one.of("dead-or-missing").number) for one in figures(found, ["year"])]
    assert years[0] == (536, 5_550) and years[-2:] == [(2_669, 8_606), (1_760, 5_988)]
    ran = CliRunner().invoke(
        command, ["figures", str(file), "--out", str(tmp_path / "figures.csv")], catch_exceptions=False
    )
    assert ran.exit_code == 0 and "69,340 dead or missing" in ran.output
    import amparo.evidence.incidents as room

    ours = Path(room.__file__).parent / "data" / "missing-migrants.csv"
    assert (tmp_path / "figures.csv").read_bytes() == ours.read_bytes()


def test_the_shipped_figures_agree_with_themselves_and_show_nothing_small():
    found = shipped()
    assert (found.dead_or_missing, found.incidents, UNTIL.year) == (69_340, 17_474, int(max(found.years)))
    for measures in found.years.values():
        assert measures["dead"].number + measures["missing"].number == measures["dead-or-missing"].number
        assert all(total.recorded_in > 0 for total in measures.values())
    assert sum(found.regions.values()) == 69_340 and min(found.cells.values()) >= 10
    # What a region or a year lacks is never one hidden cell alone.
    for region, whole in found.regions.items():
        hidden = [year for year in found.years if found.of(region, year) is None]
        rest = whole - sum(found.of(region, year) or 0 for year in found.years)
        assert len(hidden) != 1 and (rest == 0) == (not hidden), region
    for year, measures in found.years.items():
        hidden = [region for region in found.regions if found.of(region, year) is None]
        assert len(hidden) != 1, (year, measures)
    assert HEADER[0] == "region"
