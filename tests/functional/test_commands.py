"""The other commands, as promised to those who use them."""

import json
from pathlib import Path

import jsonschema
import pytest

from amparo.norms.demonstration import population

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial/packs"


def schema(amparo, name):
    return json.loads(amparo("schema", name).out)


def test_a_state_is_told_as_a_timeline_with_what_is_not_known(amparo):
    ran = amparo("state", "MEX", "--on", "2013-10-03")
    assert "1999-03-08  deposit (ratification): ICRMW" in ran.out
    assert "ICRMW: since 2003-07-01" in ran.out
    assert "NOT KNOWN" in ran.out
    told = json.loads(amparo("state", "mex", "--on", "2013-10-03", "--format", "json").out)
    jsonschema.validate(told, schema(amparo, "state"))


def test_reservations_are_listed_with_the_state(amparo):
    told = json.loads(amparo("state", "TUR", "--on", "2013-10-03", "--format", "json").out)
    words = {one["instrument"]: one["reservations"] for one in told["standings"]}
    assert words["refugee-1951"] == "listed"
    assert set(words.values()) <= {"none", "listed", "not collected"}


def test_commitments_as_json_follow_their_schema(amparo):
    told = json.loads(
        amparo("commitments", "count", "icrmw", "--on", "2003-06-04", "--action", "ratified", "--format", "json").out
    )
    jsonschema.validate(told, schema(amparo, "commitments"))
    assert told["count"] == len(told["states"]) == 21


def test_coverage_of_the_world_is_measured_and_drawn(amparo, tmp_path):
    picture = tmp_path / "icrmw.svg"
    arguments = ("coverage", population(), "--instrument", "icrmw", "--on", "2019-12-31", "--by", "region")
    told = json.loads(amparo(*arguments, "--svg", picture, "--format", "json").out)
    jsonschema.validate(told, schema(amparo, "coverage"))
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
                "stateless": '{"false": 1}',
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
    assert with_shares["missing"] == []
    assert with_shares["surely"] == pytest.approx(told["unknown"]["fact-missing"] / 2, abs=1)
    assert len(with_shares["assumptions"]) == 5


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


def test_norms_are_listed_and_shown(amparo):
    listed = amparo("norms", "list", "--right", "urgent-care").out
    assert "icrmw/28" in listed and "icrmw/30" not in listed
    shown = amparo("norms", "show", "icrmw/28", "--on", "2013-06-30").out
    for part in ("ICRMW art. 28", "holder: within_icrmw", "engaged by: urgent-medical-need", "examples:", "46 States"):
        assert part in shown


def test_the_catalogue_is_in_order_and_notices_every_mistake(amparo):
    ran = amparo("norms", "check")
    assert ran.code == 0, ran.err
    assert "provisions are in order" in ran.out


def test_the_tutorial_pack_is_in_order_and_changes_answers(amparo):
    assert amparo("norms", "check", TUTORIAL / "spain").code == 0
    ran = amparo("norms", "diff", "current", TUTORIAL / "spain")
    assert "Added: esp-lo-4-2000/36.5, esp-lo-4-2000/9.1" in ran.out
    assert "Fatou" not in ran.out.split("Of ")[0]
    assert "Senegalese kitchen hand" in ran.out


def test_answers_name_the_packs_they_rest_on(amparo, monkeypatch):
    key = (TUTORIAL / "spain/SIGNATURE").read_text().split()[0]
    monkeypatch.setenv("AMPARO_PACKS", str(TUTORIAL / "spain"))
    monkeypatch.setenv("AMPARO_PACK_KEYS", key)
    situation = {
        "state": "ESP",
        "date": "2023-03-06",
        "role": "destination",
        "nationality": ["SEN"],
        "work": "employed",
    }
    situation |= {"work_authorised": False, "circumstances": ["wages-unpaid"]}
    told = json.loads(amparo("rights", "-", "--format", "json", stdin=json.dumps(situation)).out)
    assert [pack["name"] for pack in told["catalogue"]["packs"]] == ["spain"]
    right = next(right for right in told["rights"] if right["id"] == "esp-lo-4-2000/36.5")
    assert right["applies"] == "yes"


def test_the_demonstration_runs(amparo, tmp_path):
    ran = amparo("demo", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert (tmp_path / "out/coverage.svg").is_file()
    assert len(list((tmp_path / "out").glob("*.txt"))) == 12


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_an_interview_ends_with_rights_though_every_question_is_skipped(amparo, language):
    ran = amparo("interview", "--lang", language, "--on", "2024-05-01", stdin="MEX\n" + "\n" * 30)
    assert ran.code == 0, ran.err
    assert "icrmw" not in ran.err


def test_an_interview_makes_answers_known_and_asks_again_what_it_cannot_understand(amparo):
    ran = amparo("interview", "--on", "2024-05-01", stdin="XXX\nMEX\nnonsense\n0\nq\n")
    assert "is not a State's code" in ran.out
    assert "That could not be understood." in ran.out
    assert "THESE ARE YOURS TOO" in ran.out or "THIS MATTERS NOW" in ran.out
