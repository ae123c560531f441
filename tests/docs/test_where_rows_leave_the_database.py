"""Rows leave the database only through access, models, actions and the rooms of keys; a page never asks it by itself."""

import ast

from project_files import ROOT, name

PAGES = ("views", "templatetags")
NOT_FOR_PAGES = ("forms.py", "doors.py", "surroundings.py")


def _asks(path):
    """The lines on which a module uses a manager of Django's."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"]


def _pages():
    for path in sorted((ROOT / "amparo" / "web").rglob("*.py")):
        if path.parent.name in PAGES or path.name in NOT_FOR_PAGES:
            yield path


def test_no_page_asks_the_database_by_itself():
    assert {name(path): lines for path in _pages() if (lines := _asks(path))} == {}


def test_there_are_pages():
    assert len(list(_pages())) > 15
