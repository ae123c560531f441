"""`amparo evaluate`: the answers of every row, and one message for whatever cannot be read or written."""

import csv
import json
from pathlib import Path

import polars as pl
import pytest

import amparo as library
from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.tables import files
from amparo.rules.truth import Truth
from amparo.situation.reading import read_situations

PEOPLE = """\
id,state,date,role,nationality,stateless,age,stay,work,worker_category,arrested,sector
1,MEX,2024-05-01,destination,GTM;MEX,,17,none,employed,ordinary,true,domestic-work
2,mex,2024-05,destination,GTM,,15-18,,past,,,
3,QAT,2019,transit,,true,30,unknown,employed,,false,C
4,TUR,1975-02-28,origin,TUR,,,permanent,none,,,
5,DEU,2024-02-29,destination,SYR,,44,pending,seeking,frontier,,unknown
"""
ONLY = ("--instrument", "refugee-1951")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE.replace("15-18", "16"))
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "answers.parquet"


def changed(table, old, new):
    table.write_text(table.read_text().replace(old, new))
    return table


def test_each_row_is_answered_as_one_person_is(amparo, table, out):
    assert amparo("evaluate", table, out, "--format", "columns").code == 0
    catalogue = load_catalogue()
    without_ids = "\n".join(line.partition(",")[2] for line in table.read_text().splitlines())
    people = read_situations(None, without_ids, catalogue.vocabulary)
    for row, person in zip(pl.read_parquet(out).iter_rows(named=True), people, strict=True):
        for name, (holds, engaged) in values(person, catalogue).items():
            assert (Truth.of(row[f"{name}|holds"]), Truth.of(row[f"{name}|engaged"])) == (holds, engaged), name


def test_words_lines_and_columns_say_the_same(amparo, table, out):
    ran = {
        form: amparo("evaluate", table, out, *ONLY, "--format", form).code or pl.read_parquet(out)
        for form in ("words", "long", "columns")
    }
    amparo("evaluate", table, out, *ONLY)
    bits = json.loads(pl.read_parquet_metadata(out)["amparo.provisions"])
    for place, name in enumerate(bits):
        for part in ("holds", "engaged"):
            told = ran["columns"].get_column(f"{name}|{part}").to_list()
            lines = ran["long"].filter(pl.col("provision") == name)
            assert lines.get_column("row").to_list() == [1, 2, 3, 4, 5]
            assert lines.get_column(part).to_list() == told
            sure, possible = (ran["words"].get_column(f"{part}_{form}_{place // 64}") for form in ("yes", "possible"))
            bit = 1 << place % 64
            read = [
                True if yes & bit else None if maybe & bit else False for yes, maybe in zip(sure, possible, strict=True)
            ]
            assert read == told


def test_the_library_answers_as_the_command_does(amparo, table, out):
    amparo("evaluate", table, out, *ONLY, "--format", "columns")
    frame = pl.read_csv(table, infer_schema=False)
    assert library.evaluate(frame, instrument=["refugee-1951"]).equals(pl.read_parquet(out))
    assert library.evaluate(frame.head(0), instrument=["refugee-1951"]).height == 0


def test_types_that_a_database_would_write_are_read(table):
    texts = pl.read_csv(table, infer_schema=False)
    day = pl.col("date").replace({"2024-05": "2024-05-31", "2019": "2019-12-31"}).str.to_date()
    typed = texts.with_columns(
        day,
        pl.col("state").cast(pl.Categorical),
        pl.col("age").cast(pl.Int64),
        pl.col("nationality").str.split(";"),
        arrested=pl.col("arrested") == "true",
    )
    plain = texts.with_columns(day.cast(pl.String), arrested=pl.col("arrested").fill_null(""))
    asked = {"instrument": ["refugee-1951", "icrmw"]}
    assert library.evaluate(typed, **asked).equals(library.evaluate(plain, **asked))


def test_an_age_may_be_given_by_its_ends_and_flags_as_lists(amparo):
    exact = pl.DataFrame(
        {"state": ["MEX"] * 2, "age_min": [12, 19], "age_max": [17, None], "circumstances": ["arrested;death", ""]}
    )
    from datetime import date

    found = library.evaluate(exact, on=date(2024, 5, 1), instrument=["crc"])
    catalogue = load_catalogue()
    people = read_situations(
        None,
        json.dumps([{"state": "MEX", "date": "2024-05-01", "age": {"min": 12, "max": 17}, "circumstances": ["arrested", "death"]},
                    {"state": "MEX", "date": "2024-05-01", "age": {"min": 19}}]),
        catalogue.vocabulary,
    )  # fmt: skip
    for row, person in zip(found.iter_rows(named=True), people, strict=True):
        expected = values(person, catalogue)
        assert all(Truth.of(row[f"{name}|{part}"]) is expected[name][n]
                   for name in expected if name.startswith("crc/") for n, part in enumerate(("holds", "engaged")))  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",none,employed,ordinary", ",none,dozing,ordinary", ":1: work is dozing, which is not one of: none, seeking"),
        ("TUR,1975-02-28", "Turkey,1975-02-28", ":4: state is Turkey, which is not a State's code"),
        ("TUR,1975-02-28", ",1975-02-28", ":4: state is empty. It is a State's code"),
        ("1975-02-28", "28.2.1975", ":4: date is 28.2.1975, which is not a day"),
        ("1975-02-28", "2975-02-28", ":4: date is 2975-02-28, which is not a day up to 2026-11-21"),
        ("GTM;MEX", "GTM;Mexico", ":1: nationality is not a list of States' codes"),
        ("17,none", "170,none", ":1: age is 170, which is not a whole number"),
        ("false,C", "no,C", ":3: arrested is no, which is not true, false or empty"),
        (",true,30", ",Maria Gomez,30", ":3: stateless is not true, false or empty"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_by_column_row_and_value(amparo, table, out, old, new, told):
    out.write_text("what was there before")
    ran = amparo("evaluate", changed(table, old, new), out, *ONLY, "--instrument", "icrmw")
    assert ran.code == 2 and told in ran.err and "Maria" not in ran.err
    assert out.read_text() == "what was there before"
    assert sorted(path.name for path in out.parent.iterdir()) == ["answers.parquet", "people.csv"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("state,date", "country,date", "has no column state"),
        ("state,date", "state,day", "has no column date. Name it with --date-column"),
        ("nationality", "nationalty", "no fact. Did you mean nationality?"),
    ],
)
def test_a_header_that_cannot_be_meant_is_refused(amparo, table, out, old, new, told):
    ran = amparo("evaluate", changed(table, old, new), out, *ONLY)
    assert (ran.code, out.exists()) == (2, False) and told in ran.err


def test_a_report_of_errors_goes_on_past_them(amparo, table, out, tmp_path):
    report = tmp_path / "wrong.csv"
    changed(table, "1975-02-28", "yesterday")
    assert amparo("evaluate", table, out, *ONLY, "--format", "columns", "--errors", "report", report).code == 0
    answers = pl.read_parquet(out)
    assert [all(one is None for one in row) for row in answers.iter_rows()] == [False, False, False, True, False]
    with report.open() as opened:
        assert [(row["row"], "yesterday" in row["problem"]) for row in csv.DictReader(opened)] == [("4", True)]


def test_a_day_for_all_rows_and_a_column_of_another_name(amparo, table, out):
    changed(table, "state,date", "state,seen_on")
    assert amparo("evaluate", table, out, *ONLY, "--instrument", "icrmw", "--date-column", "seen_on").code == 0
    by_column = pl.read_parquet(out)
    assert amparo("evaluate", table, out, *ONLY, "--instrument", "icrmw", "--on", "2024-05-01").code == 0
    assert by_column[0].equals(pl.read_parquet(out)[0]) and not by_column.equals(pl.read_parquet(out))


def test_a_damaged_or_missing_file_is_told(amparo, tmp_path, out):
    whole, cut = tmp_path / "whole.parquet", tmp_path / "cut.parquet"
    pl.DataFrame({"state": ["MEX"] * 1000}).write_parquet(whole)
    cut.write_bytes(whole.read_bytes()[:-40])
    assert "is not a whole Parquet file" in amparo("evaluate", cut, out).err
    assert "There is no file" in amparo("evaluate", tmp_path / "none.parquet", out).err
    assert not out.exists()


def test_a_full_disk_leaves_what_was_there(amparo, table, out, monkeypatch):
    out.write_text("before")

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    ran = amparo("evaluate", table, out, *ONLY)
    assert ran.code == 2 and "could not be written" in ran.err
    assert out.read_text() == "before" and len(list(out.parent.iterdir())) == 2


def test_a_table_of_many_batches_is_answered_in_order(tmp_path, amparo, out):
    many, whole = tmp_path / "many.parquet", pl.DataFrame({"state": ["MEX", "QAT", "DEU"]})
    rows = pl.concat([whole] * 100_000).with_columns(date=pl.lit("2019-05-01"))
    rows.write_parquet(many, row_group_size=30_000)
    assert amparo("evaluate", many, out, "--instrument", "icrmw").code == 0
    answers = pl.read_parquet(out)
    assert answers.equals(pl.concat([answers.head(3)] * 100_000)) and not answers[0].equals(answers[1])


def test_the_part_stands_beside_the_output_and_never_in_it(tmp_path):
    out = tmp_path / "answers"
    with pytest.raises(RuntimeError), files.beside(out) as part:
        assert part.parent.parent == tmp_path
        part.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    assert isinstance(part, Path)
