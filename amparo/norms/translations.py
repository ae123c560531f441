"""Statements in other languages, each tied by a digest to the English that it renders."""

from dataclasses import dataclass

from amparo.errors import Problem
from amparo.norms.provisions import MOST_WORDS, Provision
from amparo.rules.forms import Form
from amparo.rules.reading import Entries, Node


@dataclass(frozen=True, slots=True)
class Translation:
    """A provision's statement in one language; nobody has vouched for it until `reviewed_by` names a reader."""

    language: str
    provision: str
    says: str
    renders: str
    reviewed_by: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person reads: the words, their language, and whether they are `original`, `reviewed`, `unreviewed` or `out-of-date`."""

    text: str
    language: str
    state: str


def statement(provision: Provision, language: str, translations: dict[tuple[str, str], Translation]) -> Statement:
    """The provision's statement in the language, or in English where there is none."""
    found = translations.get((language, provision.id))
    if language == "en" or found is None:
        return Statement(provision.says, "en", "original")
    if found.renders != provision.digest:
        return Statement(found.says, language, "out-of-date")
    return Statement(found.says, language, "reviewed" if found.reviewed_by else "unreviewed")


def read_translations(node: Node, problems: list[Problem], languages: tuple[str, ...]) -> list[Translation]:
    """The translations that one file of translations/<language>/ holds; adds every problem found."""
    top = Form(node, problems, "The file")
    language = top.one_of("language", languages)
    statements = top.get("statements")
    top.done()
    if not isinstance(statements, Entries):
        return []
    found = []
    for provision, entry in statements.items.items():
        form = Form(entry, problems, provision)
        translation = Translation(
            language,
            provision,
            form.text("says"),
            form.text("renders", required=False),
            form.text("reviewed_by", required=False) or None,
        )
        form.done()
        if len(translation.says.split()) > 2 * MOST_WORDS:
            form.complain(f"says is much longer than the {MOST_WORDS} words of the English.", "says")
        found.append(translation)
    return found
