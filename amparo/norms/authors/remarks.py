"""What is in order and yet not finished: translations that are missing, stale or unread, and provisions that name no source."""

from collections import Counter

from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.knowledge import Knowledge
from amparo.norms.catalogue.translations import statement
from amparo.norms.texts.provisions import Provision
from amparo.rules.forms import Form
from amparo.situation.vocabulary import LANGUAGES


def remarks(knowledge: Knowledge, catalogue: Catalogue, pack: str | None = None) -> tuple[str, ...]:
    """One sentence for each kind of unfinished work, of the pack so called or of everything."""
    found = []
    provisions, without_source, unverified = [], 0, 0
    for node in knowledge.under("norms/provisions/" + (f"{pack}/" if pack else "")).values():
        for form in Form(node, [], "The file").forms("provisions", "A provision"):
            provisions.append(catalogue.provisions[form.text("id")])
            without_source += not form.text("source", required=False)
            unverified += not provisions[-1].verified
    for language in LANGUAGES[1:]:
        states = Counter(_state(provision, language, catalogue) for provision in provisions)
        counts = [f"{states[state]} {state}" for state in ("missing", "out of date", "unreviewed") if states[state]]
        if counts:
            found.append(f"Statements in {language}: {', '.join(counts)}.")
    if without_source:
        found.append(f"Provisions that do not say where they were read: {without_source}.")
    if unverified:
        found.append(f"Provisions not yet compared with an official text: {unverified}.")
    return tuple(found)


def _state(provision: Provision, language: str, catalogue: Catalogue) -> str:
    if provision.id not in catalogue.translations.of(language):
        return "missing"
    return statement(provision, language, catalogue.translations).state.replace("-", " ")
