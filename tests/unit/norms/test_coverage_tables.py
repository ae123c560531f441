"""Tables of counts: every person once, and every cell that cannot be used is named."""

import gzip
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from small_norms import STATES

from amparo.errors import BadInput, Problems
from amparo.norms.coverage.tables import read_population


@pytest.fixture
def table(tmp_path):
    """Writes lines as a CSV file and reads it as a population."""

    def read(*lines, name="table.csv"):
        path = tmp_path / name
        text = "\n".join(lines) + "\n"
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return read_population(path, STATES)

    return read


def cells(population):
    return sorted(population.frame.iter_rows())


FULL = "origin,destination,year,sex,people"


def test_women_and_men_are_kept_and_both_of_them_is_not_counted_again(table):
    found = table(FULL, "AAA,BBB,2019,both,10", "AAA,BBB,2019,female,6", "AAA,BBB,2019,male,4")
    assert cells(found) == [("AAA", "BBB", 2019, "female", 6), ("AAA", "BBB", 2019, "male", 4)]


def test_what_both_exceeds_women_and_men_is_kept_as_not_recorded(table):
    found = table(FULL, "AAA,BBB,2019,both,10", "AAA,BBB,2019,female,6", "AAA,BBB,2019,male,1")
    assert ("AAA", "BBB", 2019, "not-recorded", 3) in cells(found)
    assert sum(found.frame["people"]) == 10


def test_both_alone_is_kept_as_not_recorded(table):
    assert cells(table(FULL, "AAA,BBB,2019,both,10")) == [("AAA", "BBB", 2019, "not-recorded", 10)]


def test_each_year_and_each_pair_is_looked_at_for_itself(table):
    found = table(FULL, "AAA,BBB,2015,both,10", "AAA,BBB,2019,female,6", "BBB,AAA,2019,both,5", "BBB,AAA,2019,female,5")
    assert cells(found) == [
        ("AAA", "BBB", 2015, "not-recorded", 10),
        ("AAA", "BBB", 2019, "female", 6),
        ("BBB", "AAA", 2019, "female", 5),
    ]


HEADER = "origin,destination,year,people"


def test_what_a_total_exceeds_its_origins_by_is_kept_without_origin(table):
    found = table(HEADER, "ALL,BBB,2019,10", "AAA,BBB,2019,7", "CCC,BBB,2019,2")
    assert cells(found) == [
        ("AAA", "BBB", 2019, "not-recorded", 7),
        ("ALL", "BBB", 2019, "not-recorded", 1),
        ("CCC", "BBB", 2019, "not-recorded", 2),
    ]


def test_a_destination_or_a_year_known_only_as_a_total_does_not_vanish(table):
    found = table(HEADER, "AAA,BBB,2019,7", "ALL,CCC,2019,5", "ALL,BBB,2015,4")
    assert cells(found) == [
        ("AAA", "BBB", 2019, "not-recorded", 7),
        ("ALL", "BBB", 2015, "not-recorded", 4),
        ("ALL", "CCC", 2019, "not-recorded", 5),
    ]


@pytest.mark.parametrize(
    ("totals", "told", "left"),
    [
        ({"female": 10, "male": 9}, {"female": 6, "male": 9}, {"female": 4}),
        ({"both": 100}, {"female": 40, "male": 50}, {"not-recorded": 10}),
        ({"female": 50, "male": 50}, {"both": 90}, {"not-recorded": 10}),
        ({"female": 50, "male": 50, "both": 105}, {"female": 50, "male": 30}, {"male": 20, "not-recorded": 5}),
        ({"female": 50, "male": 40}, {"female": 40, "male": 60}, {"female": 10}),
        ({"female": 10}, {"not-recorded": 8}, {"female": 2}),
        ({"both": 9}, {"female": 4, "male": 6}, {}),
    ],
)
def test_nobody_is_counted_twice_whichever_sexes_the_total_has(table, totals, told, left):
    rows = [f"ALL,BBB,2019,{sex},{people}" for sex, people in totals.items()]
    rows += [f"AAA,BBB,2019,{sex},{people}" for sex, people in told.items()]
    found = {sex: people for origin, _, _, sex, people in table(FULL, *rows).frame.iter_rows() if origin == "ALL"}
    assert found == left


def test_a_row_given_twice_is_told_with_both_rows(table):
    with pytest.raises(Problems) as refused:
        table(FULL, "AAA,BBB,2019,male,6", "AAA,BBB,2019,female,6", "AAA,BBB,2019,male,7", "AAA,BBB,02019,male,6")
    same = "same origin, destination, year and sex."
    assert [str(one) for one in refused.value.found] == [
        f"table.csv:4: The row counts people whom row 2 has counted: {same}",
        f"table.csv:5: The row counts people whom row 2 has counted: {same}",
    ]


def test_rows_given_again_a_thousand_times_are_told_twenty_times(table):
    with pytest.raises(Problems) as refused:
        table(HEADER, *["AAA,BBB,2019,6"] * 31)
    assert len(refused.value.found) == 21
    assert refused.value.found[0].sentence == "People are counted again in 10 more rows."


@pytest.mark.parametrize("rows", [(), ("AAA,WLD,2019,7",)])
def test_a_table_that_counts_nobody_is_told(table, rows):
    with pytest.raises(BadInput, match=r"table.csv counts nobody\.") as refused:
        table(HEADER, *rows)
    assert refused.value.code == "empty-table"


@pytest.mark.parametrize("name", ["table.csv", "table.csv.gz"])
@pytest.mark.parametrize(("mark", "named"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_with_other_separators_is_told_so(table, mark, named, name):
    lines = [line.replace(",", mark) for line in (HEADER, "AAA,BBB,2019,7")]
    with pytest.raises(BadInput, match=f"separates its columns by {named}. Save it as CSV with commas"):
        table(*lines, lines[1] + ",5", name=name)


@pytest.fixture
def parquet(tmp_path):
    """Writes columns as a Parquet file and reads it as a population."""

    def read(**columns):
        whole = {"origin": ["AAA"], "destination": ["BBB"], "year": [2019], "people": [7], **columns}
        pl.DataFrame(whole).write_parquet(tmp_path / "table.parquet")
        return read_population(tmp_path / "table.parquet", STATES)

    return read


def test_whole_numbers_in_parquet_may_be_written_with_a_point(parquet):
    assert cells(parquet(year=[2019.0], people=[7.0])) == [("AAA", "BBB", 2019, "not-recorded", 7)]
    assert cells(parquet(people=[Decimal("7.00")])) == [("AAA", "BBB", 2019, "not-recorded", 7)]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"origin": [840]}, "origin is '840', which is not a State's code, XON, XOS or ALL."),
        ({"people": [1.9]}, "people is '1.9', which is not a count."),
        ({"people": [float("nan")]}, "people is 'NaN', which is not a count."),
        ({"people": [float("inf")]}, "people is 'inf', which is not a count."),
        ({"people": [True]}, "people is 'true', which is not a count."),
        ({"people": [None]}, "people is empty. It is a count."),
        ({"year": [date(2019, 7, 1)]}, "year is not a year."),
        ({"year": [99999999999]}, "year is '99999999999', which is not a year."),
    ],
)
def test_a_bad_cell_of_a_parquet_table_is_named_like_any_other(parquet, columns, sentence):
    with pytest.raises(Problems) as refused:
        parquet(**columns)
    assert [str(one) for one in refused.value.found] == [f"table.parquet:2: {sentence}"]


@pytest.mark.parametrize("value", [[1, 2], b"AAA", {"a": 1}])
def test_a_parquet_column_of_something_else_is_told(parquet, value):
    with pytest.raises(BadInput, match="holds in the column people something else"):
        parquet(people=[value])


def test_sums_over_the_world_and_over_origins_are_dropped(table):
    found = table(
        "origin,destination,year,people", "AAA,WLD,2019,9", "ALL,BBB,2019,9", "AAA,BBB,2019,7", "CCC,BBB,2019,2"
    )
    assert cells(found) == [("AAA", "BBB", 2019, "not-recorded", 7), ("CCC", "BBB", 2019, "not-recorded", 2)]


def test_without_origins_the_sums_over_them_are_all_there_is(table):
    expected = [("ALL", "BBB", 2019, "not-recorded", 9)]
    assert cells(table("origin,destination,year,people", "ALL,BBB,2019,9")) == expected
    assert cells(table("destination,year,people", "BBB,2019,9")) == expected


def test_published_names_of_columns_are_understood(table):
    found = table("iso3_origin,iso3_destination,year,stock,note", "AAA,BBB,2019,7,x")
    assert cells(found) == [("AAA", "BBB", 2019, "not-recorded", 7)]


def test_a_compressed_table_and_a_parquet_table_say_the_same(table, tmp_path):
    plain = table(FULL, "AAA,BBB,2019,female,6")
    assert cells(table(FULL, "AAA,BBB,2019,female,6", name="table.csv.gz")) == cells(plain)
    plain.frame.write_parquet(tmp_path / "table.parquet")
    assert cells(read_population(tmp_path / "table.parquet", STATES)) == cells(plain)


def test_people_of_unknown_origin_and_small_places_are_accepted(table):
    found = table(FULL, "XON,BBB,2019,male,6", "XOS,BBB,2019,male,6", "AAA,XCI,2019,male,6")
    assert len(cells(found)) == 3


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("QQQ,BBB,2019,male,6", "origin is 'QQQ', which is not a State's code, XON, XOS or ALL."),
        ("AAA,Bland,2019,male,6", "destination is 'Bland', which is not a State's code."),
        ("AAA,ALL,2019,male,6", "destination is 'ALL'"),
        ("AAA,BBB,soon,male,6", "year is 'soon', which is not a year."),
        ("AAA,BBB,2019,men,6", "sex is 'men', which is not female, male, both or not-recorded."),
        ("AAA,BBB,2019,male,-6", "people is '-6', which is not a count."),
        ("AAA,BBB,2019,male,6.5", "people is '6.5', which is not a count."),
        ("AAA,BBB,2019,male,", "people is empty. It is a count."),
        (",BBB,2019,male,6", "origin is empty. It is a State's code, XON, XOS or ALL."),
        ("AAA,BBB,0,male,6", "year is '0', which is not a year."),
        ("AAA,BBB,99999999999,male,6", "year is '99999999999', which is not a year."),
        ("AAA,BBB,2019,male,10000000001", "people is '10000000001', which is not a count."),
        ("AAA,BBB,2019,male,99999999999999999999", "people is not a count."),
        ("AAA,Rosa Ixchel,2019,male,6", "destination is not a State's code."),
        ("AAA,rosa@example.org,2019,male,6", "destination is not a State's code."),
        ("AAA,RosaIxchelPerezLopez,2019,male,6", "destination is not a State's code."),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_value(table, row, sentence):
    with pytest.raises(Problems) as refused:
        table(FULL, "AAA,BBB,2019,male,6", row)
    (found,) = refused.value.found
    assert str(found).startswith(f"table.csv:3: {sentence}")


def test_every_bad_cell_is_told_at_once_but_not_a_million_times(table):
    with pytest.raises(Problems) as refused:
        table(FULL, *["AAA,Bland,2019,men,6"] * 30)
    sentences = [one.sentence for one in refused.value.found]
    assert sum("destination is 'Bland'" in one for one in sentences) == 20
    assert "destination is wrong in 10 more rows." in sentences and "sex is wrong in 10 more rows." in sentences


@pytest.mark.parametrize(
    ("header", "missing"),
    [("origin,year,people", "destination"), ("destination,year", "people"), ("a,b,c", "destination, year")],
)
def test_a_missing_column_is_named(table, header, missing):
    with pytest.raises(BadInput, match=f"has no column {missing}") as refused:
        table(header, ",".join("1" for _ in header.split(",")))
    assert refused.value.code == "missing-column"


def test_the_latest_year_not_after_the_day_is_taken_and_never_a_later_one(table):
    found = table(FULL, "AAA,BBB,2010,male,6", "AAA,BBB,2015,male,6", "AAA,BBB,2019,male,6")
    assert found.years == [2010, 2015, 2019]
    years = [found.year_for(date(year, 12, 31)) for year in (2010, 2014, 2015, 2018, 2026)]
    assert years == [2010, 2010, 2015, 2015, 2019]
    with pytest.raises(BadInput, match=r"begins in 2010"):
        found.year_for(date(2009, 12, 31))
