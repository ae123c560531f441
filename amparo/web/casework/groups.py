"""Collective cases: one case gathers many people, each with a case, facts, consent and receipt of their own.

The case that gathers names its members, and each member's case names it; a person with a receipt sees neither.
"""

from collections.abc import Mapping

from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind


def members_of(dossier: Dossier) -> dict[str, str]:
    """The cases that this one gathers: their numbers by id, in the order in which they came."""
    members: dict[str, str] = {}
    for entry in dossier.of(EntryKind.GROUP):
        members |= _cases(entry.data.get("gathers"))
        for gone in _cases(entry.data.get("leaves_out")):
            members.pop(gone, None)
    return members


def gathered_in(dossier: Dossier) -> dict[str, str]:
    """The collective cases to which this one belongs: their numbers by id."""
    found: dict[str, str] = {}
    for entry in dossier.of(EntryKind.GROUP):
        found |= _cases(entry.data.get("joined"))
        for gone in _cases(entry.data.get("left")):
            found.pop(gone, None)
    return found


def ever_gathered_in(dossier: Dossier) -> dict[str, str]:
    """The same, and those to which it once belonged."""
    found: dict[str, str] = {}
    for entry in dossier.of(EntryKind.GROUP):
        found |= _cases(entry.data.get("joined"))
    return found


def _cases(told: object) -> dict[str, str]:
    return {str(case): str(number) for case, number in told.items()} if isinstance(told, Mapping) else {}
