"""There are two evaluators of conditions, the reference and the table, and few who may ask the reference of one person."""

import ast

from project_files import modules, name

MEANING = {"test_value", "leaf_value", "belonging"}  # what a single test says
REFERENCE = {"World", "value", "Explainer"}
# They ask what tests say and join nothing: one why a bond is unknown, the other which situations are alike.
ASKING = {"amparo/norms/answers/rights.py", "amparo/norms/answers/likeness.py"}


def imports(path):
    """The names that a module imports, each with the module it comes from."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module in ("amparo.rules.conditions", "amparo.rules.explaining"):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.Import):
            assert not any(one.name.startswith("amparo.rules.cond") for one in node.names), "import names, not modules"


def who_imports(names):
    return {name(path) for path in modules() if names & set(imports(path))}


def test_there_are_two_evaluators_and_the_check_of_the_loader():
    found = who_imports(MEANING)
    table = {path for path in found if path.startswith("amparo/rules/table/")}
    assert table == {"amparo/rules/table/columns.py", "amparo/rules/table/runs.py"}
    assert found - table == {"amparo/rules/explaining.py", "amparo/rules/deciding.py"} | ASKING


def test_whole_populations_ask_the_reference_in_one_place_only():
    askers = {
        path for path in who_imports(REFERENCE) if not path.startswith(("amparo/rules/", "amparo/norms/authors/"))
    }
    assert askers == {"amparo/norms/tables/reasons.py"} | ASKING


def test_only_evaluators_take_conditions_apart_and_join_their_answers():
    """Kleene's *and* and *or* are worked out by whoever knows both the joining nodes and all three truths."""
    joining = set()
    for path in modules():
        text = path.read_text()
        if "isinstance(" in text and "All | Any" in text and "import NO" in text and "UNKNOWN" in text:
            joining.add(name(path))
    reference = {"amparo/rules/conditions.py", "amparo/rules/explaining.py", "amparo/rules/deciding.py"}
    assert joining == reference | {"amparo/rules/table/factors.py"}
