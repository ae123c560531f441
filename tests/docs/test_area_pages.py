"""What the pages say is there."""

import ast
import re

from project_files import ROOT, modules, name, pages


def test_every_public_function_and_class_says_what_you_get():
    silent = [
        f"{name(path)}: {node.name}"
        for path in modules()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_file_that_a_page_names_is_there():
    named = {
        (name(page), found)
        for page in pages()
        for found in re.findall(r"`((?:tests|amparo|docs)/[\w./-]+\.\w+)`", page.read_text(encoding="utf-8"))
    }
    assert named and not [pair for pair in sorted(named) if not (ROOT / pair[1]).is_file()]
