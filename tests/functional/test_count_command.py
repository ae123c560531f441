"""`amparo count`: a table of people from files of every kind, ready for `amparo release`, and what it is made of."""

import json

import polars as pl
import pytest

from amparo.evidence.counting.domain import read_domain
from amparo.evidence.counting.records import read_records

DOMAIN = """\
population: helped
person: who
attributes:
  - {name: sex, list: sex}
  - {name: country, list: countries, several: true}
  - {name: region, of: country, by: region}
"""


@pytest.fixture
def house(tmp_path):
    (tmp_path / "domain.yaml").write_text(DOMAIN)
    (tmp_path / "a.csv").write_text("who,sex,country\n1,female,NAM\n2,,NPL\n")
    (tmp_path / "kobo.csv").write_text("_uuid;_submission_time;g/who;g/sex\nx;;1;female\ny;;3;male\n")
    pl.DataFrame({"who": ["4"], "country": ["ESP;FRA"]}).write_parquet(tmp_path / "b.parquet")
    return tmp_path


def count(amparo, house, *more, out="out.csv"):
    names = ("a.csv", "kobo.csv", "b.parquet")
    return amparo(
        "count", *(house / name for name in names), "--domain", house / "domain.yaml", "--out", house / out, *more
    )


def test_files_of_several_kinds_become_one_table_that_a_release_takes(house, amparo):
    ran = count(amparo, house, "--by", "sex")
    assert ran.code == 0
    assert "4 people in 5 rows; 1 rows were about somebody counted already." in ran.out
    assert "b.parquet has no sex" in ran.out and "not recorded\t2" in ran.out
    made = pl.read_csv(house / "out.csv", infer_schema=False)
    assert made.columns == ["sex", "country", "region"]
    assert made["region"].to_list() == ["Africa", "Asia", None, "Europe"]
    told = json.loads((house / "out.sources.json").read_text())
    assert told["people"] == 4 and [one["kind"] for one in told["sources"]] == ["table", "survey", "table"]
    assert len(read_records(house / "out.csv", read_domain(house / "domain.yaml"))) == 4


def test_nothing_is_written_over(house, amparo):
    assert count(amparo, house).code == 0
    ran = count(amparo, house)
    assert ran.code == 2 and "out.csv" in ran.err


def test_what_cannot_be_counted_is_one_message_and_writes_nothing(house, amparo):
    (house / "a.csv").write_text("who,sex\n1,woman\n")
    ran = count(amparo, house)
    assert ran.code == 2 and "a.csv" in ran.err and "woman" not in ran.err
    assert not (house / "out.csv").exists()
