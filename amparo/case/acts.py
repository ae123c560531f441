"""The acts by which events are coded: what happened, as a word of a list, and the circumstances that each shows."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from amparo.errors import Defect, Problem, Problems
from amparo.rules.forms import Form
from amparo.rules.reading import read_document
from amparo.situation.vocabulary import LANGUAGES, Text

FILE = "acts.yaml"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its label in each language, the circumstances that are so while it happens, and those that it does not say by itself."""

    id: str
    label: Text
    shows: tuple[str, ...]
    leaves_open: tuple[str, ...] = ()


@functools.cache
def acts() -> Mapping[str, Act]:
    """Every act by its id, in the order of the list."""
    try:
        return read_acts(files("amparo.case").joinpath(f"data/{FILE}").read_text("utf-8"))
    except Problems as wrong:
        raise Defect("broken-acts", f"The acts cannot be read: {wrong.found[0]}") from wrong


def read_acts(text: str) -> dict[str, Act]:
    """The acts that a document lists; raises Problems with every complaint."""
    problems: list[Problem] = []
    top = Form(read_document(text, FILE, problems), problems, FILE)
    found: dict[str, Act] = {}
    for form in top.forms("acts", "An act"):
        act = Act(
            form.text("id"),
            form.languages("label", LANGUAGES),
            tuple(form.texts("shows")),
            tuple(form.texts("leaves_open")),
        )
        form.done()
        if act.id in found:
            form.complain(f"The act {act.id} is there twice.", "id")
        found[act.id] = act
    top.done()
    if problems:
        raise Problems(problems)
    return found
