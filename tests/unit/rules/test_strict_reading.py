"""YAML and JSON read strictly: what could be misread is a problem with file and line, never a guess."""

import pytest

from amparo.errors import BadInput
from amparo.rules import reading
from amparo.rules.forms import plain
from amparo.rules.reading import Entries, parse_document, read_document, read_text

ADVICE = (
    "If a text contains a colon, put it in quotes; otherwise compare the spaces at the beginning with the line above; "
    "no tabs."
)
DIGITS = "A number has at most 17 digits. Put it in quotes if it is a text."


def complaints(text):
    problems = []
    assert read_document(text, "norm.yaml", problems) is None
    return [str(problem) for problem in problems]


def read(text):
    problems = []
    document = read_document(text, "norm.yaml", problems)
    assert not problems
    return document


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a is given twice; it stands already on line 1."),
        ("a:\n  b: 1\n  b: 1\n", 3, "b is given twice; it stands already on line 2."),
        ("a: 1\nb: &x 2\n", 2, "An anchor or alias (&name, *name) stands here. Write the value out."),
        ("a: 1\nb: *x\n", 2, "An anchor or alias (&name, *name) stands here. Write the value out."),
        ("a:\n- b\n- *x\n", 3, "An anchor or alias (&name, *name) stands here. Write the value out."),
        ("a: 1\nb: !secret 2\n", 2, "A tag (!name) stands here. Write the plain value."),
        ("a: 1\nb: !!set {c: 1}\n", 2, "A tag (!name) stands here. Write the plain value."),
        ("a: 1\nb:\n  !secret [c]\n", 3, "A tag (!name) stands here. Write the plain value."),
        ("a: 1\n[b, c]: 2\n", 2, "A name is expected here, and nothing else."),
        (
            "a:\n\tb: 1\n",
            2,
            f"This is not readable as YAML or JSON: found character that cannot start any token. {ADVICE}",
        ),
        ("a: 1\nb: [1, 2\n", 3, f"This is not readable as YAML or JSON: did not find expected ',' or ']'. {ADVICE}"),
        (
            "a: says: b\n",
            1,
            f"This is not readable as YAML or JSON: mapping values are not allowed in this context. {ADVICE}",
        ),
        ("a: 1\n---\nb: 2\n", 2, "A second document begins here (---). One file holds one."),
    ],
)
def test_what_could_be_misread_is_refused_with_its_line(text, line, sentence):
    assert complaints(text) == [f"norm.yaml:{line}: {sentence}"]


@pytest.mark.parametrize("word", ["NO", "no", "No", "yes", "Yes", "on", "off", "OFF", "y", "n"])
def test_a_word_that_yaml_may_take_for_true_or_false_is_refused(word):
    sentence = f"{word} would be read as true or false by YAML. Write true, false, or put it in quotes."
    assert complaints(f"a: 1\nnorway: {word}\n") == [f"norm.yaml:2: {sentence}"]


@pytest.mark.parametrize(
    "text", ["state: NO", "nationality: [SWE, NO]", "facts: {states: [NO]}", "state: [{of: 1}, NO]"]
)
def test_where_a_state_is_meant_it_says_how_states_are_written(text):
    assert complaints(text)[-1] == (
        "norm.yaml:1: NO would be read as true or false by YAML. States have three letters, such as NOR."
    )


def test_where_a_fact_only_begins_like_a_state_it_does_not():
    assert complaints("stateless: NO")[0].endswith("Write true, false, or put it in quotes.")


def test_a_country_code_in_quotes_stays_text():
    assert plain(read("norway: 'NO'\nother: \"no\"\n")) == {"norway": "NO", "other": "no"}


def test_such_a_word_may_be_a_name():
    assert plain(read("NO: 1\n")) == {"NO": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: true", True),
        ("a: false", False),
        ("a: 18", 18),
        ("a: -1", -1),
        ("a: 0.5", 0.5),
        ("a:", None),
        ("a: null", None),
        ("a: ~", None),
        ("a: '18'", "18"),
        ('a: "true"', "true"),
        ("a: 'null'", "null"),
        ("a: ''", ""),
        ("a: |\n  18\n", "18\n"),
        ("a: 2013-04-17", "2013-04-17"),
        ("a: 007", "007"),
        ("a: 0o17", "0o17"),
        ("a: 12:30", "12:30"),
        ("a: 1_000", "1_000"),
        ("a: .inf", ".inf"),
        ("a: TRUE", "TRUE"),
    ],
)
def test_a_plain_value_is_what_it_looks_like_and_a_quoted_one_is_text(text, value):
    found = plain(read(text))["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("shape", ["a: {}", '{{"a": {}}}', "[{}]", "a: [1, {}]"])
def test_a_number_has_seventeen_digits_and_no_more(sign, shape):
    most = int("9" * 17) * (-1 if sign else 1)
    assert str(most) in str(plain(read(shape.format(most))))
    for digits in (18, 5000):
        (told,) = complaints(shape.format(sign + "9" * digits))
        assert told.endswith(DIGITS) and "999" not in told


@pytest.mark.parametrize(
    "text", ["0.5", "-0.25", "1.5e3", "0.00012345678901234567", "1.7976931348623157e+308", "5e-324"]
)
def test_numbers_as_json_writes_them_are_read(text):
    assert plain(read(f'{{"a": {text}}}')) == {"a": float(text)}


@pytest.mark.parametrize("text", ["1e999", "-1e999", "0.123456789012345678", "1" * 18 + ".5", "1" * 18 + "e2"])
def test_a_number_that_nobody_means_is_refused_in_json(text):
    assert complaints(f'{{"a": {text}}}') == [f"norm.yaml: {DIGITS}"]


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_in_json(word):
    assert complaints(f'{{"a": {word}}}') == [f"norm.yaml: {word} is not a number. Leave out what is not known."]


def test_a_document_with_a_problem_is_read_to_its_end_for_who_checks_and_given_to_nobody_else():
    problems = []
    document = parse_document("a: NO\na: 2\nb: 3\n", "norm.yaml", problems)
    assert plain(document)["b"] == 3
    assert len(problems) == 2
    assert read_document("a: NO\na: 2\nb: 3\n", "norm.yaml", []) is None
    assert read_document('{"a": 1, "a": 2}', "norm.yaml", []) is None


@pytest.mark.parametrize("name", ["Maria Gomez", "+52 55 1234", "x@example.org", "Gomez", "a" * 41, "ñ"])
@pytest.mark.parametrize("shape", ['{{"{0}": 1, "{0}": 2}}', "'{0}': 1\n'{0}': 2\n"])
def test_a_name_given_twice_is_repeated_only_if_it_looks_like_one_of_ours(name, shape):
    (told,) = complaints(shape.format(name))
    assert name not in told
    assert "A name is given twice" in told


@pytest.mark.parametrize("name", ["school-age", "icrmw/16.7", "work_authorised", "a" * 40])
def test_a_name_of_ours_that_is_given_twice_is_told(name):
    (told,) = complaints(f"{name}: 1\n{name}: 2\n")
    assert f"{name} is given twice; it stands already on line 1." in told


CUT = "The text ends before #. Put it in quotes, or the remark on a line of its own."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("says: You may # go\n", [1]),
        ("a: 1\nsays: You may\n  go   # far\n", [2]),
        ("a: {says: You may # go\n }\n", [1]),
        ("says: 'You may # go'\n", []),
        ("says: 'You may go' # far\n", []),
        ("says: You may go#far\n", []),
        ("says: You may go\n# far\n", []),
        ("other: You may # go\n", []),
        ("- ä☃😀\n- says: ä☃😀 # cut\n", [2]),
    ],
)
def test_a_remark_that_would_cut_a_sentence_is_refused(text, lines):
    problems = []
    parse_document(text, "norm.yaml", problems, prose=frozenset({"says"}))
    assert [str(problem) for problem in problems] == [f"norm.yaml:{line}: {CUT}" for line in lines]


def test_every_value_and_name_knows_its_line():
    document = read("a: 1\nb:\n  - c\n  - d: 2\n")
    assert document.places["b"].line == 2
    listing = document.get("b")
    assert [str(item.place) for item in listing] == ["norm.yaml:3", "norm.yaml:4"]
    assert listing.items[1].get("d").place.line == 4


def test_all_problems_of_a_file_are_told_together():
    assert [one.split()[0] for one in complaints("a: NO\na: yes\nb: !x 1\n")] == [
        "norm.yaml:1:",  # NO
        "norm.yaml:2:",  # a is given twice
        "norm.yaml:2:",  # yes
        "norm.yaml:3:",  # the tag
    ]


def block(levels):
    return "".join(f"{' ' * level}a:\n" for level in range(levels))


def flow(levels):
    return "a: " + "[" * (levels - 1) + "]" * (levels - 1)


@pytest.mark.parametrize("nested", [block, flow])
def test_a_document_may_be_nested_so_deeply_and_no_deeper(nested, monkeypatch):
    monkeypatch.setattr(reading, "DEEPEST", 5)
    assert read(nested(5))
    (found,) = complaints(nested(6))
    assert found.endswith(": This is nested too deeply to be read.")


@pytest.mark.parametrize("text", [flow(100_000), "[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000])
def test_a_document_that_would_exhaust_the_machine_is_refused(text):
    (found,) = complaints(text)
    assert found == "norm.yaml:1: This is nested too deeply to be read."


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n"])
def test_an_empty_file_is_refused(text):
    assert complaints(text) == ["norm.yaml: The file is empty."]


def test_text_that_is_no_text_is_refused_without_a_line():
    assert complaints("a: \x00\n") == [f"norm.yaml: This is not readable as YAML or JSON: the text is broken. {ADVICE}"]


def test_json_is_read_as_json():
    assert plain(read('{"a": [1, true, null, "NO", {"b": 0.5}]}')) == {"a": [1, True, None, "NO", {"b": 0.5}]}


def test_a_name_given_twice_in_json_is_a_problem():
    problems = []
    read_document('{"a": 1, "b": {"c": 1, "c": 2}}', "situation.json", problems)
    assert [str(problem) for problem in problems] == ["situation.json: c is given twice."]


def test_what_begins_with_a_bracket_and_is_no_json_is_read_as_yaml():
    assert plain(read("{state: MEX, nationality: [GTM]}")) == {"state": "MEX", "nationality": ["GTM"]}


def test_broken_json_with_a_repeated_name_complains_once_as_yaml():
    assert complaints('{"a": 1,\n "a": 2, b: 3}') == ["norm.yaml:2: a is given twice; it stands already on line 1."]


@pytest.mark.parametrize("name", ["dir", "missing.yaml", "latin1.yaml", "large.yaml"])
def test_a_file_that_cannot_be_read_gets_one_clear_sentence(name, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 2**20)
    (tmp_path / "dir").mkdir()
    (tmp_path / "latin1.yaml").write_bytes("a: München".encode("latin-1"))
    (tmp_path / "large.yaml").write_bytes(b"#" * (2**20 + 1))
    code, sentence = {
        "dir": ("is-a-directory", f"{name} is a directory. Name one file."),
        "missing.yaml": ("no-such-file", f"There is no file {name}."),
        "latin1.yaml": ("not-text", f"{name} is not UTF-8 text. Save it as UTF-8."),
        "large.yaml": ("file-too-large", f"{name} is larger than 1 MiB. Split it."),
    }[name]
    with pytest.raises(BadInput) as refused:
        read_text(tmp_path / name, shown=name)
    assert (refused.value.code, refused.value.sentence) == (code, sentence)
    assert refused.value.data == {"file": name}


def test_a_file_that_one_may_not_read_says_so(tmp_path, monkeypatch):
    def forbidden(self, *_, **__):
        raise PermissionError

    (tmp_path / "closed.yaml").write_text("a: 1")
    monkeypatch.setattr(type(tmp_path), "read_text", forbidden)
    monkeypatch.setattr(type(tmp_path), "open", forbidden)
    with pytest.raises(BadInput, match=r"may not be read by you\."):
        read_text(tmp_path / "closed.yaml")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "marked.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert read_text(path) == "{}"


def test_entries_tell_what_they_hold():
    document = read("a: 1")
    assert isinstance(document, Entries)
    assert "a" in document
    assert document.get("b") is None
