"""House rules that a reader can rely on: short modules, examples that are true, and no trace of anybody's machine."""

import ast
import doctest
import importlib
import re

import pytest
from project_files import ROOT, files, modules, name

MOST_LINES = 400
DATA_OF_OTHERS = ("requirements.lock", "requirements-all.lock", "requirements-dev.lock")


def test_no_module_is_longer_than_one_can_read():
    long = {name(path): len(path.read_text().splitlines()) for path in modules()}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_every_module_says_what_it_is_for():
    assert [name(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_docstrings_of_modules_and_functions_are_sentences():
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and (said := ast.get_docstring(node)):
                first = said.split("\n\n")[0].strip()
                assert first[-1] in ".:;?" or ":" in first, (name(path), first)


def test_nobody_names_a_room_that_says_nothing():
    empty = {"utils", "helpers", "common", "misc", "manager", "managers", "util", "helper"}
    assert [name(path) for path in modules() if {path.stem, path.parent.name} & empty] == []


# Written so that this file does not offend against itself. An address such as /en/work/ is no path of a machine.
MACHINE = re.compile(
    "|".join(r"(?<![\w}])/" + part for part in ("work/", "home/[a-z]", "root/", "Users/", "tmp/amparo"))
)
HOSTS = re.compile(
    "|".join(
        first + second
        for first, second in (
            (r"pypi\.", "org"),
            ("python", "hosted"),
            ("npm", r"js\."),
            ("--index", "-url"),
            ("--extra-index", "-url"),
            ("--trusted", "-host"),
            (r"proxy\.go", "lang"),
        )
    )
)


def offenders(pattern):
    found = {name(path): pattern.findall(path.read_text(encoding="utf-8", errors="replace")) for path in files()}
    return {path: words for path, words in found.items() if words}


def test_no_file_names_a_path_of_somebodys_machine():
    assert offenders(MACHINE) == {}


def test_no_file_names_the_host_of_a_registry():
    assert offenders(HOSTS) == {}


def test_what_is_installed_is_pinned_by_digest():
    for lock in DATA_OF_OTHERS:
        text = (ROOT / lock).read_text()
        pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert pinned and text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_the_examples_in_docstrings_are_true(path):
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    if dotted.endswith("__main__"):
        return
    module = importlib.import_module(dotted)
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_some_docstrings_have_examples():
    examples = [path for path in modules() if ">>> " in path.read_text()]
    assert len(examples) >= 3


def test_importing_the_package_imports_nothing_else_of_it():
    import subprocess
    import sys

    told = (
        "import sys, amparo; print(*[name for name in sys.modules if name.startswith(('amparo.', 'polars', 'yaml'))])"
    )
    ran = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_the_public_names_are_there():
    import amparo

    for public in dir(amparo):
        assert getattr(amparo, public) is not None
    with pytest.raises(AttributeError, match="no public name"):
        _ = amparo.nothing
