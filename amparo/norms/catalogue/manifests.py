"""Manifests: who made a pack, what it is, and under which licence."""

from dataclasses import dataclass
from pathlib import Path

from amparo.errors import Problem, Problems
from amparo.norms.catalogue.layout import MANIFEST
from amparo.rules.forms import Form
from amparo.rules.reading import read_document, read_text


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the author of a pack says of it."""

    id: str
    title: str
    author: str
    licence: str


def manifest_from(form: Form) -> Manifest:
    """The manifest that a pack.yaml spells; adds every problem found."""
    found = Manifest(form.text("id"), form.text("title"), form.text("author"), form.text("licence"))
    form.done()
    return found


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the pack in a folder; raises Problems if it cannot be read."""
    problems: list[Problem] = []
    path = folder / MANIFEST
    node = read_document(read_text(path), str(path), problems)
    found = manifest_from(Form(node, problems, MANIFEST)) if node else None
    if problems or found is None:
        raise Problems(problems)
    return found
