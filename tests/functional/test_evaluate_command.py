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
    path.write_text(PEOPLE)
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
        pl.col("age").replace("15-18", "16").cast(pl.Int64),
        pl.col("nationality").str.split(";"),
        arrested=pl.col("arrested") == "true",
    )
    plain = texts.with_columns(
        day.cast(pl.String), arrested=pl.col("arrested").fill_null(""), age=pl.col("age").replace("15-18", "16")
    )
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
        (",none,employed,ordinary", ",none,dozing,ordinary", ", row 1: work is dozing, which is not one of: none, seeking"),
        ("TUR,1975-02-28", "Turkey,1975-02-28", ", row 4: state is Turkey, which is not a State's code"),
        ("TUR,1975-02-28", ",1975-02-28", ", row 4: state is empty. It is a State's code"),
        ("1975-02-28", "28.2.1975", ", row 4: date is 28.2.1975, which is not a day"),
        ("1975-02-28", "2975-02-28", ", row 4: date is 2975-02-28, which is not a day up to 2026-11-21"),
        ("GTM;MEX", "GTM;Mexico", ", row 1: nationality is GTM;Mexico, which is not a list of States' codes"),
        ("17,none", "170,none", ", row 1: age is 170, which is not a whole number"),
        ("false,C", "no,C", ", row 3: arrested is no, which is not true, false or empty"),
        (",true,30", ",Maria Gomez,30", ", row 3: stateless is not true, false or empty"),
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


WORDS = pl.DataFrame({"state": ["MEX"] * 3, "date": ["2024-05-01"] * 3})


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {"circumstances": ["arrested", "arested", ""]},
            ", row 2: circumstances has arested, which is no circumstance. Did you mean arrested?",
        ),
        ({"circumstances_false": [["death"], None, ["trapped in"]]}, ", row 3: circumstances_false has a word that is no circumstance."),
        ({"circumstances": ["arrested", "", ""], "circumstances_false": ["arrested", "", ""]}, ", row 1: arrested is given twice"),
        ({"circumstances": ["", "arrested", ""], "arrested": [None, False, None]}, ", row 2: arrested is given twice"),
        ({"age": ["15-18", "18-15", "5"]}, ", row 2: age is 18-15, which is not a whole number from 0 to 130, or two such as 15-18."),
        ({"age": [17.0, 17.5, None]}, ", row 2: age is 17.5, which is not a whole number"),
        ({"age_min": [15, 20, 1], "age_max": [18, 18, None]}, ", row 2: age_max is 18, which is not at least age_min."),
        ({"age": [[1], [2], [3]]}, "The column age holds List(Int64). age is whole numbers, or text such as 15-18."),
        ({"state": [484, 1, 2]}, "The column state holds Int64. state is text."),
        ({"date": [True, True, False]}, "The column date holds Boolean. date is dates, or text such as 2013-04-17."),
        ({"date": [20240501, 2024, 2019]}, ", row 1: date is 20240501, which is not a day, month or year"),
        ({"arrested": [1, 0, 1]}, "The column arrested holds Int64. arrested is booleans, or text."),
        ({"nationality": [[1], [2], [3]]}, "The column nationality holds List(Int64). nationality is a list of texts"),
        ({"nationality": [["MEX"], ["Mexico"], None]}, ", row 2: nationality is Mexico, which is not a list of States' codes."),
        ({"circumstances": [1, 2, 3]}, "The column circumstances holds Int64."),
    ],
)  # fmt: skip
def test_whatever_a_database_would_write_wrongly_is_one_message(amparo, tmp_path, out, columns, told):
    path = tmp_path / "typed.parquet"
    WORDS.with_columns(**{name: pl.Series(values, strict=False) for name, values in columns.items()}).write_parquet(
        path
    )
    ran = amparo("evaluate", path, out, "--instrument", "crc", "--instrument", "icrmw", "--instrument", "vccr")
    assert (ran.code, out.exists()) == (2, False)
    assert told in ran.err and len(ran.err.splitlines()) == 1


def test_ends_and_lists_and_columns_say_the_same(amparo):
    """As `rights` reads one person: 15-18 in one cell, or in two columns; a flag in its own column, or in a list."""
    from datetime import datetime

    first = {
        "age": ["15-18", "17"],
        "circumstances": ["arrested", None],
        "circumstances_false": [None, "arrested;death"],
    }
    second = {"age_min": [15, 17], "age_max": [18, 17], "arrested": [True, False], "death": [None, False]}
    third = {
        "age_max": ["18", "17"],
        "age_min": [15.0, 17.0],
        "arrested": ["true", ""],
        "circumstances_false": [[], ["death", "arrested"]],
    }
    found = []
    for columns, day in ((first, "2024-05-01"), (second, datetime(2024, 5, 1, 23, 59)), (third, "2024-05-01")):
        frame = pl.DataFrame({"state": ["MEX", "QAT"], "date": [day] * 2, **columns})
        found.append(library.evaluate(frame, instrument=["crc", "vccr"]))
    assert found[0].equals(found[1]) and found[0].equals(found[2])
    half = pl.DataFrame({"state": ["MEX"], "date": ["2024-05-01"], "age_min": [15]})
    assert library.evaluate(half, instrument=["crc"]).height == 1


def test_a_file_damaged_in_the_middle_is_one_message(amparo, tmp_path, out):
    path = tmp_path / "damaged.parquet"
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(1980, 2020) for month in range(1, 13) for day in range(1, 28)
    ]
    rows = pl.DataFrame({"state": "MEX", "date": pl.Series(days).sample(100_000, with_replacement=True, seed=1)})
    rows.write_parquet(path, row_group_size=10_000)
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 4000] = bytes(4000)
    path.write_bytes(content)
    out.write_text("before")
    for command in (
        ("evaluate", path, out, *ONLY),
        ("summarise", path, *ONLY),
        ("evaluate", path, "--why", "icrmw/28"),
    ):
        ran = amparo(*command)
        assert ran.code == 2 and "could not be read to its end: it is damaged." in ran.err
        assert len(ran.err.splitlines()) == 1
    assert out.read_text() == "before"


def test_a_disk_that_is_full_at_sixty_per_cent_is_one_message(amparo, tmp_path, table, out):
    """The limit on the size of a file does what a full disk does."""
    import os
    import subprocess
    import sys

    many = tmp_path / "many.parquet"
    pl.DataFrame({"state": ["MEX"] * 400_000, "date": ["2019-05-01"] * 400_000}).with_row_index("id").write_parquet(
        many
    )
    assert amparo("evaluate", many, out, *ONLY, "--format", "columns").code == 0
    most = out.stat().st_size * 6 // 10
    out.write_text("before")
    told = (
        f"import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}));"
        "from amparo.cli import main; sys.argv = ['amparo', *sys.argv[1:]]; main()"
    )
    asked = [sys.executable, "-c", told, "evaluate", str(many), str(out), *ONLY, "--format", "columns"]
    ran = subprocess.run(asked, capture_output=True, text=True, env=os.environ, check=False)
    assert ran.returncode == 2 and "answers.parquet could not be written: the disk may be full." in ran.stderr
    assert out.read_text() == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answers.parquet", "many.parquet", "people.csv"]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Enum(["QAT", "Qatar", "mex", "unknown", "", "MEX"])])
def test_texts_are_read_alike_however_they_are_encoded(amparo, tmp_path, out, kind):
    path, states = tmp_path / "encoded.parquet", ["MEX", "mex", "QAT", "MEX"]
    day = {"date": ["2024-05-01"] * 4, "stay": pl.Series(["none", "unknown", "", None])}
    people = pl.DataFrame({"state": pl.Series(states).cast(kind), **day})
    plain = library.evaluate(pl.DataFrame({"state": ["MEX", "MEX", "QAT", "MEX"], **day}), instrument=["icrmw"])
    assert library.evaluate(people, instrument=["icrmw"]).equals(plain)
    out.write_text("before")
    people.with_columns(state=pl.Series(["MEX", "mex", "Qatar", "MEX"]).cast(kind)).write_parquet(path)
    ran = amparo("evaluate", path, out, "--instrument", "icrmw")
    assert ran.code == 2 and ", row 3: state is Qatar, which is not a State's code" in ran.err
    assert out.read_text() == "before"


def test_a_report_has_every_row_and_stands_only_when_it_is_whole(amparo, tmp_path, out):
    many = tmp_path / "many.csv"
    many.write_text("state,date\n" + "Utopia,2024-05-01\nMEX,2024-05-01\n" * 500)
    report = tmp_path / "report.csv"
    assert amparo("evaluate", many, out, *ONLY, "--errors", "report", report).code == 0
    rows = [line.partition(",")[0] for line in report.read_text().splitlines()[1:]]
    assert rows == [str(row) for row in range(1, 1001, 2)]
    assert amparo("evaluate", many, out, *ONLY, "--errors", "report", tmp_path / "none" / "report.csv").code == 2


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


def test_a_row_is_explained_as_the_table_answered_it(amparo, tmp_path):
    people, out = tmp_path / "people.csv", tmp_path / "out.parquet"
    people.write_text(
        "state,date,nationality,stay,work,asylum,circumstances\n"
        "MEX,2024-05-01,GTM,none,employed,none,\n"
        "QAT,2024-05-01,NPL,temporary,employed,none,wages-unpaid\n"
        "URY,2024-05-01,VEN,pending,seeking,claimed,\n"
    )
    assert amparo("evaluate", people, out, "--format", "long", "--instrument", "icrmw").code == 0
    words = {True: "yes", False: "no", None: "not known"}
    for row in range(1, 4):
        told = (
            pl.read_parquet(out).filter((pl.col("row") == row) & (pl.col("provision") == "icrmw/25")).row(0, named=True)
        )
        said = amparo("rights", people, "--row", str(row), "--provision", "icrmw/25").out
        assert f"Held: {words[told['holds']]} (" in said and f"Matters now: {words[told['engaged']]} (" in said
        assert ("What would settle it:" in said) == (told["holds"] is None)
    assert "It holds answers" in amparo("rights", out, "--row", "1").err
    people.write_text(people.read_text().replace("wages-unpaid", "wages-withheld"))
    assert "people.csv, row 2: circumstances has wages-withheld" in amparo("rights", people, "--row", "2").err


@pytest.mark.parametrize("resume", [(), ("--resume",)])
def test_a_table_is_never_written_over_by_its_answers_or_its_report(amparo, table, tmp_path, resume):
    link, twin, other = tmp_path / "link.csv", tmp_path / "twin.csv", tmp_path / "answers.parquet"
    link.symlink_to(table)
    twin.hardlink_to(table)
    before = sorted(tmp_path.iterdir())
    tried = [(table, table), (table, link), (link, table), (table, twin), (table, tmp_path / "." / table.name)]
    runs = [("evaluate", *pair, *resume) for pair in tried]
    if not resume:
        runs += [("evaluate", table, other, "--errors", "report", one) for one in (table, link, other)]
        runs += [("summarise", table, "--out", link), ("summarise", table, "--errors", "report", twin)]
        runs += [(what, table, "--svg", link) for what in ("coverage", "gain")]
    for run in runs:
        ran = amparo(*run, *ONLY, *(("--largest", 1) if run[0] == "gain" else ()))
        assert ran.code == 2 and "are the same file" in ran.err, run
        assert table.read_text() == PEOPLE and link.is_symlink() and sorted(tmp_path.iterdir()) == before


def test_people_that_cannot_be_counted_leave_the_output_as_it_was(amparo, table, out):
    out.write_text("before")
    table.write_text("state,date,people\nMEX,2024-05-01,3\nMEX,2024-05-01,-5\n")
    ran = amparo("evaluate", table, out, *ONLY, "--why", "icrmw/25")
    assert ran.code == 2 and out.read_text() == "before" and not ran.out
