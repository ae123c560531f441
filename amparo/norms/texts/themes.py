"""Themes that people look for, and the rights under each that several norms may protect together."""

from dataclasses import dataclass

from amparo.rules.forms import Form
from amparo.situation.vocabulary import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Right:
    """A right by its plain name, under a theme; `rank` is its place in the list that people see."""

    id: str
    theme: str
    label: Text
    rank: int


@dataclass(frozen=True, slots=True)
class Theme:
    """What people look for: a name under which rights stand."""

    id: str
    label: Text


def read_themes(forms: list[Form]) -> tuple[dict[str, Theme], dict[str, Right]]:
    """Themes and rights by id, in the order of the file; adds every problem found."""
    themes: dict[str, Theme] = {}
    rights: dict[str, Right] = {}
    for form in forms:
        theme = Theme(form.text("id"), form.languages("label", LANGUAGES))
        themes[theme.id] = theme
        for part in form.forms("rights", "A right"):
            right = Right(part.text("id"), theme.id, part.languages("label", LANGUAGES), len(rights))
            part.done()
            if right.id in rights:
                part.complain(f"The right {right.id} stands under two themes.")
            rights[right.id] = right
        form.done()
    return themes, rights
