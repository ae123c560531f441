"""Half a catalogue never answers: one problem in the data and nothing is loaded; all problems are listed, with file and line."""

import pytest
import small_catalogue as small

from amparo.errors import Problems
from amparo.norms.catalogue.catalogue import assemble
from amparo.norms.catalogue.knowledge import read_sources, sources

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
        ("right: school", "right: schol", "There is no right schol. Did you mean school?"),
        (
            "right: school",
            "right: health",
            "There is no right health. health is a theme; its rights are: school, urgent",
        ),
        ("right: school", "right: zzz", "There is no right zzz. It is one of: school, urgent-care."),
        ("holder: child", "also: [schol]", "There is no right schol. Did you mean school?"),
        ("id: small/2", "id: Small/2", "id is in lower case: small/2."),
        ("id: small/2", "id: small/2_b", "id has small letters, figures, dots and hyphens"),
        ("says: You may go to school.", 'says: ""', "says is empty."),
        ("says: You may go to school.", "says: You may go # to school.", "The text ends before #."),
        ("holder: child", "holder: {or: [child]}", "There is no or: here. Write any: instead."),
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
    old = old if "id: " not in new else "id: small/2"
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
        "There is no right schol.",
        "says has 31 words",
        "commitments/small.csv:2: state is not a State's code.",
        "commitments/small.csv:2: event is never depsit. Did you mean deposit?",
        "commitments/small.csv:2: on is not a date: that month has 28 days.",
        "label has no ar.",
        "translations/es/small.yaml:3: small/9 is translated and is no provision.",
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
    (found,) = small.complaints(folders)
    first, second = f"{tmp_path}/instruments/again.yaml:2", f"{tmp_path}/instruments/small.yaml:2"
    assert found == f"{second}: The instrument small is there twice. It stands already at {first}."


def test_commitments_towards_nothing_are_refused(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "commitments/big.csv").write_text((tmp_path / "commitments/small.csv").read_text())
    assert small.complaints(folders) == [f"{tmp_path}/commitments/big.csv:2: There is no instrument big."]


def test_a_denunciation_of_what_has_no_exit_clause_is_refused(tmp_path):
    more = "1990-01-10,invented,yes,\n", "1990-01-10,invented,yes,\nMEX,denunciation,,2001-01-10,invented,yes,\n"
    folders = small.write(tmp_path, [("commitments/small.csv", *more)])
    (found,) = small.complaints(folders)
    assert found.startswith(f"{tmp_path}/commitments/small.csv:3: small has no exit clause")
    leaving = (
        "instruments/small.yaml",
        "complete_until:",
        "exit: {citation: art. 10, notice: {days: 30}}\n    complete_until:",
    )
    small.change(tmp_path, *leaving)
    assert small.complaints(folders) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            ("instruments/small.yaml", "verified: true", "verified: true\n    requires: big"),
            "instruments/small.yaml:10",
        ),
        (
            ("instruments/small.yaml", "verified: true", "verified: true\n    procedures: [s/9]"),
            "instruments/small.yaml:10",
        ),
        (("provisions/small.yaml", "id: small/2", "id: small/1"), "provisions/small.yaml:20"),
        (("translations/es/small.yaml", "small/1:", "small/9:"), "translations/es/small.yaml:3"),
    ],
)
def test_what_points_nowhere_is_told_where_it_stands(tmp_path, change, place):
    (found, *_) = small.complaints(small.write(tmp_path, [change]))
    assert found.startswith(f"{tmp_path}/{place}: ")


def test_a_reservation_of_nothing_is_told_where_it_stands(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "reservations.yaml").write_text(
        "reservations:\n  - state: MEX\n    provisions: [small/9]\n    from: 1990-01-10\n    effect: excludes\n"
        "    says: Held back.\n    verified: true\n"
    )
    (found,) = small.complaints(folders)
    assert found == f"{tmp_path}/reservations.yaml:3: small/9 is reserved and is no provision."


def test_a_translation_into_a_language_that_nobody_reads_is_refused(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "translations/de").mkdir()
    (tmp_path / "translations/de/small.yaml").write_text("language: de\nstatements: {}\n")
    (found,) = small.complaints(folders)
    assert found.startswith(f"{tmp_path}/translations/de/small.yaml:1: Nobody reads de.")


@pytest.mark.parametrize(
    "change",
    [
        ("instruments/small.yaml", "    title: A small treaty\n", ""),
        ("instruments/small.yaml", "adopted_on: 1980-01-01", "adopted_on: soon"),
        ("instruments/small.yaml", "    entry: ", "    entri: "),
        ("instruments/small.yaml", "complete_until: 2020-01-01", "complete_until: 01-02-2020"),
    ],
)
def test_what_rests_on_a_broken_instrument_is_not_blamed_for_it(tmp_path, change):
    found = small.complaints(small.write(tmp_path, [change]))
    assert found and all(f"{tmp_path}/instruments/small.yaml" in one for one in found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("instruments/small.yaml", b"a: ["),
        ("themes.yaml", b""),
        ("sources.yaml", b"a: ["),
        ("provisions/small.yaml", b"\xff"),
    ],
)
def test_what_rests_on_an_unreadable_file_is_not_blamed_for_it(tmp_path, name, content):
    folders = small.write(tmp_path)
    (tmp_path / name).write_bytes(content)
    problems = []
    knowledge = read_sources(sources((), folders), problems)
    assemble(knowledge, (), problems, thorough=True)
    assert [problem.place.file for problem in problems] == [f"{tmp_path}/{name}"]


def test_a_misspelt_instrument_is_told_once_and_its_provisions_are_not_blamed(tmp_path):
    (found,) = small.complaints(small.write(tmp_path, [(PROVISIONS, "instrument: small", "instrument: smaal")]))
    assert found.endswith("provisions/small.yaml:1: instrument is never smaal. Did you mean small?")


def test_a_file_with_a_key_given_twice_is_read_further(tmp_path):
    changes = [
        (PROVISIONS, "holder: child", "holder: child\n    holder: chidl"),
        (PROVISIONS, "right: school", "right: schol"),
    ]
    found = "\n".join(small.complaints(small.write(tmp_path, changes)))
    for sentence in ("holder is given twice", "There is no fact chidl.", "There is no right schol."):
        assert sentence in found


def test_with_a_broken_vocabulary_no_condition_is_judged(tmp_path):
    import shutil

    folders = dict(small.write(tmp_path / "norms", [(PROVISIONS, "right: school", "right: schol")]))
    shutil.copytree(folders["situation"], tmp_path / "situation")
    folders["situation"] = tmp_path / "situation"
    derived = tmp_path / "situation/derived.yaml"
    derived.write_text(derived.read_text().replace("    when:", "    whan:", 1))
    problems = []
    knowledge = read_sources(sources((), folders), problems)
    assemble(knowledge, (), problems, thorough=True)
    assert problems and all(problem.place.file == str(derived) for problem in problems)
    assert any("has no when" in problem.sentence for problem in problems)


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
