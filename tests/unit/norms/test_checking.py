"""Examples are tests: a wrong one is told, and a clause that none of them notices is told too."""

import pytest
import small_catalogue as small

PROVISIONS = "provisions/small.yaml"


def check(tmp_path, *changes):
    return small.complaints_of_examples(small.write(tmp_path, [(PROVISIONS, old, new) for old, new in changes]))


def test_a_wrong_expectation_is_told_with_its_line_and_sentence(tmp_path):
    (found,) = check(
        tmp_path, ("{urgent-medical-need: true}, holds: true", "{urgent-medical-need: true}, holds: false")
    )
    assert found.endswith("small/1: holds is yes, expected no: Ines is bleeding.")
    assert f"{PROVISIONS}:13:" in found


def test_a_wrong_engagement_is_told(tmp_path):
    (found,) = check(
        tmp_path, ("{urgent-medical-need: false}, holds: true, engaged: false", "{}, holds: true, engaged: false")
    )
    assert found.endswith("small/1: engaged is unknown, expected no: Ines is well.")


def test_unknown_can_be_expected(tmp_path):
    more = (
        "{says: Ines is grown up., like: ines, holds: false}",
        "{says: Ines is grown up., like: ines, holds: false}\n"
        "      - {says: Nobody knows., like: ines, facts: {age: unknown}, holds: unknown}",
    )
    assert check(tmp_path, more) == []


def test_a_clause_that_no_example_notices_is_told(tmp_path):
    (found,) = check(
        tmp_path,
        (
            "      - {says: The land that one leaves is not asked., like: ines, "
            "facts: {age: 9, role: origin}, holds: false}\n",
            "",
        ),
    )
    assert "small/2: no example notices this mistake in duty_bearer: without role: destination." in found


def test_a_value_that_no_example_needs_is_told(tmp_path):
    found = check(
        tmp_path,
        ("holder: child", "holder: {all: [child], stay: [none, pending, temporary]}"),
        ("like: ines, facts: {age: 9}, holds: true", "like: ines, facts: {age: 9, stay: none}, holds: true"),
    )
    assert any("no example notices this mistake in holder: stay without pending" in one for one in found)
    assert any("no example notices this mistake in holder: without stay" in one for one in found)
    assert not any("stay without none" in one for one in found)


def test_a_wrong_example_hides_no_other_provision(tmp_path):
    found = check(
        tmp_path,
        ("like: ines, holds: false", "like: ines, holds: true"),
        ("{urgent-medical-need: true}, holds: true", "{urgent-medical-need: true}, holds: false"),
    )
    assert [one.split(": ")[1] for one in found] == ["small/1", "small/2"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("like: ines, holds: false", "like: eva, holds: false", "There is no eva among the people of this file."),
        ("like: ines, holds: false", "like: ines, holds: perhaps", "holds is true, false or unknown."),
        ("like: ines, holds: false", "like: ines", "An example has no holds."),
        ("like: ines, holds: false", "like: ines, hold: false", "An example has no field hold. Did you mean holds?"),
        ("{age: 9, role: origin}", "{age: 9, rol: origin}", "rol is not a fact of the vocabulary. Did you mean role?"),
        ("{age: 9, role: origin}", "{age: 9, state: XXX}", "state is not a State's code."),
        ("{age: 9, role: origin}", "{age: 9, role: orign}", "role is one of: origin, transit, destination."),
    ],
)
def test_an_example_that_cannot_be_run_is_told(tmp_path, old, new, sentence):
    found = check(tmp_path, (old, new))
    assert any(sentence in one and f"{PROVISIONS}:" in one for one in found), found


def test_an_engagement_that_nothing_engages_is_not_expected(tmp_path):
    (found,) = check(tmp_path, ("like: ines, holds: false", "like: ines, holds: false, engaged: true"))
    assert "An example has no field engaged." in found


def test_a_provision_for_everybody_needs_an_example_that_can_be_run(tmp_path):
    found = check(
        tmp_path,
        (
            "      - {says: Ines is bleeding., like: ines, facts: {urgent-medical-need: true}, holds: true, engaged: true}\n",
            "",
        ),
        (
            "      - {says: Ines is well., like: ines, facts: {urgent-medical-need: false}, holds: true, engaged: false}\n",
            "",
        ),
    )
    assert any("small/1 has no example that can be run." in one for one in found)


def test_reservations_count_in_examples(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "reservations.yaml").write_text(
        "reservations:\n  - {state: MEX, provisions: [small/1], from: 1990-01-10, effect: excludes, says: Held back., verified: false}\n"
    )
    found = small.complaints_of_examples(folders)
    assert len(found) == 2 and all("small/1: holds is no, expected yes" in one for one in found)
