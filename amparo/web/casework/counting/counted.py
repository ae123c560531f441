"""What is counted of a case: the coarse, public list in `data/counted.yaml`, filled in from the coded facts. No day, no words, no case."""

import functools
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from django.utils import timezone

from amparo.case.chronicle import Chronicle
from amparo.case.owed import owed_each
from amparo.evidence.counting.domain import SEPARATOR, Attribute, Domain, read_domain
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.conditions import EVERYONE
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Known
from amparo.situation.clock import today
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.coded import MOST_STATES
from amparo.web.casework.counting.progress import Progress, band
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case

PERSON = "person"
_ANY = "CHE"  # where no State is named, facts are read towards any
_MOST_DAYS = 5  # of events, the newest: counting must not hold up the inbox


@functools.cache
def domain() -> Domain:
    """The attributes that are counted, with their public lists of values."""
    return read_domain(Path(str(files("amparo.web.casework"))) / "data/counted.yaml")


def counted_facts(case: Case, dossier: Dossier, progress: Progress) -> Mapping[str, str]:
    """What is counted of a case, by attribute; what is not known, or has no place in the lists, is not in it."""
    chronicle = chronicle_of(dossier)
    day = _day_told(dossier)
    situation = chronicle.situation((*chronicle.states, _ANY)[0], day)
    facts = situation.facts if situation else {}
    nationality, (state, *_) = facts.get("nationality"), (*chronicle.states, "")
    told = {
        "year": str(case.week_received.year),
        "sex": str(facts.get("sex", "")),
        "age": age_band(facts.get("age")),
        "nationality": next(iter(nationality)) if isinstance(nationality, frozenset) and len(nationality) == 1 else "",
        "state": state,
        "sector": str(facts.get("sector", "")),
        "papers": str(facts.get("stay", "")),
        "outcome": case.state,
        "remedy": progress.state,
        "remedy-time": progress.time,
        **_what_happened(chronicle, day),
    }
    return {one.name: value for one in domain().attributes if (value := _listed(one, told.get(one.name, "")))}


def _day_told(dossier: Dossier) -> Period:
    """The day on which facts were last told: people grow older, and what is counted of them stays as it was told."""
    told = [timezone.localdate(entry.at) for entry in dossier.of(EntryKind.FACTS, EntryKind.STATED)]
    day = min(max(told, default=today()), today())
    return Period(day, day)


def _what_happened(chronicle: Chronicle, last: Period) -> dict[str, str]:
    """What was done to the person on any day, and the themes of the rights that it engages towards the States of the case."""
    catalogue = load_catalogue()
    happened: set[str] = set()
    themes: set[str] = set()
    states, days = (chronicle.states or (_ANY,))[:MOST_STATES], dict.fromkeys([*chronicle.days[-_MOST_DAYS:], last])
    for found in owed_each(chronicle, ((state, day) for state in states for day in days), catalogue):
        facts = found.situation.facts if found.situation else {}
        flags = {name for name in catalogue.vocabulary.flags if facts.get(name) is True}
        engaged = (catalogue.provisions[name] for name in found.engaged if flags and chronicle.states)
        themes |= {catalogue.theme_of(one) for one in engaged if one.engaged_by != EVERYONE}
        happened |= flags
    return {"abuse": SEPARATOR.join(sorted(happened)), "rights": SEPARATOR.join(sorted(themes))}


def _listed(attribute: Attribute, told: str) -> str:
    """What of an answer the public list has."""
    several = told.split(SEPARATOR) if attribute.several else [told]
    return SEPARATOR.join(value for value in several if value in attribute.values)


def age_band(age: Known | None) -> str:
    """The band in which an age lies for sure; empty for one that may lie in two."""
    bands = next(one.values for one in domain().attributes if one.name == "age")
    return band(age, bands) if isinstance(age, Interval) else ""
