"""The few coded questions of a report, from the vocabulary of facts. What is dangerous to tell is not among them."""

import functools
from collections.abc import Mapping, Sequence
from datetime import timedelta

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.web.intake.interviews import _TO_TELL
from amparo.web.travelling import Expired, unpack

_OPEN_FOR = timedelta(hours=24)
# What cannot wait comes first.
KINDS = (
    "urgent-medical-need",
    "violence",
    "sexual-violence",
    "confined",
    "documents-taken",
    "detained",
    "disappearance",
    "wages-unpaid",
    "below-minimum-conditions",
    "fees-charged",
    "deceived-recruitment",
    "occupational-injury",
    "harassment-at-work",
    "job-lost",
    "housing-denied",
    "family-separated",
    "discrimination",
)


@functools.cache
def kinds(language: str) -> tuple[tuple[str, str], ...]:
    """What kind of thing happened: circumstances with their names."""
    facts = load_catalogue().vocabulary.facts
    return tuple((name, facts[name].wording.label[language]) for name in KINDS)


def brought_along(packed: str) -> dict[str, object]:
    """The facts that somebody takes along from *know your rights*; none if there are none, or if the page was open too long."""
    try:
        facts = unpack(_TO_TELL, packed, within=_OPEN_FOR)["facts"] if packed else {}
    except (Expired, KeyError):
        facts = {}
    return facts if isinstance(facts, dict) else {}


def labels(facts: Mapping[str, object], language: str) -> list[str]:
    """What these facts are about, in words, without their values; State and kinds stand in the form itself."""
    known = load_catalogue().vocabulary.facts
    said = (name for name, value in facts.items() if value is not False and name not in ("state", "date", *KINDS))
    return [known[name].wording.label[language] for name in said if name in known]


def joined(facts: Mapping[str, object], state: str, ticked: Sequence[str]) -> dict[str, object]:
    """Those facts with what the form says, which counts where they differ; as `read_situation` takes them."""
    shown = ("state", *(name for name in KINDS if facts.get(name) is True))
    told = {name: value for name, value in facts.items() if name not in shown}
    return told | ({"state": state} if state else {}) | dict.fromkeys(ticked, True)
