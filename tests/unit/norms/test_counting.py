"""Counts of States and timelines: only what is sure is counted, and what is not known is named."""

from dataclasses import dataclass
from datetime import date

import pytest
from small_norms import GROUPS, MONTHS_3, MONTHS_12, STATES, bonds, day, entry, row, treaty

from amparo.norms.states.counting import ACTIONS, count
from amparo.norms.states.timelines import bound, timeline, unknown
from amparo.rules.truth import UNKNOWN, YES


@dataclass
class Vocabulary:
    states: dict
    groups: dict


@dataclass
class Catalogue:
    """As much of a catalogue as counting needs."""

    bonds: object
    reservations: tuple = ()

    @property
    def vocabulary(self):
        return Vocabulary(STATES, GROUPS)

    @property
    def instruments(self):
        return self.bonds.instruments


ROWS = [
    row("AAA", "1989-01-01", "signature"),
    row("AAA", "1990-01-10"),
    row("BBB", "1990-03-15"),
    row("BBB", "2000-05-31", "denunciation"),
    row("CCC", "1989-01-01", "signature"),
    row("NEW", "2001", "signature"),
    row("EUE", "1989-02-01", "signature"),
]
OTHER = [row("CCC", "1985-01-10"), row("AAA", "1985-01-10")]


@pytest.fixture(scope="module")
def catalogue():
    clause = entry(MONTHS_3)
    one = treaty(clause=clause, notice=MONTHS_12, complete_until=day("2010-06-30"), reservations="none")
    other = treaty("other", clause, complete_until=day("2010-06-30"))
    return Catalogue(bonds(one, other, rows=ROWS, other_rows=OTHER))


@pytest.mark.parametrize(
    ("action", "on", "surely", "not_known"),
    [
        ("signed", "1988-12-31", "", ""),
        ("signed", "1989-01-01", "AAA CCC", ""),
        ("signed", "1989-02-01", "AAA CCC", ""),
        ("signed", "2001-06-01", "AAA CCC", "NEW"),
        ("signed", "2001-12-31", "AAA CCC NEW", ""),
        ("signed-only", "1990-01-09", "AAA CCC", ""),
        ("signed-only", "1990-01-10", "CCC", ""),
        ("ratified", "1990-01-09", "", ""),
        ("ratified", "1990-01-10", "AAA", ""),
        ("ratified", "1990-03-15", "AAA BBB", ""),
        ("ratified", "2001-05-30", "AAA BBB", ""),
        ("ratified", "2001-05-31", "AAA", ""),
        ("bound", "1990-06-14", "", ""),
        ("bound", "1990-06-15", "AAA BBB", ""),
        ("bound", "2010-06-30", "AAA", ""),
        ("bound", "2010-07-01", "AAA", "BBB CCC NEW"),
    ],
)
def test_who_did_it_by_that_day(catalogue, action, on, surely, not_known):
    found = count(catalogue, ["treaty"], action, date.fromisoformat(on))
    assert (" ".join(found.surely), " ".join(found.unknown)) == (surely, not_known)


def test_several_instruments_count_a_state_once(catalogue):
    found = count(catalogue, ["treaty", "other"], "ratified", date(1995, 1, 1))
    assert found.surely == ("AAA", "BBB", "CCC")
    assert found.instruments == ("treaty", "other")


def test_the_union_is_named_apart(catalogue):
    signed = count(catalogue, ["treaty"], "signed", date(1995, 1, 1))
    assert signed.includes_union and signed.number == len(signed.surely) + 1 == 3
    ratified = count(catalogue, ["treaty"], "ratified", date(1995, 1, 1))
    assert not ratified.includes_union and ratified.number == len(ratified.surely) == 2
    for action in ACTIONS:
        for on in (date(1995, 1, 1), date(2020, 1, 1)):
            found = count(catalogue, ["treaty"], action, on)
            assert "EUE" not in found.surely + found.unknown


@pytest.mark.parametrize(
    ("action", "on", "not_known"),
    [
        ("ratified", "2010-06-30", ""),
        ("ratified", "2010-07-01", "CCC NEW"),
        ("signed-only", "2010-06-30", ""),
        ("signed-only", "2010-07-01", "CCC NEW"),  # they signed, and may have deposited since
        ("signed", "2010-06-30", ""),
        ("signed", "2010-07-01", "BBB"),  # it deposited; whether it had signed is not in our rows
    ],
)
def test_who_may_have_done_it_after_the_table_ends_is_named_as_not_known(catalogue, action, on, not_known):
    assert " ".join(count(catalogue, ["treaty"], action, date.fromisoformat(on)).unknown) == not_known


def test_where_no_signature_was_collected_nobody_is_said_not_to_have_signed(catalogue):
    found = count(catalogue, ["other"], "signed", date(1995, 1, 1))
    assert (found.surely, found.unknown) == ((), ("AAA", "BBB", "CCC", "NEW"))


def test_conventions_of_the_ilo_are_not_signed_by_anybody():
    from amparo.norms.catalogue.catalogue import load_catalogue

    for on in (date(2003, 6, 4), date(2026, 11, 21)):
        found = count(load_catalogue(), ["ilo-c097"], "signed", on)
        assert (found.number, found.unknown) == (0, ())


def test_a_declaration_binds_nobody_so_nobody_is_counted():
    from amparo.errors import BadInput
    from amparo.norms.catalogue.catalogue import load_catalogue

    for name in ("udhr", "adrdm", "asean-2017"):
        for action in ACTIONS:
            with pytest.raises(BadInput, match="is a declaration and binds no State"):
                count(load_catalogue(), [name], action, date(2013, 6, 30))


def test_who_is_bound_by_membership_can_be_counted():
    from amparo.norms.catalogue.catalogue import load_catalogue

    found = count(load_catalogue(), ["eu-charter"], "bound", date(2013, 6, 30))
    assert "ITA" in found.surely and "MEX" not in found.surely + found.unknown


@pytest.mark.parametrize("action", ACTIONS)
def test_territories_are_never_counted(catalogue, action):
    found = count(catalogue, ["treaty"], action, date(2020, 1, 1))
    assert "ISL" not in found.surely + found.unknown


@pytest.mark.parametrize("action", ACTIONS)
def test_no_state_is_both_sure_and_not_known(action):
    from amparo.norms.catalogue.catalogue import load_catalogue

    for name in ("icrmw", "ilo-c105", "iccpr-op1"):
        for on in (date(1991, 6, 1), date(2013, 6, 30), date(2026, 1, 1)):
            found = count(load_catalogue(), [name], action, on)
            assert not set(found.surely) & set(found.unknown)
            assert list(found.surely) == sorted(set(found.surely))


def test_who_signed_only_and_who_ratified_are_different_people():
    from amparo.norms.catalogue.catalogue import load_catalogue

    catalogue, on = load_catalogue(), date(2013, 6, 30)
    for name in catalogue.bonds.rows:
        only, ratified, signed = (
            set(count(catalogue, [name], what, on).surely) for what in ("signed-only", "ratified", "signed")
        )
        assert not only & ratified and only <= signed


def test_nobody_signs_what_binds_by_membership():
    from amparo.errors import BadInput
    from amparo.norms.catalogue.catalogue import load_catalogue

    for action in ("signed", "ratified", "signed-only"):
        with pytest.raises(BadInput, match="Nobody deposits anything towards eu-charter"):
            count(load_catalogue(), ["eu-charter"], action, date(2013, 6, 30))


def test_a_timeline_tells_what_was_done_by_that_day_in_order(catalogue):
    found = timeline(catalogue, "BBB", date(1999, 1, 1))
    assert [(str(event.on), event.event) for event in found.events] == [("1990-03-15", "deposit")]
    later = timeline(catalogue, "BBB", date(2005, 1, 1))
    assert [event.event for event in later.events] == ["deposit", "denunciation"]
    days = [event.on.last for event in timeline(catalogue, "AAA", date(2005, 1, 1)).events]
    assert days == sorted(days) and len(days) == 3


def test_a_timeline_tells_where_the_state_stands_towards_every_instrument(catalogue):
    found = timeline(catalogue, "AAA", date(2015, 1, 1))
    assert [one.instrument for one in found.standings] == ["treaty", "other"]
    assert [one.belonging.value for one in bound(found)] == [YES] * 2 and unknown(found) == []
    assert [one.reservations for one in found.standings] == ["none", "not collected"]
    stranger = timeline(catalogue, "NEW", date(2015, 1, 1))
    assert [one.belonging.value for one in unknown(stranger)] == [UNKNOWN] * 2 and bound(stranger) == []


def test_an_act_of_which_only_the_year_is_known_is_told_from_its_first_possible_day(catalogue):
    assert timeline(catalogue, "NEW", date(2000, 12, 31)).events == ()
    assert [str(event.on) for event in timeline(catalogue, "NEW", date(2001, 1, 1)).events] == ["2001"]


def test_a_timeline_as_json_tells_dates_and_reasons(catalogue):
    told = timeline(catalogue, "NEW", date(2015, 1, 1)).to_plain()
    assert (told["state"], told["on"]) == ("NEW", "2015-01-01")
    standing = told["standings"][0]
    assert (standing["bound"], standing["reason"]) == ("unknown", "not-bound-when-last-checked")
    assert standing["complete_until"] == "2010-06-30" and standing["reserved"] == []
