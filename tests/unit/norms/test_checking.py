"""Examples are tests: a wrong one is told, and a clause that none of them notices is told too."""

import pytest
import small_catalogue as small

from amparo.norms.authors.examples import _Checker
from amparo.norms.catalogue.catalogue import assemble
from amparo.rules.forms import Form

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
    assert found.endswith(
        "small/2: no example notices this mistake in duty_bearer: without role: destination. "
        "Add an example that differs only in this, such as role: origin, and expects otherwise."
    )


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
        ("{age: 9, role: origin}", "{age: 9, rol: origin}", "is not a fact of the vocabulary. Did you mean role?"),
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


@pytest.mark.parametrize("examples", ["", " []"])
def test_a_provision_for_everybody_needs_an_example_too(tmp_path, examples):
    folders = small.write(tmp_path)
    path = tmp_path / PROVISIONS
    before, _, after = path.read_text().partition("    examples:\n")
    rest = after[after.index("    engaged_by") :]
    path.write_text(f"{before}    examples:{examples}\n{rest}")
    found = small.complaints(folders) + small.complaints_of_examples(folders)
    assert any(f"{PROVISIONS}:" in one and "example" in one for one in found), found


def test_where_something_engages_each_example_says_what_is_expected_of_it(tmp_path):
    (found,) = check(
        tmp_path,
        ("{urgent-medical-need: true}, holds: true, engaged: true", "{urgent-medical-need: true}, holds: true"),
    )
    assert found.endswith("An example has no engaged.")


def test_examples_of_a_file_with_a_problem_are_not_run(tmp_path):
    """A wrong expectation beside a misspelt condition may only be its consequence."""
    found = check(tmp_path, ("holder: child", "holder: chidl"), ("like: ines, holds: false", "like: ines, holds: true"))
    assert [one.partition(": ")[2] for one in found] == ["There is no fact chidl. Did you mean child?"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("instruments/small.yaml", "adopted_on: 1980-01-01", "adopted_on: soon"),
        ("commitments/small.csv", "1990-01-10", "1990-02-30"),
    ],
)
def test_no_example_is_run_if_that_by_which_it_is_judged_is_broken(tmp_path, name, old, new):
    folders = small.write(
        tmp_path, [(name, old, new), (PROVISIONS, "like: ines, holds: false", "like: ines, holds: true")]
    )
    found = small.complaints_of_examples(folders)
    assert found and all(f"{tmp_path}/{name}" in one for one in found)


def test_examples_of_a_file_in_order_run_beside_a_broken_one(tmp_path):
    folders = small.write(tmp_path, [(PROVISIONS, "like: ines, holds: false", "like: ines, holds: true")])
    (tmp_path / "provisions/other.yaml").write_text("instrument: small\nprovisions: []\nmore: 1\n")
    found = small.complaints_of_examples(folders)
    assert [one.partition(":")[0].removeprefix(f"{tmp_path}/provisions/") for one in found] == [
        "other.yaml",
        "small.yaml",
    ]


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("ines: {who: Somebody, fact: {age: 3}}", "ines has no facts."),
        ("ines: {who: Somebody, facts: [age]}", "The facts of ines are names with values."),
        ("ines: Somebody", "ines is a list of named fields."),
    ],
)
def test_a_person_who_cannot_be_read_is_told_once_and_no_example_is_blamed(tmp_path, new, sentence):
    folders = small.write(tmp_path)
    text = (tmp_path / PROVISIONS).read_text()
    start, end = text.index("  ines:"), text.index("provisions:")
    (tmp_path / PROVISIONS).write_text(f"{text[:start]}  {new}\n{text[end:]}")
    found = small.complaints_of_examples(folders)
    assert any(sentence in one for one in found) and not any("small/" in one.partition(": ")[2] for one in found)


def test_people_that_are_a_list_are_told(tmp_path):
    folders = small.write(tmp_path)
    text = (tmp_path / PROVISIONS).read_text()
    start, end = text.index("  ines:"), text.index("provisions:")
    (tmp_path / PROVISIONS).write_text(f"{text[:start]}  - ines\n{text[end:]}")
    assert small.complaints_of_examples(folders)[0].endswith("people are names, each with who and facts.")


def test_a_fact_of_a_person_is_complained_of_once_where_it_stands(tmp_path):
    (found,) = set(check(tmp_path, ("role: destination, nationality", "rol: destination, nationality")))
    assert f"{PROVISIONS}:5: " in found and "is not a fact of the vocabulary. Did you mean role?" in found


INSTRUMENT_EXAMPLE = "verified: true\n    examples:\n      - {{says: Bound., state: {}, on: {}, bound: {}}}"


@pytest.mark.parametrize(
    ("state", "on", "bound", "sentence"),
    [
        ("MEX", "2000-01-01", "true", None),
        ("MEX", "2000-01-01", "false", "small: MEX bound on 2000-01-01 is yes, expected no: Bound."),
        ("MEX", "2000-02-30", "true", "on is not a date: that month has 29 days."),
        ("MEX", "soon", "true", "on is not a date: write 2013-04-17, 2013-04 or 2013."),
        ("XXX", "2000-01-01", "true", "state is not a State's code."),
        ("MEX", "2000-01-01", "maybe", "bound is true, false or unknown."),
    ],
)
def test_examples_of_instruments_are_told_with_their_line(tmp_path, state, on, bound, sentence):
    new = INSTRUMENT_EXAMPLE.format(state, on, bound)
    folders = small.write(tmp_path, [("instruments/small.yaml", "verified: true", new)])
    problems = []
    knowledge = small.read(folders, problems)
    checker = _Checker(assemble(knowledge, (), problems, thorough=True), problems)
    for node in knowledge.under("norms/instruments/").values():
        checker.instruments(Form(node, [], "The file"))
    assert [str(one) for one in problems] == ([f"{tmp_path}/instruments/small.yaml:11: {sentence}"] if sentence else [])


BROKEN = ("{0}:", "{0}: [x]", "{0}: soon", "{0}: {{x: 1}}", "{0}: 7", "")


@pytest.mark.parametrize("name", sorted(small.FILES))
def test_no_broken_line_of_any_file_ends_in_an_accident(tmp_path, name):
    folders = small.write(tmp_path)
    lines = (tmp_path / name).read_text().splitlines()
    for at, line in enumerate(lines):
        for shape in BROKEN:
            changed = [*lines[:at], shape.format(line.partition(":")[0]), *lines[at + 1 :]]
            (tmp_path / name).write_text("\n".join(changed) + "\n")
            found = small.complaints_of_examples(folders)
            assert all(one.partition(": ")[2].endswith((".", "?")) or "says nothing: " in one for one in found), found


def test_reservations_count_in_examples(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "reservations.yaml").write_text(
        "reservations:\n  - {state: MEX, provisions: [small/1], from: 1990-01-10, effect: excludes, says: Held back., verified: false}\n"
    )
    found = small.complaints_of_examples(folders)
    assert len(found) == 2 and all("small/1: holds is no, expected yes" in one for one in found)
