"""What a published release says of itself, in the language of the page: the five questions, kinds, files, and what is not told.

The English is that of `amparo.evidence.release.bundles.questions`; a test compares the two.
"""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.evidence.release.bundles.questions import least_quotable
from amparo.evidence.release.releases import Kind
from amparo.norms.answers.phrases import state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.regions import region_name
from amparo.web.evidence.words import ATTRIBUTES, value_name

KINDS: Mapping[Kind, Promise] = {
    Kind.RECORDS: gettext_lazy("synthetic records"),
    Kind.NOISY: gettext_lazy("tables with noise"),
    Kind.SUPPRESSED: gettext_lazy("suppressed tables"),
    Kind.COMBINED: gettext_lazy("combined tables"),
}
# In place of a count that is not told; and why it is not.
NOT_TOLD: Mapping[Kind, Promise] = {
    Kind.RECORDS: gettext_lazy("too little evidence"),
    Kind.NOISY: gettext_lazy("not told"),
    Kind.SUPPRESSED: gettext_lazy("hidden"),
    Kind.COMBINED: gettext_lazy("not told"),
}
WHY_NOT_TOLD: Mapping[Kind, Promise] = {
    Kind.RECORDS: gettext_lazy("“Too little evidence” never means none."),
    Kind.NOISY: gettext_lazy("“Not told” never means none."),
    Kind.SUPPRESSED: gettext_lazy("“Hidden” never means none: the count is small, or would give away one that is."),
    Kind.COMBINED: gettext_lazy("“Not told” never means none: one of the organisations does not give this count."),
}
_OFF_BY: Mapping[int, Promise] = {
    1: gettext_lazy("Counts by one attribute are likely off by %(error)s people."),
    2: gettext_lazy("Counts by two attributes together are likely off by %(error)s people."),
    3: gettext_lazy("Counts by three attributes together are likely off by %(error)s people."),
}
_SEA: Mapping[str, Promise] = {"Mediterranean": gettext_lazy("Mediterranean")}
FILES: Mapping[str, Promise] = {
    "tables.csv": gettext_lazy("every count, as a table"),
    "synthetic.csv": gettext_lazy("the invented records, as a table"),
    "combined.csv": gettext_lazy("sums with their errors"),
    "report.html": gettext_lazy("the report, in English"),
    "methods.html": gettext_lazy("how it was made, in English"),
    "dictionary.csv": gettext_lazy("what each value means"),
    "licence.txt": gettext_lazy("licence"),
    "dcat.jsonld": gettext_lazy("entry for catalogues of data"),
    "manifest.json": gettext_lazy("what was promised, with the digest of every file"),
    "signatures.json": gettext_lazy("signatures"),
}


# Of releases about whatever population.
_ATTRIBUTES: Mapping[str, Promise] = {
    "year": gettext_lazy("Year"),
    "quarter": gettext_lazy("Quarter"),
    "region": gettext_lazy("Region"),
}


def attribute_name(name: str) -> str:
    """What an attribute is called, or its own name where we have none for it."""
    return str(_ATTRIBUTES.get(name) or ATTRIBUTES.get(name) or name)


def value_of(attribute: str, value: str) -> str:
    """A value as people read it: one of ours, a part of the world, a State by its code, or as it stands."""
    if attribute == "region":
        return str(_SEA.get(value) or region_name(value, get_language() or "en"))
    try:
        return value_name(attribute, value) if attribute in ATTRIBUTES else _state(value)
    except (KeyError, ValueError):  # another table's value under a name of ours
        return _state(value)


def questions(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The five questions that a journalist would ask, with their answers. Two of them no such data can answer."""
    kind = Kind(manifest["kind"])
    return [
        (_("How many people is this about?"), _how_many(kind, manifest["people"])),
        (_("How near are the counts to the truth?"), _how_near(kind, manifest)),
        (_("Can somebody be found in it?"), _who(kind)),
        (
            _("How many people does this happen to in the world?"),
            _(
                "This cannot be said from these data: they hold those who were met and recorded, and nobody knows who was not."
            ),
        ),
        (
            _("Did one thing cause another?"),
            _(
                "This cannot be said from these data: they count what was recorded together. A blank means not recorded, never no."
            ),
        ),
    ]


def number_of(count: float) -> str:
    """A number as the language writes it."""
    return str(format_decimal(count, locale=get_language() or "en", format="#,##0.#"))


def _how_many(kind: Kind, people: int) -> str:
    told = {"people": number_of(people)}
    if kind is Kind.SUPPRESSED:
        return _("%(people)s, as recorded.") % told
    if kind is Kind.COMBINED:
        return (
            _(
                "About %(people)s, added up over organisations. Whoever went to two of them is counted twice, and these data cannot say "
                "how many did: the number of different people lies between the largest organisation's count and the sum (combined.csv)."
            )
            % told
        )
    return _("About %(people)s. The number is estimated, like all others.") % told


def _how_near(kind: Kind, manifest: Mapping[str, Any]) -> str:
    if kind is Kind.SUPPRESSED:
        privacy = manifest["privacy"]
        return _(
            "They are exact. What is not listed is hidden: it has fewer than %(k)s people, or would give away what has. "
            "Cells hidden: %(hidden)s. Never read them as none."
        ) % {"k": number_of(privacy["k"]), "hidden": number_of(privacy["hidden"])}
    errors = {row["length"]: row["likely_error"] for row in manifest["accuracy"]}
    near = [str(_OFF_BY[length]) % {"error": number_of(error)} for length, error in errors.items()]
    least = {"least": number_of(least_quotable(errors.values()))}
    return " ".join([*near, _("Do not quote a count under %(least)s.") % least])


def _who(kind: Kind) -> str:
    if kind is Kind.SUPPRESSED:
        return _(
            "Not by adding up and taking off: that was proven for every hidden cell. Who knows much about somebody already may still "
            "learn that this person is one of a large group."
        )
    if kind is Kind.RECORDS:
        return _("No. Every record is invented so that, together, they count like the people they stand for.")
    if kind is Kind.NOISY:
        return _("No. Every count was changed at random, so that no result depends much on any one person.")
    return _("No more than in the releases that were added up: nothing was added but published numbers.")


def _state(value: str) -> str:
    found = load_catalogue().vocabulary.states.get(value)
    return state_name(found, get_language() or "en") if found else value
