"""Files on employers and recruiters: a file is a case of its own kind, with keys of its own, to which parties of cases are joined.

A party and a file are the same only because a person said so, and can be parted again. The case names the file of each of its
parties; the file keeps the newest summary of each, and no word of a person.
"""

from collections.abc import Mapping
from contextlib import suppress

from amparo.errors import BadInput
from amparo.remedy.party_files import PartyFile, Summary, read_summary
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind


def files_of(dossier: Dossier) -> dict[str, str]:
    """The file of each party of a case that is joined to one, by their ids."""
    found: dict[str, str] = {}
    for entry in dossier.of(EntryKind.JOINED):
        found[str(entry.data.get("party"))] = str(entry.data.get("file", ""))
    return {party: file for party, file in found.items() if file}


def ever_joined(dossier: Dossier) -> frozenset[str]:
    """Every file to which a party of the case was ever joined."""
    return frozenset(str(entry.data["file"]) for entry in dossier.of(EntryKind.JOINED) if entry.data.get("file"))


def party_file(dossier: Dossier, cases: Mapping[str, object]) -> PartyFile:
    """What a file holds of those cases that whoever looks may see: the newest of each party that was not parted again."""
    found: dict[tuple[str, str], Summary] = {}
    for entry in dossier.of(EntryKind.SUMMARY):
        key = str(entry.data.get("case")), str(entry.data.get("party"))
        found.pop(key, None)
        if not entry.data.get("parted"):
            with suppress(BadInput):
                found[key] = read_summary(entry.data)
    return PartyFile(tuple(one for one in found.values() if one.case in cases))


def cases_in(dossier: Dossier) -> frozenset[str]:
    """Every case of which the file ever held something."""
    return frozenset(str(entry.data.get("case")) for entry in dossier.of(EntryKind.SUMMARY))
