"""Profiles say what the rest of the house says: the timeline, the counts, the coverage and the gains, by other ways."""

from datetime import date, timedelta

import pytest

from amparo.errors import BadInput
from amparo.norms.answers.rights import rights, values
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.supposing import Deposit, bound_from, read_deposits, supposing
from amparo.norms.coverage.measuring import measure
from amparo.norms.coverage.tables import read_population
from amparo.norms.demonstration import population
from amparo.norms.profiles.claims import STATUSES, claims, foreigner
from amparo.norms.profiles.instruments import instrument_profile
from amparo.norms.profiles.peers import peers
from amparo.norms.profiles.people import people
from amparo.norms.profiles.provisions import provision_profile
from amparo.norms.profiles.regions import REGIONS, region_name
from amparo.norms.profiles.states import state_profile
from amparo.norms.profiles.what_if import could_deposit, wanting_parent, what_if
from amparo.norms.states.counting import count
from amparo.norms.states.timelines import bound, timeline
from amparo.rules.dates import Period
from amparo.rules.truth import NO, UNKNOWN, YES

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(())


def bound_by(catalogue, state):
    return {tie.instrument.id for tie in state_profile(catalogue, state, TODAY).tied(YES)}


@pytest.mark.parametrize("state", ["MEX", "QAT", "GBR", "EUE", "ABW"])
def test_a_state_is_bound_by_what_its_timeline_says(catalogue, state):
    told = bound(timeline(catalogue, state, TODAY))
    binding = {one.instrument for one in told if catalogue.instruments[one.instrument].binding}
    assert bound_by(catalogue, state) == binding and binding


def test_of_a_state_that_is_no_more_the_last_day_is_shown_and_nothing_is_surely_not(catalogue):
    profile = state_profile(catalogue, "SUN", TODAY)
    assert profile.on == date(1991, 12, 25) and not profile.is_state
    known = {tie.instrument.id for tie in profile.tied(NO) if tie.has_begun}
    assert all(catalogue.bonds.first_in_force(name) > profile.on for name in known if catalogue.instruments[name].entry)
    assert "iccpr" not in known


@pytest.mark.parametrize("state", ["SUN", "DDR", "YUG", "CSK", "SCG"])
def test_custom_bound_a_state_that_is_no_more_to_its_last_day(catalogue, state):
    profile = state_profile(catalogue, state, TODAY)
    assert [tie.instrument.id for tie in profile.tied(YES)] == ["custom"]
    answers = [rights(foreigner(state, on, {}), catalogue=catalogue)["custom/slavery"] for on in (profile.on, TODAY)]
    assert [one.holds.value for one in answers] == [YES, UNKNOWN]
    assert answers[1].unknown_because["holds"] == "not-collected"


def test_there_is_no_profile_of_what_is_no_state(catalogue):
    assert state_profile(catalogue, "ZZZ", TODAY) is None
    assert instrument_profile(catalogue, "nothing", TODAY) is None
    assert provision_profile(catalogue, "nothing/1", TODAY) is None


def test_who_has_left_is_told(catalogue):
    assert "ilo-c095" in {tie.instrument.id for tie in state_profile(catalogue, "GBR", TODAY).left}
    assert {tie.instrument.id for tie in state_profile(catalogue, "RUS", TODAY).left} >= {"echr"}


def test_a_way_to_complain_is_accepted_or_not_known(catalogue):
    ways = {one.provision.id: one.accepted.value for one in state_profile(catalogue, "MEX", TODAY).procedures}
    assert ways["iccpr-op1/1"] is YES and ways["crc-opic/5"] is UNKNOWN
    assert NO not in ways.values() and "echr/34" not in ways


@pytest.mark.parametrize("instrument", ["icrmw", "ilo-c097", "crpd", "echr", "eu-charter", "custom"])
def test_as_many_states_are_bound_as_are_counted(catalogue, instrument):
    profile, counted = instrument_profile(catalogue, instrument, TODAY), count(catalogue, [instrument], "bound", TODAY)
    assert len(profile.bound) == counted.number
    assert {one.state.code for one in profile.standing(UNKNOWN)} == set(counted.unknown)


def test_claims_are_the_answers_for_somebody_from_elsewhere(catalogue):
    found = claims(catalogue, "MEX", TODAY, STATUSES["none"].facts)
    for provision in found.whole.surely:
        for nationality in ("GTM", "FRA"):
            person = foreigner("MEX", TODAY, STATUSES["none"].facts).learn(nationality=frozenset({nationality}))
            assert values(person, catalogue, [provision])[provision.id][0] is YES, provision.id
    assert sum(held.least for held in found.by_theme.values()) == found.whole.least > 0
    assert not any(one.strength == "declaratory" for one in found.whole.surely)


def test_what_is_denied_to_somebody_from_elsewhere_is_denied_whatever_their_nationality(catalogue):
    whole = claims(catalogue, "FRA", TODAY, STATUSES["none"].facts).whole
    held = {one.id for one in (*whole.surely, *whole.perhaps, *whole.if_bound)}
    person = foreigner("FRA", TODAY, STATUSES["none"].facts).learn(nationality=frozenset({"MLI"}))
    possible = {name for name, (holds, _) in values(person, catalogue).items() if holds is not NO}
    assert {name for name in possible if catalogue.provisions[name].strength != "declaratory"} <= held


def test_a_permission_to_stay_takes_nothing_away_that_was_sure_without(catalogue):
    without = {one.id for one in claims(catalogue, "MEX", TODAY, STATUSES["none"].facts).whole.surely}
    assert without <= {one.id for one in claims(catalogue, "MEX", TODAY, STATUSES["permanent"].facts).whole.surely}


@pytest.mark.parametrize("status", STATUSES.values(), ids=STATUSES)
@pytest.mark.parametrize("state", ["MEX", "TUR", "QAT"])
def test_every_status_is_answered_as_the_engine_answers(catalogue, state, status):
    whole = claims(catalogue, state, TODAY, status.facts).whole
    told = {one.id: YES for one in whole.surely} | {one.id: UNKNOWN for one in (*whole.perhaps, *whole.if_bound)}
    answers = values(foreigner(state, TODAY, status.facts), catalogue)
    counted = {
        name: holds for name, (holds, _) in answers.items() if catalogue.provisions[name].strength != "declaratory"
    }
    assert told == {name: holds for name, holds in counted.items() if holds is not NO}


@pytest.mark.parametrize(
    ("provision", "surely", "perhaps"),
    [
        # who asks for asylum is not sent back, before any decision; of who has a permission it is not known whether they ask
        ("refugee-1951/33", {"asylum-seeker", "refugee"}, {"none", "pending", "temporary", "permanent", "stateless"}),
        # work in wage-earning employment is for refugees who stay lawfully, and of that nothing is supposed
        ("refugee-1951/17", set(), {"asylum-seeker", "refugee", "temporary", "permanent", "stateless"}),
        # without a nationality: primary school as nationals; others surely have one
        ("stateless-1954/22", {"stateless"}, set()),
        # expulsion by law and with a review is for who is there lawfully; of protection alone that does not follow
        ("iccpr/13", {"pending", "temporary", "permanent"}, {"asylum-seeker", "refugee", "stateless"}),
        ("custom/slavery", set(STATUSES), set()),
    ],
)
def test_a_status_decides_what_hangs_on_it_and_nothing_else(catalogue, provision, surely, perhaps):
    held = {name: claims(catalogue, "ESP", TODAY, one.facts).whole for name, one in STATUSES.items()}
    assert {name for name, whole in held.items() if provision in {one.id for one in whole.surely}} == surely
    assert {name for name, whole in held.items() if provision in {one.id for one in whole.perhaps}} == perhaps


@pytest.mark.parametrize("name", ["icrmw", "ilo-c097", "iccpr", "iacppt"])
def test_people_are_counted_as_coverage_counts_them(catalogue, name):
    counted = read_population(population(), dict(catalogue.vocabulary.states))
    measured = {by: measure(counted, name, TODAY, catalogue, by=by).groups for by in ("origin", "destination")}
    for state in ("MEX", "QAT", "DEU", "ABW"):
        (reach,) = people(catalogue, state, TODAY, (catalogue.instruments[name],)).reaches
        assert reach.abroad == measured["origin"][state]
        assert reach.here == measured["destination"][state]


def test_people_are_counted_by_whence_they_came_and_where_they_live(catalogue):
    found = people(catalogue, "MEX", TODAY, (catalogue.instruments["icrmw"],))
    (reach,) = found.reaches
    assert (found.year, found.here, round(reach.here.people)) == (2019, 1_060_707, 1_060_707)
    assert found.abroad == round(reach.abroad.people) and found.destinations[0][0] == "USA"
    assert not people(catalogue, "SUN", TODAY, ()).is_counted


def test_a_gap_is_what_peers_are_bound_by_and_this_state_is_not_surely(catalogue):
    found = peers(catalogue, catalogue.vocabulary.states["QAT"], TODAY)
    assert "QAT" not in found.states and "SAU" in found.states and found.region == "Western Asia"
    gaps = {gap.instrument.id: gap for gap in found.gaps}
    assert "icrmw" in gaps and set(gaps).isdisjoint(bound_by(catalogue, "QAT"))
    assert all("icrmw" in bound_by(catalogue, code) for code in gaps["icrmw"].bound)
    assert "echr" not in gaps  # it is not open to Qatar
    widths = [len(gap.bound) for gap in found.gaps]
    assert widths == sorted(widths, reverse=True)


def test_what_if_says_from_when_the_state_is_bound_and_what_is_held_then(catalogue):
    found = what_if(catalogue, Deposit("icrmw", "QAT", date(2027, 1, 1)))
    assert found.bound_from == date(2027, 5, 1)
    without = found.gained[0]
    assert without.status.id == "none" and len(without.employed) > len(without.surely)
    asked = foreigner("QAT", found.bound_from, without.status.employed)
    now = values(asked, catalogue)
    then = values(asked, supposing(catalogue, [found.deposit]))
    told = {one.id for one in without.employed}
    assert told == {name for name, (holds, _) in then.items() if holds is YES and now[name][0] is not YES}
    assert "icrmw/16.7" in told


@pytest.mark.parametrize("deposit", ["refugee-1967:MYS", "stateless-1954:THA", "icrmw:ESP", "esc-1996:POL"])
def test_asking_only_what_a_deposit_touches_leaves_nothing_out(catalogue, deposit):
    name, state = deposit.split(":")
    found = what_if(catalogue, Deposit(name, state, date(2027, 1, 1)))
    supposed = supposing(catalogue, [found.deposit])
    for gained in found.gained:
        for told, known in ((gained.surely, gained.status.facts), (gained.employed, gained.status.employed)):
            now, then = (claims(one, state, found.bound_from, known).whole.surely for one in (catalogue, supposed))
            assert {one.id for one in told} == {one.id for one in then} - {one.id for one in now}
    assert any(gained.surely or gained.employed or gained.perhaps for gained in found.gained)


def test_a_deposit_that_would_begin_nothing_says_so(catalogue):
    found = what_if(catalogue, Deposit("icrmw-art77", "ESP", date(2027, 1, 1)))
    assert found.bound_from is None and found.gained == ()


def test_at_most_counts_people_whose_origin_nobody_recorded(catalogue):
    found = people(catalogue, "TUV", TODAY, (catalogue.instruments["vccr"],))
    (reach,) = found.reaches
    assert found.here > reach.here.yes and reach.here.possible == found.here


def test_only_what_can_be_joined_is_offered(catalogue):
    could = {one.id for one in could_deposit(catalogue, "QAT", TODAY)}
    assert "icrmw" in could and could.isdisjoint({"echr", "udhr", "eu-charter", "custom"} | bound_by(catalogue, "QAT"))


def test_a_protocol_is_offered_only_to_who_is_bound_by_its_parent_and_the_reason_is_told(catalogue):
    for state, protocol, parent in (("IRN", "palermo-trafficking", "untoc"), ("SAU", "iccpr-op1", "iccpr")):
        assert protocol not in {one.id for one in could_deposit(catalogue, state, TODAY)}
        assert (protocol, parent) in {(one.id, of.id) for one, of in wanting_parent(catalogue, state, TODAY)}
        with pytest.raises(BadInput, match=f"Suppose that as well: {parent}:{state}:2027-01-01"):
            read_deposits([f"{protocol}:{state}:2027-01-01"], catalogue)
        alone = supposing(catalogue, [Deposit(protocol, state, date(2027, 1, 1))])
        day = Period.parse("2028-01-01")
        assert alone.bonds.belonging(f"bound:{protocol}", state, day).value is not YES
        both = read_deposits([f"{protocol}:{state}:2027-01-01", f"{parent}:{state}:2027-06-01"], catalogue)
        then = supposing(catalogue, both)
        begins = bound_from(both[0], then)
        assert begins == bound_from(both[1], then) > date(2027, 6, 1)
        assert then.bonds.belonging(f"bound:{protocol}", state, Period(begins, begins)).value is YES
        before = begins - timedelta(days=1)
        assert then.bonds.belonging(f"bound:{protocol}", state, Period(before, before)).value is not YES


def test_states_that_answer_alike_about_a_provision_stand_together_once(catalogue):
    profile = provision_profile(catalogue, "iccpr/13", TODAY)
    codes = [state.code for group in profile.alike for state in group.states]
    assert len(codes) == len(set(codes))
    surest = profile.alike[0]
    assert surest.bound is YES and not surest.is_reserved
    # without permission to stay article 13 does not hold; with it, it does
    assert [whoever for whoever, _ in surest.holds] == [NO, YES, YES, YES, UNKNOWN, UNKNOWN, UNKNOWN]
    assert any(group.is_reserved for group in profile.alike)


def test_a_provision_has_its_examples_and_says_on_what_it_depends(catalogue):
    profile = provision_profile(catalogue, "icrmw/16.7", TODAY)
    assert ("Fatou is free and needs no consul today.", "true") in profile.examples
    assert not profile.is_for_everyone and profile.depends_on("fr")
    assert provision_profile(catalogue, "udhr/14", TODAY).is_for_everyone


def test_every_part_of_the_world_has_a_name_in_every_language(catalogue):
    parts = {one.subregion or one.region for one in catalogue.vocabulary.states.values()} - {""}
    assert parts <= set(REGIONS)
    for language in ("es", "fr", "ar"):
        names = [region_name(part, language) for part in parts]
        assert len(set(names)) == len(parts) and all(names)
    assert region_name("Western Asia", "ar") != "Western Asia" and region_name("", "es") == ""


def test_of_the_union_itself_the_charter_and_custom_are_not_denied(catalogue):
    for name in ("eu-charter", "custom"):
        assert catalogue.bonds.belonging(f"bound:{name}", "EUE", Period(TODAY, TODAY)).value is UNKNOWN
