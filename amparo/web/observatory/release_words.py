"""What a published release says of itself, in the language of the page: kinds, files, attributes, values, and what is not told."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

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


def _state(value: str) -> str:
    found = load_catalogue().vocabulary.states.get(value)
    return state_name(found, get_language() or "en") if found else value
