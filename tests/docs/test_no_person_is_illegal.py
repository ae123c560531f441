"""No text of the product calls a person illegal, in any of its languages, and no name in the code does."""

import ast

import pytest
from project_files import files, modules, name, product

from amparo.norms.authors import words


def offences(text):
    """The words that the lint of `amparo norms check` finds."""
    return [word for _, word in words.offences(text)]


@pytest.mark.parametrize(
    "said",
    [
        "an illegal immigrant",
        "Illegals",
        "the alien was removed",
        "clandestine workers",
        "unlawful migrants",
        "una persona ilegal",
        "los ilegales",
        "trabajador clandestino",
        "los indocumentados",
        "un travailleur illégal",
        "des immigrés illégaux",
        "les clandestins",
        "مهاجر غير شرعي",
        "المهاجرون غير الشرعيين",
        "مهاجر غير قانونيّ",
        "غَير شَرعي",
        "المتسللون",
    ],
)
def test_the_lint_finds_what_it_looks_for(said):
    assert offences(said)


@pytest.mark.parametrize(
    "said",
    [
        "without papers",
        "in an irregular situation",
        "alienation of property",
        "your detention was unlawful",
        "unlawful hiring of migrants",
        "sin papeles",
        "en situación irregular",
        "sans papiers",
        "en situation irrégulière",
        "بدون أوراق",
        "في وضع غير نظامي",
        "No text of ours calls a person illegal, in any language.",
    ],
)
def test_the_lint_lets_decent_words_pass(said):
    assert not offences(said)


def test_the_product_has_text_in_four_languages_to_look_at():
    looked_at = [name(path) for path in product()]
    for part in (
        "/translations/es/",
        "/translations/fr/",
        "/translations/ar/",
        "phrases.yaml",
        "facts.yaml",
        "README.md",
    ):
        assert any(part in one for one in looked_at), part


def test_no_text_of_the_product_calls_a_person_illegal():
    found = {name(path): offences(path.read_text(encoding="utf-8")) for path in product()}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_name_of_a_file_does():
    assert [name(path) for path in files() if offences(name(path).replace("_", " ").replace("is_illegal", ""))] == [
        "tests/docs/test_no_person_is_illegal.py"
    ]


def names(tree):
    """Every name that a module gives to something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg


def test_no_name_in_the_code_does():
    for path in modules():
        found = [one for one in names(ast.parse(path.read_text())) if offences(one.replace("_", " "))]
        assert not found, name(path)
