"""What a table of people is asked besides its answers: why, what if, how many; and one row of it, explained."""

import json
from datetime import date

import polars as pl
import pytest

import amparo as library
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.supposing import read_deposits, supposing
from amparo.rules.truth import Truth
from amparo.situation.reading import read_situation

WHOLE = pl.DataFrame(
    {
        "state": ["MEX", "QAT", "QAT", "DEU", "DEU", "MEX"],
        "date": ["2024-05-01", "2024-05-01", "2019-05-01", "2024-05-01", "2024", "2024-05-01"],
        "role": ["destination"] * 5 + ["origin"],
        "nationality": ["GTM", "NPL", "NPL", "SYR", "", "MEX"],
        "stay": ["none", "temporary", "none", "pending", "", "permanent"],
        "work": ["employed", "employed", "past", "none", "", "employed"],
        "work_authorised": ["false", "true", "", "", "", "true"],
        "worker_category": ["ordinary", "ordinary", "ordinary", "", "", "ordinary"],
        "family_member": ["false", "false", "", "false", "", "false"],
        "asylum": ["none", "none", "none", "claimed", "", "none"],
        "stateless": ["", "", "", "", "true", ""],
        "people": [10, 200, 3000, 40000, 500000, 6000000],
    }
)
DOCUMENTED = "icrmw/43"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "people.parquet"
    WHOLE.write_parquet(path)
    return path


def person(row, catalogue, day=None):
    told = {name: value for name, value in row.items() if value != "" and name != "people"}
    if "nationality" in told:
        told["nationality"] = told["nationality"].split(";")
    told |= {name: told[name] == "true" for name in ("work_authorised", "family_member", "stateless") if name in told}
    return read_situation(told | ({"date": day} if day else {}), catalogue.vocabulary)


def why(amparo, table, *options):
    ran = amparo("evaluate", table, "--why", DOCUMENTED, "--why-format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_people_are_counted_by_the_clause_that_decided(amparo, table, catalogue):
    told = why(amparo, table)
    expected = {"yes": 0, "no": 0, "unknown": 0}
    unbound = 0
    for row in WHOLE.iter_rows(named=True):
        right = rights(person(row, catalogue), catalogue=catalogue)[DOCUMENTED]
        expected[right.holds.value.word] += row["people"]
        unbound += row["people"] if right.holds.value is Truth.NO and right.bond.value is Truth.NO else 0
    assert (told["surely"], told["surely_not"]) == (expected["yes"], expected["no"])
    assert sum(told["unknown"].values()) == expected["unknown"]
    wants = {one["kind"]: one["people"] for one in told["for_want_of"]}
    assert wants["ratification"] == unbound and wants["status"] > 0
    assert all(one["alone"] <= one["people"] for one in told["for_want_of"])
    assert told["people"] == WHOLE["people"].sum()


def test_the_same_is_told_in_words(amparo, table):
    out = amparo("evaluate", table, "--why", DOCUMENTED).out
    assert "for want of ratification" in out and "documented is no" in out and "for this alone" in out


def test_answers_and_reasons_may_be_asked_together(amparo, table, tmp_path):
    out = tmp_path / "answers.parquet"
    ran = amparo("evaluate", table, out, "--provision", DOCUMENTED, "--why", DOCUMENTED)
    assert ran.code == 0 and pl.read_parquet(out).height == 6 and DOCUMENTED in ran.out
    assert amparo("evaluate", table).code == 2


def test_a_supposed_deposit_binds_by_the_rules_of_the_instrument(amparo, table, catalogue):
    asked = ("--suppose", "icrmw:QAT:2027-01-01", "--on", "2027-05-01")
    ran = amparo("evaluate", table, "--why", DOCUMENTED, "--why-format", "json", *asked)
    assert "icrmw would bind QAT from 2027-05-01, deposited on 2027-01-01." in ran.err
    day_before = why(amparo, table, *asked[:2], "--on", "2027-04-30")
    supposed = supposing(catalogue, read_deposits(["icrmw:QAT:2027-01-01"], catalogue))
    assert json.loads(ran.out)["surely"] == 200 + day_before["surely"]
    assert supposed.bonds.spans("icrmw", "QAT")[0].sure_from == date(2027, 5, 1)
    assert catalogue.bonds.spans("icrmw", "QAT") == []


def test_what_is_supposed_is_told_beside_the_answers(amparo, table, tmp_path):
    out = tmp_path / "answers.parquet"
    asked = ("--suppose", "ICRMW:qat:2019-01-01", "--suppose", "ilo-c097:QAT:2019-01-01", "--provision", DOCUMENTED)
    assert amparo("evaluate", table, out, *asked, "--format", "columns").code == 0
    assert pl.read_parquet_metadata(out)["amparo.supposed"] == '["icrmw:QAT:2019-01-01", "ilo-c097:QAT:2019-01-01"]'
    with_it = library.evaluate(WHOLE, provision=[DOCUMENTED], suppose=["icrmw:QAT:2019-01-01"])
    assert with_it.equals(pl.read_parquet(out))
    without = library.evaluate(WHOLE, provision=[DOCUMENTED])
    assert [row for row in range(6) if with_it.row(row) != without.row(row)] == [1]  # row 2 has no papers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("icrmw:QAT", "such as icrmw:QAT:2027-01-01"),
        ("icrmw:QAT:soon", "such as icrmw:QAT:2027-01-01"),
        ("icmrw:QAT:2027-01-01", "Did you mean icrmw"),
        ("icrmw:Qatar:2027-01-01", "is not the code of a State that could deposit"),
        ("icrmw:PRI:2027-01-01", "is not the code of a State that could deposit"),
        ("icrmw:MEX:2027-01-01", "binds MEX on 2027-01-01 already"),
        ("udhr:QAT:2027-01-01", "does not bind by deposit"),
        ("echr:QAT:2027-01-01", "is not open to QAT"),
    ],
)
def test_a_deposit_that_nobody_can_make_is_refused(amparo, table, text, told):
    ran = amparo("evaluate", table, "--why", DOCUMENTED, "--suppose", text)
    assert (ran.code, ran.out) == (2, "") and told in ran.err


@pytest.mark.parametrize("row", range(1, 7))
def test_one_row_explained_gives_the_reasons_for_what_the_table_said(amparo, table, row, catalogue):
    answers = library.evaluate(WHOLE)
    explained = json.loads(amparo("rights", table, "--row", row, "--format", "json").out)
    told = {one["id"]: (one["holds"], one["engaged"]) for one in explained["rights"]}
    for name, said in told.items():
        in_table = (answers.item(row - 1, f"{name}|{part}") for part in ("holds", "engaged"))
        assert said == tuple(Truth.of(one).word for one in in_table), name
    assert len(told) == len(catalogue.provisions)


def test_a_row_that_is_not_there_is_told(amparo, table):
    assert "has no row 7." in amparo("rights", table, "--row", "7").err


def test_a_row_may_be_explained_as_if(amparo, table):
    asked = ("--row", "2", "--on", "2027-06-01", "--format", "json", "--suppose", "icrmw:QAT:2027-01-01")
    told = json.loads(amparo("rights", table, *asked).out)
    (right,) = (one for one in told["rights"] if one["id"] == DOCUMENTED)
    assert right["holds"] == "yes" and "supposed" in json.dumps(right)


def test_a_summary_adds_up_what_each_row_says(amparo, table, tmp_path):
    found = library.summarise(WHOLE, instrument=["icrmw", "refugee-1951"])
    answers = library.evaluate(WHOLE, instrument=["icrmw", "refugee-1951"])
    assert found.group_by("provision").agg(pl.col("people").sum())["people"].unique().to_list() == [6543210]
    for name, state, stay, people, surely, possibly, *_ in found.iter_rows():
        rows = (WHOLE["state"] == state) & (WHOLE["stay"] == stay.replace("not told", ""))
        says = answers.get_column(f"{name}|holds").filter(rows)
        of = WHOLE["people"].filter(rows)
        assert (people, surely, possibly) == (of.sum(), of.filter(says).sum(), of.filter(says.fill_null(True)).sum())
    out = tmp_path / "summary.csv"
    asked = ("--instrument", "icrmw", "--instrument", "refugee-1951")
    assert amparo("summarise", table, *asked, "--out", out).code == 0
    assert pl.read_csv(out).rows() == found.cast({"people": pl.Float64}).rows()
    shown = amparo("summarise", table, "--provision", DOCUMENTED, "--by", "state").out.splitlines()
    assert [line.split()[1] for line in shown[1:]] == ["DEU", "MEX", "QAT"]


def test_a_summary_in_batches_is_the_same(monkeypatch):
    from amparo.norms.tables import summaries

    whole = library.summarise(WHOLE, provision=[DOCUMENTED])
    monkeypatch.setattr(summaries, "BATCH", 2)
    assert library.summarise(WHOLE, provision=[DOCUMENTED]).equals(whole)


def test_people_that_cannot_be_read_as_a_number_are_refused(amparo, tmp_path):
    wrong = tmp_path / "wrong.csv"
    WHOLE.with_columns(people=pl.col("people").cast(pl.String).replace({"200": "many", "3000": "-1"})).write_csv(wrong)
    ran = amparo("summarise", wrong, "--provision", DOCUMENTED)
    assert ran.code == 2
    assert (
        "wrong.csv, row 2: people is many, which is not a number of people" in ran.err
        and ", row 3: people is -1" in ran.err
    )
    went_on = amparo(
        "summarise", wrong, "--provision", DOCUMENTED, "--by", "state", "--errors", "report", tmp_path / "e"
    )
    assert went_on.code == 0 and "6,000,010" in went_on.out and "200" not in went_on.out


def test_a_supposition_is_never_told_as_a_fact(amparo, table, tmp_path):
    counted, picture = tmp_path / "counted.csv", tmp_path / "picture.svg"
    counted.write_text("origin,destination,year,sex,people\nNPL,QAT,2019,male,30\n")
    asked = ("--suppose", "icrmw:QAT:2027-01-01")
    of = ("coverage", counted, "--instrument", "icrmw", *asked)
    words = "supposing that QAT deposits ICRMW on 2027-01-01"
    said = amparo(*of, "--svg", picture).out
    sentence, *lines = said.splitlines()
    assert words in sentence and any(words in one for one in lines) and picture.read_text().count(words) >= 1
    assert json.loads(amparo(*of, "--format", "json").out)["supposed"] == ["icrmw:QAT:2027-01-01"]
    assert words in amparo("summarise", table, "--provision", DOCUMENTED, *asked).out
    amparo("summarise", table, "--provision", DOCUMENTED, *asked, "--out", tmp_path / "summary.csv")
    assert set(pl.read_csv(tmp_path / "summary.csv")["supposed"]) == {"icrmw:QAT:2027-01-01"}
    assert "Supposed, not a fact: icrmw:QAT" in amparo("evaluate", table, "--why", DOCUMENTED, *asked).out
    row = amparo("rights", table, "--row", "2", "--on", "2027-06-01", *asked).out
    assert "bound since 1 May 2027; supposed, not a fact" in row and "1 May 2027; day not verified" not in row
    past = amparo("rights", table, "--row", "2", "--suppose", "icrmw:QAT:2019-01-01").out
    lines = [one for one in past.splitlines() if "[icrmw/" in one and "supposed, not a fact" in one]
    assert lines and not any("as last checked" in one for one in lines)


def test_a_right_not_held_for_the_role_of_the_state_says_so(amparo, tmp_path):
    path = tmp_path / "origin.csv"
    path.write_text("state,role,date,nationality\nMEX,origin,2024-05-01,GTM\n")
    said = amparo("rights", path, "--row", "1", "--provision", "icrmw/43").out
    assert "Held: no (" in said
