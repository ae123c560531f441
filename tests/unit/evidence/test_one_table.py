"""One table from many sources: each person once, a blank never a no, every list public, and where every row came from."""

from importlib.resources import files as resources

import polars as pl
import pytest

from amparo.errors import BadInput, Problems
from amparo.evidence.counting.domain import read_domain
from amparo.evidence.counting.lists import code_lists
from amparo.evidence.counting.people import Source, one_table
from amparo.evidence.counting.tallies import tally, without_small, without_small_beside

DOMAIN = """\
population: helped
person: who
attributes:
  - {name: sex, list: sex}
  - {name: year, list: years, keep: first}
  - {name: country, list: countries, several: true}
  - {name: region, of: country, by: region}
  - {name: work, list: work-sectors}
  - {name: section, of: work}
  - {name: abuse, values: [debt, papers], several: true}
"""
CASES = {
    "who": ["1", "1", "1", "2"],
    "sex": ["female", "", "female", "male"],
    "year": ["2022", "2023", "2024", "2024"],
    "country": ["NPL", "", "NPL;QAT", "NAM"],
    "work": ["domestic-work", "", "F", ""],
    "abuse": ["debt", "", "papers", ""],
}


@pytest.fixture
def domain(tmp_path):
    (tmp_path / "domain.yaml").write_text(DOMAIN)
    return read_domain(tmp_path / "domain.yaml")


def source(columns, name="cases.csv"):
    return Source(name, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def test_one_person_in_three_years_is_one_person(domain):
    people = one_table([source(CASES)], domain)
    assert len(people) == 2 and people.joined == 2
    assert people.frame.row(0, named=True) == {
        "sex": "female", "year": "2022", "country": "NPL;QAT", "region": "Asia",
        "work": "F", "section": "F", "abuse": "debt;papers",
    }  # fmt: skip
    assert people.differing == {"sex": 0, "year": 1, "work": 1}


def test_a_person_in_two_sources_is_one_person_and_two_without_a_name_are_two(domain):
    later = source({"who": ["2", "", ""], "sex": ["", "male", "male"], "work": ["A", "", ""]}, "later.csv")
    people = one_table([source(CASES), later], domain)
    assert len(people) == 4
    assert people.frame["work"].to_list() == ["F", "A", "", ""]
    assert [one.unnamed for one in people.sources] == [0, 2]


def test_a_blank_is_not_recorded_and_stays_a_value_of_its_own(domain):
    people = one_table([source({"who": ["1", "2"], "sex": ["", "male"]})], domain)
    assert people.sources[0].lacks == ("year", "country", "work", "abuse")
    (cell,) = tally(people, ["abuse"]).cells
    assert cell.values == ("",) and cell.by_sex == {"female": 0, "male": 1, "other": 0, "": 1}


def test_levels_come_from_the_list_and_domestic_work_is_in_section_t(domain):
    people = one_table([source({"who": ["1"], "work": ["domestic-work"], "country": ["NAM;ESP;FRA"]})], domain)
    assert people.frame["section"].to_list() == ["T"]
    assert people.frame["region"].to_list() == ["Africa;Europe"]


def test_a_survey_is_read_as_kobo_exports_it(domain):
    survey = {
        "_uuid": ["a", "b", "c"], "_submission_time": ["", "", ""], "you/who": ["7", "8", "9"],
        "you/sex": ["female", "male", ""], "harm/abuse": ["debt papers", "", "debt"],
        "harm/abuse/debt": ["1", "0", "1"], "harm/abuse/papers": ["1", "0", "0"], "name": ["x", "y", "z"],
    }  # fmt: skip
    people = one_table([source(survey)], domain)
    assert people.frame["abuse"].to_list() == ["debt;papers", "", "debt"]
    assert people.sources[0].kind == "survey"
    assert people.sources[0].left_out == ("_uuid", "_submission_time", "name")
    ticks_only = {name: cells for name, cells in survey.items() if name != "harm/abuse"}
    assert one_table([source(ticks_only)], domain).frame.equals(people.frame)


def test_what_is_not_listed_is_refused_by_file_and_row_and_not_repeated(domain):
    wrong = source({"who": ["1", "2"], "sex": ["female", "woman"], "country": ["NPL;ATLANTIS", ""]}, "wrong.csv")
    ticked = source({"abuse/sorcery": ["1"]}, "ticked.csv")
    with pytest.raises(Problems) as caught:
        one_table([source(CASES), wrong, ticked], domain)
    told = str(caught.value)
    assert "wrong.csv:3" in told and "wrong.csv:2" in told and "ticked.csv" in told
    assert not any(word in told for word in ("woman", "ATLANTIS", "sorcery"))


def test_a_value_that_nobody_ticked_is_no_complaint(domain):
    assert len(one_table([source({"abuse/sorcery": ["0", ""]})], domain)) == 2


def test_the_same_rows_have_the_same_digest_and_others_another(domain):
    one, same, other = (
        one_table([source(rows)], domain).sources[0].digest for rows in (CASES, CASES, {**CASES, "who": list("1234")})
    )
    assert one == same != other


def test_no_source_is_a_table_of_nobody(domain):
    nobody = one_table([], domain)
    assert len(nobody) == 0 and nobody.frame.columns == domain.names
    assert tally(nobody, ["sex"]).cells == ()


def crowd(domain, **numbers):
    """So many people of each country, half of them women."""
    rows = [(code, ("female", "male")[at % 2]) for code, number in numbers.items() for at in range(number)]
    return one_table([source({"country": [code for code, _ in rows], "sex": [sex for _, sex in rows]})], domain)


def test_small_cells_are_hidden_and_no_hidden_one_is_the_difference_of_the_others(domain):
    found = without_small(tally(crowd(domain, NPL=60, IND=30, PHL=4), ["country"]))
    assert [(cell.values, cell.people) for cell in found.cells] == [(("NPL",), 60), (("IND",), None), (("PHL",), None)]
    assert found.people == 94


def test_sexes_are_hidden_together_where_one_of_them_is_few(domain):
    (cell,) = without_small(tally(crowd(domain, NPL=18), ["country"])).cells
    assert cell.people == 18 and set(cell.by_sex.values()) == {None}
    (cell,) = without_small(tally(crowd(domain, NPL=40), ["country"])).cells
    assert cell.by_sex["female"] == 20


def test_where_fewer_than_ten_are_counted_nothing_is_shown(domain):
    assert without_small(tally(crowd(domain, NPL=9), ["country"])).cells == ()


def test_a_table_beside_its_sums_hides_what_follows_from_them(domain):
    """Of 30 from Nepal the 26 women would tell of the 4 men; of India not even the sum is shown."""
    rows = [("NPL", "female")] * 26 + [("NPL", "male")] * 4 + [("IND", "male")] * 12 + [("PHL", "male")] * 3
    rows += [("QAT", "female")] * 20 + [("QAT", "male")] * 11
    people = one_table([source({"country": [code for code, _ in rows], "sex": [sex for _, sex in rows]})], domain)
    sums = without_small(tally(people, ["country"]))
    found = without_small_beside(tally(people, ["country", "sex"]), sums)
    shown = {cell.values: cell.people for cell in found.cells if cell.people is not None}
    assert {cell.values[0] for cell in sums.cells if cell.people is None} == {"IND", "PHL"}
    assert shown == {("QAT", "female"): 20, ("QAT", "male"): 11}


def test_who_has_two_countries_stands_in_both_and_the_tally_says_so(domain):
    people = one_table([source({"country": ["NPL;QAT", "NPL"]})], domain)
    found = tally(people, ["country"])
    assert found.overlaps and found.people == 2 and [cell.people for cell in found.cells] == [2, 1]


def test_only_declared_attributes_are_counted(domain):
    with pytest.raises(BadInput, match="no attribute"):
        tally(one_table([], domain), ["faith"])


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("by: region", "by: moon", "by is never moon"),
        ("of: country, by: region", "of: sex", "no list that has levels"),
        ("list: countries", "list: planets", "list is never planets"),
        ("list: sex", "list: sex, values: [a]", "one of the three"),
        ("person: who", "person: sex", "no attribute"),
    ],
)
def test_a_domain_that_cannot_be_meant_is_refused(tmp_path, was, becomes, told):
    assert was in DOMAIN
    (tmp_path / "domain.yaml").write_text(DOMAIN.replace(was, becomes))
    with pytest.raises(Problems, match=told):
        read_domain(tmp_path / "domain.yaml")


def test_places_are_those_of_the_vocabulary():
    states = pl.read_csv(resources("amparo.situation") / "data/states.csv", infer_schema=False)
    states = states.filter(pl.col("kind").is_in(["state", "territory"])).with_columns(pl.all().fill_null(""))
    listed = code_lists()["countries"]
    assert list(listed.values) == states["code"].to_list()
    assert dict(listed.levels["region"]) == dict(states.select("code", "region").iter_rows())


def test_every_list_has_a_source():
    assert all(one.source and one.title for one in code_lists().values())
