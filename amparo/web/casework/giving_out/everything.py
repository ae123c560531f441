"""Everything for the person it concerns: what was told and written of them, in words a person can read, and their files.

Who works here stands there by role. What a case holds of other people's cases stays out.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.case.facts import Rests
from amparo.exchange.zips import fold
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind

KINDS: Mapping[EntryKind, Promise] = {
    EntryKind.TOLD: gettext_lazy("What was told"),
    EntryKind.MESSAGE: gettext_lazy("Message"),
    EntryKind.READ: gettext_lazy("Read by the office"),
    EntryKind.NEXT: gettext_lazy("What comes next"),
    EntryKind.CONSENTS: gettext_lazy("What the person agreed to"),
    EntryKind.DELETION_ASKED: gettext_lazy("The wish that everything be erased"),
    EntryKind.CONTACT: gettext_lazy("How to reach the person"),
    EntryKind.IDENTITY: gettext_lazy("Name"),
    EntryKind.FACTS: gettext_lazy("Facts, as they were first told"),
    EntryKind.STATED: gettext_lazy("Facts, with since when"),
    EntryKind.ANSWERED: gettext_lazy("Rights that the office looked at"),
    EntryKind.NOTE: gettext_lazy("Note of the office"),
    EntryKind.TAKEN: gettext_lazy("Who works on it"),
    EntryKind.EVENT: gettext_lazy("Something that happened"),
    EntryKind.DETAIL: gettext_lazy("Place and words of something that happened"),
    EntryKind.PARTY: gettext_lazy("Somebody whom the case speaks of"),
    EntryKind.NEED: gettext_lazy("Need"),
    EntryKind.TASK: gettext_lazy("Task"),
    EntryKind.CLAIM: gettext_lazy("Part of the claim"),
    EntryKind.FILING: gettext_lazy("Filing"),
    EntryKind.CHECK_IN: gettext_lazy("Asked after a filing"),
    EntryKind.TO_ASK: gettext_lazy("When to ask next after a filing"),
    EntryKind.REMEDY: gettext_lazy("Remedy"),
    EntryKind.HEALTH: gettext_lazy("Health"),
    EntryKind.ASYLUM: gettext_lazy("Asylum"),
    EntryKind.CHILD: gettext_lazy("Childhood"),
    EntryKind.REVIEW: gettext_lazy("Looked at by a supervisor"),
    EntryKind.PROGRESS: gettext_lazy("How work on it stands"),
    EntryKind.DANGER: gettext_lazy("Danger"),
    EntryKind.DELETION_TAKEN_BACK: gettext_lazy("Taken back: the wish that everything be erased"),
    EntryKind.CLOSED: gettext_lazy("Work has ended"),
    EntryKind.REOPENED: gettext_lazy("Work goes on"),
}
# Of other people, of doubles and files, of how the office keeps its papers; and the file itself, which lies beside.
_NOT_THEIRS = frozenset({EntryKind.BEGUN, EntryKind.GROUP, EntryKind.MERGED, EntryKind.FILE, EntryKind.JOINED})
_NOT_SAID = frozenset(
    {"receipt", "office", "bound", "record", "notes"}
)  # keys and numbers by which the machine finds things
Who = Callable[[str], str]


def entries_told(dossier: Dossier, who: Who) -> list[dict[str, object]]:
    """Every entry in words, oldest first; `who` says in which role a member wrote it."""
    return [_told(entry, who) for entry in dossier.entries if entry.kind not in _NOT_THEIRS]


def count_told(dossier: Dossier) -> int:
    """How many entries there are to give."""
    return sum(entry.kind not in _NOT_THEIRS for entry in dossier.entries)


def files_in(dossier: Dossier) -> list[tuple[str, str]]:
    """Record and stored name of every file, each once, in the order in which they came."""
    found: dict[str, str] = {}
    for entry in dossier.entries:
        listed = entry.data.get("files")
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, Mapping):
                found[str(one.get("record"))] = str(one.get("stored_name", "file.bin"))
    return list(found.items())


def bundle(told: Mapping[str, object], papers: Mapping[str, bytes], files: Iterator[tuple[str, bytes]]) -> bytes:
    """A ZIP file: what was told as JSON, the papers, and the files as they were received."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    received = {f"files/{number}-{name}": content for number, (name, content) in enumerate(files, 1)}
    return fold({"case.json": text.encode(), **papers, **received})


def as_lines(told: list[dict[str, object]]) -> str:
    """The words of the entries as plain text, for who has nothing that shows JSON."""
    return "\n\n".join(f"{one['what']}\n{one['when']} · {one['by']}\n{words}" for one in told if (words := _words(one)))


def _words(one: Mapping[str, object]) -> str:
    holds = one["holds"]
    return str(holds.get("words", "")) if isinstance(holds, Mapping) else ""


def _told(entry: Entry, who: Who) -> dict[str, object]:
    return {
        "what": str(KINDS.get(entry.kind, entry.kind.value)),
        "when": _minute(entry.at),
        "by": _("The person") if entry.by == REPORTER else who(entry.by) or _("A colleague"),
        "holds": _plain(entry.data, who),
    }


def _minute(at: datetime) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes")


def _plain(value: object, who: Who) -> object:
    """The same with words for keys, and roles for those who work here."""
    if isinstance(value, Mapping):
        # What was told for all names no case of others.
        left_out = _NOT_SAID | {"entry"} if value.get("rests") == Rests.TOGETHER else _NOT_SAID
        return {key.replace("_", " "): _plain(one, who) for key, one in value.items() if key not in left_out}
    if isinstance(value, list | tuple):
        return [_plain(one, who) for one in value]
    return (who(value) or value) if isinstance(value, str) else value
