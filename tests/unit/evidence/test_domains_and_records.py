"""A declared domain, and a table read by it: nothing is guessed, and a blank stays a blank."""

import numpy as np
import pytest
from people import DOMAIN, YAML, crowd, files

from amparo.errors import AmparoError, Problems
from amparo.evidence.counting.domain import Attribute, read_domain
from amparo.evidence.counting.drafting import draft_domain
from amparo.evidence.counting.frames import read_frame
from amparo.evidence.counting.records import Records, read_records, write_records

HEADER = "sex,country,means\n"


def read(folder, rows):
    table, domain = files(folder, HEADER + rows)
    return read_records(table, read_domain(domain))


def test_a_domain_is_read_as_it_is_declared(tmp_path):
    assert read_domain(files(tmp_path, HEADER)[1]) == DOMAIN


def test_na_is_namibia_and_no_is_norway_and_neither_is_a_blank(tmp_path):
    assert read(tmp_path, "woman,NA,\nman,NO,\nman,,\n").codes[:, 1].tolist() == [1, 2, 0]


def test_a_blank_is_not_recorded_and_never_no(tmp_path):
    assert read(tmp_path, ",,\n").codes.tolist() == [[0, 0, 0, 0, 0]]


def test_a_person_may_have_several_values_of_an_attribute_that_says_so(tmp_path):
    assert read(tmp_path, "woman,PHL,debt; papers kept\n").codes.tolist() == [[1, 3, 0, 1, 1]]


def test_what_was_read_can_be_written_and_read_again(tmp_path):
    people = crowd(200)
    again = read(tmp_path, write_records(people).removeprefix(HEADER))
    assert np.array_equal(again.codes, people.codes)


def test_quotes_in_values_survive_writing(tmp_path):
    domain = YAML.replace("woman, man", '\'so-called "guest"\', "a, b"')
    table, path = files(tmp_path, HEADER + '"so-called ""guest""",,\n"a, b",,\n', domain)
    people = read_records(table, read_domain(path))
    assert people.codes[:, 0].tolist() == [1, 2]
    assert write_records(people) == table.read_text()


def test_an_unlisted_code_is_refused_with_column_and_row_but_not_repeated(tmp_path):
    with pytest.raises(Problems) as caught:
        read(tmp_path, "woman,PHL,\nwoman,ATLANTIS,\nman,,debt;sorcery\n")
    told = str(caught.value)
    assert "Row 2" in told and "country" in told and "Row 3" in told and "means" in told
    assert "ATLANTIS" not in told and "sorcery" not in told


def test_many_unlisted_codes_are_counted_instead_of_listed(tmp_path):
    with pytest.raises(Problems, match="80 more rows"):
        read(tmp_path, "x,,\n" * 100)


def test_missing_and_undeclared_columns_are_both_told(tmp_path):
    table, domain = files(tmp_path, "sex,country,faith\n")
    with pytest.raises(Problems) as caught:
        read_records(table, read_domain(domain))
    assert "no column means" in str(caught.value) and "does not declare the column faith" in str(caught.value)


def test_an_empty_table_is_a_table_of_nobody(tmp_path):
    nobody = read(tmp_path, "")
    assert len(nobody) == 0 and nobody.codes.shape == (0, 5)
    assert write_records(nobody) == HEADER


@pytest.mark.parametrize("text", ["", "\x00\x01", "a,b\n1,2,3\n"])
def test_what_is_no_table_is_one_message(tmp_path, text):
    table, domain = files(tmp_path, text)
    with pytest.raises(AmparoError):
        read_records(table, read_domain(domain))


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("sex", "se:x", "neither"),
        ("[woman, man]", "[woman, woman]", "once"),
        ("[woman, man]", "[]", "at least one"),
        ("[woman, man]", "['a;b']", "holds no"),
        ("[woman, man]", "[NO]", "NO"),
        ("population: invented\n", "", "population"),
        ("name: country", "name: sex", "twice"),
        ("people: 2000", "peple: 2000", "peple"),
        ("cap_epsilon: 6", "cap_epsilon: -6", "not negative"),
    ],
)
def test_a_domain_that_says_something_else_than_it_means_is_refused(tmp_path, was, becomes, told):
    assert was in YAML
    with pytest.raises(Problems, match=told):
        read_domain(files(tmp_path, HEADER, YAML.replace(was, becomes, 1))[1])


def test_an_attribute_with_too_many_values_is_refused():
    with pytest.raises(ValueError, match="group them"):
        Attribute("village", tuple(map(str, range(2_001))))


def test_a_draft_says_that_it_leaks_and_admits_the_table_that_it_was_read_off(tmp_path):
    people = crowd(97)
    table, domain = files(tmp_path, write_records(people))
    drafted = draft_domain(read_frame(table), "drafted")
    domain.write_text(drafted)
    assert "already a disclosure" in drafted and "people: 100 " in drafted
    assert read_domain(domain).attributes[2].several
    assert len(read_records(table, read_domain(domain))) == len(people)


def test_records_know_how_many_they_are():
    assert len(Records(DOMAIN, np.zeros((3, 5), dtype=np.int32))) == 3
