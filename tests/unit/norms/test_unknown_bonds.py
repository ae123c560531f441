"""What is not known of a bond: tables complete up to a day, no table at all, territories, treaties that need another."""

from datetime import date

import pytest
from small_norms import DAYS_30, MONTHS_12, around, binding, bonds, bound, day, entry, row, treaty

from amparo.norms.texts.commitments import Event, in_order
from amparo.rules.dates import Period

TWO = [row("AAA", "1990-01-10"), row("BBB", "1990-03-15")]
CHECKED = day("2010-06-30")


def test_a_state_without_a_row_is_not_bound_while_the_table_was_complete_and_unknown_after():
    found = bonds(treaty(complete_until=CHECKED), rows=TWO)
    assert around(found, "CCC", "2010-07-01") == ("no", "not-bound-when-last-checked")
    assert bound(found, "CCC", "1980-01-01") == "no"


def test_a_period_that_goes_beyond_the_checked_day_is_unknown():
    found = bonds(treaty(complete_until=CHECKED), rows=TWO)
    assert bound(found, "CCC", "2010-06") == "no"
    assert bound(found, "CCC", "2010") == "not-bound-when-last-checked"


def test_a_known_bond_goes_on_as_last_checked():
    found = bonds(treaty(complete_until=CHECKED), rows=TWO)
    assert around(found, "AAA", "2010-07-01") == ("yes", "yes")
    assert "as_last_checked_on" not in found.basis("treaty", "AAA", CHECKED)
    assert found.basis("treaty", "AAA", date(2010, 7, 1))["as_last_checked_on"] == "2010-06-30"


def test_a_mere_signatory_is_as_free_as_a_stranger():
    found = bonds(treaty(complete_until=CHECKED), rows=[*TWO, row("CCC", "1990-01-01", "signature")])
    assert around(found, "CCC", "2010-07-01") == ("no", "not-bound-when-last-checked")


def test_a_table_that_was_never_complete_leaves_strangers_unknown():
    found = bonds(treaty(), rows=TWO)
    assert around(found, "CCC", "1990-04-14") == ("no", "not-bound-when-last-checked")
    assert bound(found, "AAA", "2026-01-01") == "yes"


def test_a_treaty_without_rows_is_not_collected():
    found = bonds(treaty(collected="none"))
    assert bound(found, "AAA", "2000-01-01") == "not-collected"
    published = treaty(clause=entry(DAYS_30, published_first="1990-01-01", derivable=False), collected="none")
    assert around(bonds(published), "AAA", "1990-01-01") == ("no", "not-collected")


def test_a_treaty_that_had_not_begun_when_last_looked_at_binds_nobody():
    assert bound(bonds(treaty(collected="none", not_begun_as_of=CHECKED)), "AAA", "2005-01-01") == "no"


def test_a_territory_has_no_commitments_of_its_own_in_our_tables():
    found = bonds(treaty(complete_until=CHECKED), rows=TWO)
    assert around(found, "ISL", "1990-04-14") == ("no", "not-collected")


def test_a_protocol_does_not_bind_who_has_left_the_parent_that_it_requires():
    parent = treaty("parent", notice=MONTHS_12, complete_until=CHECKED)
    protocol = treaty(requires="parent", complete_until=CHECKED)
    rows = [*TWO, row("AAA", "2000-05-31", "denunciation")]
    found = bonds(protocol, parent, rows=TWO, parent_rows=rows)
    assert around(found, "AAA", "2001-05-31") == ("yes", "no")
    assert bound(found, "BBB", "2001-05-31") == "yes"
    assert bound(found, "AAA", "2001") == "fact-missing"


def test_a_protocol_does_not_bind_before_the_parent_does():
    parent = treaty("parent", complete_until=CHECKED)
    rows = [row("AAA", "1990-01-10"), row("BBB", "1990-03-15"), row("CCC", "2000-01-01")]
    protocol_rows = [*TWO, row("CCC", "1995-01-01")]
    found = bonds(treaty(requires="parent"), parent, rows=protocol_rows, parent_rows=rows)
    assert around(found, "CCC", "2000-01-31") == ("no", "yes")


def test_who_surely_does_not_belong_to_the_parent_cannot_have_joined_the_protocol():
    parent = treaty("parent", complete_until=day("2020-01-01"))
    found = bonds(treaty(requires="parent", complete_until=CHECKED), parent, rows=TWO, parent_rows=TWO)
    assert bound(found, "CCC", "2015-01-01") == "no"
    assert around(found, "CCC", "2020-01-02") == ("no", "not-bound-when-last-checked")


def test_a_group_is_bound_from_a_day_on_while_one_belongs_to_it():
    found = bonds(treaty(binds=binding("union", bound_from="2000-01-01")))
    assert around(found, "AAA", "2000-01-01") == ("no", "yes")
    assert around(found, "BBB", "2004-05-01") == ("no", "yes")
    assert around(found, "CCC", "2020-02-01") == ("yes", "no")
    assert bound(found, "NEW", "2010-01-01") == "no"


def test_a_member_that_takes_no_part_is_not_bound():
    found = bonds(treaty(binds=binding("union", excepted=["AAA"])))
    assert bound(found, "AAA", "2010-01-01") == "no"


def test_national_law_binds_the_state_it_names_and_nobody_else():
    found = bonds(treaty(binds=binding(states=["AAA"], bound_from="2009-12-13")))
    assert around(found, "AAA", "2009-12-13") == ("no", "yes")
    assert bound(found, "BBB", "2010-01-01") == "no"
    assert found.belonging("bound:treaty", "AAA", Period.parse("2010")).basis["group"] == "national law"


@pytest.mark.parametrize(("on", "answer"), [("1999", "no"), ("2000", "yes"), ("2004", "fact-missing"), ("2005", "yes")])
def test_a_year_in_which_a_state_joined_the_group_is_unknown(on, answer):
    found = bonds(treaty(binds=binding("union", bound_from="2000-01-01")))
    assert bound(found, "BBB" if on >= "2004" else "AAA", on) == answer


def test_a_year_in_which_the_law_began_is_unknown():
    found = bonds(treaty(binds=binding("union", bound_from="2000-07-01")))
    assert bound(found, "AAA", "2000") == "fact-missing"


def test_customary_law_binds_every_state_and_no_organisation():
    found = bonds(treaty(binds=binding("states", bound_from="1948-12-10")))
    assert bound(found, "NEW", "1950-01-01") == "yes"
    assert bound(found, "EUE", "1950-01-01") == "no"
    assert bound(found, "ISL", "1950-01-01") == "not-collected"  # the State that answers for a territory may be bound


def test_an_instrument_binds_by_deposits_or_by_a_group_never_both():
    with pytest.raises(ValueError, match="one of the two"):
        treaty(clause=entry(DAYS_30), binds=binding("union"), entry=entry(DAYS_30))
    with pytest.raises(ValueError, match="one of the two"):
        treaty(binds=None)
    with pytest.raises(ValueError, match="one of the two"):
        binding("union", ["AAA"])


def test_events_stand_in_order_and_an_ending_precedes_a_beginning_of_the_same_day():
    rows = [row("AAA", "2000"), row("AAA", "2000-05-31"), row("AAA", "2000-05-31", "denunciation")]
    events = in_order([Event.from_row("treaty", one) for one in rows])
    assert [(one.event, str(one.on)) for one in events] == [
        ("denunciation", "2000-05-31"),
        ("deposit", "2000-05-31"),
        ("deposit", "2000"),
    ]


def test_there_is_no_event_but_those_of_the_list():
    with pytest.raises(ValueError, match="no such event"):
        Event.from_row("treaty", row("AAA", "2000-01-01", "ratified"))


def test_who_does_not_belong_to_the_organisation_cannot_join_its_treaty():
    found = bonds(treaty(open_to="union", complete_until=CHECKED), rows=TWO)
    assert around(found, "CCC", "2010-07-01") == ("no", "not-bound-when-last-checked")
    assert around(found, "CCC", "2020-02-01") == ("not-bound-when-last-checked", "no")
    assert bound(found, "NEW", "2026-01-01") == "no"
    assert bound(found, "ISL", "2026-01-01") == "not-collected"  # a territory: what its State promised may reach it


def test_a_treaty_open_to_an_organisation_goes_on_binding_who_has_left_it_by_its_own_clause():
    rows = [*TWO, row("CCC", "1995-01-01")]
    found = bonds(treaty(open_to="union", notice=MONTHS_12), rows=rows)
    assert around(found, "CCC", "2020-02-01") == ("yes", "yes")


def test_a_table_may_be_complete_to_an_earlier_day_for_some_states():
    fields = {"complete_until": CHECKED, "incomplete_for": {"CCC": day("2005-06-30")}}
    found = bonds(treaty(**fields), rows=TWO)
    assert around(found, "CCC", "2005-07-01") == ("no", "not-bound-when-last-checked")
    assert around(found, "NEW", "2010-07-01") == ("no", "not-bound-when-last-checked")
    assert bound(found, "CCC", "2005") == "not-bound-when-last-checked"
    instrument = found.instruments["treaty"]
    assert [instrument.complete_for(state) for state in ("CCC", "NEW")] == [day("2005-06-30"), CHECKED]
    assert found.basis("treaty", "CCC", date(2004, 1, 1))["complete_until"] == "2005-06-30"


def test_who_may_apply_the_law_of_a_group_by_agreement_is_not_collected():
    found = bonds(treaty(binds=binding("union", unsure=["NEW"])))
    assert around(found, "NEW", "2000-01-01") == ("no", "not-collected")
    assert bound(found, "AAA", "2010-01-01") == "yes"
    assert bound(found, "CCC", "2021-01-01") == "no"


def test_a_territory_is_not_bound_by_the_law_of_another_nation():
    found = bonds(treaty(binds=binding(states=["AAA"])))
    assert bound(found, "ISL", "2010-01-01") == "no"
