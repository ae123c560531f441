"""Entries: what a case is made of. Each is written once, sealed in one section, and never changed; the newest of its kind counts.

An entry says its kind, when it was written, by whom (`reporter`, or a member's id) and what it holds, as JSON. A file is an entry
followed by its bytes.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType

from amparo.vault.material import CannotOpen
from amparo.vault.sections import Section

REPORTER = "reporter"
_FORMAT, _HEAD = b"\x01", 4
_TOGETHER = b"\x02"


class EntryKind(Enum):
    """The kinds of entries, and the section in which each lies."""

    BEGUN = "begun"  # the empty first record of a section
    TOLD = "told"
    MESSAGE = "message"
    READ = "read"
    NEXT = "next"
    CONSENTS = "consents"
    DANGER = "danger"
    DELETION_ASKED = "deletion-asked"
    DELETION_TAKEN_BACK = "deletion-taken-back"
    MERGED = "merged"
    CONTACT = "contact"
    IDENTITY = "identity"
    FACTS = "facts"
    NOTE = "note"
    TAKEN = "taken"
    FILE = "file"
    STATED = "stated"  # facts over time: see `amparo.case.facts`
    ANSWERED = "answered"  # which rights somebody has read, and of which knowledge
    EVENT = "event"  # who did what, when, towards which State
    DETAIL = "detail"  # place and words of an event: what could name somebody
    PARTY = "party"
    NEED = "need"
    TASK = "task"
    CLAIM = "claim"
    FILING = "filing"
    CHECK_IN = "check-in"
    TO_ASK = "to-ask"  # on which day somebody asks next whether the person is punished for a filing
    REMEDY = "remedy"
    HEALTH = "health"
    ASYLUM = "asylum"
    CHILD = "child"
    GROUP = "group"  # who belongs to a collective case
    JOINED = "joined"  # which file is that of a party of the case
    SUMMARY = "summary"  # in such a file: what a case says of its party
    CLOSED = "closed"
    REOPENED = "reopened"
    PROGRESS = "progress"  # that work has ended or goes on, as the person with the receipt is told
    REVIEW = "review"

    @property
    def section(self) -> Section:
        return _SECTIONS.get(self, Section.ACCOUNT)


_SECTIONS = {
    EntryKind.CONTACT: Section.CONTACT,
    EntryKind.IDENTITY: Section.IDENTITY,
    # What staff write among themselves lies where the reporter's receipt opens nothing.
    EntryKind.FACTS: Section.FACTS,
    EntryKind.NOTE: Section.FACTS,
    EntryKind.TAKEN: Section.FACTS,
    EntryKind.MERGED: Section.FACTS,
    EntryKind.STATED: Section.FACTS,
    EntryKind.ANSWERED: Section.FACTS,
    EntryKind.EVENT: Section.FACTS,
    EntryKind.NEED: Section.FACTS,
    EntryKind.TASK: Section.FACTS,
    # A day alone: whoever plans keeps the next day of a case, and not everybody who plans opens filings.
    EntryKind.TO_ASK: Section.FACTS,
    EntryKind.GROUP: Section.FACTS,
    EntryKind.CLOSED: Section.FACTS,
    EntryKind.REOPENED: Section.FACTS,
    EntryKind.REVIEW: Section.FACTS,
    EntryKind.DETAIL: Section.IDENTITY,
    EntryKind.PARTY: Section.IDENTITY,
    EntryKind.JOINED: Section.IDENTITY,
    EntryKind.SUMMARY: Section.LABOUR,
    EntryKind.CLAIM: Section.LABOUR,
    EntryKind.FILING: Section.LABOUR,
    EntryKind.CHECK_IN: Section.LABOUR,
    EntryKind.REMEDY: Section.LABOUR,
    EntryKind.HEALTH: Section.HEALTH,
    EntryKind.ASYLUM: Section.ASYLUM,
    EntryKind.CHILD: Section.CHILD,
    EntryKind.FILE: Section.FILES,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was told, written or done in a case."""

    kind: EntryKind
    at: datetime
    by: str
    data: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    content: bytes = field(default=b"", repr=False)
    record: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time of an entry has its time zone")

    def encode(self) -> bytes:
        """The entry as bytes: format, length of the JSON, JSON, content of a file."""
        head = {
            "kind": self.kind.value,
            "at": self.at.astimezone(UTC).isoformat(),
            "by": self.by,
            "data": dict(self.data),
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        return _FORMAT + len(text).to_bytes(_HEAD, "big") + text + self.content

    @classmethod
    def decode(cls, raw: bytes, record: str = "") -> "Entry":
        """The entry so encoded; raises CannotOpen for anything else."""
        found = None
        end = 1 + _HEAD + int.from_bytes(raw[1 : 1 + _HEAD], "big")
        if raw[:1] == _FORMAT and len(raw) >= end:
            try:
                head = json.loads(raw[1 + _HEAD : end])
                at = datetime.fromisoformat(head["at"])
                found = cls(EntryKind(head["kind"]), at, str(head["by"]), dict(head["data"]), raw[end:], record)
            except (ValueError, KeyError, TypeError):
                pass
        if found is None:
            raise CannotOpen
        return found


def encode_together(entries: Iterable[Entry]) -> bytes:
    """Many entries as one record: format, JSON. What has content of its own, as a file has, stays by itself."""
    heads = [
        [one.record, one.kind.value, one.at.astimezone(UTC).isoformat(), one.by, dict(one.data)] for one in entries
    ]
    return _TOGETHER + json.dumps(heads, ensure_ascii=False, separators=(",", ":")).encode()


def entries_in(raw: bytes, record: str) -> list[Entry]:
    """The entries of a record, one or many; raises CannotOpen for what is none."""
    if raw[:1] != _TOGETHER:
        return [Entry.decode(raw, record)]
    found = None
    # Not raised below, so that no word of a person hangs on to the error.
    with suppress(ValueError, KeyError, TypeError):
        found = [
            Entry(EntryKind(kind), datetime.fromisoformat(at), by, data, record=one)
            for one, kind, at, by, data in json.loads(raw[1:])
        ]
    if found is None:
        raise CannotOpen
    return found


def begun(now: datetime) -> Entry:
    """The first record of a section in which nothing is written yet."""
    return Entry(EntryKind.BEGUN, now, REPORTER)
