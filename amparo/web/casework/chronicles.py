"""The chronicle of a case, from the entries of its dossier.

A report says its facts all at once; each later report of all of them stands instead of the one before. What is coded afterwards is
stated fact by fact.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from amparo.case.chronicle import Chronicle
from amparo.case.events import Event, read_event
from amparo.case.facts import TOWARDS_ONE_STATE, Basis, Rests, StatedFact, read_stated
from amparo.case.histories import History
from amparo.case.parties import Party, read_party
from amparo.errors import BadInput, Problems
from amparo.rules.dates import Period
from amparo.rules.facts import Known
from amparo.web.casework.coded import known_facts, states_of, vocabulary
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind


def chronicle_of(dossier: Dossier | None) -> Chronicle:
    """Facts and events of the case, as far as the keys open them; what cannot be read is left out. Nothing of none."""
    if dossier is None:
        return Chronicle(History(), (), vocabulary())
    return Chronicle(History(tuple(_facts(dossier))), tuple(_events(dossier)), vocabulary())


def _facts(dossier: Dossier) -> Iterator[StatedFact]:
    before: frozenset[str] = frozenset()
    for entry in dossier.of(EntryKind.FACTS, EntryKind.STATED):
        if entry.kind is EntryKind.STATED:
            yield from _stated(entry)
            continue
        told = list(_told_at_once(entry, before))
        yield from told
        before |= {one.id for one in told}


def _told_at_once(entry: Entry, before: frozenset[str]) -> Iterator[StatedFact]:
    """Every fact of a report. What is so towards one State is so towards the first it names."""
    try:
        facts = known_facts(entry.data)
    except Problems:
        return
    states = states_of(entry.data)
    for code in states:
        yield _fact(entry, "state", code, code, None, before)
    for name, value in facts.items():
        if name == "date" and isinstance(value, Period):
            yield _fact(entry, name, value, "", value, before)
        elif name != "state":
            towards = states[0] if states and name in TOWARDS_ONE_STATE else ""
            yield _fact(entry, name, value, towards, None, before)


def _fact(
    entry: Entry, name: str, value: Known, state: str, since: Period | None, before: frozenset[str]
) -> StatedFact:
    basis = Basis(Rests.SAID)
    return StatedFact(f"{entry.record}/{name}{state}", name, value, state, since, entry.at, entry.by, basis, before)


def _stated(entry: Entry) -> Iterator[StatedFact]:
    stated = entry.data.get("stated")
    for number, one in enumerate(stated if isinstance(stated, list) else ()):
        try:
            yield read_stated(one, id=f"{entry.record}/{number}", at=entry.at, by=entry.by, vocabulary=vocabulary())
        except BadInput:
            continue


def _events(dossier: Dossier) -> Iterator[Event]:
    details = {entry.data.get("event"): entry.data for entry in dossier.of(EntryKind.DETAIL)}
    day = cache(Period.parse)  # thousands of events happened on hundreds of days; forgotten with the page
    for entry in dossier.of(EntryKind.EVENT):
        try:
            event = read_event(entry.data, at=entry.at, by=entry.by, day=day)
        except BadInput:
            continue
        if detail := details.get(event.id):
            event = event.with_detail(str(detail.get("place", "")), str(detail.get("words", "")))
        yield event


def parties_of(dossier: Dossier | None) -> list[Party]:
    """The newest version of everybody whom the case speaks of, without those struck out."""
    found: dict[str, Party] = {}
    for entry in dossier.of(EntryKind.PARTY) if dossier else ():
        with suppress(BadInput):
            party = read_party(entry.data)
            found[party.id] = party
    return [party for party in found.values() if not party.is_withdrawn]
