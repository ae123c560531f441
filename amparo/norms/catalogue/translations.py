"""Statements in other languages, each tied by a digest to the English that it renders."""

from dataclasses import dataclass, field

from amparo.errors import Place, Problem
from amparo.norms.catalogue.knowledge import Knowledge
from amparo.norms.texts.provisions import MOST_WORDS, Provision
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
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person reads: the words, their language, and how far they can be trusted.

    `original` English; `reviewed`, `unreviewed` or `out-of-date` translation; or English for want of one, `untranslated`.
    """

    text: str
    language: str
    state: str


@dataclass
class Translations:
    """The translations of the catalogue; a language is read when it is first asked for."""

    knowledge: Knowledge
    problems: list[Problem]
    _read: dict[str, dict[str, Translation]] = field(default_factory=dict)

    def of(self, language: str) -> dict[str, Translation]:
        """The translations into one language, by provision; adds every problem found."""
        if language not in self._read:
            found: dict[str, Translation] = {}
            for node in self.knowledge.under(f"norms/translations/{language}/").values():
                for translation in read_translations(node, self.problems, language):
                    if earlier := found.get(translation.provision):
                        twice = f"{translation.provision} is translated twice. It stands already at {earlier.place}."
                        self.problems.append(Problem(translation.place, twice))
                    found[translation.provision] = translation
            self._read[language] = found
        return self._read[language]


def statement(provision: Provision, language: str, translations: Translations) -> Statement:
    """The provision's statement in the language, or in English where there is none."""
    found = None if language == "en" else translations.of(language).get(provision.id)
    if found is None:
        return Statement(provision.says, "en", "original" if language == "en" else "untranslated")
    if found.renders != provision.digest:
        return Statement(found.says, language, "out-of-date")
    return Statement(found.says, language, "reviewed" if found.reviewed_by else "unreviewed")


def read_translations(node: Node, problems: list[Problem], language: str) -> list[Translation]:
    """The translations that one file of translations/<language>/ holds; adds every problem found."""
    top = Form(node, problems, "The file")
    top.one_of("language", [language])
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
            statements.places.get(provision, form.place),
        )
        form.done()
        if len(translation.says.split()) > 2 * MOST_WORDS:
            form.complain(f"says is much longer than the {MOST_WORDS} words of the English.", "says")
        found.append(translation)
    return found
