"""Where alternatives stand, which engine answers, and that columns are read where they lie."""

import sys
from ctypes import c_uint8, c_uint16

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from amparo.rules.table import engines
from amparo.rules.table.arrow import BITS, U8, U16, lent
from amparo.rules.table.packing import pack


@given(st.lists(st.integers(0, 12), max_size=64))
def test_each_alternative_has_a_bit_of_its_own(alternatives):
    placed = [0] * len(alternatives)
    for lane in pack(alternatives):
        taken = 0
        for fold in lane:
            for place in fold.targets():
                bit = 1 << place + fold.shift
                assert 0 <= place + fold.shift < 64 and not taken & bit
                taken |= bit
                placed[place] += 1
    assert placed == alternatives


def test_few_conditions_with_many_alternatives_share_lanes():
    assert len(pack([1] * 60)) == 1
    assert len(pack([8, 5] + [1] * 58)) == 2


def test_the_loop_is_for_large_tables_where_numba_is_installed_and_can_be_turned_off(monkeypatch):
    monkeypatch.delenv(engines.SWITCH, raising=False)
    assert engines.is_compiled()
    monkeypatch.setenv(engines.SWITCH, "off")
    assert not engines.is_compiled()


def test_without_numba_polars_answers(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    engines._has_numba.cache_clear()
    try:
        assert not engines.is_compiled()
    finally:
        monkeypatch.undo()
        engines._has_numba.cache_clear()


def test_columns_are_lent_where_they_lie_from_the_first_row_of_a_slice():
    state = pl.Enum(["MEX", "GTM", "QAT"])
    whole = pl.DataFrame(
        {
            "flag": [True, None, False, True, True],
            "state": pl.Series(["MEX", "GTM", None, "QAT", "GTM"], dtype=state),
            "several": pl.Series([["MEX"], [], ["QAT", "GTM"], None, ["GTM"]], dtype=pl.List(state)),
            "age": pl.Series([1, 2, 3, 4, 5], dtype=pl.UInt16),
        }
    )
    with lent(whole[2:]) as found:
        flag, state, several, age = found.values()
        assert (flag.kind, state.kind, several.inner.kind, age.kind) == (BITS, U8, U8, U16)
        assert (c_uint16 * 5).from_address(age.values)[age.first] == 3 and not age.known
        known = (c_uint8 * 1).from_address(state.known)[0] >> state.first & 1
        assert not known and (c_uint8 * 5).from_address(state.values)[state.first + 1] == 2
