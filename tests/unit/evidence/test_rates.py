"""Counts per million migrants: by one edition, never mixed, and none where nobody knows how many there are."""

import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.evidence.counting.rates import in_one_series, rate, stock_of

TABLE = pl.DataFrame(
    {
        "origin": ["MEX", "MEX", "MEX", "NIC", "TUV", "USA"],
        "destination": ["USA", "USA", "ESP", "USA", "NZL", "USA"],
        "year": [2019, 2019, 2019, 2019, 2019, 2019],
        "sex": ["female", "male", "female", "female", "female", "female"],
        "people": [1_000_000, 1_000_000, 500_000, 250_000, 999, 7],
    }
)


def test_a_rate_is_of_those_from_there_or_there_or_both():
    stock = stock_of(TABLE, "2019", 2019)
    assert rate(50, stock, origin="MEX").number == 20 and rate(50, stock, destination="USA").number == pytest.approx(
        50 / 2.25
    )
    both = rate(50, stock, origin="MEX", destination="USA", error=4.0)
    assert (both.number, both.error, both.migrants, both.edition, both.year) == (25, 2, 2_000_000, "2019", 2019)
    assert stock.of(origin="USA") is None  # at home nobody is a migrant


def test_without_enough_migrants_there_is_no_rate():
    stock = stock_of(TABLE, "2019", 2019)
    assert rate(5, stock, origin="TUV") is None and rate(5, stock, origin="FRA") is None
    with pytest.raises(BadInput, match="no year 2020"):
        stock_of(TABLE, "2019", 2020)


def test_two_editions_are_never_one_series():
    older = rate(5, stock_of(TABLE, "2019", 2019), origin="MEX")
    newer = rate(5, stock_of(TABLE.with_columns(year=pl.lit(2020)), "2020", 2020), origin="MEX")
    assert in_one_series([older, older]) == [older, older]
    with pytest.raises(BadInput, match="by 2019 and 2020"):
        in_one_series([older, newer])


def test_the_two_editions_differ_where_they_speak_of_the_same_year(shared):
    """Why they are kept apart: of mid-2015 the one counts nearly a million people more than the other."""
    folder = shared / "data/migrant-stock"
    bilateral = pl.read_csv(folder / "un_desa_ims_2019_bilateral.csv.gz")
    one = bilateral.filter((pl.col("year") == 2015) & (pl.col("sex") == "both"))["stock"].sum()
    table = pl.read_csv(folder / "un_desa_ims_2020_destination_totals.csv")
    world = table.filter((pl.col("iso3_destination") == "WLD") & (pl.col("year") == 2015) & (pl.col("sex") == "both"))
    assert (one, world["stock"].to_list()) == (248_861_295, [247_958_644])
