"""`amparo coverage`: shares of the world's migrants, and one message for whatever cannot be measured."""

import json

import jsonschema
import polars as pl
import pytest

from amparo.norms.coverage import BY
from amparo.norms.demonstration import population


def schema(amparo):
    return json.loads(amparo("schema", "coverage").out)


def test_coverage_of_the_world_is_measured_and_drawn(amparo, tmp_path):
    picture = tmp_path / "icrmw.svg"
    arguments = ("coverage", population(), "--instrument", "icrmw", "--on", "2019-12-31", "--by", "region")
    told = json.loads(amparo(*arguments, "--svg", picture, "--format", "json").out)
    jsonschema.validate(told, schema(amparo))
    assert (told["people"], told["stock_year"]) == (271_642_105, 2019)
    assert sum(group["people"] for group in told["by"]) == told["people"]
    whole = told["surely"] + told["surely_not"] + sum(told["unknown"].values()) + sum(told["remainder"].values())
    assert whole == told["people"]
    drawn = picture.read_text()
    assert drawn.startswith("<svg") and "ICRMW" in drawn
    assert "At least" in amparo(*arguments).out


def test_coverage_takes_the_latest_year_not_after_the_day(amparo):
    def year(*options):
        return json.loads(amparo("coverage", population(), "--instrument", "icrmw", "--format", "json", *options).out)[
            "stock_year"
        ]

    assert year("--on", "2014-12-31") == 2010
    assert year("--on", "2015-01-01") == 2015
    assert year("--on", "2019-12-31", "--stock-year", "1990") == 1990


def test_coverage_of_a_provision_names_the_facts_that_the_table_lacks(amparo, tmp_path):
    told = json.loads(
        amparo("coverage", population(), "--provision", "icrmw/28", "--on", "2019-12-31", "--format", "json").out
    )
    assert told["surely"] == 0 and told["share"]["possible"] > 0
    assert "work" in told["missing"]
    assumed = tmp_path / "assumed.yaml"
    assumed.write_text(
        "assumptions:\n"
        + "".join(
            f"  - {{fact: {fact}, shares: {shares}, source: invented for a test, verified: false}}\n"
            for fact, shares in {
                "work": "{employed: 0.5, none: 0.5}",
                "worker_category": "{ordinary: 1}",
                "asylum": "{none: 1}",
                "family_member": '{"false": 1}',
            }.items()
        )
    )
    arguments = (
        "coverage",
        population(),
        "--provision",
        "icrmw/28",
        "--on",
        "2019-12-31",
        "--assume",
        assumed,
        "--format",
        "json",
    )
    with_shares = json.loads(amparo(*arguments).out)
    jsonschema.validate(with_shares, schema(amparo))
    assert with_shares["missing"] == []
    assert with_shares["surely"] == pytest.approx(told["unknown"]["fact-missing"] / 2, abs=1)
    assert len(with_shares["assumptions"]) == 4


def test_a_bad_table_names_column_row_and_value(amparo, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("origin,destination,year,people\nMEX,USA,2019,5\nMEX,Mexico,2019,5\nMEX,USA,2019,many\n")
    ran = amparo("coverage", table, "--instrument", "icrmw", "--on", "2019-12-31")
    assert (ran.code, ran.out) == (2, "")
    assert "table.csv:3: destination is 'Mexico'" in ran.err
    assert "table.csv:4: people is 'many'" in ran.err


def test_a_truncated_table_is_told_in_one_message(amparo, tmp_path):
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(population().read_bytes()[:5000])
    ran = amparo("coverage", broken, "--instrument", "icrmw", "--on", "2019-12-31")
    assert (ran.code, ran.out) == (2, "")
    assert "not readable as a table" in ran.err


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("origin,destination,year,people\nGTM,MEX,2015,4\nGTM,MEX,2019,6\nALL,MEX,2019,7\nMEX,USA,2019,3\n")
    return path


@pytest.mark.parametrize("by", BY)
def test_groups_of_every_kind_follow_the_schema(amparo, table, by):
    for norm in (("--instrument", "icrmw"), ("--provision", "icrmw/28")):
        ran = amparo("coverage", table, *norm, "--on", "2019-12-31", "--by", by, "--format", "json")
        told = json.loads(ran.out)
        jsonschema.validate(told, schema(amparo))
        assert told["people"] == 10 and told["by"]


def test_what_is_offered_to_group_by_is_what_can_be(amparo):
    assert f"[{'|'.join(BY)}]" in amparo("coverage", "--help").out


def test_a_year_chosen_after_the_day_is_shown_among_the_years(amparo, table):
    ran = amparo(
        "coverage", table, "--instrument", "icrmw", "--by", "year", "--stock-year", "2019", "--on", "2016-01-01"
    )
    assert "of the 10 people counted in 2019" in ran.out
    assert [line.split()[0] for line in ran.out.splitlines()[2:-1]] == ["2015", "2019", "all"]


def test_only_facts_that_can_be_assumed_are_asked_for(amparo, table):
    out = amparo("coverage", table, "--provision", "icrmw/28", "--on", "2019-12-31").out
    assert "hold ICRMW art. 28 on 2019-12-31." in out
    told, hint = next(line for line in out.splitlines() if line.startswith("The table")).split(" --assume FILE ")
    assert "nationality" in told and "nationality" not in hint  # one person's origin is not told
    assert hint.startswith("supplies cited shares of ") and "work" in hint


def test_an_assumption_of_what_the_table_tells_is_refused(amparo, table, tmp_path):
    assumed = tmp_path / "assumed.yaml"
    assumed.write_text("assumptions:\n  - {fact: sex, shares: {female: 1}, source: invented, verified: false}\n")
    ran = amparo("coverage", table, "--provision", "icrmw/28", "--on", "2019-12-31", "--assume", assumed)
    assert (ran.code, ran.out) == (2, "")
    assert "assumed.yaml:2: sex is never assumed" in ran.err


HEADER = "origin,destination,year,people\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEADER, "table.csv counts nobody."),
        (HEADER + "GTM,MEX,99999999999,5\n", "table.csv:2: year is '99999999999', which is not a year."),
        (HEADER + "GTM,MEX,0,5\n", "table.csv:2: year is '0', which is not a year."),
        (HEADER + "GTM,MEX,2019,5\nGTM,MEX,2019,5\n", "table.csv:3: The row counts people whom row 2 has counted"),
        (HEADER.replace(",", ";") + "GTM;MEX;2019;5\n", "separates its columns by semicolons."),
        (HEADER + "Rosa Ixchel,MEX,2019,5\n", "table.csv:2: origin is not a State's code, XON, XOS or ALL."),
    ],
)
def test_a_table_that_cannot_be_measured_is_one_message(amparo, table, text, sentence):
    table.write_text(text)
    ran = amparo("coverage", table, "--instrument", "icrmw", "--on", "2019-12-31", "--by", "year")
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err and len(ran.err.splitlines()) == 1 and "Rosa" not in ran.err


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [("origin", 320, "origin is '320', which is not"), ("people", 1.9, "people is '1.9', which is not a count.")],
)
def test_a_parquet_table_of_wrong_kinds_is_one_message(amparo, tmp_path, column, value, sentence):
    path = tmp_path / "table.parquet"
    row = {"origin": "GTM", "destination": "MEX", "year": 2019, "people": 5, column: value}
    pl.DataFrame([row]).write_parquet(path)
    ran = amparo("coverage", path, "--instrument", "icrmw", "--on", "2019-12-31")
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err and len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_picture_into_a_missing_folder_is_one_message_and_nothing_is_half_printed(amparo, table, tmp_path, form):
    arguments = ("--instrument", "icrmw", "--on", "2019-12-31", "--format", form)
    ran = amparo("coverage", table, *arguments, "--svg", tmp_path / "none/picture.svg")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip().endswith(
        "cannot be written: No such file or directory. Name a file in a folder that is yours."
    )
