"""Half a catalogue never answers: one problem in the data and nothing is loaded; all problems are listed, with file and line."""

import pytest
import small_catalogue as small

from amparo.errors import Problems

PROVISIONS = "provisions/small.yaml"
THIRTY_ONE = " ".join(["care"] * 31)


def line_of(text):
    """The line of provisions/small.yaml on which the text stands."""
    import textwrap

    lines = textwrap.dedent(small.FILES[PROVISIONS]).splitlines()
    (found,) = (at for at, line in enumerate(lines, start=1) if text in line)
    return found


def test_the_small_catalogue_is_in_order(tmp_path):
    folders = small.write(tmp_path)
    assert small.complaints(folders) == []
    assert list(small.load(folders).provisions) == ["small/1", "small/2"]
    assert small.complaints_of_examples(folders) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("id: small/2", "id: small/1", "The id small/1 is there twice."),
        ("id: small/2", "id: other/2", "id is written small/<article>."),
        ("holder: child", "holder: chidl", "There is no fact chidl. Did you mean child?"),
        ("holder: child", "holder: {stay: sometimes}", "stay is never sometimes"),
        ("holder: child", "holder: {state: {within: atlantis}}", "atlantis"),
        ("right: school", "right: schol", "right is never schol. Did you mean school?"),
        ("says: You may go to school.", f"says: {THIRTY_ONE}", "says has 31 words; 30 at most"),
        ("any_status: true", "any_status: NO", "NO would be read as true or false by YAML."),
        ("any_status: true", "any_status: maybe", "any_status is true or false."),
        ("duty_bearer: destination", "duty_bearer: employer", "duty_bearer is any, or one or two of"),
        ("duty_bearer: destination", "duty_bearer: [origin, transit, destination]", "duty_bearer is any"),
        ("holder: child", "holdr: child", "A provision has no field holdr. Did you mean holder?"),
        ("instrument: small", "instrument: smaal", "instrument is never smaal. Did you mean small?"),
        ("citation: Small Treaty art. 2", "note: none", "A provision has no citation."),
        ("holder: child", "holder: {any: [child, {child: false}]}", "This is always true, whatever the facts"),
        ("holder: child", "holder: {all: [child], unless: child}", "This is always false, whatever the facts"),
    ],
)
def test_a_bad_provision_is_refused_with_file_and_line(tmp_path, old, new, sentence):
    folders = small.write(tmp_path, [(PROVISIONS, old, new)])
    with pytest.raises(Problems) as refused:
        small.load(folders)
    (found,) = [one for one in refused.value.found if sentence in one.sentence]
    assert found.place.file.endswith("provisions/small.yaml")
    block = line_of("id: small/2") if "no citation" in sentence or "always" in sentence else line_of(old)
    assert abs(found.place.line - block) <= (12 if "always" in sentence else 0)


def test_an_unknown_instrument_that_should_bind_is_refused(tmp_path):
    folders = small.write(tmp_path, [(PROVISIONS, "    holder: child", "    holder: child\n    bound_by: smaal")])
    assert [one for one in small.complaints(folders) if "There is no instrument smaal." in one]


def test_a_provision_without_an_example_is_refused(tmp_path):
    folders = small.write(tmp_path)
    path = tmp_path / PROVISIONS
    kept = [line for line in path.read_text().splitlines(keepends=True) if "{says: " not in line]
    path.write_text("".join(line for line in kept if "examples:" not in line))
    without = [one for one in small.complaints(folders) if "has no examples" in one]
    assert len(without) == 2


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    folders = small.write(
        tmp_path,
        [
            (PROVISIONS, "id: small/2", "id: small/1"),
            (PROVISIONS, "holder: child", "holder: chidl"),
            (PROVISIONS, "right: school", "right: schol"),
            (PROVISIONS, "says: You may go to school.", f"says: {THIRTY_ONE}"),
            ("commitments/small.csv", "MEX,deposit,ratification,1990-01-10", "XXX,depsit,ratification,1990-02-30"),
            ("themes.yaml", "ar: الصحة", "xx: الصحة"),
            ("translations/es/small.yaml", "small/1:", "small/9:"),
        ],
    )
    found = "\n".join(small.complaints(folders))
    for sentence in (
        f"provisions/small.yaml:{line_of('id: small/2')}: The id small/1 is there twice.",
        "There is no fact chidl.",
        "right is never schol.",
        "says has 31 words",
        "commitments/small.csv:2: state is not a State's code.",
        "commitments/small.csv:2: event is never depsit. Did you mean deposit?",
        "commitments/small.csv:2: on is not a date: that month has 28 days.",
        "label has no ar.",
        "small/9 is translated and is no provision.",
    ):
        assert sentence in found, sentence


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("commitments/small.csv", ",invented,", ",somewhere,", "source is never somewhere"),
        ("commitments/small.csv", ",yes,", ",true,", "verified is never true"),
        ("commitments/small.csv", ",yes,\n", ",yes,,\n", "The row has 8 cells and the header 7."),
        ("instruments/small.yaml", "deposits: 1", "deposits: one", "deposits is a whole number."),
        ("instruments/small.yaml", "{days: 30}, later", "{days: 30, months: 1}, later", "in days or in months"),
        ("instruments/small.yaml", "verified: true", "verified: true\n    requires: big", "requires big, which is no"),
        ("instruments/small.yaml", "verified: true", "verified: true\n    procedures: [small/9]", "names a procedure"),
        ("instruments/small.yaml", "entry: ", "entri: ", "An instrument has no field entri."),
        ("instruments/small.yaml", "complete_until: 2020-01-01", "complete_until: 2020", "complete_until is a day"),
        ("themes.yaml", "id: school", "id: urgent-care", "The right urgent-care stands under two themes."),
        ("translations/es/small.yaml", "language: es", "language: eo", "language is never eo"),
    ],
)
def test_a_problem_in_any_file_loads_nothing(tmp_path, name, old, new, sentence):
    folders = small.write(tmp_path, [(name, old, new)])
    assert any(sentence in one for one in small.complaints(folders)), small.complaints(folders)


def test_an_instrument_that_is_there_twice_is_refused(tmp_path):
    folders = small.write(tmp_path)
    text = (tmp_path / "instruments/small.yaml").read_text()
    (tmp_path / "instruments/again.yaml").write_text(text)
    assert any("The instrument small is there twice." in one for one in small.complaints(folders))


def test_commitments_towards_nothing_are_refused(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "commitments/big.csv").write_text((tmp_path / "commitments/small.csv").read_text())
    assert any("There is no instrument big." in one for one in small.complaints(folders))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe", "not UTF-8"), (b"", "empty"), (b"a: [", "not readable"), (b"a: &x 1\nb: *x", "alias")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, sentence):
    folders = small.write(tmp_path)
    (tmp_path / "reservations.yaml").write_bytes(content)
    assert any(one.startswith(f"{tmp_path}/reservations.yaml") and sentence in one for one in small.complaints(folders))


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("state: XXX", "state is not a State's code."),
        ("provisions: [small/9]", "small/9 is reserved and is no provision."),
        ("effect: abolishes", "effect is never abolishes"),
        ("when: {stay: sometimes}", "stay is never sometimes"),
        ("from: soon", "from is not a date"),
    ],
)
def test_a_bad_reservation_is_refused(tmp_path, field, sentence):
    folders = small.write(tmp_path)
    good = {"state": "MEX", "provisions": "[small/1]", "from": "1990-01-10", "effect": "narrows"}
    good |= {"says": "Held back.", "verified": "true", field.partition(": ")[0]: field.partition(": ")[2]}
    lines = "\n    ".join(f"{name}: {value}" for name, value in good.items())
    (tmp_path / "reservations.yaml").write_text(f"reservations:\n  - {lines}\n")
    assert any(sentence in one for one in small.complaints(folders)), small.complaints(folders)
