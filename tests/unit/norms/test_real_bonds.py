"""Real States around the day on which a bond began or ended: the day before, and the day."""

import pytest

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.texts.instruments import BOUND
from amparo.rules.conditions import Reason
from amparo.rules.dates import Period
from amparo.rules.truth import YES
from amparo.situation.reading import read_situation

BEGINNINGS = [
    ("icrmw", "MEX", "2003-07-01"),  # deposited in 1999; the treaty began in 2003
    ("icrmw", "GTM", "2003-07-01"),  # the completing deposit of 14 March 2003
    ("icrmw", "MLI", "2003-10-01"),  # deposited 5 June 2003, after completion and before the first day
    ("refugee-1951", "JPN", "1982-01-01"),  # ninety days after 3 October 1981
    ("ilo-c189", "URY", "2013-09-05"),
    ("ilo-c189", "PHL", "2013-09-05"),
    ("ilo-c189", "MUS", "2013-09-13"),  # registered after completion
    ("ilo-c189", "ITA", "2014-01-22"),
    ("refugee-1967", "USA", "1968-11-01"),  # the day of deposit
    ("coe-thb", "GRC", "2014-08-01"),
    ("palermo-trafficking", "UGA", "2024-04-26"),
    ("cerd", "MEX", "1975-03-22"),
    ("echr", "RUS", "1998-05-05"),
    ("iccpr-op1", "TTO", "1981-02-14"),
    ("iccpr-op1", "GUY", "1993-08-10"),
    ("ilo-c118", "NLD", "1965-07-03"),
]
ENDINGS = [
    ("echr", "RUS", "2022-09-16"),
    ("echr-p4", "RUS", "2022-09-16"),
    ("echr", "GRC", "1970-06-13"),
    ("iccpr-op1", "TTO", "2000-06-27"),
    ("iccpr-op1", "JAM", "1998-01-23"),
    ("iccpr-op1", "BLR", "2023-02-08"),
    ("ilo-c118", "NLD", "2005-12-20"),
    ("achr", "TTO", "1999-05-26"),
    ("achr", "VEN", "2013-09-10"),
    ("stateless-1954", "MDG", "1966-04-02"),
]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def words(catalogue, instrument, state, *days):
    return [catalogue.bonds.belonging(BOUND + instrument, state, Period.parse(on)).value.word for on in days]


def eve(on):
    from datetime import date, timedelta

    return str(date.fromisoformat(on) - timedelta(days=1))


@pytest.mark.parametrize(("instrument", "state", "on"), BEGINNINGS)
def test_a_bond_begins_on_its_day_and_not_the_day_before(catalogue, instrument, state, on):
    assert words(catalogue, instrument, state, eve(on), on) == ["no", "yes"]


@pytest.mark.parametrize(("instrument", "state", "on"), ENDINGS)
def test_a_bond_ends_on_its_day_and_lasts_the_day_before(catalogue, instrument, state, on):
    assert words(catalogue, instrument, state, eve(on), on) == ["yes", "no"]


@pytest.mark.parametrize(
    ("state", "turn", "second_deposit"), [("TTO", "1998-08-26", "1998-05-26"), ("GUY", "1999-04-05", "1999-01-05")]
)
def test_a_state_that_left_and_came_back_the_same_day_was_bound_all_the_while(catalogue, state, turn, second_deposit):
    assert words(catalogue, "iccpr-op1", state, second_deposit, eve(turn), turn) == ["yes"] * 3
    first, second = catalogue.bonds.spans("iccpr-op1", state)
    assert str(first.possible_until) == str(second.sure_from) == turn


@pytest.mark.parametrize(
    ("instrument", "state", "known", "uncertain"),
    [
        ("ilo-c105", "MYS", "1990-12-31", ["1991-01-01", "1991-12-30"]),  # denounced in 1990, the day not known
        ("ilo-c105", "SGP", "1979-12-31", ["1980-01-01", "1980-12-30"]),
        ("ilo-c095", "GBR", "1983-12-31", ["1984-01-01", "1984-12-30"]),
    ],
)
def test_where_only_the_year_of_leaving_is_known_the_year_after_is_uncertain(
    catalogue, instrument, state, known, uncertain
):
    assert words(catalogue, instrument, state, known, *uncertain) == ["yes", "unknown", "unknown"]
    year = str(int(uncertain[0][:4]) + 1)
    assert words(catalogue, instrument, state, f"{year}-01-01") == ["no"]


def test_malaysia_joined_in_a_year_of_which_the_day_is_not_known(catalogue):
    assert words(catalogue, "ilo-c105", "MYS", "1959-01-16", "1959-01-17", "1959-12-30", "1959-12-31") == [
        "no",
        "unknown",
        "unknown",
        "yes",
    ]


def test_who_never_joined_is_unknown_only_after_the_last_check(catalogue):
    checked = str(catalogue.instruments["icrmw"].complete_until)
    assert words(catalogue, "icrmw", "USA", checked) == ["no"]
    after = catalogue.bonds.belonging(BOUND + "icrmw", "USA", Period.parse("2026-05-01"))
    assert (after.value.word, after.reason.value) == ("unknown", "not-bound-when-last-checked")


def test_members_of_the_european_union_are_bound_by_its_directives(catalogue):
    directives = [name for name, one in catalogue.instruments.items() if one.binds and name.startswith("eu-")]
    assert directives
    for name in directives:
        begun = str(catalogue.instruments[name].binds.bound_from)
        assert words(catalogue, name, "ITA", eve(begun), begun) == ["no", "yes"]
        assert words(catalogue, name, "MEX", begun) == ["no"]


def test_no_bond_that_is_ending_has_begun_after_its_end(catalogue):
    bonds = catalogue.bonds
    for name, states in bonds.rows.items():
        for state in states:
            for span in bonds.spans(name, state):
                assert span.possible_from <= span.sure_from
                assert span.possible_until is None or span.possible_from < span.possible_until <= span.sure_until


def test_a_right_goes_with_the_bond(catalogue):
    from amparo.norms.answers.rights import values

    def holds(on):
        situation = read_situation({"state": "RUS", "date": on, "role": "destination"}, catalogue.vocabulary)
        return values(situation, catalogue)["echr/3"][0].word

    assert [holds("2022-09-15"), holds("2022-09-16")] == ["yes", "no"]


@pytest.mark.parametrize(
    ("instrument", "state", "last_free_day"),
    [("ilo-c105", "MYS", "1992-01-01"), ("achr", "TTO", "1999-05-26"), ("iccpr-op1", "JAM", "1998-01-23")],
)
def test_who_left_long_ago_is_free_until_the_last_check_and_then_unknown(catalogue, instrument, state, last_free_day):
    checked = catalogue.instruments[instrument].complete_for(state)
    assert words(catalogue, instrument, state, last_free_day, str(checked)) == ["no", "no"]
    assert words(catalogue, instrument, state, "2026-11-21") == ["unknown"]


@pytest.mark.parametrize(
    ("instrument", "state"), [("echr", "RUS"), ("echr-p4", "RUS"), ("iccpr-op1", "BLR"), ("stateless-1954", "MDG")]
)
def test_who_left_and_of_whom_we_know_nothing_newer_is_free(catalogue, instrument, state):
    complete = catalogue.instruments[instrument].complete_for(state)
    left = catalogue.bonds.spans(instrument, state)[-1].sure_until
    expected = "no" if complete is None or left >= complete else "unknown"
    assert words(catalogue, instrument, state, "2026-11-21") == [expected]
    if state in ("RUS", "BLR"):
        assert expected == "no"


@pytest.mark.parametrize(
    ("instrument", "stranger", "member"),
    [("echr", "MEX", "ITA"), ("achr", "ESP", "MEX"), ("achpr", "MEX", "KEN"), ("arab-charter", "ITA", "DZA")],
)
def test_a_regional_treaty_is_closed_to_other_regions_also_today(catalogue, instrument, stranger, member):
    assert words(catalogue, instrument, stranger, "2026-11-21") == ["no"]
    assert words(catalogue, instrument, member, "2026-11-21") == ["yes"]


def test_of_a_territory_only_custom_and_declarations_and_union_law_are_known(catalogue):
    for code in ("XKX", "ABW", "REU"):
        known = {name for name in catalogue.instruments if words(catalogue, name, code, "2024-05-01") == ["yes"]}
        assert {"custom", "udhr"} <= known
        assert all(catalogue.instruments[name].binds for name in known)
    assert words(catalogue, "icrmw", "XKX", "2024-05-01") == ["unknown"]
    assert words(catalogue, "eu-charter", "REU", "2024-05-01") == ["yes"]


def test_of_a_state_that_is_no_more_nothing_is_said_to_be_surely_unbound(catalogue):
    for code, on in (("SUN", "1991-12-25"), ("YUG", "1992-04-26"), ("CSK", "1992-12-31"), ("SCG", "2006-06-02")):
        for name in ("iccpr", "icescr", "cerd", "cedaw"):
            assert words(catalogue, name, code, on) == ["unknown"]
        assert words(catalogue, "custom", code, on) == ["yes"]  # which nobody had to collect
    assert words(catalogue, "icrmw", "SUN", "1991-12-25") == ["no"]  # it had not begun for anybody


def test_nobody_is_bound_by_membership_before_they_joined_or_were_a_state(catalogue):
    since = {("eu-2004-81", "HRV"): "2013-07-01", ("custom", "SSD"): "2011-07-09", ("custom", "MEX"): "1948-12-10"}
    for (name, code), day in since.items():
        bond = catalogue.bonds.belonging(f"bound:{name}", code, Period.parse("2026-11-21"))
        assert bond.value is YES and bond.basis["bound_from"] == day


def test_what_only_members_can_join_binds_no_other_and_who_left_may_have_joined(catalogue):
    assert words(catalogue, "iacppt", "BLR", "2026-11-21") == ["no"]
    assert words(catalogue, "iacppt", "MEX", "2026-11-21") == ["unknown"]
    assert words(catalogue, "iacppt", "NIC", "2026-11-21") == ["unknown"]  # outside the organisation since 2023


def test_for_the_united_kingdom_the_law_of_the_union_ended_with_the_year_2020(catalogue):
    assert words(catalogue, "eu-charter", "GBR", "2020-12-31", "2021-01-01") == ["yes", "no"]


def test_for_those_associated_with_schengen_the_return_directive_is_not_collected(catalogue):
    for state in ("CHE", "ISL", "LIE", "NOR"):
        found = catalogue.bonds.belonging(BOUND + "eu-2008-115", state, Period.parse("2024-05-01"))
        assert found.reason is Reason.NOT_COLLECTED
    assert words(catalogue, "eu-2008-115", "IRL", "2024-05-01") == ["no"]


def test_a_declaration_binds_nobody_and_the_rest_of_the_catalogue_binds(catalogue):
    declarations = {name for name, one in catalogue.instruments.items() if not one.binding}
    assert declarations == {"udhr", "adrdm", "asean-2017"}
    for provision in catalogue.provisions.values():
        assert (provision.strength == "declaratory") is (provision.bound_by in declarations), provision.id
