"""Pictures: days stand in their order, in either direction; every State has one tile, and nothing lies on anything else."""

from datetime import date

import pytest

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.instruments import instrument_profile
from amparo.norms.profiles.pictures import NAMES, TILE, WIDTH, acts, world
from amparo.norms.profiles.states import state_profile

TODAY = date(2026, 11, 21)


def rows(state, *, mirrored=False):
    picture = acts(state_profile(load_catalogue(()), state, TODAY), mirrored=mirrored)
    return picture, {row.name: row for row in picture.rows}


def test_a_bar_begins_where_the_bond_does_and_lasts_to_today():
    picture, found = rows("MEX")
    years = dict(picture.years)
    (bar,) = found["ICRMW"].bars
    assert years[2000] < bar.x < years[2010]
    assert bar.kind == "sure" and bar.x + bar.width == pytest.approx(WIDTH - 16)
    signed, deposited = found["ICRMW"].marks
    assert (signed.kind, deposited.kind) == ("signature", "deposit") and signed.x < deposited.x < bar.x


def test_from_right_to_left_it_is_the_mirror_image():
    (_, plain), (_, mirrored) = rows("MEX"), rows("MEX", mirrored=True)
    for name, row in plain.items():
        assert [WIDTH - mark.x for mark in mirrored[name].marks] == pytest.approx([mark.x for mark in row.marks])
        ends = [WIDTH - bar.x - bar.width for bar in mirrored[name].bars]
        assert ends == pytest.approx([bar.x for bar in row.bars])


def test_who_left_has_a_bar_that_ends_and_a_mark():
    _, found = rows("GBR")
    bars = found["C95"].bars
    assert "sure" in {bar.kind for bar in bars} and max(bar.x + bar.width for bar in bars) < WIDTH - 100
    assert [mark.kind for mark in found["C95"].marks] == ["deposit", "denunciation"]


def test_what_is_not_known_has_a_line_of_its_own_kind_from_the_day_it_was_last_checked():
    picture, found = rows("MEX")
    (line,) = found["C143"].bars
    assert line.kind == "not-known" and dict(picture.years)[2010] < line.x < dict(picture.years)[2020]
    (never,) = found["IACPPT"].bars
    assert never.kind == "not-known" and never.x == NAMES


def test_of_a_territory_nothing_is_drawn_but_what_is_known():
    _, found = rows("ABW")
    assert set(found) == {"Customary law"}


@pytest.mark.parametrize("mirrored", [False, True])
def test_every_state_has_a_tile_and_none_covers_another(mirrored):
    profile = instrument_profile(load_catalogue(()), "icrmw", TODAY)
    picture = world(profile, mirrored=mirrored)
    assert {tile.state.code for tile in picture.tiles} == {one.state.code for one in profile.parties}
    places = {(tile.x, tile.y) for tile in picture.tiles}
    assert len(places) == len(picture.tiles)
    assert all(0 <= x <= WIDTH - TILE and 0 < y < picture.height for x, y in places)
    assert sum(tile.kind == "sure" for tile in picture.tiles) == len(profile.bound)
