"""Whatever writes is recorded: every public function of the rooms' actions that changes rows also adds a line to the audit chain."""

import ast
from collections.abc import Callable, Iterable

from project_files import ROOT

WRITES = {"save", "create", "bulk_create", "update", "update_or_create", "get_or_create", "delete", "publish"}
WRITES |= {"begin", "end", "confirm", "accepts", "new_spare_codes", "forget", "write", "share", "seal_again"}
STEMS = ("append_", "put_", "erase", "keep_", "mark_", "remove_", "add_line")
RECORDS = {"record", "raise_signal"}
PART = "a part of other actions, which record it in their own transaction"
PERSON = "done by the person of the report: the chain does not say when somebody outside was here"
# what writes and does not record, and why
MAY = {
    "casework.beginning.begin": PART,
    "casework.keeping_files.sum_up": PART,
    "casework.receiving.receive": PERSON,
    "casework.receiving.write_as_reporter": PERSON,
    "casework.by_receipt.ask_for_deletion": PERSON,
    "casework.by_receipt.change_consents": PERSON,
    "casework.by_receipt.change_contact": PERSON,
    "casework.by_receipt.say_danger": PERSON,
    "casework.by_receipt.take_deletion_back": PERSON,
    "casework.by_receipt.tell_more": PERSON,
    "casework.writing.append": PART,
    "people.envelopes.drop_envelopes_of": PART,
    "people.envelopes.forget_opened": PART,
    "people.envelopes.keep_envelopes": PART,
    "people.envelopes.open_mine": PART,
    "people.founding.found_roles": PART,
    "people.leaving.end_work": PART,
    "people.outdated_recovery.remove_outdated": "the rest of a change of custodians, which was recorded",
    "people.rotating.remove_wraps": PART,
    "people.rotating.rotate": PART,
    "people.rotating.rotate_all": PART,
    "people.rotating.take_wraps": PART,
}


def _functions() -> dict[str, ast.FunctionDef]:
    """Every function of every module of actions, by `room.module.function`."""
    found = {}
    for path in sorted((ROOT / "amparo" / "web").glob("*/actions/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[f"{path.parts[-3]}.{path.stem}.{node.name}"] = node
    return found


FUNCTIONS = _functions()


def _imported(room: str, module: str) -> dict[str, str]:
    """What a module calls other actions, and which they are."""
    names = {}
    for node in ast.walk(ast.parse((ROOT / "amparo" / "web" / room / "actions" / f"{module}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and ".actions" in node.module:
            parts = node.module.split(".")
            for name in node.names:
                names[name.asname or name.name] = ".".join([parts[2], *parts[4:], name.name])
    return names


def _calls(function: str) -> tuple[set[str], set[str]]:
    """The bare names of what it calls, and which of these are functions of actions."""
    room, module, _ = function.split(".")
    imported = _imported(room, module)
    bare, actions = set(), set()
    for node in ast.walk(FUNCTIONS[function]):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            bare.add(node.func.attr)
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in imported:
                actions.add(f"{imported[owner.id]}.{node.func.attr}")
        elif isinstance(node.func, ast.Name):
            bare.add(node.func.id)
            actions.add(imported.get(node.func.id, f"{room}.{module}.{node.func.id}"))
    return bare, actions & FUNCTIONS.keys()


CALLS = {function: _calls(function) for function in FUNCTIONS}


def _reaching(wanted: Callable[[str], bool]) -> set[str]:
    """The functions that call something wanted, themselves or through other actions."""
    found = {function for function, (bare, _) in CALLS.items() if any(wanted(name) for name in bare)}
    while more := {function for function, (_, actions) in CALLS.items() if actions & found} - found:
        found |= more
    return found


def _public(functions: Iterable[str]) -> set[str]:
    return {function for function in functions if not function.rsplit(".", 1)[1].startswith("_")}


def test_every_action_that_writes_records():
    writing = _reaching(lambda name: name in WRITES or name.startswith(STEMS))
    recording = _reaching(lambda name: name in RECORDS)
    assert _public(writing - recording) == set(MAY)


def test_there_are_actions_to_look_at():
    assert {"people.leaving.leave", "people.signing_in.sign_in", "casework.erasing.erase"} <= FUNCTIONS.keys()
